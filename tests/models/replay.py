"""Rebuilds the whole state from raw logs: nothing but the names and types of the events is known here."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from eth_abi import decode, encode
from eth_utils import keccak, to_checksum_address

from .budget import Brake, carry
from .vesting import agent_vested

# Indexed fields carry a star. Enums are uint8.
EVENTS = """
PeerDeployed(bytes32* name, address* peer, bytes32 codeHash)
BootstrapClosed(uint256 closedAt, uint256 timeDivisor)
AgentBorn(uint256* agentId, address* wallet, uint8* category, bytes32 name, uint8 status)
GenesisSealed(uint256 sealedAt)
StatusChanged(uint256* agentId, uint8 previous, uint8 current)
WalletProven(uint256* agentId, address* wallet)
WalletRotated(uint256* agentId, address* previous, address* current)
WalletRequested(uint256* agentId, address* newWallet, uint256 readyAt)
WalletRequestCancelled(uint256* agentId, address* newWallet, address* by)
Activated(uint256 activatedAt)
Released(uint256* agentId, address* wallet, uint256 amount)
ShareForfeited(uint256* agentId, uint256 amount, uint256 reserve)
Rewarded(uint256* agentId, address* wallet, uint256 amount, uint256 month, bool exceptional, string reason)
GuardianPaid(address* guardian, uint256 amount, uint256 released)
GuardianChanged(uint256* epoch, address* previous, address* current)
EmergencyStarted(bytes32* scope, bytes32* subject, uint256* epoch, uint256 until, uint256 budgetLeft)
EmergencyLifted(bytes32* scope, bytes32* subject, address* by)
EmergencyConfirmed(bytes32* scope, bytes32* subject, uint256 until)
BookOpened(uint256* number, bytes32* identity, uint256 validUntil)
BookMoved(uint256* from, uint256* to, uint256 amount, uint8 cause, bytes32 head)
WalletClassified(address* wallet, uint8 previous, uint8 current, uint256* book)
IdentityAttested(bytes32* identity, uint256 previousValidUntil, uint256 validUntil)
IdentitySuspended(bytes32* identity, bool suspended)
MergeRequested(bytes32* from, bytes32* into, uint256 readyAt)
MergeCancelled(bytes32* from, bytes32* into, address* by)
Merged(bytes32* from, bytes32* into, uint256 fromNumber, uint256 intoNumber)
CapChanged(uint256 previous, uint256 current)
Credited(address* wallet, uint256 amount, uint256 balance)
Withdrawn(address* wallet, address* to, uint256 amount, uint256 balance)
Transfer(address* from, address* to, uint256 value)
DelegateChanged(address* delegator, address* fromDelegate, address* toDelegate)
DelegateVotesChanged(address* delegate, uint256 previousVotes, uint256 newVotes)
"""
AGENT, HUMAN = 3, 4
ACTIVE, SUSPENDED, RETIRED = 2, 3, 4
DYNAMIC = ("string", "bytes", "[]", ")")  # ends of the types of no fixed size
Fields = list[tuple[str, str, bool]]
Known = Mapping[tuple[bytes, int], tuple[str, Fields]]


def known_by(events: str) -> Known:
    """By topic and number of topics: an ERC-721 Transfer has one more than an ERC-20's."""
    known = {}
    for line in events.split("\n")[1:-1]:
        name, rest = line[:-1].split("(", 1)
        parts = [part.split() for part in rest.split(", ")]
        fields = [(field, kind.rstrip("*"), kind.endswith("*")) for kind, field in parts]
        signature = f"{name}({','.join(kind for _, kind, _ in fields)})"
        known[keccak(text=signature), 1 + sum(i for *_, i in fields)] = (name, fields)
    return known


KNOWN = known_by(EVENTS)


@dataclass
class Body:
    """An agent."""

    wallet: str
    category: int
    status: int
    born: int
    proven: bool = False
    suspended_until: int = 0
    suspensions: int = 0
    retired_at: int = 0
    left: list[str] = field(default_factory=list)  # wallets that it had before


@dataclass
class Account:
    """A human's book, by its number."""

    identity: bytes
    valid_until: int
    suspended: bool = False
    holdings: int = 0
    over_since: int = 0
    wallets: list[str] = field(default_factory=list)


@dataclass
class State:
    """Everything that the events say; a wallet or number that none names is zero."""

    divisor: int = 1  # how much faster this network's time runs
    peers: dict[str, str] = field(default_factory=dict)
    agents: dict[int, Body] = field(default_factory=dict)
    requests: dict[int, tuple[str, int]] = field(default_factory=dict)
    released: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    rewarded: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    forfeited: dict[int, int] = field(default_factory=dict)
    spent: dict[int, int] = field(default_factory=lambda: defaultdict(int))  # in rewards, by month
    reserve: int = 0
    activated_at: int = 0
    closed_at: int = 0
    guardian: str = ""
    epoch: int = 0
    guardian_paid: int = 0
    cap: int = 0
    cap_lowered_at: int = 0
    head: bytes = bytes(32)
    numbers: dict[bytes, int] = field(default_factory=dict)
    books: dict[int, Account] = field(default_factory=dict)
    merges: dict[int, tuple[int, int]] = field(default_factory=dict)
    classes: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    book_of: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    balances: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    ceilings: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    delegates: dict[str, str] = field(default_factory=dict)
    votes: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    escrowed: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    frozen_until: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    brakes: dict[tuple[str, bytes], Brake] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)

    # --- What follows ---

    def units(self, wallet: str) -> int:
        """The smaller of balance and pay, of agents that governance has not suspended."""
        active = {body.wallet for body in self.agents.values() if body.status == ACTIVE}
        return min(self.balances[wallet], self.ceilings[wallet]) if wallet in active else 0

    @property
    def left(self) -> set[str]:
        """Wallets that agents had before."""
        return {wallet for body in self.agents.values() for wallet in body.left}

    def agent_of(self, wallet: str) -> int:
        """Number of the agent with this wallet; 0 for none."""
        return next((number for number, body in self.agents.items() if body.wallet == wallet), 0)

    def voices(self, *but: str) -> dict[str, int]:
        """The votes of everybody, without the units of these wallets."""
        votes = dict(self.votes)
        for wallet in but:
            delegate = self.delegates.get(wallet, wallet)
            votes[delegate] = votes.get(delegate, 0) - self.units(wallet)
        return {delegate: units for delegate, units in votes.items() if units}

    def quarters(self, agent_id: int) -> int:
        """How many of its quarters an agent was paid."""
        return next(q for q in range(5) if agent_vested(agent_id, q) == self.released[agent_id])

    def held(self, scope: str, now: int) -> bool:
        return self.brake(scope, bytes(32)).held(now, self.epoch)

    def brake(self, scope: str, subject: bytes) -> Brake:
        return self.brakes.setdefault((scope, subject), Brake(self.divisor))

    # --- Reading ---

    def read(self, logs: Iterable[dict[str, Any]]) -> "State":
        for log in logs:
            found = event_of(log, KNOWN)
            if found is None:
                self.unread.add(log["topics"][0])
                continue
            name, args = found
            HANDLERS[name](self, args, int(log["blockTimestamp"], 16))
        return self

    def move(self, wallet: str, book: int) -> None:
        """A wallet joins the end of a book's list and leaves the one that it was in."""
        previous = self.book_of[wallet]
        if previous == book:
            return
        if previous:
            self.books[previous].wallets.remove(wallet)
        if book:
            self.books[book].wallets.append(wallet)
        self.book_of[wallet] = book

    def count(self, number: int, amount: int, now: int) -> None:
        if not number:
            return
        book = self.books[number]
        before, book.holdings = book.holdings, book.holdings + amount
        if book.holdings <= self.cap:
            book.over_since = 0
        elif before <= self.cap:
            book.over_since = now

    def show_hold(self, scope: str, subject: bytes, until: int) -> None:
        """Where a hold shows besides its brake."""
        if scope == "freeze":
            self.frozen_until[to_checksum_address(subject[-20:])] = until
        elif scope == "suspension":
            self.agents[int.from_bytes(subject, "big")].suspended_until = until


def tell(
    logs: Iterable[dict[str, Any]],
    known: Known,
    apply: Callable[[str, dict[str, Any]], None],
    others: "State",
) -> None:
    """Applies the logs in their order; those of events that are not known are for the state of the others."""
    for log in logs:
        found = event_of(log, known)
        if found is None:
            others.read([log])
            continue
        apply(*found)


def event_of(log: Mapping[str, Any], known: Known) -> tuple[str, dict[str, Any]] | None:
    """Name and values of a log's event; None for one that is not known."""
    topics = [bytes.fromhex(topic[2:]) for topic in log["topics"]]
    found = known.get((topics[0], len(topics)))
    if found is None:
        return None
    name, fields = found
    return name, _decoded(fields, topics[1:], bytes.fromhex(log["data"][2:]))


def _decoded(fields: Fields, topics: list[bytes], data: bytes) -> dict[str, Any]:
    indexed = [(name, kind) for name, kind, is_indexed in fields if is_indexed]
    others = [(name, kind) for name, kind, is_indexed in fields if not is_indexed]
    values = {name: read_word(kind, word) for (name, kind), word in zip(indexed, topics, strict=True)}
    if any(kind.endswith(DYNAMIC) for _, kind in others):
        words = decode([kind for _, kind in others], data)
        return values | {name: value for (name, _), value in zip(others, words, strict=True)}
    parts = [data[place : place + 32] for place in range(0, len(data), 32)]
    return values | {name: read_word(kind, word) for (name, kind), word in zip(others, parts, strict=True)}


@cache
def checksum(word: bytes) -> str:
    return to_checksum_address(word[-20:])


def read_word(kind: str, word: bytes) -> Any:
    """One value of a type of fixed size; there are many thousands of them."""
    if kind == "address":
        return checksum(word)
    if kind.startswith("bytes"):
        return word[: int(kind.removeprefix("bytes"))]
    return bool(word[31]) if kind == "bool" else int.from_bytes(word)


def _text(word: bytes) -> str:
    return word.rstrip(b"\0").decode()


def _word(address: str) -> bytes:
    return bytes.fromhex(address[2:]).rjust(32, b"\0")


def _peer_deployed(s: State, e: dict[str, Any], now: int) -> None:
    s.peers[_text(e["name"])] = e["peer"]


def _bootstrap_closed(s: State, e: dict[str, Any], now: int) -> None:
    s.closed_at, s.divisor = e["closedAt"], e["timeDivisor"]


def _agent_born(s: State, e: dict[str, Any], now: int) -> None:
    s.agents[e["agentId"]] = Body(e["wallet"], e["category"], e["status"], now)


def _genesis_sealed(s: State, e: dict[str, Any], now: int) -> None:
    assert len(s.agents) == 1250


def _status_changed(s: State, e: dict[str, Any], now: int) -> None:
    body = s.agents[e["agentId"]]
    body.status = e["current"]
    body.suspensions += body.status == SUSPENDED
    body.retired_at = now if body.status == RETIRED else 0


def _wallet_proven(s: State, e: dict[str, Any], now: int) -> None:
    s.agents[e["agentId"]].proven = True


def _wallet_rotated(s: State, e: dict[str, Any], now: int) -> None:
    old, new = e["previous"], e["current"]
    body = s.agents[e["agentId"]]
    body.left.append(old)
    body.wallet = new
    s.requests.pop(e["agentId"], None)
    s.ceilings[new], s.ceilings[old] = s.ceilings[old], 0
    s.frozen_until[new] = max(s.frozen_until[old], s.frozen_until[new])
    carry(s.brake("freeze", _word(old)), s.brake("freeze", _word(new)), now)


def _wallet_requested(s: State, e: dict[str, Any], now: int) -> None:
    s.requests[e["agentId"]] = (e["newWallet"], e["readyAt"])


def _wallet_request_cancelled(s: State, e: dict[str, Any], now: int) -> None:
    del s.requests[e["agentId"]]


def _activated(s: State, e: dict[str, Any], now: int) -> None:
    s.activated_at = e["activatedAt"]


def _released(s: State, e: dict[str, Any], now: int) -> None:
    s.released[e["agentId"]] += e["amount"]


def _share_forfeited(s: State, e: dict[str, Any], now: int) -> None:
    s.forfeited[e["agentId"]] = e["amount"]
    s.reserve += e["amount"]
    assert s.reserve == e["reserve"]


def _rewarded(s: State, e: dict[str, Any], now: int) -> None:
    s.rewarded[e["agentId"]] += e["amount"]
    s.reserve -= e["amount"]
    s.spent[e["month"]] += 0 if e["exceptional"] else e["amount"]


def _guardian_paid(s: State, e: dict[str, Any], now: int) -> None:
    s.guardian_paid += e["amount"]
    assert s.guardian_paid == e["released"]


def _guardian_changed(s: State, e: dict[str, Any], now: int) -> None:
    s.guardian, s.epoch = e["current"], e["epoch"]


def _emergency_started(s: State, e: dict[str, Any], now: int) -> None:
    scope, subject = _text(e["scope"]), e["subject"]
    brake = s.brake(scope, subject)
    assert brake.engage(now, e["epoch"]) == e["until"]
    assert brake.left(now) == e["budgetLeft"]
    s.show_hold(scope, subject, e["until"])


def _emergency_lifted(s: State, e: dict[str, Any], now: int) -> None:
    scope, subject = _text(e["scope"]), e["subject"]
    s.brake(scope, subject).lift(now)
    s.show_hold(scope, subject, 0)


def _emergency_confirmed(s: State, e: dict[str, Any], now: int) -> None:
    scope, subject = _text(e["scope"]), e["subject"]
    assert s.brake(scope, subject).confirm(now) == e["until"]
    s.show_hold(scope, subject, e["until"])


def _book_opened(s: State, e: dict[str, Any], now: int) -> None:
    s.numbers[e["identity"]] = e["number"]
    s.books[e["number"]] = Account(e["identity"], e["validUntil"])


def _book_moved(s: State, e: dict[str, Any], now: int) -> None:
    s.count(e["from"], -e["amount"], now)
    s.count(e["to"], e["amount"], now)
    link = [s.head, e["from"], e["to"], e["amount"], e["cause"]]
    s.head = keccak(encode(["bytes32", "uint256", "uint256", "uint256", "uint8"], link))
    assert s.head == e["head"]


def _wallet_classified(s: State, e: dict[str, Any], now: int) -> None:
    s.classes[e["wallet"]] = e["current"]
    s.move(e["wallet"], e["book"])


def _identity_attested(s: State, e: dict[str, Any], now: int) -> None:
    s.books[s.numbers[e["identity"]]].valid_until = e["validUntil"]


def _identity_suspended(s: State, e: dict[str, Any], now: int) -> None:
    s.books[s.numbers[e["identity"]]].suspended = e["suspended"]


def _merge_requested(s: State, e: dict[str, Any], now: int) -> None:
    s.merges[s.numbers[e["from"]]] = (s.numbers[e["into"]], e["readyAt"])


def _merge_cancelled(s: State, e: dict[str, Any], now: int) -> None:
    s.merges.pop(s.numbers[e["from"]])


def _merged(s: State, e: dict[str, Any], now: int) -> None:
    gone, into = e["fromNumber"], e["intoNumber"]
    s.numbers = {who: into if number == gone else number for who, number in s.numbers.items()}
    for wallet in s.books[gone].wallets:
        s.book_of[wallet] = into
    s.books[into].wallets += s.books.pop(gone).wallets
    s.merges.pop(gone)


def _cap_changed(s: State, e: dict[str, Any], now: int) -> None:
    if e["current"] < s.cap:
        s.cap_lowered_at = now
    s.cap = e["current"]


def _credited(s: State, e: dict[str, Any], now: int) -> None:
    s.escrowed[e["wallet"]] = e["balance"]


def _withdrawn(s: State, e: dict[str, Any], now: int) -> None:
    s.escrowed[e["wallet"]] = e["balance"]


def _transfer(s: State, e: dict[str, Any], now: int) -> None:
    s.balances[e["from"]] -= e["value"]
    s.balances[e["to"]] += e["value"]
    if e["from"] == s.peers.get("AgentTreasury") and s.classes[e["to"]] == AGENT:
        s.ceilings[e["to"]] += e["value"]


def _delegate_changed(s: State, e: dict[str, Any], now: int) -> None:
    s.delegates[e["delegator"]] = e["toDelegate"]


def _delegate_votes_changed(s: State, e: dict[str, Any], now: int) -> None:
    assert s.votes[e["delegate"]] == e["previousVotes"]
    s.votes[e["delegate"]] = e["newVotes"]


HANDLERS = {
    "PeerDeployed": _peer_deployed,
    "BootstrapClosed": _bootstrap_closed,
    "AgentBorn": _agent_born,
    "GenesisSealed": _genesis_sealed,
    "StatusChanged": _status_changed,
    "WalletProven": _wallet_proven,
    "WalletRotated": _wallet_rotated,
    "WalletRequested": _wallet_requested,
    "WalletRequestCancelled": _wallet_request_cancelled,
    "Activated": _activated,
    "Released": _released,
    "ShareForfeited": _share_forfeited,
    "Rewarded": _rewarded,
    "GuardianPaid": _guardian_paid,
    "GuardianChanged": _guardian_changed,
    "EmergencyStarted": _emergency_started,
    "EmergencyLifted": _emergency_lifted,
    "EmergencyConfirmed": _emergency_confirmed,
    "BookOpened": _book_opened,
    "BookMoved": _book_moved,
    "WalletClassified": _wallet_classified,
    "IdentityAttested": _identity_attested,
    "IdentitySuspended": _identity_suspended,
    "MergeRequested": _merge_requested,
    "MergeCancelled": _merge_cancelled,
    "Merged": _merged,
    "CapChanged": _cap_changed,
    "Credited": _credited,
    "Withdrawn": _withdrawn,
    "Transfer": _transfer,
    "DelegateChanged": _delegate_changed,
    "DelegateVotesChanged": _delegate_votes_changed,
}
