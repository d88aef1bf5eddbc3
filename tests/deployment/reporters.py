"""Reporters of the tests: one that dies, one that listens."""

from deployment.events import Mined, Silent


class KilledError(Exception):
    """The process ends here."""


class Mortal(Silent):
    """A reporter that dies after some moments."""

    def __init__(self, moments: int) -> None:
        self.moments = moments

    def _tick(self) -> None:
        self.moments -= 1
        if self.moments < 0:
            raise KilledError

    def intended(self, step: str) -> None:
        self._tick()

    def sent(self, step: str) -> None:
        self._tick()

    def mined(self, mined: Mined) -> None:
        self._tick()


class Listener(Silent):
    """A reporter that keeps what it hears."""

    def __init__(self) -> None:
        self.steps: list[str] = []
        self.notes: list[str] = []

    def mined(self, mined: Mined) -> None:
        self.steps.append(mined.step)

    def note(self, text: str) -> None:
        self.notes.append(text)
