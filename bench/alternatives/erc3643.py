"""What ERC-3643's own token costs with its max-balance module, between two verified holders."""

from typing import Any

from eth_abi.abi import encode
from eth_account import Account
from eth_account.messages import encode_defunct
from eth_typing import ChecksumAddress
from eth_utils.crypto import keccak
from web3.contract import Contract

from bench.chain import Chain, wallets
from bench.compile import NODE_MODULES, Artifact, Build
from bench.measurement import Measurement

TREX = "@tokenysolutions/t-rex/contracts"
ONCHAIN_ID = "@onchain-id/solidity/contracts"
BUILD = Build(
    compiler="solc-0.8.17",
    evm_version="london",
    folder=NODE_MODULES,
    sources=(
        f"{TREX}/token/Token.sol",
        f"{TREX}/registry/implementation/ClaimTopicsRegistry.sol",
        f"{TREX}/registry/implementation/IdentityRegistry.sol",
        f"{TREX}/registry/implementation/IdentityRegistryStorage.sol",
        f"{TREX}/registry/implementation/TrustedIssuersRegistry.sol",
        f"{TREX}/compliance/modular/ModularCompliance.sol",
        f"{TREX}/compliance/modular/modules/MaxBalanceModule.sol",
        f"{TREX}/compliance/modular/modules/ModuleProxy.sol",
        f"{TREX}/proxy/authority/TREXImplementationAuthority.sol",
        f"{TREX}/proxy/ClaimTopicsRegistryProxy.sol",
        f"{TREX}/proxy/IdentityRegistryProxy.sol",
        f"{TREX}/proxy/IdentityRegistryStorageProxy.sol",
        f"{TREX}/proxy/ModularComplianceProxy.sol",
        f"{TREX}/proxy/TokenProxy.sol",
        f"{TREX}/proxy/TrustedIssuersRegistryProxy.sol",
        f"{ONCHAIN_ID}/ClaimIssuer.sol",
        f"{ONCHAIN_ID}/Identity.sol",
        f"{ONCHAIN_ID}/proxy/IdentityProxy.sol",
        f"{ONCHAIN_ID}/proxy/ImplementationAuthority.sol",
    ),
    # This token was written for version 4 of OpenZeppelin's contracts.
    remappings=(
        "@openzeppelin/contracts/=@openzeppelin/contracts-v4/",
        "@openzeppelin/contracts-upgradeable/=@openzeppelin/contracts-upgradeable-v4/",
    ),
)
ZERO = "0x" + "00" * 20
AMOUNT = 1_000 * 10**18
CAP = 50_000_000 * 10**18
COUNTRY = 276
VERSION = (4, 1, 6)
CODES = (
    "Token",
    "ClaimTopicsRegistry",
    "IdentityRegistry",
    "IdentityRegistryStorage",
    "TrustedIssuersRegistry",
    "ModularCompliance",
)
"""The parts behind proxies, in the order in which the authority takes their code."""
TOPIC = 1
ECDSA_SCHEME = 1
CLAIM = b"verified"
ISSUER = Account.from_key(keccak(text="claim issuer"))
"""A key made for this bench: it signs the claims that make a holder verified."""


def measure(chain: Chain, artifacts: dict[str, Artifact]) -> dict[str, Measurement]:
    """Measure the transfer when registration is enough, and when a holder needs an issuer's claim too."""
    return {
        "erc3643": Suite(chain, artifacts, claims=False).transfer("ERC-3643 transfer, no claim required"),
        "erc3643_claim": Suite(chain, artifacts, claims=True).transfer(
            "ERC-3643 transfer, one claim required"
        ),
    }


class Suite:
    """The token with everything it needs; its two holders are verified and hold a balance.

    Every part stands behind its proxy, as the token's own factory deploys it, and so does each identity.
    """

    def __init__(self, chain: Chain, artifacts: dict[str, Artifact], claims: bool) -> None:
        """Deploy and wire all parts."""
        self._chain, self._artifacts = chain, artifacts
        self._authority = self._implementation_authority()
        self._identities = chain.deploy(artifacts["ImplementationAuthority"], self._identity_code())
        topics, issuers = self._part("ClaimTopicsRegistry"), self._part("TrustedIssuersRegistry")
        storage, compliance = self._part("IdentityRegistryStorage"), self._part("ModularCompliance")
        registry = self._part("IdentityRegistry", issuers.address, topics.address, storage.address)
        self._token = self._part("Token", registry.address, compliance.address, "Security", "SEC", 18, ZERO)
        chain.send(storage.functions.bindIdentityRegistry(registry.address))
        for part in (registry, self._token):
            chain.send(part.functions.addAgent(chain.deployer))
        self._limit_balances(compliance)
        chain.send(self._token.functions.unpause())
        issuer = self._require_claim(topics, issuers) if claims else None
        self._sender, self._recipient = wallets("verified holder", 2)
        for holder in (self._sender, self._recipient):
            chain.send(registry.functions.registerIdentity(holder, self._identity(holder, issuer), COUNTRY))
            chain.send(self._token.functions.mint(holder, 10 * AMOUNT))

    def transfer(self, label: str) -> Measurement:
        """Measure a transfer between the two holders."""
        return self._chain.measure(
            label, self._token.functions.transfer(self._recipient, AMOUNT), self._sender
        )

    def _part(self, name: str, *arguments: Any) -> Contract:
        """Deploy one part's proxy, which initialises it."""
        proxy = self._chain.deploy(self._artifacts[f"{name}Proxy"], self._authority.address, *arguments)
        return self._chain.at(self._artifacts[name], proxy.address)

    def _implementation_authority(self) -> Contract:
        """Deploy the code of every part, and the contract that tells the proxies where it is."""
        authority = self._chain.deploy(self._artifacts["TREXImplementationAuthority"], True, ZERO, ZERO)
        codes = tuple(self._chain.deploy(self._artifacts[name]).address for name in CODES)
        self._chain.send(authority.functions.addAndUseTREXVersion(VERSION, codes))
        return authority

    def _limit_balances(self, compliance: Contract) -> None:
        """Add the max-balance module to the compliance contract."""
        code = self._chain.deploy(self._artifacts["MaxBalanceModule"])
        proxy = self._chain.deploy(
            self._artifacts["ModuleProxy"], code.address, code.encode_abi("initialize")
        )
        self._chain.send(compliance.functions.addModule(proxy.address))
        limit = code.encode_abi("setMaxBalance", [CAP])
        self._chain.send(compliance.functions.callModuleFunction(limit, proxy.address))

    def _require_claim(self, topics: Contract, issuers: Contract) -> Contract:
        """Make the registry ask for a claim, and return the issuer whose claim it trusts."""
        issuer = self._chain.deploy(self._artifacts["ClaimIssuer"], ISSUER.address)
        self._chain.send(topics.functions.addClaimTopic(TOPIC))
        self._chain.send(issuers.functions.addTrustedIssuer(issuer.address, [TOPIC]))
        return issuer

    def _identity_code(self) -> ChecksumAddress:
        """Deploy the code that the identities' proxies share."""
        return self._chain.deploy(self._artifacts["Identity"], self._chain.deployer, True).address

    def _identity(self, holder: ChecksumAddress, issuer: Contract | None) -> ChecksumAddress:
        """Deploy a holder's identity, with the issuer's claim if there is one, and return its address."""
        proxy = self._chain.deploy(self._artifacts["IdentityProxy"], self._identities.address, holder)
        if issuer:
            digest = keccak(encode(["address", "uint256", "bytes"], [proxy.address, TOPIC, CLAIM]))
            signature = ISSUER.sign_message(encode_defunct(digest)).signature
            identity = self._chain.at(self._artifacts["Identity"], proxy.address)
            claim = identity.functions.addClaim(TOPIC, ECDSA_SCHEME, issuer.address, signature, CLAIM, "")
            self._chain.send(claim, holder)
        return proxy.address
