"""One case for each subcommand: what stands before it, what it must say, and what it must have done."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from office.payments import load_payment
from tests.office.conftest import Office
from tests.support.actors import agent_actor
from tests.support.agents import request_wallet
from tests.support.contract import Contract
from tests.support.governance import to_voting
from tests.support.harness import compiled
from tests.support.system import DAY, ZERO, identity_of

WHY = "a text of reasons"
Words = list[Any]


@dataclass(frozen=True)
class Case:
    """`prepare` answers the arguments; `told` are words of what is shown; `done` looks at the chain."""

    prepare: Callable[[Office], Words]
    told: tuple[str, ...]
    done: Callable[[Office], Any]
    event: str
    contract: str


def voting(office: Office) -> Words:
    """A proposal that is voted on."""
    to_voting(office.proposal(agent_actor(3), "A new registrar"))
    return ["0"]


def two_proposals(office: Office) -> Words:
    """Two open proposals."""
    office.proposal(agent_actor(4), "the first")
    office.proposal(agent_actor(5), "the second")
    return ["1", "--reason", WHY]


def actions(office: Office) -> Words:
    """A file of actions: one by name, one by bytes."""
    system = office.system
    pay = {"to": system.stranger.address, "value": 7}
    cap = {"contract": "HumanCapEnforcement", "function": "setHumanCap", "arguments": {"newCap": 40 * 10**24}}
    return [office.file("actions.json", {"description": "Lower the cap", "actions": [cap, pay]})]


def held(*words: str) -> Callable[[Office], Words]:
    """Something is stopped already, by the same words without the first."""

    def prepare(office: Office) -> Words:
        office.send(*words)
        return list(words[1:])

    return prepare


def rotating(office: Office) -> Words:
    """The office is to pass to the stranger."""
    office.system.guardianship.proposeRotation(office.system.stranger, sender=office.system.guardian)
    return []


def rotation_ready(office: Office) -> Words:
    """The same, seven days later."""
    rotating(office)
    office.system.rpc.travel(7 * DAY)
    return []


def recovering(office: Office) -> Words:
    """The recovery address passes the office on."""
    office.system.guardianship.proposeRecovery(office.system.stranger, sender=office.system.recovery)
    return []


def naming(function: str) -> Callable[[Office], Words]:
    """A change of one of the other two places."""

    def prepare(office: Office) -> Words:
        office.system.guardianship.fn(function)(office.system.stranger, sender=office.system.guardian)
        return []

    return prepare


def merging(office: Office) -> Words:
    """Two humans whose merge is announced."""
    system = office.system
    system.human("twin")
    system.human("other")
    system.cap.requestMerge(identity_of("twin"), identity_of("other"), sender=system.attestor)
    return ["0x" + identity_of("twin").hex()]


def requested(office: Office) -> Words:
    """The registrar asks for another wallet of P3."""
    request_wallet(office.system, 3, office.system.stranger)
    return ["P3"]


def bill(office: Office) -> Words:
    """A bill of the GPU centre, in ether."""
    fields = {"centre": "gpu", "asset": ZERO, "payee": office.system.stranger.address, "amount": 5 * 10**17}
    times = {"number": 7, "deadline": office.system.rpc.now + DAY, "memo": "0x" + "11" * 32}
    return [office.file("payment.json", {**fields, **times})]


def approved(office: Office) -> Words:
    """The same, of which the guardian has approved."""
    words = bill(office)
    office.send("approve-payment", *words)
    return words


def is_approved(office: Office) -> bool:
    """Whether the guardian's approval of the bill counts."""
    payment = load_payment(office.desk, office.file("payment.json"))
    answer: bool = office.system.funds.approvalsOf(payment)[2]
    return answer


def registered(office: Office) -> Words:
    """A payee whom the guardian may pay, and dollars in the funds."""
    system, (abi, code) = office.system, compiled("Coin")
    created = system.rpc.transact(system.deployer.address, None, code)["contractAddress"]
    coin = Contract(system.rpc, system.errors, "Coin", created, abi)
    coin.mint(system.funds, 10**10, sender=system.stranger)
    system.funds.setDollar(coin, sender=system.critical)
    system.funds.setEmergencyPayee(system.stranger, True, sender=system.operations)
    return [system.stranger, "1250.5", "--memo", WHY]


def is_held(contract: str, scope: str, subject: int = 0) -> Callable[[Office], bool]:
    """Whether something is stopped for three days."""

    def done(office: Office) -> bool:
        words = scope.encode().ljust(32, b"\0"), subject.to_bytes(32)
        until: int = getattr(office.system, contract).heldUntil(*words)
        return until == office.system.rpc.now + 3 * DAY

    return done


def is_free(contract: str, scope: str, subject: int = 0) -> Callable[[Office], bool]:
    """Whether something is not stopped."""

    def done(office: Office) -> bool:
        words = scope.encode().ljust(32, b"\0"), subject.to_bytes(32)
        until: int = getattr(office.system, contract).heldUntil(*words)
        return until <= office.system.rpc.now

    return done


def wallet_number(agent_id: int) -> int:
    """An agent's wallet as a subject."""
    return int(agent_actor(agent_id).address, 16)


def stranger(office: Office) -> Words:
    """An address that is nobody's."""
    return [office.system.stranger]


def nothing(_: Office) -> Words:
    """No arguments."""
    return []


def state(office: Office, index: int) -> int:
    """State of a proposal."""
    governance = office.system.governance
    number: int = governance.state(governance.proposalDetailsAt(index)[0])
    return number


SUSPENDED = is_held("registry", "suspension", 7)
CASES = {
    "vote": Case(
        lambda office: [*voting(office), "for", "--reason", WHY],
        ("#0 “A new registrar”, STANDARD", "support 1 (for)", "grantRole(roleId = 3", "weighs 51 of 100"),
        lambda office: office.system.ballots.tallyOf(office.system.governance.proposalDetailsAt(0)[0])[
            "guardian"
        ] == 2,
        "VoteCast", "Governance",
    ),
    "veto": Case(
        lambda office: [*voting(office), "--reason", WHY],
        ("#0 “A new registrar”", "Active: voting until", "for good", f"“{WHY}”: only its keccak-256"),
        lambda office: state(office, 0) == 2, "ProposalVetoed", "Governance",
    ),
    "veto-up-to": Case(
        two_proposals,
        ("cancels 2 of the proposals 0 to 1 for good", "“the first”, STANDARD, Pending", "“the second”"),
        lambda office: [state(office, 0), state(office, 1)] == [2, 2], "ProposalsVetoedUpTo", "Governance",
    ),
    "propose": Case(
        actions,
        ("of class CRITICAL", "setHumanCap(newCap = 40,000,000 ROAD)", "with 0.000000000000000007 ETH"),
        lambda office: office.system.governance.proposalCount() == 1, "ProposalCreated", "Governance",
    ),
    "approve-payment": Case(
        bill,
        ("payment 7: 0.5 ETH to", "borne by “gpu”, OPERATIONAL", "approved on chain by 0 of the five"),
        is_approved, "PaymentApproved", "OperatingFunds",
    ),
    "withdraw-approval": Case(
        approved, ("approved on chain by 1 of the five, of whom 3 must", "counts no more"),
        lambda office: not is_approved(office), "ApprovalWithdrawn", "OperatingFunds",
    ),
    "pay-in-emergency": Case(
        registered,
        ("pays 1,250.5 dollars to", "governance has registered", "5,000 dollars of the day's 5,000"),
        lambda office: office.system.funds.emergencyLeftToday() == 3_749_500_000,
        "PaidInEmergency", "OperatingFunds",
    ),
    "pause": Case(
        lambda _: ["transfers"],
        ("stops every transfer of ROAD (ROAD_Token) until 20", "at the latest", "14.0 days are left of the"),
        is_held("token", "transfers"), "EmergencyStarted", "ROAD_Token",
    ),
    "lift": Case(
        held("pause", "links"),
        (
            "lets linking, recovery", "go on at once, which would end by itself 20",
            "charged 24.0 hours at least, however short it was",
        ),
        is_free("cap", "links"), "EmergencyLifted", "HumanCapEnforcement",
    ),
    "freeze": Case(
        lambda _: ["P7"],
        ("sending and receiving by", "(wallet of P7 scribe)", f"wallet {agent_actor(7).address}"),
        is_held("token", "freeze", wallet_number(7)), "EmergencyStarted", "ROAD_Token",
    ),
    "unfreeze": Case(
        held("freeze", agent_actor(7).address), ("lets sending and receiving by", "(wallet of P7 scribe)"),
        is_free("token", "freeze", wallet_number(7)), "EmergencyLifted", "ROAD_Token",
    ),
    "suspend": Case(
        lambda _: ["7"], ("proposing and sending of P7 scribe until", "0 of at most 12", "agentId P7 scribe"),
        SUSPENDED, "EmergencyStarted", "AgentRegistry",
    ),
    "lift-suspension": Case(
        held("suspend", "P7"), ("lets pay, resources, proposing and sending of P7 scribe go on",),
        is_free("registry", "suspension", 7), "EmergencyLifted", "AgentRegistry",
    ),
    "heartbeat": Case(
        nothing, ("last heard of 20", "nobody can challenge before 20"),
        lambda office: office.system.guardianship.lastSeen() == office.system.rpc.now,
        "Heartbeat", "Guardianship",
    ),
    "rotate": Case(
        stranger, ("can take the office from 20", "can cancel it until it is accepted"),
        lambda office: office.system.guardianship.pendingRotation()[0] == office.system.stranger.address,
        "RotationProposed", "Guardianship",
    ),
    "cancel-rotation": Case(
        rotating, ("does not take the office by rotation",),
        lambda office: int(office.system.guardianship.pendingRotation()[0], 16) == 0,
        "RotationCancelled", "Guardianship",
    ),
    "accept-rotation": Case(
        rotation_ready, ("takes the office of", "from the next block on it alone is the guardian"),
        lambda office: office.system.guardianship.guardian() == office.system.stranger.address,
        "GuardianChanged", "Guardianship",
    ),
    "successor": Case(
        stranger, ("is successor from 20", "until then it stays"),
        lambda office: office.system.guardianship.reserved()[4] == office.system.stranger.address,
        "SuccessorProposed", "Guardianship",
    ),
    "cancel-successor": Case(
        naming("proposeSuccessor"), ("stays successor",),
        lambda office: int(office.system.guardianship.reserved()[4], 16) == 0,
        "SuccessorCancelled", "Guardianship",
    ),
    "recovery-address": Case(
        stranger, ("is recovery address from 20", "until then it stays"),
        lambda office: office.system.guardianship.reserved()[6] == office.system.stranger.address,
        "RecoveryAddressProposed", "Guardianship",
    ),
    "cancel-recovery-address": Case(
        naming("proposeRecoveryAddress"), ("stays recovery address",),
        lambda office: int(office.system.guardianship.reserved()[6], 16) == 0,
        "RecoveryAddressCancelled", "Guardianship",
    ),
    "contest-recovery": Case(
        recovering, ("who could take the office from 20", "(successor) confirms the recovery"),
        lambda office: office.system.guardianship.pendingRecovery()[3] is True,
        "RecoveryContested", "Guardianship",
    ),
    "release": Case(
        nothing, ("pays 51,000,0", "0 ROAD were paid before"),
        lambda office: office.system.token.balanceOf(office.system.guardian) >= 51 * 10**24,
        "GuardianPaid", "GuardianVesting",
    ),
    "cancel-merge": Case(
        merging, ("keeps its book apart from book", "could merge it from 20"),
        lambda office: office.system.cap.mergeOf(identity_of("twin")).into == 0,
        "MergeCancelled", "HumanCapEnforcement",
    ),
    "cancel-wallet-request": Case(
        requested, ("P3 atlas keeps its wallet", "would have become its wallet from 20"),
        lambda office: int(office.system.registry.walletRequest(3).newWallet, 16) == 0,
        "WalletRequestCancelled", "AgentRegistry",
    ),
}  # fmt: skip
