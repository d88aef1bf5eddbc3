"""What can go wrong, with what to do about it."""

from pathlib import Path

import click


class IndexerError(click.ClickException):
    """Something of the subgraph, or of the programs that index it, is not as it must be."""


class ProgramMissing(IndexerError):
    """A program that indexing needs is not installed."""

    def __init__(self, program: str, path: Path) -> None:
        super().__init__(
            f"{program} is not there ({path}). On Linux x86-64 `make setup` installs it; "
            "other machines run Graph Node from subgraph/docker-compose.yml"
        )


class BuildFailed(IndexerError):
    """The subgraph does not compile."""

    def __init__(self, step: str, said: str) -> None:
        super().__init__(f"the subgraph does not compile (gnd {step}):\n{said}")


class UnknownSource(IndexerError):
    """A data source that the manifest does not have."""

    def __init__(self, names: list[str], known: list[str]) -> None:
        super().__init__(f"subgraph.yaml has no {', '.join(names)}; it has {', '.join(known)}")
