"""What the guardian may stop at once, for how long, and lifting it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from eth_utils import to_bytes

from deployment.rules import Row
from deployment.words import DAY, span, when
from office.act import Act, guardian_act
from office.desk import Desk
from office.errors import UnknownScope

SPAN, BUDGET, WINDOW, MIN_CHARGE = (
    3 * DAY,
    14 * DAY,
    90 * DAY,
    DAY,
)  # EmergencyBudget, before the time divisor
NOBODY = bytes(32)  # the subject of a hold that concerns everybody
TRANSFERS = "transfers"  # ROAD_Token calls its own hold just `pause`
_PAUSE = re.compile(r"pause([A-Z]\w*)?")


@dataclass(frozen=True)
class Scope:
    """Something that the guardian may stop for everybody."""

    name: str
    contract: str
    hold: str
    lift: str

    @property
    def word(self) -> bytes:
        """The scope as its contract keeps it."""
        return scope_word(self.name.partition("@")[0])


def scope_word(name: str) -> bytes:
    """A scope's name as the contracts keep it."""
    return name.encode().ljust(32, b"\0")


def scopes_of(rules: Sequence[Row]) -> dict[str, Scope]:
    """All scopes, from the functions that the guardian may call; `name@Contract` where two share a name."""
    found = []
    for row in rules:
        match = _PAUSE.fullmatch(row.function)
        if match and "guardian" in row.rule.may and not row.entry["inputs"]:
            suffix = match[1] or TRANSFERS
            name = suffix[0].lower() + suffix[1:]
            found.append(Scope(name, row.contract, f"{row.function}()", f"un{row.function}()"))
    names = [scope.name for scope in found]
    named = [
        s if names.count(s.name) == 1 else Scope(f"{s.name}@{s.contract}", s.contract, s.hold, s.lift)
        for s in found
    ]
    return {scope.name: scope for scope in named}


def scope_of(desk: Desk, name: str) -> Scope:
    """The scope of a name; raises UnknownScope."""
    scopes = scopes_of(desk.rules)
    if name not in scopes:
        raise UnknownScope(name, list(scopes))
    return scopes[name]


def held_until(desk: Desk, contract: str, scope: bytes, subject: bytes) -> int:
    """When a hold ends; 0 where there is none."""
    until = int(desk.read(contract, "heldUntil(bytes32,bytes32)", scope, subject, returns="uint256"))
    return until if until > desk.now else 0


def budget_left(desk: Desk, contract: str, scope: bytes, subject: bytes) -> int:
    """Seconds that may still be held."""
    return int(desk.read(contract, "emergencyBudgetLeft(bytes32,bytes32)", scope, subject, returns="uint256"))


def hold_words(
    desk: Desk, what: str, contract: str, scope: bytes, subject: bytes = NOBODY
) -> tuple[str, ...]:
    """What a hold stops, until when at the latest, and what is left of its budget."""
    running = held_until(desk, contract, scope, subject)
    left = budget_left(desk, contract, scope, subject)
    # The newest span may be charged for a day and have lasted less: then a hold gets the rest of it too.
    most = max(running, desk.now) + left + desk.scaled(MIN_CHARGE)
    latest = min(desk.now + desk.scaled(SPAN), most)
    return (
        f"stops {what} until {when(latest)} at the latest, if it is mined now; it ends by itself",
        f"{span(left)} are left of the budget of {desk.span(BUDGET)} in any {desk.span(WINDOW)}",
        *([f"it is stopped already, until {when(running)}: this prolongs that"] if running else []),
    )


def lift_words(
    desk: Desk, what: str, contract: str, scope: bytes, subject: bytes = NOBODY
) -> tuple[str, ...]:
    """What lifting a hold gives back."""
    running = held_until(desk, contract, scope, subject)
    ends = f", which would end by itself {when(running)}" if running else ""
    least = desk.span(MIN_CHARGE)
    return (
        f"lets {what} go on at once{ends}",
        f"its budget is charged {least} at least, however short it was; only time above that goes back",
    )


def pause(desk: Desk, scope: str) -> Act:
    """Stop SCOPE for everybody: transfers, links, births, … for 72 hours at most."""
    found = scope_of(desk, scope)
    words = hold_words(desk, stopped(found), found.contract, found.word)
    return guardian_act(desk, found.contract, found.hold, words=words)


def lift(desk: Desk, scope: str) -> Act:
    """Lift the pause of SCOPE before it ends."""
    found = scope_of(desk, scope)
    words = lift_words(desk, stopped(found), found.contract, found.word)
    return guardian_act(desk, found.contract, found.lift, words=words)


def stopped(scope: Scope) -> str:
    """What a pause stops, in words."""
    known = {
        TRANSFERS: "every transfer of ROAD",
        "links": "linking, recovery and merging of humans' wallets",
        "births": "every birth of an agent",
        "walletRequests": "every request for a lost wallet, and its completion",
        "payments": "every payment",
        "allocations": "every new grant of resources",
    }
    return f"{known.get(scope.name.partition('@')[0], scope.name)} ({scope.contract})"


def freeze(desk: Desk, wallet: str) -> Act:
    """Stop WALLET (an address, or P7 for that agent's) from sending and receiving, for 72 hours at most."""
    address = desk.wallet(wallet)
    what = f"sending and receiving by {desk.name_of(address)}"
    words = hold_words(desk, what, "ROAD_Token", scope_word("freeze"), wallet_subject(address))
    return guardian_act(desk, "ROAD_Token", "freeze(address)", address, words=words)


def unfreeze(desk: Desk, wallet: str) -> Act:
    """Lift the freeze of WALLET."""
    address = desk.wallet(wallet)
    what = f"sending and receiving by {desk.name_of(address)}"
    words = lift_words(desk, what, "ROAD_Token", scope_word("freeze"), wallet_subject(address))
    return guardian_act(desk, "ROAD_Token", "unfreeze(address)", address, words=words)


def suspend(desk: Desk, agent: str) -> Act:
    """Stop pay, proposing and sending of AGENT (7 or P7), for 72 hours at most."""
    agent_id = desk.agent(agent)
    what = f"pay, resources, proposing and sending of {desk.agent_name(agent_id)}"
    words = hold_words(desk, what, "AgentRegistry", scope_word("suspension"), agent_id.to_bytes(32))
    listed = len(desk.read("AgentRegistry", "suspendedAgents()", returns="uint256[]"))
    most = desk.read("AgentRegistry", "MAX_SUSPENDED()", returns="uint256")
    words = (*words, f"{listed} of at most {most} agents are suspended so now; its votes stay as they are")
    return guardian_act(desk, "AgentRegistry", "emergencySuspend(uint256)", agent_id, words=words)


def lift_suspension(desk: Desk, agent: str) -> Act:
    """Lift the emergency suspension of AGENT."""
    agent_id = desk.agent(agent)
    what = f"pay, resources, proposing and sending of {desk.agent_name(agent_id)}"
    words = lift_words(desk, what, "AgentRegistry", scope_word("suspension"), agent_id.to_bytes(32))
    return guardian_act(desk, "AgentRegistry", "liftSuspension(uint256)", agent_id, words=words)


def wallet_subject(address: str) -> bytes:
    """A wallet as the subject of a hold."""
    return to_bytes(hexstr=address).rjust(32, b"\0")
