"""Fixtures of the stages' tests: those of the deployment's, and a cohort on its first day."""

from tests.deployment.conftest import chain, forked, inputs, parameters_file, undone
from tests.support.agents import cohort, sealed, unsealed

__all__ = ["chain", "cohort", "forked", "inputs", "parameters_file", "sealed", "undone", "unsealed"]
