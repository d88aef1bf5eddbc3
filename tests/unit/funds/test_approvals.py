"""Who approves, on chain and by signature, and when an approval no longer counts (invariant 38, A11).

approve, withdraw
├── caller is none of the five ── reverts CallerNotApprover
├── approve: after the deadline, too early, number used ── reverts
├── the same again ── reverts PaymentApprovedAlready, ApprovalWithdrawnAlready
└── otherwise ── emits; the first act on a payment tells the payment
pay, with approvals
├── on chain and signed ── count together, each approver once
├── withdrawn ── does not count; a signature reverts ApprovalWithdrawnAlready; given anew it counts
├── signatures out of order, or twice ── reverts ApproversUnordered
├── of nobody on the board ── reverts NotApprover
├── by another key, for another contract, chain or mandate ── reverts InvalidSignature
└── of a wallet with code ── its ERC-1271 answer
an approver
├── loses its wallet, its seat, its place, its status, its office ── what it approved is void, for good
└── under emergency suspension ── approves nothing; what it approved counts again when that ends
"""

from collections.abc import Callable
from typing import Any

import pytest

from tests.support.actors import Actor, actor, agent_actor
from tests.support.agents import AGREES, AGREES_IN_4_BYTES, BURNS_GAS, DISAGREES, REVERTS
from tests.support.contract import reverts
from tests.support.funds import DOLLAR, GUARDIAN, SENTINEL, TREASURERS, Payment, Till
from tests.support.office import rotate_office, told
from tests.support.system import DAY

NEW = actor("new wallet")


def id_of(till: Till, bill: Payment) -> bytes:
    found: bytes = till.funds.idOf(bill.fields)
    return found


def counted(till: Till, bill: Payment) -> int:
    approvals, _, _ = till.funds.approvalsOf(bill.fields)
    return int(approvals)


def test_approve__first__emits_the_payment(till: Till) -> None:
    bill = till.bill()
    (receipt,) = till.approve(bill, 1)
    _, mandate = till.funds.mandateOf(1, False)
    proposed, approved = receipt.events
    assert (proposed.name, proposed.id, proposed.number) == ("PaymentProposed", id_of(till, bill), 1)
    assert (proposed.by, proposed.payment) == (agent_actor(1).address, bill.logged)
    told_approval = ("PaymentApproved", id_of(till, bill), 1, agent_actor(1).address, mandate)
    assert (approved.name, *approved.args.values()) == told_approval
    (second,) = till.approve(bill, 2)
    assert [event.name for event in second.events] == ["PaymentApproved"]
    assert till.funds.approvalsOf(bill.fields) == (2, 0, False)


def test_approve__guardian__is_heard_of(till: Till) -> None:
    (receipt,) = till.approve(till.bill(), GUARDIAN)
    assert [e.name for e in receipt.events] == ["Heartbeat", "PaymentProposed", "PaymentApproved"]
    assert till.system.guardianship.lastSeen() == till.rpc.now
    assert till.funds.approvalsOf(till.bill(deadline=till.rpc.now - 1 + DAY).fields) == (1, 0, True)


@pytest.mark.parametrize("function", ["approve", "withdraw"])
def test_approve__not_an_approver__reverts(till: Till, function: str) -> None:
    """Members of the council approve of grants only."""
    for caller in (till.stranger, agent_actor(3), agent_actor(26), till.system.recovery):
        with reverts("CallerNotApprover", caller):
            till.funds.fn(function)(till.bill().fields, sender=caller)


def test_approve__deadline_and_number__reverts(till: Till) -> None:
    at = till.rpc.now + 10
    treasurer = agent_actor(1)
    for deadline, error in ((at - 1, ("DeadlinePassed", at - 1)), (at + 30 * DAY + 1, ())):
        expected = error or ("DeadlineTooFar", deadline, at + 30 * DAY)
        with reverts(*expected):
            till.funds.approve(till.bill(deadline=deadline).fields, sender=treasurer, at=at)
    till.funds.approve(till.bill(deadline=at + 30 * DAY, number=2).fields, sender=treasurer, at=at)
    till.pay(till.bill(), *TREASURERS)
    with reverts("NumberUsed", 1):
        till.approve(till.bill(), 1)


def test_approve__twice__reverts(till: Till) -> None:
    bill = till.bill()
    till.approve(bill, 1)
    with reverts("PaymentApprovedAlready", id_of(till, bill), 1):
        till.approve(bill, 1)


def test_pay__approved_on_chain__pays(till: Till) -> None:
    bill = till.bill()
    till.approve(bill, GUARDIAN, 2, SENTINEL)
    (paid,) = till.pay(bill).of("Paid")
    assert paid.board == 2 + 8 + 16
    with reverts("NumberUsed", 1):
        till.pay(bill)


def test_pay__on_chain_and_signed__counts_each_once(till: Till) -> None:
    bill = till.bill()
    till.approve(bill, 1, 2)
    with reverts("ApprovalsTooFew", id_of(till, bill), 2, 3):
        till.pay(bill, 1, 2)
    till.pay(bill, 2, SENTINEL)


def test_withdraw__approved__no_longer_counts(till: Till) -> None:
    bill = till.bill()
    till.approve(bill, *TREASURERS)
    receipt = till.funds.withdraw(bill.fields, sender=agent_actor(2))
    wallet, mandate = till.funds.mandateOf(2, False)
    assert told(receipt) == [("ApprovalWithdrawn", id_of(till, bill), 2, wallet, mandate)]
    with reverts("ApprovalsTooFew", id_of(till, bill), 2, 3):
        till.pay(bill)
    with reverts("ApprovalWithdrawnAlready", id_of(till, bill), 2):
        till.funds.withdraw(bill.fields, sender=agent_actor(2))
    till.approve(bill, 2)
    till.pay(bill)


def test_withdraw__signed__reverts_with_that_signature_alone(till: Till) -> None:
    """What was signed can be taken back on chain, and holds up nobody else's approvals."""
    bill = till.bill()
    receipt = till.funds.withdraw(bill.fields, sender=agent_actor(1))
    assert [event.name for event in receipt.events] == ["PaymentProposed", "ApprovalWithdrawn"]
    with reverts("ApprovalWithdrawnAlready", id_of(till, bill), 1):
        till.pay(bill, *TREASURERS)
    till.pay(bill, 2, SENTINEL, 11)


@pytest.mark.parametrize("approvers", [(2, 1, 11), (1, 1, 2), (1, GUARDIAN, 2), (1, 2, 2)])
def test_pay__signatures_unordered__reverts(till: Till, approvers: tuple[int, ...]) -> None:
    places = [place for place in (1, 2) if approvers[place] <= approvers[place - 1]]
    with reverts("ApproversUnordered", approvers[places[0]], approvers[places[0] - 1] + 1):
        till.pay(till.bill(), *approvers)


@pytest.mark.parametrize("approver", [3, 12, 27, 2**256 - 1])
def test_pay__signed_by_nobody_on_the_board__reverts(till: Till, approver: int) -> None:
    bill = till.bill()
    forged = (approver, till.sign(bill, approver, signer=actor("forger"), mandate=1)[1])
    signed = sorted([*(till.sign(bill, one) for one in (1, 2)), forged])
    with reverts("NotApprover", approver):
        till.funds.pay(bill.fields, signed, sender=till.stranger)


@pytest.mark.parametrize(
    "wrong",
    [
        {"signer": actor("forger")},
        {"mandate": 0},
        {"mandate": 2 << 8},
        {"domain": "chain"},
        {"domain": "contract"},
        {"domain": "name"},
    ],
)
def test_pay__wrong_signature__reverts(till: Till, wrong: dict[str, Any]) -> None:
    """Invariant 11, A11."""
    bill, domain = till.bill(), till.system.domain("BlackRoad OperatingFunds", till.funds)
    changes: dict[str, dict[str, Any]] = {
        "chain": {"chainId": 1},
        "contract": {"verifyingContract": till.system.treasury.address},
        "name": {"name": "BlackRoad"},
    }
    if "domain" in wrong:
        wrong = {"domain": domain | changes[wrong["domain"]]}
    signed = [till.sign(bill, 1, **wrong), till.sign(bill, 2), till.sign(bill, 11)]
    with reverts("InvalidSignature", agent_actor(1)):
        till.funds.pay(bill.fields, signed, sender=till.stranger)


@pytest.mark.parametrize("length", [0, 63, 66, 130])
def test_pay__malformed_signature__reverts(till: Till, length: int) -> None:
    bill = till.bill()
    signed = [(1, bytes(length)), till.sign(bill, 2), till.sign(bill, 11)]
    with reverts("InvalidSignature", agent_actor(1)):
        till.funds.pay(bill.fields, signed, sender=till.stranger)


def test_pay__short_signature__is_the_same_approval(till: Till) -> None:
    """EIP-2098."""
    bill = till.bill()
    long = till.sign(bill, 1)[1]
    short = long[:32] + (int.from_bytes(long[32:64]) | (long[64] - 27) << 255).to_bytes(32)
    signed = [(1, short), till.sign(bill, 2), till.sign(bill, 11)]
    till.funds.pay(bill.fields, signed, sender=till.stranger)


@pytest.mark.parametrize("code", [AGREES, AGREES_IN_4_BYTES, DISAGREES, REVERTS, BURNS_GAS, "0x00"])
def test_pay__wallet_with_code__answers_for_itself(till: Till, code: str) -> None:
    wallet = actor(f"contract wallet {code}")
    till.system.rotate(1, agent_actor(1), wallet)
    till.rpc.set_code(wallet.address, code)
    bill = till.bill()
    signed = [(1, b"anything"), till.sign(bill, 2), till.sign(bill, 11)]
    if code == AGREES:
        till.funds.pay(bill.fields, signed, sender=till.stranger)
        return
    with reverts("InvalidSignature", wallet):
        till.funds.pay(bill.fields, signed, sender=till.stranger)


# --- Who leaves ---


def rotate(till: Till) -> None:
    till.system.rotate(1, agent_actor(1), NEW)


def replace(till: Till) -> None:
    till.elect(0, 3)


def replace_and_return(till: Till) -> None:
    till.elect(0, 3)
    till.elect(0, 1)


def suspend(till: Till) -> None:
    till.system.registry.suspend(1, sender=till.guardian)


def suspend_and_reinstate(till: Till) -> None:
    till.system.registry.suspend(1, sender=till.guardian)
    till.system.registry.reinstate(1, sender=till.guardian)


def retire(till: Till) -> None:
    till.system.registry.retire(1, sender=till.guardian)


Change = Callable[[Till], None]
GONE: list[Change] = [suspend, suspend_and_reinstate, retire, replace]


@pytest.mark.parametrize("change", [rotate, replace_and_return, *GONE])
def test_pay__treasurer_left__voids_its_approval(till: Till, change: Change) -> None:
    """Invariant 38, A11: given on chain or signed."""
    bill, other = till.bill(), till.bill(number=2)
    till.approve(bill, *TREASURERS)
    signed = [till.sign(other, one) for one in TREASURERS]
    change(till)
    with reverts("ApprovalsTooFew", id_of(till, bill), 2, 3):
        till.pay(bill)
    here = change in (rotate, replace_and_return)
    wallet = NEW if change is rotate else agent_actor(1)
    with reverts(*(("InvalidSignature", wallet) if here else ("NotApprover", 1))):
        till.funds.pay(other.fields, signed, sender=till.stranger)
    till.pay(bill, SENTINEL)


def test_pay__treasurers_term_over__voids_its_approval(till: Till) -> None:
    until = min(till.funds.treasurer(place).until for place in range(3))
    ended = [one for place, one in enumerate(TREASURERS) if till.funds.treasurer(place).until == until]
    bill = till.bill(deadline=until + 9)
    till.rpc.travel_to(until - 20)
    till.approve(bill, GUARDIAN, SENTINEL, ended[0])
    till.rpc.travel_to(until - 2)
    assert counted(till, bill) == 3
    with reverts("ApprovalsTooFew", id_of(till, bill), 2, 3):
        till.pay(bill, at=until)


@pytest.mark.parametrize(
    "change", ["suspend", "suspend_and_reinstate", "retire", "another", "back", "rotate"]
)
def test_pay__security_agent_left__voids_its_approval(till: Till, change: str) -> None:
    registry, guardian = till.system.registry, till.guardian
    bill = till.bill()
    till.approve(bill, 1, 2, SENTINEL)
    match change:
        case "suspend" | "suspend_and_reinstate":
            registry.suspend(SENTINEL, sender=guardian)
            if change != "suspend":
                registry.reinstate(SENTINEL, sender=guardian)
        case "retire":
            registry.retire(SENTINEL, sender=guardian)
        case "another" | "back":
            till.funds.nameSecurity(7, sender=guardian)
            if change == "back":
                till.funds.nameSecurity(SENTINEL, sender=guardian)
        case "rotate":
            till.system.rotate(SENTINEL, agent_actor(SENTINEL), NEW)
    with reverts("ApprovalsTooFew", id_of(till, bill), 2, 3):
        till.pay(bill)
    till.pay(bill, 11)


def test_pay__new_guardian__voids_the_old_ones_approval(till: Till) -> None:
    """Invariant 28: also for one who comes back."""
    deadline = till.rpc.now + 20 * DAY
    bill, signed = till.bill(deadline=deadline), till.bill(deadline=deadline, number=2)
    till.approve(bill, GUARDIAN, 1, 2)
    signature = till.sign(signed, GUARDIAN)
    rotate_office(till.system, NEW)
    till.rpc.travel(1)
    with reverts("ApprovalsTooFew", id_of(till, bill), 2, 3):
        till.pay(bill)
    with reverts("InvalidSignature", NEW):
        till.funds.pay(signed.fields, [signature], sender=till.stranger)
    rotate_office(till.system, till.guardian, by=NEW)
    till.rpc.travel(1)
    with reverts("ApprovalsTooFew", id_of(till, bill), 2, 3):
        till.pay(bill)
    with reverts("InvalidSignature", till.guardian):
        till.funds.pay(signed.fields, [signature], sender=till.stranger)
    till.approve(bill, GUARDIAN)
    till.pay(bill)


def test_pay__emergency_suspension__waits_for_its_end(till: Till) -> None:
    """It is over by itself, and so is what it does."""
    bill = till.bill(deadline=till.rpc.now + 10 * DAY)
    till.approve(bill, *TREASURERS)
    till.system.registry.emergencySuspend(1, sender=till.guardian)
    until = till.rpc.now + 3 * DAY
    with reverts("CallerNotApprover", agent_actor(1)):
        till.funds.withdraw(bill.fields, sender=agent_actor(1))
    with reverts("ApprovalsTooFew", id_of(till, bill), 2, 3):
        till.pay(bill, at=until - 1)
    till.pay(bill, at=until)


def signer_of(till: Till, approver: int) -> Actor:
    return till.wallet(approver)


def test_mandate_of__approvers__names_their_wallets(till: Till) -> None:
    for approver in (GUARDIAN, SENTINEL, *TREASURERS):
        wallet, mandate = till.funds.mandateOf(approver, False)
        assert (wallet, till.funds.isOnBoard(approver)) == (signer_of(till, approver).address, True)
        assert mandate > 0
    for nobody in (3, 27, 2**255):
        assert till.funds.mandateOf(nobody, False)[1] == 0
        assert not till.funds.isOnBoard(nobody)
    assert till.bill().amount == 5_000 * DOLLAR


def test_approval_digest__bill__is_what_wallets_sign(till: Till) -> None:
    bill = till.bill()
    _, mandate = till.funds.mandateOf(1, False)
    digest = till.funds.approvalDigest(bill.fields, mandate)
    signature = agent_actor(1).account.unsafe_sign_hash(digest).signature
    assert bytes(signature) == till.sign(bill, 1)[1]
