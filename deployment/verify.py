"""Reads everything back from the chain and compares it with parameters, permissions, census and code."""

from typing import Any

from eth_abi import encode
from eth_utils import keccak

from deployment.abi import readable
from deployment.addresses import name_word
from deployment.artifacts import FACTORY, PEERS, Artifact, code_hash
from deployment.chain import Chain
from deployment.changes import closed_in
from deployment.confirmations import DOMAIN_TYPE
from deployment.errors import BookError
from deployment.findings import Findings
from deployment.inputs import Inputs
from deployment.probes import verify_rules
from deployment.verify_agents import verify_agents
from deployment.verify_authority import verify_authority
from deployment.verify_economy import verify_economy
from deployment.verify_funds import FUNDS, LIFETIME, peer_endings, verify_funds
from deployment.verify_resources import verify_resources

VERSION = "1.0.0"
EIP712_DOMAIN = "eip712Domain()"
DOMAIN = "(bytes1,string,string,uint256,address,bytes32,uint256[])"


def verify(chain: Chain, inputs: Inputs, book: dict[str, Any]) -> Findings:
    """Compare the chain with what was meant, every contract of the book; nothing is sent."""
    findings = Findings()
    entry = book["contracts"].get(FACTORY)
    if entry is None:
        raise BookError("the address book has no Factory: nothing is deployed yet")
    addresses = inputs.addresses(entry["address"])
    _verify_factory(chain, findings, inputs, addresses)
    for name in (FACTORY, *PEERS):
        _verify_contract(chain, findings, inputs, book, addresses, name)
    if findings.differences:
        return findings  # the rest would ask contracts that are not what they should be
    first = int(entry["block"])
    after = closed_in(chain, addresses[FACTORY], first)
    now = verify_authority(chain, findings, inputs, addresses, first, after)
    verify_rules(chain, findings, now, addresses)
    verify_economy(chain, findings, now, addresses, after)
    verify_funds(chain, findings, inputs, addresses, book["contracts"][FUNDS])
    verify_agents(chain, findings, inputs, addresses, first)
    verify_resources(chain, findings, inputs, addresses, after)
    return findings


def _verify_factory(chain: Chain, findings: Findings, inputs: Inputs, addresses: dict[str, str]) -> None:
    factory = addresses[FACTORY]
    calls = [(factory, "peer(bytes32)", [name_word(name)]) for name in PEERS]
    for name, found in zip(PEERS, chain.call_all(calls, "address"), strict=True):
        findings.equal("factory", f"address of {name}", addresses[name].lower(), found)
    known = [(factory, "isPeer(address)", [addresses[name]]) for name in PEERS]
    for name, found in zip(PEERS, chain.call_all(known, "bool"), strict=True):
        findings.equal("factory", f"isPeer({name})", expected=True, found=found)
    deployer = chain.call(factory, "DEPLOYER()", returns="address")
    findings.equal("factory", "DEPLOYER", inputs.accounts["deployer"].lower(), deployer)
    findings.true("factory", "closed bootstrap", bool(chain.call(factory, "closedAt()", returns="uint256")))


def _verify_contract(
    chain: Chain,
    findings: Findings,
    inputs: Inputs,
    book: dict[str, Any],
    addresses: dict[str, str],
    name: str,
) -> None:
    """Code, immutables, getters and what the book says of one contract."""
    artifact, address = inputs.artifacts[name], addresses[name]
    code = chain.code(address)
    words = artifact.immutables_in(code)
    findings.true("code", f"{name} as compiled", words is not None)
    if words is None:
        return
    entry = book["contracts"].get(name, {})
    arguments = inputs.arguments(name, addresses[FACTORY])
    findings.equal("book", f"address of {name}", address, entry.get("address"))
    findings.equal("book", f"code hash of {name}", code_hash(code), entry.get("codeHash"))
    noted = {key: readable(value) for key, value in arguments.items()}
    findings.equal("book", f"arguments of {name}", noted, entry.get("arguments"))
    divisor = chain.call(address, "TIME_DIVISOR()", returns="uint256")
    findings.equal("immutables", f"{name}.TIME_DIVISOR", inputs.parameters.time_divisor, divisor)
    for getter, peer in artifact.getters().items():
        found = chain.call(address, f"{getter}()", returns="address")
        findings.equal("immutables", f"{name}.{getter}", addresses[peer].lower(), found)
    for word in sorted(words - _known_words(chain, artifact, address, arguments, inputs, addresses)):
        findings.equal("immutables", f"unexpected word in {name}", None, "0x" + word.hex())
    if name != FACTORY:
        found = chain.call(address, "version()", returns="string")
        findings.equal("code", f"{name}.version", VERSION, found)
    if name == "HumanCapEnforcement":
        grace = arguments["gracePeriod"] // inputs.parameters.time_divisor
        found = chain.call(address, "GRACE_PERIOD()", returns="uint256")
        findings.equal("immutables", f"{name}.GRACE_PERIOD", grace, found)
        found = chain.call(address, "UNVERIFIED_ALLOWED()", returns="bool")
        findings.equal("immutables", f"{name}.UNVERIFIED_ALLOWED", arguments["unverifiedAllowed"], found)
    if name == "ResourceAllocation":
        aged = arguments["agedAfter"] // inputs.parameters.time_divisor
        found = chain.call(address, "AGED_AFTER()", returns="uint256")
        findings.equal("immutables", f"{name}.AGED_AFTER", aged, found)


def _known_words(
    chain: Chain,
    artifact: Artifact,
    address: str,
    arguments: dict[str, Any],
    inputs: Inputs,
    addresses: dict[str, str],
) -> set[bytes]:
    """Every word that may stand as an immutable in a contract's code."""
    divisor = inputs.parameters.time_divisor
    words = {encode(["address"], [known]) for known in addresses.values()}
    words |= {encode(["address"], [inputs.accounts["deployer"]]), encode(["uint256"], [divisor])}
    if artifact.name == "HumanCapEnforcement":
        words.add(encode(["uint256"], [arguments["gracePeriod"] // divisor]))
        words.add(encode(["bool"], [arguments["unverifiedAllowed"]]))
    if artifact.name == "ResourceAllocation":
        words.add(encode(["uint256"], [arguments["agedAfter"] // divisor]))
    if artifact.name == FUNDS:
        known = [addresses[FACTORY], *(addresses[name] for name in PEERS)]
        words |= {peer_endings(known), encode(["uint256"], [LIFETIME // divisor])}
    if artifact.overloads("eip712Domain"):
        words |= _domain_words(chain, address)
    return words


def _domain_words(chain: Chain, address: str) -> set[bytes]:
    """What OpenZeppelin's EIP712 keeps: hashes and short strings of name and version, separator, chain."""
    _, name, version, *_ = chain.call(address, EIP712_DOMAIN, returns=DOMAIN)
    hashes = [keccak(text=name), keccak(text=version)]
    short = [
        text.encode().ljust(31, b"\0") + bytes([len(text)]) for text in (name, version) if len(text) < 32
    ]
    long = [b"\0" * 31 + b"\xff"]  # ShortStrings' mark of a string that stands in storage
    separator = keccak(
        encode(
            ["bytes32", "bytes32", "bytes32", "uint256", "address"],
            [keccak(DOMAIN_TYPE), *hashes, chain.id, address],
        )
    )
    return {*hashes, *short, *long, separator, encode(["uint256"], [chain.id])}
