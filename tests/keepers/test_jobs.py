"""Every job against a node: what is due is done once, what is not due is left alone.

proposals
├── passed: queued; its delay over: executed; then nothing is due
├── somebody else executes first: no alarm
└── one that reverts holds up no other, and is tried three times
ballots
├── good ones among forgeries, doubles and garbage count; from a folder or an endpoint
└── an endpoint that does not answer: exit 69
elections: a count seats the winners, of each category for itself; nothing is due twice
provision
├── orders are taken in their order, provisioned once and confirmed
├── a service that fails one fails it on chain; one that is still at it is asked again
└── without a key nothing is provisioned
rebalance: exactly the excess moves once the grace period is over
holds: prolonged for an open proposal, ended when it is final
relay: a heartbeat and a veto arrive once; one that is late is told
succession: calls people at 50 % and 80 %, declares, opens a round
vesting: pays the guardian, unless it is too little
watch: finds nothing in a sound system, and each spoiled thing in a spoiled one
budget: tells limits, what is spent and what resources cost
indexer: tells the lag by the chain's clock
"""

import json
import shutil
from typing import Any

import pytest

from offchain.jobs import watched
from tests.keepers.support.proxy import Answer, always, answer, before, error, on, result
from tests.keepers.support.web import serving
from tests.keepers.support.world import World, metrics_of
from tests.support.actors import actor, agent_actor
from tests.support.council import NOMINATION, REST, VOTING, Elections
from tests.support.governance import (
    FOR,
    SEATED,
    Proposal,
    appoint,
    ballot,
    execute,
    pass_,
    propose,
    queue,
    sign_ballot,
    to_end,
    to_eta,
    to_voting,
    vote,
)
from tests.support.holders import rich_human
from tests.support.office import sign_heartbeat
from tests.support.system import CAP, DAY, HOUR, ROAD, identity_of

SEND = "eth_sendRawTransaction"
PROPOSER, SECOND = agent_actor(1), agent_actor(2)
VETO = {"Veto": "uint256 proposalId,bytes32 reasonHash,uint256 epoch,uint256 deadline"}


def outcome(result: Any) -> tuple[int, int, int]:
    """Exit code, actions that were due, actions that were done."""
    assert not result.lines("crash"), result.log
    return result.code, result.summary["due"], result.summary["done"]


def metric(world: World, job: str, name: str) -> str:
    """A metric's value."""
    lines = metrics_of(world, job)
    (value,) = [line.rpartition(" ")[2] for line in lines if line.startswith(f"road_keeper_{name}{{")]
    return value


def test_run__looked_at_the_chain__names_its_deployment(republic: World) -> None:
    republic.run("proposals")
    chain, factory = republic.system.rpc.chain_id, republic.system.factory.address
    line = f'road_keeper_deployment_info{{chain="{chain}",factory="{factory}",keeper="proposals"}} 1.0'
    assert line in metrics_of(republic, "proposals")


# --- Proposals ---


def test_proposals__passed__is_queued_and_executed_once(republic: World) -> None:
    proposal = appoint(republic.system, PROPOSER, actor("registrar 2").address)
    assert outcome(republic.run("proposals")) == (0, 0, 0)
    pass_(proposal)
    assert outcome(republic.run("proposals")) == (0, 1, 1)
    assert proposal.state == "Queued"
    assert outcome(republic.run("proposals")) == (0, 0, 0)
    to_eta(proposal)
    assert outcome(republic.run("proposals")) == (0, 1, 1)
    assert proposal.state == "Executed"
    assert outcome(republic.run("proposals")) == (0, 0, 0)


def test_proposals__somebody_else_executes_first__is_no_alarm(republic: World) -> None:
    proposal = appoint(republic.system, PROPOSER, actor("registrar 2").address)
    pass_(proposal)
    queue(proposal)
    to_eta(proposal)
    republic.proxy.fail(before(SEND, lambda _: execute(proposal)))
    result = republic.run("proposals")
    assert (result.code, result.summary["not_due"], result.summary["refused"]) == (0, 1, 0)
    assert proposal.state == "Executed"


def test_proposals__one_reverts__is_tried_three_times_and_holds_up_none(republic: World) -> None:
    system = republic.system
    bad = propose(system, PROPOSER, [(system.registry, "admit", 999)])
    good = appoint(system, SECOND, actor("registrar 2").address)
    to_voting(good)
    for one in (bad, good):
        vote(one, FOR, system.guardian)
    to_end(good)
    assert outcome(republic.run("proposals")) == (0, 2, 2)
    to_eta(good)
    assert outcome(republic.run("proposals")) == (0, 2, 1)
    assert (bad.state, good.state) == ("Queued", "Executed")
    results = [republic.run("proposals") for _ in range(3)]
    assert [result.summary["refused"] for result in results] == [1, 1, 1]
    assert [len(result.lines("refused")) for result in results] == [1, 1, 0]
    republic.rpc.travel(DAY)
    assert len(republic.run("proposals").lines("refused")) == 1


# --- Ballots ---


def _messages(proposal: Proposal, ids: Any) -> list[dict[str, Any]]:
    signed = [ballot(proposal, FOR, agent_actor(one)) for one in ids]
    return [
        {
            "proposalId": str(proposal.id),
            "support": support,
            "voter": voter,
            "signature": "0x" + signature.hex(),
        }
        for voter, support, signature in signed
    ]


def test_ballots__good_ones_among_bad_ones__count(republic: World) -> None:
    system = republic.system
    proposal = appoint(system, PROPOSER, actor("registrar 2").address)
    to_voting(proposal)
    inbox = republic.folder / "inbox"
    inbox.mkdir()
    republic.configure(inbox=str(inbox))
    good = _messages(proposal, SEATED)
    forged = "0x" + sign_ballot(proposal, FOR, agent_actor(3), signer=actor("stranger"), nonce=0).hex()
    bad = [{**good[2], "signature": forged}, good[0], {"proposalId": "x"}, {**good[1], "support": 9}, 7, None]
    for number, message in enumerate([*bad, *good]):
        (inbox / f"{number:02}.json").write_text(json.dumps(message))
    (inbox / "zz.json").write_text("{no json")
    assert outcome(republic.run("ballots")) == (0, 1, 1)
    assert all(system.ballots.hasVoted(proposal.id, agent_actor(one)) for one in SEATED)
    assert metric(republic, "ballots", "ballots_rejected") == "1.0"
    assert outcome(republic.run("ballots")) == (0, 0, 0)


def test_ballots__from_an_endpoint__count(republic: World) -> None:
    proposal = appoint(republic.system, PROPOSER, actor("registrar 2").address)
    to_voting(proposal)
    with serving(_messages(proposal, SEATED)) as url:
        republic.configure(inbox=url)
        result = republic.run("ballots")
    assert outcome(result) == (0, 1, 1)
    assert "secret-path" not in result.out + result.log


@pytest.mark.parametrize(("document", "status"), [(b"<html>", 200), ([], 500)])
def test_ballots__endpoint_does_not_answer__exits_with_endpoints(
    republic: World, document: Any, status: int
) -> None:
    with serving(document, status) as url:
        republic.configure(inbox=url)
        result = republic.run("ballots")
    assert result.code == 69
    assert "secret-path" not in result.out + result.log


# --- Elections ---


def test_elections__voting_is_over__seats_the_winners_once(republic: World) -> None:
    system = republic.system
    elections = Elections(system, system.council)
    elections.go(0, NOMINATION)
    elections.stand(*SEATED)
    elections.go(0, VOTING)
    for one in range(1, 11):
        elections.vote(one, 1, 2, 3)
    assert outcome(republic.run("elections")) == (0, 0, 0)
    elections.go(0, REST)
    republic.rpc.travel(1)
    assert outcome(republic.run("elections")) == (0, 5, 5)
    assert elections.holders(0) == [1, 2, 3, 0, 0]
    # Seats are vacant, and nobody ranks behind the winners.
    result = republic.run("elections")
    assert (result.code, result.summary["done"], result.summary["not_due"]) == (0, 0, 5)


def test_elections__ends_between_two_counts__another_host_goes_on(republic: World) -> None:
    elections = Elections(republic.system, republic.system.council)
    elections.go(0, NOMINATION)
    elections.stand(*SEATED)
    elections.go(0, VOTING)
    for one in range(1, 11):
        elections.vote(one, 1, 2, 3)
    elections.go(0, REST)
    republic.rpc.travel(1)
    first = republic.run("elections", until=lambda: len(republic.proxy.sent) >= 2)
    assert first.code == 124
    shutil.rmtree(republic.folder / "state")
    second = republic.run("elections")
    assert (second.code, second.summary["done"] < 5) == (0, True)
    assert elections.holders(0) == [1, 2, 3, 0, 0]


# --- Provisioning ---


@pytest.fixture
def supplied(republic: World) -> World:
    """The keeper's key has the provisioner's role, and three agents have asked for something."""
    system = republic.system
    keeper = republic.keys["provisioner"]["address"]
    system.authority.grantRole(5, keeper, 0, sender=system.operations)
    republic.rpc.travel(3 * DAY)
    for agent_id in (11, 1, 12):  # a founder's class is lower than a copilot's
        system.resources.request(1, 100 + agent_id, sender=agent_actor(agent_id))
    republic.configure(provisioner="provisioned")
    return republic


def _statuses(world: World) -> list[int]:
    heads = [1 << 48, 0]
    return [one.status for head in heads for one in world.system.resources.orders(head + 1, 5)]


def test_provision__orders_wait__are_taken_provisioned_and_confirmed(supplied: World) -> None:
    supplied.configure(provisioner=str(supplied.folder / "provisioned"))
    assert outcome(supplied.run("provision", execute=False))[:2] == (0, 1)
    assert outcome(supplied.run("provision")) == (0, 1, 1)
    assert set(_statuses(supplied)) == {2}
    assert outcome(supplied.run("provision", execute=False))[:2] == (0, 0)
    assert not (supplied.folder / "provisioned").exists()
    assert outcome(supplied.run("provision")) == (0, 1, 1)
    assert set(_statuses(supplied)) == {3}
    written = [json.loads(path.read_text()) for path in (supplied.folder / "provisioned").iterdir()]
    assert {(one["agent"], one["amount"], one["resource"]) for one in written} == {
        (1, 101, "cpu"),
        (11, 111, "cpu"),
        (12, 112, "cpu"),
    }
    assert outcome(supplied.run("provision")) == (0, 0, 0)


@pytest.mark.parametrize(("answer", "status"), [("failed", 4), ("pending", 2), ("done", 3)])
def test_provision__by_a_service__does_what_it_says(supplied: World, answer: str, status: int) -> None:
    with serving({"status": answer, "reason": "no room"}) as url:
        supplied.configure(provisioner=url)
        supplied.run("provision")
        result = supplied.run("provision")
    assert result.code == 0
    assert set(_statuses(supplied)) == {status}
    assert "secret-path" not in result.out + result.log


def test_provision__service_is_out_of_reach__exits_with_endpoints(supplied: World) -> None:
    with serving(b"<html>") as url:
        supplied.configure(provisioner=url)
        assert supplied.run("provision").code == 0
        assert supplied.run("provision").code == 69


# --- Rebalancing ---


def test_rebalance__grace_period_is_over__moves_exactly_the_excess(republic: World) -> None:
    system = republic.system
    wallets = rich_human(system, "rich", 20_000_000 * ROAD, 15_000_000 * ROAD)
    rich_human(system, "modest", 1_000_000 * ROAD)
    system.cap.setHumanCap(30_000_000 * ROAD, sender=system.critical)
    assert outcome(republic.run("rebalance")) == (0, 0, 0)
    republic.rpc.travel(30 * DAY)
    assert outcome(republic.run("rebalance")) == (0, 1, 1)
    assert system.cap.holdingsOf(identity_of("rich")) == 30_000_000 * ROAD
    assert sum(system.escrow.escrowedOf(one) for one in wallets) == 5_000_000 * ROAD
    assert outcome(republic.run("rebalance")) == (0, 0, 0)


def test_rebalance__somebody_else_is_first__is_not_due(republic: World) -> None:
    system = republic.system
    rich_human(system, "rich", 20_000_000 * ROAD, 15_000_000 * ROAD)
    system.cap.setHumanCap(30_000_000 * ROAD, sender=system.critical)
    republic.rpc.travel(30 * DAY)
    identity = identity_of("rich")
    act = before("eth_estimateGas", lambda _: system.cap.rebalance(identity, sender=system.stranger))
    republic.proxy.fail(act)
    result = republic.run("rebalance")
    assert (result.code, result.summary["refused"]) == (0, 0)
    assert result.summary["not_due"] == 1
    assert system.cap.holdingsOf(identity) == 30_000_000 * ROAD


def test_rebalance__logs_are_missing__does_nothing(republic: World) -> None:
    rich_human(republic.system, "rich", 20_000_000 * ROAD)
    republic.proxy.fail(on("eth_getLogs", result([])))
    answer = republic.run("rebalance")
    assert answer.code == 69
    assert "the logs of the endpoints tell of" in answer.summary["problem"]


def test_rebalance__node_gives_short_spans_only__finds_all(republic: World) -> None:
    def short(proxy: Any, requests: list[dict[str, Any]]) -> Answer | None:
        if requests[0]["method"] != "eth_getLogs":
            return None
        query = requests[0]["params"][0]
        if int(query["toBlock"], 16) - int(query["fromBlock"], 16) < 40:
            return None
        return Answer(error(requests[0], -32005, "query returned more than 10000 results"))

    rich_human(republic.system, "rich", 20_000_000 * ROAD)
    republic.proxy.fail(short)
    assert outcome(republic.run("rebalance")) == (0, 0, 0)


# --- Holds ---


def test_holds__proposal_confirms_a_freeze__prolongs_and_ends_it(republic: World) -> None:
    system, frozen = republic.system, agent_actor(5)
    subject = bytes(12) + bytes.fromhex(frozen.address[2:])
    system.token.freeze(frozen, sender=system.guardian)
    scope = b"freeze".ljust(32, b"\0")
    confirming = propose(system, system.guardian, [(system.confirmation, "confirm", scope, subject)])
    assert outcome(republic.run("holds")) == (0, 1, 1)
    assert system.token.heldUntil(scope, subject) > republic.rpc.now + 30 * DAY
    assert outcome(republic.run("holds")) == (0, 0, 0)
    republic.rpc.travel(73 * HOUR)
    system.governance.veto(confirming.id, bytes(32), sender=system.guardian)
    assert outcome(republic.run("holds")) == (0, 1, 1)
    assert system.token.heldUntil(scope, subject) <= republic.rpc.now
    assert outcome(republic.run("holds")) == (0, 0, 0)


# --- Relays ---


def _relay_inbox(world: World) -> Any:
    inbox = world.folder / "relay"
    inbox.mkdir()
    world.configure(relay_inbox=str(inbox))
    return inbox


def test_relay__heartbeat__arrives_once(republic: World) -> None:
    system, inbox = republic.system, _relay_inbox(republic)
    republic.rpc.travel(20 * DAY)
    seen, deadline = system.guardianship.lastSeen(), republic.rpc.now + 70 * HOUR
    signature = "0x" + sign_heartbeat(system, deadline).hex()
    message = {"kind": "heartbeat", "deadline": deadline, "signature": signature}
    (inbox / "beat.json").write_text(json.dumps(message))
    assert outcome(republic.run("relay")) == (0, 1, 1)
    assert system.guardianship.lastSeen() > seen + 19 * DAY
    assert outcome(republic.run("relay")) == (0, 0, 0)


def test_relay__veto__arrives_once(republic: World) -> None:
    system, inbox = republic.system, _relay_inbox(republic)
    proposal = appoint(system, PROPOSER, actor("registrar 2").address)
    deadline = republic.rpc.now + 70 * HOUR
    values = {"proposalId": proposal.id, "reasonHash": bytes(32), "epoch": 1, "deadline": deadline}
    domain = {**system.domain("BlackRoad Governance", system.governance), "version": "1.0.0"}
    signature = system.guardian.sign(domain, VETO, values)
    message = {
        "kind": "veto", "proposalId": str(proposal.id), "reasonHash": "0x" + "00" * 32, "deadline": deadline,
        "signature": "0x" + signature.hex(),
    }  # fmt: skip
    (inbox / "veto.json").write_text(json.dumps(message))
    assert outcome(republic.run("relay")) == (0, 1, 1)
    assert proposal.state == "Canceled"
    assert outcome(republic.run("relay")) == (0, 0, 0)


def test_relay__as_the_guardians_command_writes_it__arrives_once(republic: World) -> None:
    system, inbox = republic.system, _relay_inbox(republic)
    proposal = appoint(system, PROPOSER, actor("registrar 2").address)
    deadline = republic.rpc.now + 70 * HOUR
    values = {"proposalId": proposal.id, "reasonHash": bytes(32), "epoch": 1, "deadline": deadline}
    domain = {**system.domain("BlackRoad Governance", system.governance), "version": "1.0.0"}
    signature = system.guardian.sign(domain, VETO, values)
    function = "vetoBySig(uint256,bytes32,uint256,bytes)"
    message = {
        "chainId": republic.rpc.chain_id,
        "to": system.governance.address,
        "function": function,
        "deadline": deadline,
        "signature": "0x" + signature.hex(),
        "data": system.governance.calldata(function, proposal.id, bytes(32), deadline, signature),
    }
    (inbox / "signed.json").write_text(json.dumps(message))
    assert outcome(republic.run("relay")) == (0, 1, 1)
    assert proposal.state == "Canceled"


@pytest.mark.parametrize(("hours", "what"), [(-1, "in_time"), (70, "good")])
def test_relay__message_is_late_or_forged__is_told(republic: World, hours: int, what: str) -> None:
    inbox = _relay_inbox(republic)
    republic.rpc.travel(20 * DAY)
    deadline = republic.rpc.now + hours * HOUR
    message = {"kind": "heartbeat", "deadline": deadline, "signature": "0x" + "11" * 65}
    (inbox / "bad.json").write_text(json.dumps(message))
    result = republic.run("relay")
    assert outcome(result) == (0, 0, 0)
    assert [line["name"] for line in result.lines("finding")] == [f"guardian_messages_{what}"]
    assert "heartbeat with deadline" in result.lines("finding")[0]["detail"]


# --- Succession ---


def test_succession__guardian_is_silent__calls_people_and_goes_on(republic: World) -> None:
    system = republic.system
    seen = system.guardianship.lastSeen()
    assert outcome(republic.run("succession")) == (0, 0, 0)
    republic.rpc.travel_to(seen + 46 * DAY)
    half = republic.run("succession")
    assert (half.code, [line["name"] for line in half.lines("finding")]) == (
        0,
        ["guardian_heard_within_50_percent"],
    )
    republic.rpc.travel_to(seen + 73 * DAY)
    assert republic.run("succession").code == 70
    republic.rpc.travel_to(seen + 90 * DAY)
    assert republic.run("succession").summary["due"] == 0
    system.succession.challenge(sender=system.stranger)
    republic.rpc.travel(30 * DAY)
    assert outcome(republic.run("succession")) == (70, 1, 1)
    assert system.guardianship.vacant()
    republic.rpc.travel(14 * DAY)
    assert outcome(republic.run("succession")) == (70, 1, 1)
    assert system.succession.roundCount() == 1
    assert metric(republic, "succession", "succession_stage") == "4.0"


# --- Vesting ---


def test_vesting__a_tenth_has_vested__pays_the_guardian_once(republic: World) -> None:
    system = republic.system
    assert outcome(republic.run("vesting")) == (0, 1, 1)
    assert system.token.balanceOf(system.guardian) >= 51_000_000 * ROAD
    assert outcome(republic.run("vesting")) == (0, 0, 0)
    republic.rpc.travel(DAY)
    assert outcome(republic.run("vesting")) == (0, 1, 1)


# --- Watching ---


def test_watch__sound_system__finds_nothing(world: World) -> None:
    assert world.run("release").code == 0
    world.system.human("somebody", 2)
    result = world.run("watch")
    assert outcome(result) == (0, 0, 0)
    assert result.lines("finding") == []


def _other_supply(world: World) -> None:
    token = world.system.token
    for slot in range(12):
        before_ = world.rpc.request("eth_getStorageAt", token.address, hex(slot), "latest")
        if int(before_, 16) == 10**27:
            world.rpc.set_storage(token.address, slot, 10**27 + 1)
    assert token.totalSupply() == 10**27 + 1


def _poor_treasury(world: World) -> None:
    system = world.system
    system.token.transfer(agent_actor(1), ROAD, sender=system.treasury)


def _other_permission(world: World) -> None:
    system = world.system
    pick = bytes.fromhex(system.registry.calldata("suspend", 1)[2:10])
    system.authority.setTargetFunctionRole(system.registry, [pick], 1, sender=system.constitutional)


def _rich_by_a_merge(world: World) -> None:
    system = world.system
    system.vesting.release(sender=system.stranger)
    rich_human(system, "rich", CAP)
    rich_human(system, "other", ROAD)
    pair = identity_of("rich"), identity_of("other")
    system.cap.requestMerge(*pair, sender=system.attestor)
    world.rpc.travel(14 * DAY)
    system.cap.merge(pair[0], sender=system.stranger)


@pytest.mark.parametrize(
    ("spoil", "names", "code"),
    [
        (_other_supply, {"supply"}, 70),
        (_poor_treasury, {"treasury_solvent"}, 70),
        (_other_permission, {"permissions"}, 70),
    ],
)
def test_watch__spoiled_system__finds_what_is_wrong(
    world: World, spoil: Any, names: set[str], code: int
) -> None:
    spoil(world)
    result = world.run("watch")
    assert result.code == code
    assert {line["name"] for line in result.lines("finding")} == names


def test_watch__endpoints_fail_afterwards__stays_an_alarm(world: World) -> None:
    _poor_treasury(world)
    assert world.run("watch").code == 70
    broken = 'road_keeper_invariant_ok{keeper="watch",name="treasury_solvent"} 0.0'
    assert broken in metrics_of(world, "watch")
    world.proxy.fail(always(Answer(None)))
    assert world.run("watch").code == 69
    assert broken in metrics_of(world, "watch")


def _without_grants(proxy: Any, request: dict[str, Any]) -> Answer:
    """Logs of the authority are not there any more."""
    logs = json.loads(proxy.forward(request))["result"]
    grants = watched.ROLE_GRANTED
    return Answer(answer(request, [one for one in logs if one["topics"][0] != grants]))


def test_watch__governance_changed_a_role__is_told_without_alarm(world: World) -> None:
    system, new = world.system, actor("registrar 2").address
    system.authority.grantRole(3, new, 0, sender=system.operations)
    system.authority.revokeRole(4, system.attestor, sender=system.operations)
    world.rpc.travel(3 * DAY)
    result = world.run("watch")
    assert outcome(result) == (0, 0, 0)
    (finding,) = [line for line in result.lines("finding") if line["name"] == "role_members"]
    assert f"{new} has REGISTRAR" in finding["detail"]
    assert f"{system.attestor.address} lost ATTESTOR" in finding["detail"]
    world.rpc.request("anvil_mine", 200)
    world.proxy.fail(on("eth_getLogs", _without_grants))
    (again,) = [line for line in world.run("watch").lines("finding") if line["name"] == "role_members"]
    assert again["detail"] == finding["detail"]


def test_watch__a_human_above_five_percent__is_told(republic: World) -> None:
    _rich_by_a_merge(republic)
    result = republic.run("watch")
    found = {line["name"] for line in result.lines("finding")}
    assert {"human_share_at_most_5%", "human_share_below_4.5%", "human_share_below_4.9%"} <= found
    assert "books_are_sums" not in found
    assert "excess_is_told" not in found


def test_watch__payments_are_held__is_told_without_alarm(world: World) -> None:
    world.system.treasury.pausePayments(sender=world.system.guardian)
    result = world.run("watch")
    assert result.code == 0
    assert [line["name"] for line in result.lines("finding")] == ["nothing_is_held"]


# --- Budgets ---


def test_budget__resources_are_held__tells_limits_and_costs(supplied: World) -> None:
    result = supplied.run("budget")
    assert outcome(result) == (0, 0, 0)
    assert "  kubernetes                 0.00 of      50,000.00 usd    0.0%" in result.out
    cost = supplied.system.resources.committedCost() / 10**6
    assert cost > 0
    assert f"  all              {cost:14,.2f}" in result.out


# --- The subgraph ---


@pytest.mark.parametrize(("behind", "names"), [(0, []), (1, ["subgraph_follows"])])
def test_indexer__lags__is_told_by_the_chains_clock(world: World, behind: int, names: list[str]) -> None:
    block = world.rpc.request("eth_getBlockByNumber", "latest", False)
    world.rpc.travel(HOUR if behind else 1)
    place = {"number": int(block["number"], 16), "hash": block["hash"]}
    with serving({"data": {"_meta": {"block": place, "hasIndexingErrors": False}}}) as url:
        world.configure(subgraph=url)
        result = world.run("indexer")
    assert result.code == 0
    assert [line["name"] for line in result.lines("finding")] == names
    assert metric(world, "indexer", "subgraph_lag_seconds") == ("3600.0" if behind else "1.0")
    assert "secret-path" not in result.out + result.log
