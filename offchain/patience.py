"""How long an action that the contract refuses is left alone: three tries, then one a day."""

from typing import Any

MOST_TRIES = 3
DAY = 86_400  # seconds of the chain
FORGET_DAYS = 30


class Patience:
    """Refusals that are remembered, by action. `now` is the chain's time."""

    def __init__(self, known: dict[str, Any], now: int) -> None:
        self._known, self._now = known, now
        for key in [key for key, (_, at) in known.items() if now - at > FORGET_DAYS * DAY]:
            del known[key]

    def is_over(self, key: str) -> bool:
        """Whether it is too early to try again."""
        tries, at = self._known.get(key, (0, 0))
        return bool(tries >= MOST_TRIES and self._now - at < DAY)

    def heed(self, key: str, *, refused: bool) -> None:
        """Remember how a try ended."""
        if refused:
            self._known[key] = (self._known.get(key, (0, 0))[0] + 1, self._now)
        else:
            self._known.pop(key, None)

    @property
    def hopeless(self) -> list[str]:
        """What was refused every time."""
        return [key for key, (tries, _) in self._known.items() if tries >= MOST_TRIES]
