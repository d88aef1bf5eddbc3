"""The alternatives, compiled from their own npm packages and measured in the same run as ours."""

from bench.alternatives import erc3643, governor, openzeppelin, queues, safe
from bench.alternatives.published import PUBLISHED
from bench.chain import Chain
from bench.compile import Artifact, compile_all
from bench.measurement import Measurement


def compile_alternatives() -> list[dict[str, Artifact]]:
    """Compile OpenZeppelin's plain contracts, ERC-3643's with its older compiler, and Safe's."""
    return compile_all(openzeppelin.BUILD, erc3643.BUILD, safe.BUILD)


def measure(
    chain: Chain, plain: dict[str, Artifact], security: dict[str, Artifact], multisig: dict[str, Artifact]
) -> dict[str, Measurement]:
    """Every alternative's measurement, by the key under which the table looks it up."""
    return (
        openzeppelin.measure(chain, plain)
        | governor.measure(chain, plain)
        | erc3643.measure(chain, security)
        | safe.measure(chain, multisig, plain)
        | queues.measure(chain, plain)
        | PUBLISHED
    )
