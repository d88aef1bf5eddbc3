"""Proposals as OpenZeppelin's governors take them: ours and the plain one are asked the same."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from eth_account import Account
from eth_account.messages import encode_typed_data
from eth_account.signers.local import LocalAccount
from eth_typing import ChecksumAddress
from eth_utils.crypto import keccak
from web3.contract import Contract
from web3.contract.contract import ContractFunction

FOR = 1
"""Bravo's number for a ballot in favour."""
REGISTRAR = 3
"""The role that every measured proposal grants."""
BALLOT = {"proposalId": "uint256", "support": "uint8", "voter": "address", "nonce": "uint256"}


@dataclass(frozen=True)
class Proposal:
    """A proposal with one action: the grant of a role in an AccessManager."""

    governor: Contract
    authority: Contract
    grantee: ChecksumAddress
    description: str
    """As the governor keeps it."""

    @property
    def actions(self) -> tuple[list[ChecksumAddress], list[int], list[str]]:
        """Targets, values and calldatas."""
        grant = self.authority.encode_abi("grantRole", args=[REGISTRAR, self.grantee, 0])
        return [self.authority.address], [0], [grant]

    @property
    def key(self) -> tuple[list[ChecksumAddress], list[int], list[str], bytes]:
        """The actions and the hash of the description, by which OpenZeppelin's governors know a proposal."""
        return (*self.actions, keccak(text=self.description))

    @cached_property
    def id(self) -> int:
        """The hash of its key."""
        number: int = self.governor.functions.getProposalId(*self.key).call()
        return number

    def propose(self) -> ContractFunction:
        """Make it."""
        return self.governor.functions.propose(*self.actions, self.description)

    def vote(self) -> ContractFunction:
        """Vote for it."""
        return self.governor.functions.castVote(self.id, FOR)

    def vote_by_sig(self, voter: LocalAccount, nonce: int) -> ContractFunction:
        """Relay a signed vote for it."""
        return self.governor.functions.castVoteBySig(self.id, FOR, voter.address, self.sign(voter, nonce))

    def queue(self) -> ContractFunction:
        """Queue it, with the actions in the calldata."""
        return self._by_key("queue")

    def execute(self) -> ContractFunction:
        """Execute it, with the actions in the calldata."""
        return self._by_key("execute")

    def sign(self, voter: LocalAccount, nonce: int) -> bytes:
        """Sign a vote for it."""
        types = {"Ballot": [{"name": field, "type": kind} for field, kind in BALLOT.items()]}
        ballot = {"proposalId": self.id, "support": FOR, "voter": voter.address, "nonce": nonce}
        signature = voter.sign_message(encode_typed_data(self._domain, types, ballot)).signature
        return bytes(signature)

    @cached_property
    def _domain(self) -> dict[str, Any]:
        """The governor's own EIP-712 domain."""
        _, name, version, chain_id, contract, *_ = self.governor.functions.eip712Domain().call()
        return {"name": name, "version": version, "chainId": chain_id, "verifyingContract": contract}

    def _by_key(self, name: str) -> ContractFunction:
        """Call a function that takes the key; ours have overloads that take the number."""
        function = self.governor.get_function_by_signature(f"{name}(address[],uint256[],bytes[],bytes32)")
        call: ContractFunction = function(*self.key)
        return call


def voters(name: str, count: int) -> list[LocalAccount]:
    """Accounts that can sign, the same in every run."""
    return [Account.from_key(keccak(text=f"bench {name} {number}")) for number in range(count)]
