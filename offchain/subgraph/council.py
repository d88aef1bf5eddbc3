"""Elections of the council and its seats."""

from typing import Annotated

from offchain.subgraph.agents import Category
from offchain.subgraph.entity import Entity, Fact
from offchain.subgraph.values import BigInt, Many, To


class Election(Entity):
    """An election of the council: one for each quarter of its calendar, by the clock alone."""

    number: int
    opens_at: BigInt
    campaign_from: BigInt
    voting_from: BigInt
    seated_from: BigInt


class Race(Entity):
    """The election of one category."""

    election: Annotated[str, To("Election")]
    category: Category
    seats: int
    candidates: int
    listed: int
    voters: int
    finalised_at: BigInt | None
    winners: Many[Annotated[str, To("Agent")]]


class Candidacy(Entity, plural="candidacies"):
    """An agent that stands in an election."""

    race: Annotated[str, To("Race")]
    agent: Annotated[str, To("Agent")]
    listed: bool
    place: int
    endorsements: int
    approvals: int
    rank: int
    stood_at: BigInt
    suspensions: int


class Endorsement(Fact):
    """An endorsement; never taken back."""

    candidacy: Annotated[str, To("Candidacy")]
    by: Annotated[str, To("Agent")]


class Displacement(Fact):
    """A nominee left a list that was full, for one that ranks higher."""

    candidacy: Annotated[str, To("Candidacy")]
    by: Annotated[str, To("Candidacy")]


class CouncilBallot(Entity):
    """An agent's ballot in an election, as it stands."""

    race: Annotated[str, To("Race")]
    agent: Annotated[str, To("Agent")]
    approves: Many[Annotated[str, To("Candidacy")]]
    cast_at: BigInt


class CouncilBallotCast(Fact):
    """A ballot was cast, or replaced the agent's earlier one."""

    ballot: Annotated[str, To("CouncilBallot")]
    approves: Many[Annotated[str, To("Candidacy")]]


class Seat(Entity):
    """A seat of the council that was ever taken."""

    category: Category
    number: int
    agent: Annotated[str, To("Agent")]
    holder: Annotated[str, To("Agent")] | None
    until: BigInt
    since: BigInt
    suspensions: int
    election: Annotated[str, To("Election")]


class SeatTerm(Fact):
    """A seat was given."""

    seat: Annotated[str, To("Seat")]
    agent: Annotated[str, To("Agent")]
    election: Annotated[str, To("Election")]
    runner_up: bool
    until: BigInt


class CaretakerApproval(Fact):
    """A member of the council approved of a proposal's veto while the office of guardian was vacant."""

    proposal_id: str
    proposal: Annotated[str, To("Proposal")] | None
    agent: Annotated[str, To("Agent")]
    last_seen: BigInt
    approvals: int
    needed: int
