"""How a model says no."""


class Refused(Exception):
    """The contract must revert with exactly this error and these values."""

    def __init__(self, name: str, *values: object) -> None:
        super().__init__(f"{name}{values}")
        self.name, self.values = name, values
