"""The chapters of the story, in the order in which they happen."""

from eth_abi import decode
from eth_utils import keccak

from deployment.abi import calldata
from story.proposals import AGAINST, FOR, Proposal, propose
from story.stage import Stage, listed, percent, roads

SEATS = {"copilot": 5, "foundation": 2, "archetype": 12, "specialized": 4, "service": 2}
FIRST = {"copilot": 1, "foundation": 11, "archetype": 15, "specialized": 1188, "service": 1247}
MEMBERS = {"copilot": 10, "foundation": 4, "archetype": 1173, "specialized": 59, "service": 4}
VOTERS = 40  # of a category at most, so that the story is short
SERVICE = 4  # number of the category
BIRTH = "birth(address,uint8,bytes32)"
NEWBORN = "0x00000000000000000000000000000000000A6E27"


def election_opens(stage: Stage) -> dict[str, list[int]]:
    """Agents stand for the council and are endorsed; the answer is who stands."""
    stage.chapter("The council's first election: nomination, 7 days")
    nominees: dict[str, list[int]] = {}
    for category, seats in SEATS.items():
        first, size = FIRST[category], MEMBERS[category]
        nominees[category] = list(range(first, first + min(size, seats + 2)))
        for agent_id in nominees[category]:
            stage.send(stage.wallet(agent_id), "AgentCouncil", "stand()")
            stage.send(stage.wallet(agent_id), "AgentCouncil", "endorse(uint256)", agent_id)
        stage.tell(f"{category}: {len(nominees[category])} stand for {seats} seats")
    return nominees


def routine(stage: Stage) -> Proposal:
    """A new agent is born, and another agent proposes to admit it."""
    stage.chapter("Routine: an agent proposes, agents vote by signature")
    registrar = stage.system.accounts["registrar"].address
    stage.send(registrar, "AgentRegistry", BIRTH, NEWBORN, SERVICE, b"newcomer".ljust(32, b"\0"))
    action = ("AgentRegistry", calldata("admit(uint256)", 1251))
    proposal = propose(stage, stage.wallet(1), "Admit P1251", action)
    stage.tell(f"{stage.name(1)} proposes: {proposal.title}. Its content says {proposal.proposal_class}")
    return proposal


def vetoed(stage: Stage) -> Proposal:
    """An agent proposes something routine that the guardian will not have."""
    action = ("Authority", calldata("grantRole(uint64,address,uint32)", 3, NEWBORN, 0))
    proposal = propose(stage, stage.wallet(2), "Appoint another registrar", action)
    stage.tell(f"{stage.name(2)} proposes: {proposal.title}. Class: {proposal.proposal_class}")
    return proposal


def agents_decide(stage: Stage, proposal: Proposal, refused: Proposal) -> None:
    """The guardian is silent on one and vetoes the other; the agents carry the first."""
    proposal.open_voting()
    count, gas = proposal.vote_by_signature(range(1, 151), FOR)
    stage.tell(f"{count} signed ballots in batches of 100, {gas:,} gas each; the guardian says nothing")
    refused.open_voting()  # proposed later, by as long as the machine took
    refused.vote_by_signature(range(1, 101), FOR)
    guardian = stage.system.accounts["guardian"].address
    refused.close_voting()
    stage.tell(f"'{refused.title}' stands at {refused.state}; the guardian vetoes it")
    stage.send(guardian, "Governance", "veto(uint256,bytes32)", refused.id, keccak(text="one is enough"))
    stage.tell(f"'{refused.title}' is {refused.state}")
    proposal.tell_count()
    days = proposal.queue()
    stage.tell(f"queued with a delay of {days:.0f} days; at once it fails: {proposal.execute_early()}")


def election_votes(stage: Stage, nominees: dict[str, list[int]]) -> None:
    """Agents vote for the council, and the winners are seated."""
    stage.chapter("The council's first election: voting, after 14 days of campaign")
    _, voting_from, seated_from = stage.read(
        "AgentCouncil", "timesOf(uint256)", 0, returns="(uint256,uint256,uint256)"
    )
    stage.travel_to(voting_from)
    for category, seats in SEATS.items():
        first, names = FIRST[category], nominees[category]
        for place in range(min(MEMBERS[category], VOTERS)):
            count = min(seats, 1 + place % seats)
            chosen = [names[(place + step) % len(names)] for step in range(count)]
            stage.send(stage.wallet(first + place), "AgentCouncil", "vote(uint256[])", chosen)
    stage.tell(f"up to {VOTERS} agents of each category approve of as many names as there are seats")
    stage.travel_to(seated_from)
    keeper = stage.system.accounts["registrar"].address
    for number, category in enumerate(SEATS):
        gas = int(stage.send(keeper, "AgentCouncil", "finalise(uint8)", number)["gasUsed"], 16)
        (seats,) = stage.read("AgentCouncil", "seatsOf(uint8)", number, returns="((uint64,uint40,uint8)[])")
        seated = [stage.name(agent_id) for agent_id, _, _ in seats if agent_id]
        stage.tell(f"{category}: {listed(seated)} ({gas:,} gas)")
    stage.tell(f"{stage.read('AgentCouncil', 'seatedCount()', returns='uint256')} members are seated")


def admitted(stage: Stage, proposal: Proposal) -> None:
    """The routine proposal is executed."""
    stage.chapter("Routine: the delay has passed")
    proposal.execute()
    active = stage.read("AgentRegistry", "isActive(uint256)", 1251, returns="bool")
    stage.tell(f"'{proposal.title}' is {proposal.state}; P1251 is active: {'yes' if active else 'no'}")


def critical(stage: Stage, proposer: int, agent_id: int) -> Proposal:
    """A member of the council proposes to suspend an agent."""
    action = ("AgentRegistry", calldata("suspend(uint256)", agent_id))
    proposal = propose(stage, stage.wallet(proposer), f"Suspend {stage.name(agent_id)}", action)
    stage.tell(f"{stage.name(proposer)}, of the council: {proposal.title}. {proposal.proposal_class}")
    return proposal


def dissent(stage: Stage) -> Proposal:
    """Two CRITICAL proposals, of which the agents oppose one: both pass, and that one waits longer."""
    stage.chapter("Grave: the guardian decides, dissent buys time")
    guardian = stage.system.accounts["guardian"].address
    members = stage.read("AgentCouncil", "members()", returns="uint256[]")
    quiet = critical(stage, members[0], 1200)
    opposed = critical(stage, members[1], 600)
    opposed.open_voting()
    for proposal in (quiet, opposed):
        proposal.vote(guardian, FOR)
    opposed.vote_by_signature([*range(1, 15), *range(1188, 1251), *range(15, 515)], AGAINST)
    opposed.close_voting()
    stage.tell(f"'{quiet.title}', which no agent opposes, waits {quiet.queue():.1f} days")
    stage.tell(f"'{opposed.title}', which they oppose, waits {opposed.queue():.1f} days")
    quiet.execute()
    stage.tell(f"'{quiet.title}' is {quiet.state}")
    return opposed


def succession(stage: Stage, waiting: Proposal) -> None:
    """The guardian falls silent and is succeeded; what it had passed and was not executed is void."""
    stage.chapter("Silence: the guardian is not heard of for 90 days")
    anyone = stage.system.accounts["attestor"].address
    successor = stage.system.accounts["successor"].address
    waiting.execute()
    stage.tell(f"'{waiting.title}' is {waiting.state}, after its long delay")
    last = stage.read("Guardianship", "lastSeen()", returns="uint256")
    stage.travel_to(last + stage.days(90))
    receipt = stage.send(anyone, "Succession", "challenge()")
    snapshot, threshold = decode(["uint256", "uint256"], bytes.fromhex(receipt["logs"][0]["data"][2:])[-64:])
    total = stage.read("ROAD_Token", "getPastTotalSupply(uint256)", snapshot, returns="uint256")
    needed = f"{roads(threshold)}, {percent(threshold, total)} of all units"
    stage.tell(f"anyone challenges; an election would need {needed}")
    stage.travel(stage.days(30))
    stage.send(anyone, "Succession", "declareVacancy()")
    stage.tell("no answer for 30 days: the office is vacant")
    stage.send(successor, "Succession", "acceptSuccession()")
    epoch = stage.read("Guardianship", "epoch()", returns="uint256")
    holder = stage.read("Guardianship", "guardian()", returns="address")
    stage.tell(f"the named successor accepts: epoch {epoch}, guardian {holder}")
