"""Whether the subgraph of the test network is at its chain's head, and is that deployment's."""

from typing import Any

from deployment.chain import Chain
from offchain.subgraph.client import HEAD, Meta, Subgraph
from offchain.subgraph.errors import SubgraphError
from stages.conditions import Condition

VARIABLE = "BLACKROAD_SUBGRAPH"  # the environment's, for an endpoint with a key in its URL
BLOCKS = 50  # behind the chain's head at most
PROBE_SECONDS = 20.0  # for one attempt
ATTEMPTS = 2
QUERY = f'{{ {HEAD} protocol(id: "blackroad") {{ governor }} }}'


def subgraph_synced(chain: Chain, governance: str, url: str | None) -> Condition:
    """The subgraph has indexed the deployment up to the chain's head; no detail holds the URL."""
    sentence = "the subgraph is synced"
    if url is None:
        detail = f"no endpoint of the subgraph: --subgraph URL, or the environment variable {VARIABLE}"
        return Condition(sentence, met=False, detail=detail)
    try:
        data = Subgraph(url, seconds=PROBE_SECONDS, attempts=ATTEMPTS).query(QUERY)
        meta = Meta.read(data.get("_meta"))
    except SubgraphError as error:
        return Condition(sentence, met=False, detail=str(error))
    except ValueError:  # a port that is no number; the message would quote it
        return Condition(sentence, met=False, detail="the endpoint is no URL")
    height = chain.height
    problem = _problem(chain, meta, height) or _foreign(data.get("protocol"), governance)
    return Condition(sentence, not problem, problem or f"{height - meta.block.number} blocks behind")


def _problem(chain: Chain, meta: Meta, height: int) -> str:
    """What is wrong with where it stands; of its own words only number and hash count."""
    number = meta.block.number
    if meta.has_indexing_errors:
        return f"it has indexing errors and stands still at block {number}"
    if not 0 <= number <= height:
        return f"the node, at block {height}, does not know its block {number}: it follows another chain"
    if height - number > BLOCKS:
        return f"{height - number} blocks behind, {BLOCKS} are allowed"
    found = "0x" + bytes(chain.provider.web3.eth.get_block(number)["hash"]).hex()
    if found != meta.block.hash:
        return f"it has another block {number} than the chain: {meta.block.hash}, not {found}"
    return ""


def _foreign(protocol: Any, governance: str) -> str:
    """Whether it has indexed another deployment of the same chain."""
    governor = protocol.get("governor") if isinstance(protocol, dict) else None
    if isinstance(governor, str) and governor.lower() == governance.lower():
        return ""
    return f"it is of the deployment that {governor} governs, not {governance}"
