"""Fixtures of the stages' tests: those of the deployment's."""

from tests.deployment.conftest import chain, inputs, parameters_file, undone

__all__ = ["chain", "inputs", "parameters_file", "undone"]
