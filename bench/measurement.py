"""What one operation cost, and the least that it could have cost."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Measurement:
    """Gas of one operation; of a batch, the mean for each of its items."""

    label: str
    gas: int
    floor: int | None = None
    """The floor of the same operation; None for a figure that was published and not measured in this run."""
    items: int = 1
    """How many items the measured transaction had."""

    @property
    def published(self) -> bool:
        """True when the figure was taken from a publication and not measured in this run."""
        return self.floor is None
