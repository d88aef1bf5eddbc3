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


class ProgramFailed(IndexerError):
    """PostgreSQL or Graph Node did not start, or ended."""

    def __init__(self, program: str, problem: str, log: str) -> None:
        super().__init__(f"{program} {problem}; its log ends with:\n{log}")


class NotReady(ProgramFailed):
    """PostgreSQL or Graph Node runs, and does not do what it was started for."""


class IndexingFailed(IndexerError):
    """A handler failed; Graph Node goes no further."""

    def __init__(self, block: int | None, message: str) -> None:
        super().__init__(f"indexing failed at block {block}: {message}")


class IndexerBehind(IndexerError):
    """Graph Node did not reach a block in time."""

    def __init__(self, wanted: int, reached: int | None, seconds: float) -> None:
        super().__init__(f"Graph Node is at block {reached} after {seconds:g} seconds, and not at {wanted}")


class Unreachable(IndexerError):
    """Graph Node does not answer."""

    def __init__(self, url: str, problem: object) -> None:
        super().__init__(f"Graph Node does not answer at {url}: {problem}")


class QueryFailed(IndexerError):
    """Graph Node answered a query with errors."""

    def __init__(self, errors: object) -> None:
        super().__init__(f"Graph Node refuses the query: {errors}")
