"""Ballots: by call, by signature, in batches; good ones and bad ones."""

from random import Random

from eth_abi import encode
from eth_utils import keccak

from tests.models.actions import AMENDMENT, CRITICAL, STANDARD
from tests.models.governance import ABSTAIN, ACTIVE, AGAINST, FOR, Ballot, Proposal, Republic
from tests.support.contract import Receipt
from tests.support.governance import BALLOT, governance_domain
from tests.support.system import DAY

from .chamber import Chamber
from .republic import AGENTS, DONOR, KEYS

ELECTORS = AGENTS[:12]
TYPE = keccak(text=f"Ballot({BALLOT['Ballot']})")
DOMAIN = keccak(text="EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)")
UNKNOWN_SUPPORT = 3
WAYS_TO_FAIL = ["forged", "other chain", "other proposal", "stale", "unknown support"]
# How guardian and agents vote; None is not at all, or each agent in its own way.
Mood = tuple[int | None, int | None]
DISSENT: Mood = (FOR, AGAINST)
LIKELY: dict[int, list[Mood]] = {
    STANDARD: [(None, FOR)] * 4 + [(ABSTAIN, FOR), (FOR, AGAINST)],
    CRITICAL: [DISSENT, DISSENT, DISSENT, DISSENT, (FOR, ABSTAIN)],
    AMENDMENT: [(FOR, FOR)] * 8,
}
SELDOM: list[Mood] = [
    (FOR, FOR), (FOR, FOR), (FOR, None), (None, None), (AGAINST, FOR), (AGAINST, None), (None, AGAINST),
]  # fmt: skip


class Polls(Chamber):
    """Invariants 15 and 23."""

    def campaign(self, dice: Random, proposal: Proposal) -> None:
        """Many ballots: at once, in the last two days, or in the last second."""
        last, days = proposal.deadline, self.model.span(2 * DAY)
        moment = dice.choice([0, 0, 0, last - days, last - days + 1, last - days // 2, last])
        if moment - 1 > self.rpc.now:
            self.rpc.travel_to(moment - 1)
        guardian, mood = dice.choice([*LIKELY[proposal.kind], *SELDOM])
        if guardian is not None and proposal.guardian is None:
            self.cast(self.model.guardian, proposal, guardian)
        absent = dice.choice([[], [], [2], [1, 11], [1, 2, 11]])
        wallets = [self.model.agents[n].wallet for n in ELECTORS if n not in absent]
        able = [w for w in wallets if self.could_vote(w, proposal)]
        supports = [dice.randint(0, 2) if mood is None else mood for _ in able]
        if dice.randint(0, 2):
            signing = [(w, s) for w, s in zip(able, supports, strict=True) if w in KEYS]
            self.relay(proposal, [self.sign(wallet, proposal, support) for wallet, support in signing])
        else:
            for wallet, support in list(zip(able, supports, strict=True))[:4]:
                self.cast(wallet, proposal, support)

    def anybody_votes(self, dice: Random) -> None:
        """At any time, on anything, a second time too."""
        proposal = self.pick(dice, self.open(ACTIVE), list(self.model.proposals.values()))
        by = self.pick(dice, self.able(proposal), [*self.wallets(), DONOR.address, self.model.guardian])
        support = self.pick(dice, [AGAINST, FOR, ABSTAIN], [UNKNOWN_SUPPORT, 255])
        if self.cast(by, proposal, support) and dice.choice([False, True]):
            self.cast(by, proposal, dice.randint(0, 2))

    def cast(self, by: str, proposal: Proposal, support: int) -> Receipt | None:
        call = self.calling("governance", "castVote", proposal.id, support, sender=by)
        receipt: Receipt | None = self.on(
            "vote", proposal, lambda m, t: m.vote(by, proposal.id, support, t), call
        )
        return receipt

    def vote_signed(self, dice: Random) -> None:
        """One signed ballot, which somebody else sends."""
        proposal = self.pick(dice, self.open(ACTIVE), list(self.model.proposals.values()))
        ballot, signature = self.drawn(dice, proposal)
        call = self.calling(
            "governance", "castVoteBySig", proposal.id, ballot.support, ballot.voter, signature
        )
        self.on("vote_signed", proposal, lambda m, t: m.vote_signed(proposal.id, ballot, t), call)

    def vote_batch(self, dice: Random) -> None:
        """Invariant 23: good ballots among forged, stale and repeated ones, in any order."""
        proposal = self.pick(dice, self.open(ACTIVE), list(self.model.proposals.values()))
        ballots = [self.drawn(dice, proposal) for _ in range(dice.randint(2, 7))]
        again = dice.choices(ballots, k=dice.randint(0, 3))
        self.relay(proposal, dice.sample([*ballots, *again], len(ballots) + len(again)))

    def relay(self, proposal: Proposal, ballots: list[tuple[Ballot, bytes]]) -> None:
        sent = [(ballot.voter, ballot.support, signature) for ballot, signature in ballots]
        skipped: list[tuple[str, str]] = []

        def change(model: Republic, now: int) -> None:
            skipped[:] = model.vote_batch(proposal.id, [ballot for ballot, _ in ballots], now)

        call = self.calling("ballots", "castVotesBySig", proposal.id, sent)
        receipt = self.on("vote_batch", proposal, change, call)
        names = self.system.errors.errors
        told = [(event.voter, names[event.reason]["name"]) for event in receipt.of("BallotSkipped")]
        assert told == skipped
        assert len(receipt.of("VoteCast")) == len(ballots) - len(skipped)
        self.reached["ballots counted in batches"] += len(ballots) - len(skipped)
        self.reached["ballots passed over in batches"] += len(skipped)

    def able(self, proposal: Proposal) -> list[str]:
        return [wallet for wallet in self.wallets() if self.could_vote(wallet, proposal)]

    def drawn(self, dice: Random, proposal: Proposal) -> tuple[Ballot, bytes]:
        able, everybody = self.able(proposal), [*self.wallets(), self.model.guardian, DONOR.address]
        voter = self.pick(dice, [w for w in able if w in KEYS], [w for w in everybody if w in KEYS])
        how = dice.choice(["keyed"] * 9 + ["plain", *WAYS_TO_FAIL])
        support = UNKNOWN_SUPPORT if how == "unknown support" else dice.randint(0, 2)
        return self.sign(voter, proposal, support, how)

    def sign(self, voter: str, proposal: Proposal, support: int, how: str = "keyed") -> tuple[Ballot, bytes]:
        """A ballot as it is sent, and a signature that is right, or wrong in one way."""
        keyed = how != "plain"
        nonce = self.model.nonces.get((voter, proposal.id if keyed else 0), 0) + (how == "stale")
        signer = KEYS[DONOR.address if how == "forged" else voter]
        genuine = signer.address == voter and how not in ("other chain", "other proposal")
        values = (
            proposal.id + (how == "other proposal"),
            support,
            voter,
            (proposal.id % 2**192 << 64 if keyed else 0) + nonce,
        )
        content = encode(["bytes32", "uint256", "uint8", "address", "uint256"], [TYPE, *values])
        digest = keccak(b"\x19\x01" + self.separator(1 if how == "other chain" else 0) + keccak(content))
        signature = bytes(signer.account.unsafe_sign_hash(digest).signature)
        return Ballot(voter, support, genuine, nonce, keyed), signature

    def separator(self, chain: int) -> bytes:
        """The domain on this chain, or on another one."""
        domain = governance_domain(self.system)
        named = [keccak(text=domain["name"]), keccak(text=domain["version"])]
        values = [DOMAIN, *named, chain or domain["chainId"], domain["verifyingContract"]]
        return keccak(encode(["bytes32", "bytes32", "bytes32", "uint256", "address"], values))
