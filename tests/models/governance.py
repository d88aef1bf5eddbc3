"""The life of a proposal, said once more in plain Python.

Everything happens here at its time (`tick`), where the contracts work it out when they are asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from eth_abi import encode
from eth_utils import keccak

from .actions import AMENDMENT, CRITICAL, STANDARD, Act, Actions
from .economy import ACTIVE as WORKING
from .errors import Refused
from .vesting import DAY

AGAINST, FOR, ABSTAIN = range(3)
PENDING, ACTIVE, CANCELED, DEFEATED, SUCCEEDED, QUEUED, EXPIRED, EXECUTED = range(8)
OPEN = (PENDING, ACTIVE, SUCCEEDED, QUEUED)
HOUR = 3600
ROAD = 10**18
FLOOR = 122_500_000 * ROAD


def bits(*states: int) -> bytes:
    """A set of states, as OpenZeppelin's errors tell it."""
    return sum(1 << state for state in states).to_bytes(32)


def id_of(acts: Sequence[Act], description: str) -> int:
    lists = [a.target for a in acts], [a.value for a in acts], [a.data for a in acts]
    content = encode(["address[]", "uint256[]", "bytes[]", "bytes32"], [*lists, keccak(text=description)])
    return int.from_bytes(keccak(content))


def signed_for(description: str) -> str | None:
    """Whom the end of a description names as its proposer."""
    mark, name = description[-52:-42], description[-40:].lower()
    named = mark == "#proposer=" and description[-42:-40] == "0x"
    return name if named and set(name) <= set("0123456789abcdef") else None


@dataclass
class Proposal:
    """One proposal and its count."""

    id: int
    index: int
    proposer: str
    made: int
    kind: int
    acts: tuple[Act, ...]
    snapshot: int
    deadline: int
    state: int = PENDING
    extended: bool = False
    eta: int = 0
    total: int = 0
    counted: list[int] = field(default_factory=lambda: [0, 0, 0])
    voters: set[int] = field(default_factory=set)
    guardian: int | None = None
    ballot_of: int = 0  # the epoch whose guardian voted

    @property
    def whole(self) -> int:
        return max(self.total, FLOOR)

    @property
    def begun(self) -> bool:
        """Whether anybody voted."""
        return self.guardian is not None or any(self.counted)

    def has_quorum(self) -> bool:
        percent = 40 if self.kind == AMENDMENT else 10
        return 100 * (self.counted[FOR] + self.counted[ABSTAIN]) >= percent * self.whole

    def passes(self) -> bool:
        """Sums over the guardian's 51 and the agents' 49, of which each unit is one part of the whole."""
        sides = [49 * units for units in self.counted]
        if self.guardian is not None:
            sides[self.guardian] += 51 * self.whole
        by_guardian = self.guardian == FOR
        if sides[FOR] <= sides[AGAINST]:
            return False
        if self.kind == STANDARD:
            return by_guardian or self.has_quorum()
        if self.kind == CRITICAL:
            return by_guardian
        return by_guardian and self.has_quorum() and 100 * self.counted[FOR] >= 67 * sum(self.counted)

    def delay(self) -> int:
        if self.kind != CRITICAL:
            return 7 * DAY if self.kind == STANDARD else 30 * DAY
        beyond = 100 * self.counted[AGAINST] - 33 * self.whole
        return 14 * DAY + min(31 * DAY, max(0, 31 * DAY * beyond // (34 * self.whole)))


@dataclass(frozen=True)
class Ballot:
    """What stands on a signed ballot that is relayed, and what was signed."""

    voter: str
    support: int
    genuine: bool  # the voter's own hand, under exactly this, for this chain and contract
    nonce: int
    keyed: bool = True


class Past(list[tuple[int, dict[str, int], int]]):
    """Votes and total after each change; entries never change."""

    def __deepcopy__(self, memo: Any) -> "Past":
        return Past(self)

    def at(self, time: int) -> tuple[dict[str, int], int]:
        for since, votes, total in reversed(self):
            if since <= time:
                return votes, total
        return {}, 0


@dataclass
class Republic(Actions):
    """The economy and its proposals."""

    past: Past = field(default_factory=Past)
    proposals: dict[int, Proposal] = field(default_factory=dict)
    made: dict[int | str, list[tuple[int, int]]] = field(default_factory=dict)  # times and ids, a proposer
    nonces: dict[tuple[str, int], int] = field(default_factory=dict)
    vetoed: int = 0  # how many were vetoed at once, in their order

    def span(self, seconds: int) -> int:
        return seconds // self.divisor

    # --- Time ---

    def tick(self, now: int) -> None:
        for proposal in self.proposals.values():
            while self._ages(proposal, now):
                pass

    def _ages(self, proposal: Proposal, now: int) -> bool:
        p, before = proposal, proposal.state
        grace = self.span(14 * DAY)
        if p.state == PENDING and now > p.snapshot:
            p.state, p.total = ACTIVE, self.past.at(p.snapshot)[1]
        elif p.state == ACTIVE and now > p.deadline:
            p.state = SUCCEEDED if p.passes() else DEFEATED
        elif (p.state == SUCCEEDED and now > p.deadline + grace) or (
            p.state == QUEUED and now > p.eta + grace
        ):
            p.state = EXPIRED
        return p.state != before

    def note(self, now: int) -> None:
        """Whoever's units may have changed."""
        votes = dict(self.voices)
        for wallet in self.holders:
            if units := self.units(wallet):
                to = self.delegate_of(wallet)
                votes[to] = votes.get(to, 0) + units
        self.past.append((now, votes, sum(votes.values())))

    def weight(self, wallet: str, snapshot: int) -> int:
        return self.past.at(snapshot)[0].get(wallet, 0)

    # --- Proposing ---

    def propose(self, by: str, acts: tuple[Act, ...], description: str, now: int) -> Proposal:
        self.tick(now)
        named = signed_for(description)
        if named not in (None, by[2:].lower()):
            raise Refused("GovernorRestrictedProposer", by)
        if named is None:
            description += f"#proposer={by.lower()}"
        number = id_of(acts, description)
        if not acts:
            raise Refused("GovernorInvalidProposalLength", 0, 0, 0)
        if number in self.proposals:
            raise Refused("GovernorUnexpectedProposalState", number, self.proposals[number].state, bytes(32))
        kind = max(map(self.class_of, acts))
        key = self._entitled(by, kind, now)
        mine = self.made.setdefault(key, [])
        if mine and self.proposals[mine[-1][1]].state in (PENDING, ACTIVE):
            raise Refused("ProposalStillLive", by, mine[-1][1])
        if len(mine) >= 3 and now < mine[-3][0] + self.span(12 * HOUR):
            raise Refused("TooManyProposals", by, mine[-3][0] + self.span(12 * HOUR))
        mine.append((now, number))
        snapshot = now + self.span(7 * DAY)
        deadline = snapshot + self.span(7 * DAY)
        made = Proposal(number, len(self.proposals), by, now, kind, acts, snapshot, deadline)
        self.proposals[number] = made
        return made

    def proposer(self, by: str) -> int | str:
        """An agent is known by its number, whatever its wallet; a guardian by its address."""
        return self.agent_of(by) or by

    def _entitled(self, by: str, kind: int, now: int) -> int | str:
        number = self.agent_of(by)
        able = self.may_propose if kind == STANDARD else self.seated
        if by != self.guardian and not (number and able(number, now)):
            raise Refused("ProposerNotEntitled", by, kind)
        return self.proposer(by)

    def may_propose(self, number: int, now: int) -> bool:
        return self._works(number, now) and self.units(self.agents[number].wallet) >= ROAD

    def seated(self, number: int, now: int) -> bool:
        return self._works(number, now) and now < self.seats.get(number, 0)

    def _works(self, number: int, now: int) -> bool:
        one = self.agents[number]
        return one.status == WORKING and now >= one.suspended_until

    def cancel(self, by: str, number: int, now: int) -> None:
        self.tick(now)
        proposal = self.proposal(number)
        if proposal.state != PENDING or by != proposal.proposer:
            raise Refused("GovernorUnableToCancel", number, by)
        proposal.state = CANCELED

    def proposal(self, number: int) -> Proposal:
        if number not in self.proposals:
            raise Refused("GovernorNonexistentProposal", number)
        return self.proposals[number]

    def _in(self, number: int, *states: int) -> Proposal:
        proposal = self.proposal(number)
        if proposal.state not in states:
            raise Refused("GovernorUnexpectedProposalState", number, proposal.state, bits(*states))
        return proposal

    # --- Voting ---

    def vote(self, by: str, number: int, support: int, now: int, *, in_person: bool = True) -> None:
        self.tick(now)
        proposal = self._in(number, ACTIVE)
        if support > ABSTAIN:
            raise Refused("SupportUnknown", support)
        agent, reached = self.agent_of(by), proposal.has_quorum()
        if agent:
            self._count(proposal, agent, by, support)
        else:
            self._decide(proposal, by, support, in_person)
        late = now > proposal.deadline - self.span(2 * DAY)
        if late and not proposal.extended and (not agent or proposal.has_quorum() > reached):
            proposal.extended, proposal.deadline = True, proposal.deadline + self.span(2 * DAY)

    def _decide(self, proposal: Proposal, by: str, support: int, in_person: bool) -> None:
        if by != self.guardian or not in_person:
            raise Refused("VoterNotEntitled", by)
        if proposal.guardian is not None:
            raise Refused("AlreadyVoted", by, proposal.id)
        proposal.guardian, proposal.ballot_of = support, self.epoch

    def _count(self, proposal: Proposal, agent: int, by: str, support: int) -> None:
        if self.agents[agent].status != WORKING:
            raise Refused("VoterNotEntitled", by)
        units = self.weight(by, proposal.snapshot)
        if not units:
            raise Refused("NoVotingUnits", by, proposal.snapshot)
        if agent in proposal.voters:
            raise Refused("AlreadyVoted", by, proposal.id)
        proposal.voters.add(agent)
        proposal.counted[support] += units

    def vote_signed(self, number: int, ballot: Ballot, now: int) -> None:
        place = ballot.voter, number if ballot.keyed else 0
        if not ballot.genuine or ballot.nonce != self.nonces.get(place, 0):
            raise Refused("GovernorInvalidSignature", ballot.voter)
        self.vote(ballot.voter, number, ballot.support, now, in_person=False)
        self.nonces[place] = self.nonces.get(place, 0) + 1

    def vote_batch(self, number: int, ballots: Sequence[Ballot], now: int) -> list[tuple[str, str]]:
        """Who is passed over, and why."""
        self.tick(now)
        skipped = []
        for ballot in ballots:
            try:
                self.vote_signed(number, ballot, now)
            except Refused as refused:
                skipped.append((ballot.voter, refused.name))
        return skipped

    def has_voted(self, number: int, account: str) -> bool:
        proposal, agent = self.proposals[number], self.agent_of(account)
        if agent:
            return agent in proposal.voters
        return account == self.guardian and proposal.guardian is not None and proposal.ballot_of == self.epoch

    # --- After the vote ---

    def queue(self, number: int, now: int) -> None:
        self.tick(now)
        proposal = self._in(number, SUCCEEDED)
        for act in proposal.acts:
            self._as_grave(proposal, act)
        proposal.state, proposal.eta = QUEUED, now + self.span(proposal.delay())

    def execute(self, number: int, value: int, now: int) -> list[int]:
        """Returns the class with whose rights each action was made."""
        self.tick(now)
        proposal = self._in(number, SUCCEEDED, QUEUED)
        if not proposal.eta:
            raise Refused("GovernorNotQueuedProposal", number)
        if now < proposal.eta:
            raise Refused("DelayNotOver", number, proposal.eta)
        needed = sum(act.value for act in proposal.acts)
        if value != needed:
            raise Refused("ValueMismatch", value, needed)
        proposal.state = EXECUTED
        classes = []
        for act in proposal.acts:
            self._as_grave(proposal, act)
            classes.append(self.perform(act, now))
        self.note(now)
        return classes

    def _as_grave(self, proposal: Proposal, act: Act) -> None:
        found = self.class_of(act)
        if found > proposal.kind:
            raise Refused("ClassRaised", proposal.id, proposal.kind, found)

    # --- The guardian ---

    def _office(self, by: str) -> None:
        if by != self.guardian:
            raise Refused("CallerNotGuardian", by)

    def veto(self, by: str, number: int, now: int) -> None:
        self.tick(now)
        self._office(by)
        self._in(number, *OPEN).state = CANCELED

    def veto_up_to(self, by: str, index: int, now: int) -> None:
        self.tick(now)
        self._office(by)
        if index >= len(self.proposals):
            raise Refused("IndexUnknown", index, len(self.proposals))
        if index < self.vetoed:
            raise Refused("VetoNotHigher", index, self.vetoed - 1)
        self.cancel_up_to(index)

    def cancel_up_to(self, index: int) -> None:
        self.vetoed = index + 1
        for proposal in self.proposals.values():
            if proposal.index <= index and proposal.state in OPEN:
                proposal.state = CANCELED

    def begin_epoch(self, candidate: str, now: int) -> None:
        self.tick(now)
        self.change_guardian(candidate, now)
        self.void_ballots(now)
        self.note(now)

    def void_ballots(self, now: int) -> None:
        """Ballots are void where voting runs; what waits as CRITICAL or AMENDMENT is cancelled."""
        for proposal in self.proposals.values():
            if now <= proposal.deadline:
                proposal.guardian = None
            elif proposal.state in (SUCCEEDED, QUEUED) and proposal.kind != STANDARD:
                proposal.state = CANCELED
