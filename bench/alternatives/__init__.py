"""The alternatives, compiled from their own npm packages and measured in the same run as ours."""

from bench.alternatives import erc3643, governor, openzeppelin
from bench.alternatives.published import PUBLISHED
from bench.chain import Chain
from bench.compile import Artifact, compile_all
from bench.measurement import Measurement


def compile_alternatives() -> tuple[dict[str, Artifact], dict[str, Artifact]]:
    """Compile OpenZeppelin's plain contracts, and ERC-3643's with the older compiler that it asks for."""
    plain, security = compile_all(openzeppelin.BUILD, erc3643.BUILD)
    return plain, security


def measure(
    chain: Chain, plain: dict[str, Artifact], security: dict[str, Artifact]
) -> dict[str, Measurement]:
    """Every alternative's measurement, by the key under which the table looks it up."""
    return (
        openzeppelin.measure(chain, plain)
        | governor.measure(chain, plain)
        | erc3643.measure(chain, security)
        | PUBLISHED
    )
