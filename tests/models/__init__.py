"""The rules once more, as plain Python: nothing here imports the contracts' code or the deployment's."""
