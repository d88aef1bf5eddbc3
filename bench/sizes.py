"""How much code each of our contracts has, and how much more it may have."""

from collections.abc import Mapping

from deployment.artifacts import Artifact

EIP_170 = 24_576
"""Bytes of code that a contract may have on any network."""
SPARE = 1_024
"""Bytes that we leave free."""
HEADINGS = ("contract", "bytes", "spare bytes", "fits")


def sizes(artifacts: Mapping[str, Artifact]) -> dict[str, int]:
    """Bytes of deployed code, by contract, the largest first."""
    found = {name: len(artifact.runtime_code) for name, artifact in artifacts.items()}
    return dict(sorted(found.items(), key=lambda item: -item[1]))


def fits(size: int) -> bool:
    """Whether so much code leaves enough room."""
    return size <= EIP_170 - SPARE


def cells(found: Mapping[str, int]) -> list[tuple[str, ...]]:
    """Format the rows."""
    return [
        (name, f"{size:,}", f"{EIP_170 - size:,}", "yes" if fits(size) else "NO")
        for name, size in found.items()
    ]
