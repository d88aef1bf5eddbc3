"""Who says no, and what the agents do by themselves."""

from eth_utils import decode_hex

from tests.subgraph.answers.reading import Data, happened, same
from tests.subgraph.played import numbers
from tests.support.contract import Contract
from tests.support.standing import Standing

CANCELED, EXECUTED = 2, 7  # states of OpenZeppelin's governor
CATEGORIES = ("COPILOT", "FOUNDATION", "ARCHETYPE", "SPECIALIZED", "SERVICE")
CLASSES = ("STANDARD", "CRITICAL", "AMENDMENT")
GUARDIAN_VETOES = ("ProposalVetoed", "ProposalsVetoedUpTo")


# --- A human can always say no ---


def vetoes(system: Standing, data: Data) -> None:
    told = happened(system, system.governance, *GUARDIAN_VETOES)
    found = [(one["guardian"]["id"], one["reasonHash"]) for one in data["vetos"] if one["guardian"]]
    same(sorted(found), sorted((one.guardian.lower(), "0x" + one.reasonHash.hex()) for one in told))
    taken = [one for veto in data["vetos"] for one in veto["proposals"]]
    same({system.governance.state(int(one["id"])) for one in taken}, {CANCELED})


def open_(system: Standing, data: Data) -> None:
    found = data["chamber"]["open"]
    same(
        [system.governance.proposalDetailsAt(one["index"])[0] for one in found],
        [int(one["id"]) for one in found],
    )
    for one in found:
        deadline = system.governance.proposalDeadline(int(one["id"]))
        assert (deadline, CLASSES[system.ballots.classOf(int(one["id"]))]) == (
            int(one["deadline"]),
            one["class"],
        )
    last = system.governance.proposalCount() - 1
    assert last in {one["index"] for one in found}


def guardian(system: Standing, data: Data) -> None:
    office = data["office"]
    same(office["guardian"]["id"], system.guardianship.guardian().lower())
    assert (office["vacant"], int(office["lastSeen"])) == (
        system.guardianship.vacant(),
        system.guardianship.lastSeen(),
    )
    epochs = [(one["number"], int(one["startedAt"])) for one in data["guardianEpoches"]]
    last = system.guardianship.epoch()
    same(epochs, [(number, system.guardianship.startedAt(number)) for number in range(1, last + 1)])


def holds(system: Standing, data: Data) -> None:
    places = {one.address.lower(): one for one in vars(system).values() if isinstance(one, Contract)}
    found = [
        places[one["contract"]].heldUntil(one["scope"].encode().ljust(32, b"\0"), decode_hex(one["subject"]))
        for one in data["brakes"]
    ]
    same([int(one["until"]) for one in data["brakes"]], found)
    assert {action["kind"] for one in data["brakes"] for action in one["actions"]} >= {"STARTED"}


# --- Agents run the day ---


def executed(system: Standing, data: Data) -> None:
    found = {int(one["id"]): one for one in data["proposals"]}
    every = (
        system.governance.proposalDetailsAt(index)[0] for index in range(system.governance.proposalCount())
    )
    same(set(found), {one for one in every if system.governance.state(one) == EXECUTED})
    for number, one in found.items():
        targets, _, calldatas, _ = system.governance.proposalDetails(number)
        acts = [(act["target"], act["calldata"]) for act in one["actions"]]
        assert acts == [(a.lower(), "0x" + b.hex()) for a, b in zip(targets, calldatas, strict=True)]
        assert one["class"] == CLASSES[system.ballots.classOf(number)]
        assert one["class"] == "STANDARD" or one["guardian"] == "FOR"


def tallies(system: Standing, data: Data) -> None:
    assert any(int(one["dissent"]) for one in data["proposals"])
    for one in data["proposals"]:
        tally = system.ballots.tallyOf(int(one["id"]))
        units = numbers(one, "unitsFor", "unitsAgainst", "unitsAbstain")
        assert units == (tally.inFavour, tally.against, tally.abstaining)
        scaled = numbers(one, "scaledAgainst", "scaledFor", "scaledAbstain")
        assert scaled == tuple(system.ballots.scaledVotesOf(int(one["id"])))
        agents = sum(int(ballot["weight"]) for ballot in one["ballots"] if ballot["agent"])
        assert agents == sum(units)


def permissions(system: Standing, data: Data) -> None:
    rows = [(one["target"], one["selector"], int(one["role"]["number"])) for one in data["permissions"]]
    same(
        [system.authority.getTargetFunctionRole(a, decode_hex(b)) for a, b, _ in rows],
        [role for *_, role in rows],
    )
    assert len(data["permissionChanges"]) == 20


def fleet(system: Standing, data: Data) -> None:
    totals = data["categoryTotals"]
    same(sum(one["born"] for one in totals), system.registry.agentCount())
    members = {one["category"]: one["active"] + one["suspended"] for one in totals}
    same(members, {name: system.registry.membersOf(number) for number, name in enumerate(CATEGORIES)})
    seated = [int(one["holder"]["id"]) for one in data["seats"] if int(one["until"]) > system.rpc.now]
    assert sorted(seated) == sorted(system.council.members())


def life(system: Standing, data: Data) -> None:
    agent = data["agent"]
    assert agent["wallets"][-1]["id"] == system.wallet_of(600).lower()
    changes = [one for one in happened(system, system.registry, "StatusChanged") if one.agentId == 600]
    assert len([one for one in agent["statuses"] if one["previous"]]) == len(changes) > 0
    assert (agent["status"] == "ACTIVE") == system.registry.isActive(600)
