"""What the guardian should know today: the office, what is stopped, what waits, what can be voted on."""

from collections.abc import Iterator

from eth_utils import to_checksum_address
from rich.console import Console
from rich.table import Table

from deployment.changes import topic
from deployment.words import amount, span, when
from office.desk import Desk
from office.holds import NOBODY, budget_left, held_until, scope_word, scopes_of, wallet_subject
from office.offices import PENDING_RECOVERY, REQUEST, pending_rotation
from office.proposals import BALLOTS
from office.review import add, add_texts, sheet
from office.voting import open_proposals

STAGES = (
    "nobody challenges the guardian",
    "challenged: an act or a heartbeat ends it",
    "challenged and unanswered: anyone may declare the office vacant",
    "vacant: the successor may accept",
    "vacant: anyone may open an election",
    "vacant: the agents vote",
    "vacant: somebody is elected",
    "vacant: the elected one may accept",
    "vacant: the election failed",
)
STARTED = "EmergencyStarted(bytes32,bytes32,uint256,uint256,uint256)"
NAMED = {  # office -> event of its change, and its place among Guardianship's reserved addresses
    "successor": ("SuccessorProposed(address,address,uint256)", 4),
    "recovery": ("RecoveryAddressProposed(address,address,uint256)", 6),
}


def show_status(desk: Desk, console: Console) -> None:
    """Show the office, holds and budgets, what is pending, and open proposals."""
    console.print(_office(desk))
    console.print(_holds(desk))
    console.print(_waiting(desk))
    console.print(_proposals(desk))


def _office(desk: Desk) -> Table:
    last = int(desk.read("Guardianship", "lastSeen()", returns="uint256"))
    vacant = desk.read("Guardianship", "vacant()", returns="bool")
    from_ = int(desk.read("Succession", "challengeableFrom()", returns="uint256"))
    stage, ends = desk.read("Succession", "stage()", returns="(uint8,uint256)")
    challenge = f"in {span(from_ - desk.now)}, from {when(from_)} on" if from_ > desk.now else "now"
    table = sheet("The office")
    add(table, "network", desk.network)
    add(table, "time on the chain", when(desk.now))
    add(table, "epoch", f"{desk.epoch}")
    add(table, "guardian", f"{desk.guardian} ({'the office is VACANT' if vacant else 'in office'})")
    for office in NAMED:
        add(table, office, desk.read_address("Guardianship", f"{office}()"))
    add(table, "last heard of", f"{when(last)}, {span(desk.now - last)} ago")
    add(table, "can be challenged", challenge)
    add(table, "succession", STAGES[stage] + (f", until {when(ends)}" if ends else ""))
    add(table, "to be released", amount(desk.read("GuardianVesting", "releasable()", returns="uint256")))
    return table


def _holds(desk: Desk) -> Table:
    table = Table(title="Holds", title_justify="left")
    for heading in ("scope", "contract", "stopped", "budget left"):
        table.add_column(heading, overflow="fold")
    for scope in scopes_of(desk.rules).values():
        _add_hold(desk, table, scope.name, scope.contract, scope.word, NOBODY)
    for wallet in _frozen(desk):
        subject = wallet_subject(wallet)
        _add_hold(
            desk, table, f"freeze of {desk.name_of(wallet)}", "ROAD_Token", scope_word("freeze"), subject
        )
    for agent_id in desk.read("AgentRegistry", "suspendedAgents()", returns="uint256[]"):
        name, subject = f"suspension of {desk.agent_name(agent_id)}", agent_id.to_bytes(32)
        _add_hold(desk, table, name, "AgentRegistry", scope_word("suspension"), subject)
    return table


def _add_hold(desk: Desk, table: Table, name: str, contract: str, scope: bytes, subject: bytes) -> None:
    until = held_until(desk, contract, scope, subject)
    stopped = f"until {when(until)}" if until else "no"
    add_texts(table, name, contract, stopped, span(budget_left(desk, contract, scope, subject)))


def _frozen(desk: Desk) -> list[str]:
    """Wallets that are frozen now; a freeze follows an agent to its next wallet."""
    token, registry = desk.addresses["ROAD_Token"], desk.addresses["AgentRegistry"]
    scope = scope_word("freeze")
    logs = desk.chain.logs(token, [topic(STARTED), "0x" + scope.hex()], desk.first)
    wallets = dict.fromkeys(to_checksum_address(bytes(log["topics"][2])[-20:]) for log in logs)
    agents = desk.chain.call_all([(registry, "agentEverOf(address)", [one]) for one in wallets], "uint256")
    present = [desk.wallet(f"P{agent_id}") for agent_id in agents if agent_id]
    candidates = dict.fromkeys([*wallets, *present])
    return [one for one in candidates if held_until(desk, "ROAD_Token", scope, wallet_subject(one))]


def _waiting(desk: Desk) -> Table:
    table = Table(title="What waits, and can be cancelled or contested", title_justify="left")
    for heading in ("what", "to whom", "from"):
        table.add_column(heading, overflow="fold")
    rows = [*_rotations(desk), *_changes(desk), *_wallet_requests(desk), *_merges(desk)]
    for row in rows or [("nothing", "", "")]:
        add_texts(table, *row)
    return table


def _rotations(desk: Desk) -> Iterator[tuple[str, str, str]]:
    candidate, ready = pending_rotation(desk)
    if candidate:
        yield "rotation", desk.name_of(candidate), when(ready)
    candidate, ready, arbiter, contested = desk.read(
        "Guardianship", "pendingRecovery()", returns=PENDING_RECOVERY
    )
    if int(candidate, 16):
        name = f"recovery, contested: needs {desk.name_of(arbiter)}" if contested else "recovery"
        yield name, to_checksum_address(candidate), when(ready)


def _changes(desk: Desk) -> Iterator[tuple[str, str, str]]:
    reserved = desk.read("Guardianship", "reserved()", returns="address[8]")
    for office, (event, place) in NAMED.items():
        following, present = reserved[place], reserved[place - 1]
        if int(following, 16) and following != present:
            word = "0x" + wallet_subject(following).hex()
            logs = desk.chain.logs(desk.addresses["Guardianship"], [topic(event), None, word], desk.first)
            yield (
                f"change of {office}",
                to_checksum_address(following),
                when(int.from_bytes(bytes(logs[-1]["data"]))),
            )


def _wallet_requests(desk: Desk) -> Iterator[tuple[str, str, str]]:
    registry = desk.addresses["AgentRegistry"]
    logs = desk.chain.logs(registry, [topic("WalletRequested(uint256,address,uint256)")], desk.first)
    ids = list(dict.fromkeys(int.from_bytes(bytes(log["topics"][1])) for log in logs))
    requests = desk.chain.call_all([(registry, "walletRequest(uint256)", [one]) for one in ids], REQUEST)
    for agent_id, ((wallet, ready),) in zip(ids, requests, strict=True):
        if int(wallet, 16):
            yield f"wallet of {desk.agent_name(agent_id)}", to_checksum_address(wallet), when(ready)


def _merges(desk: Desk) -> Iterator[tuple[str, str, str]]:
    cap = desk.addresses["HumanCapEnforcement"]
    logs = desk.chain.logs(cap, [topic("MergeRequested(bytes32,bytes32,uint256)")], desk.first)
    pairs = {bytes(log["topics"][1]): bytes(log["topics"][2]) for log in logs}
    requests = desk.chain.call_all([(cap, "mergeOf(bytes32)", [one]) for one in pairs], "((uint32,uint40))")
    for (merged, into), ((number, ready),) in zip(pairs.items(), requests, strict=True):
        if number:
            yield f"merge of 0x{merged.hex()}", "0x" + into.hex(), when(ready)


def _proposals(desk: Desk) -> Table:
    table = Table(title="Proposals that can be vetoed", title_justify="left")
    for heading in (
        "#",
        "title",
        "class",
        "state",
        "what comes next",
        "agents for",
        "against",
        "the guardian",
    ):
        table.add_column(heading, overflow="fold")
    for one in open_proposals(desk):
        counted = (amount(one.in_favour), amount(one.against))
        ballot = "can vote now" if one.can_be_voted else BALLOTS[one.guardian_ballot]
        add_texts(
            table, f"{one.index}", one.title, one.proposal_class, one.state, one.times, *counted, ballot
        )
    return table
