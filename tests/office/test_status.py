"""What the guardian is told of the day.

office: times and holder | challenged | vacant
holds: of scopes, wallets that moved, agents | waiting: each kind | proposals: open ones with what comes next
"""

from tests.office.cases import merging, naming, recovering, requested, rotating, two_proposals, voting
from tests.office.conftest import Office
from tests.support.actors import actor, agent_actor
from tests.support.system import DAY, identity_of


def test_status__quiet__keeps_to_the_office(office: Office) -> None:
    system, shown = office.system, office.run("status")
    assert f"guardian {system.guardian.address} (in office)" in shown
    assert f"successor {system.successor.address}" in shown
    assert f"recovery {system.recovery.address}" in shown
    assert "epoch 1" in shown
    assert "nobody challenges the guardian" in shown
    assert "transfers ROAD_Token no 14.0 days" in shown
    assert "nothing" in shown


def test_status__silent_guardian__tells_of_the_challenge(office: Office) -> None:
    system = office.system
    last = system.guardianship.lastSeen()
    system.rpc.travel_to(last + 80 * DAY)
    assert "can be challenged in 10.0 days, from 20" in office.run("status")
    system.succession.challenge(sender=system.stranger, at=last + 90 * DAY)
    assert "challenged: an act or a heartbeat ends it, until 20" in office.run("status")
    system.succession.declareVacancy(sender=system.stranger, at=last + 120 * DAY)
    shown = office.run("status")
    assert "(the office is VACANT)" in shown
    assert "vacant: the successor may accept, until 20" in shown


def test_status__holds__tells_each_with_its_budget(office: Office) -> None:
    system, new = office.system, actor("next wallet")
    office.send("pause", "births")
    office.send("freeze", "P7")
    office.send("suspend", "P9")
    system.rotate(7, agent_actor(7), new)
    system.rpc.travel(DAY)
    shown = office.run("status")
    assert "births AgentRegistry until 20" in shown
    assert f"freeze of {new.address} (wallet of P7 scribe) ROAD_Token until 20" in shown
    assert "suspension of P9 prism AgentRegistry until 20" in shown
    assert shown.count("11.0 days") >= 3


def test_status__pending_changes__tells_each_with_its_time(office: Office) -> None:
    rotating(office)
    recovering(office)
    requested(office)
    merging(office)
    naming("proposeSuccessor")(office)
    stranger, shown = office.system.stranger.address, office.run("status")
    for kind in ("rotation", "recovery", "change of successor", "wallet of P3 atlas"):
        assert f"{kind} {stranger} 20" in shown
    merged, into = (identity_of(name).hex() for name in ("twin", "other"))
    assert f"merge of 0x{merged} 0x{into} 20" in shown
    office.send("contest-recovery")
    assert f"recovery, contested: needs {office.system.successor.address} (successor)" in office.run("status")
    office.system.rpc.travel(14 * DAY)
    assert "change of successor" not in office.run("status")


def test_status__proposals__tells_what_comes_next(office: Office) -> None:
    voting(office)
    two_proposals(office)
    shown = office.run("status")
    assert "0 A new registrar STANDARD Active voting until 20" in shown
    assert "can vote now" in shown
    assert "Pending voting from 20" in shown
    office.send("vote", "0", "for")
    assert "has voted for" in office.run("status")
    office.send("veto", "0", "--reason", "no")
    assert "A new registrar" not in office.run("status")
