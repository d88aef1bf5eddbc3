"""The stages of `ape run rollout`, and what must stand on the chain before each."""
