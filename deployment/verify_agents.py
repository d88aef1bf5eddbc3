"""The agents on the chain against the census: who was born with which name, category and wallet."""

from typing import Any

from eth_abi import decode
from eth_utils import to_checksum_address

from deployment.chain import Chain
from deployment.changes import topic
from deployment.cohort import CATEGORIES, SIZE, category_of
from deployment.findings import Findings
from deployment.inputs import Inputs

AGENT_BORN = "AgentBorn(uint256,address,uint8,bytes32,uint8)"
URI_UPDATED = "URIUpdated(uint256,string,address)"
AGENT = "(address,uint8,uint8,bool,uint32,uint32,uint8)"


def verify_agents(
    chain: Chain, findings: Findings, inputs: Inputs, addresses: dict[str, str], first: int
) -> None:
    """Compare births with the census, and the categories with the constitution."""
    registry = addresses["AgentRegistry"]
    count = chain.call(registry, "agentCount()", returns="uint256")
    findings.true("agents", f"agentCount of at least {SIZE}", count >= SIZE)
    sealed = chain.call(registry, "genesisSealed()", returns="bool")
    findings.equal("agents", "genesis sealed", expected=True, found=sealed)
    if count:
        _verify_uri(chain, findings, inputs, registry, first)
    born = births(chain, registry, first)
    calls = [(registry, "agent(uint256)", [member.agent.id]) for member in inputs.members]
    agents = chain.call_all(calls, AGENT)
    per_category: dict[int, int] = {}
    for member, state in zip(inputs.members, agents, strict=True):
        agent = member.agent
        code = category_of(agent.id).code
        expected = (member.wallet.address, code, agent.name)
        findings.equal("agents", f"birth of P{agent.id}", expected, born.get(agent.id))
        findings.equal("agents", f"category of P{agent.id}", code, state[1])
        per_category[state[1]] = per_category.get(state[1], 0) + 1
        if inputs.parameters.is_local:
            findings.true("agents", f"proven wallet of P{agent.id}", state[3])
    for category in CATEGORIES:
        found = per_category.get(category.code, 0)
        findings.equal("agents", f"number of {category.name} agents", category.size, found)


def _verify_uri(chain: Chain, findings: Findings, inputs: Inputs, registry: str, first: int) -> None:
    """The base shows in the URI of P1 unless it has set its own; as bytes, for that may be no UTF-8."""
    base = inputs.parameters.contracts["AgentRegistry"]["baseURI"].encode() + b"1"
    logs = chain.logs(registry, [topic(URI_UPDATED), "0x" + (1).to_bytes(32).hex()], first)
    expected = decode(["bytes"], bytes(logs[-1]["data"]))[0] if logs else base
    found = chain.call(registry, "tokenURI(uint256)", 1, returns="bytes")
    findings.followed("agents", "tokenURI of P1", base, expected or base, found)


def births(chain: Chain, registry: str, first: int) -> dict[int, tuple[str, int, str]]:
    """Wallet, category and name of each agent at its birth, by id."""
    born: dict[int, tuple[str, int, str]] = {}
    for log in chain.logs(registry, [topic(AGENT_BORN)], first):
        agent_id = int.from_bytes(bytes(log["topics"][1]), "big")
        born[agent_id] = _birth(log)
    return born


def _birth(log: Any) -> tuple[str, int, str]:
    category = int.from_bytes(bytes(log["topics"][3]), "big")
    name, _ = decode(["bytes32", "uint8"], bytes(log["data"]))
    wallet = to_checksum_address(bytes(log["topics"][2])[-20:])
    return wallet, category, name.rstrip(b"\0").decode()
