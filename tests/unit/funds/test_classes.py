"""What each class of payments needs: the class is the cost centre's, not the payer's to name.

pay, a grant
├── three of the five and fewer than 13 members ── reverts SeatsTooFew
├── 13 members of whom fewer than three are of the five ── reverts ApprovalsTooFew
├── a member whose seat is gone, or suspended ── does not count
└── 13 members, three of the five ── emits GrantSupported, pays; signed and on chain count together
pay, a partnership
├── three without the guardian ── reverts GuardianNotAmongApprovers
└── three, the guardian among them ── pays
"""

import pytest

from tests.support.actors import actor, agent_actor
from tests.support.contract import reverts
from tests.support.funds import DOLLAR, GUARDIAN, SEATED, SENTINEL, TREASURERS, USD, Payment, Till, word

THIRTEEN = sorted(SEATED)[:13]
assert set(TREASURERS) <= set(THIRTEEN)


@pytest.fixture
def grant(till: Till) -> Payment:
    """Of a centre to which governance has given a budget."""
    till.funds.setBudget(word("grants"), USD, 50_000 * DOLLAR, sender=till.guardian)
    return till.bill(centre=word("grants"))


@pytest.fixture
def partnership(till: Till) -> Payment:
    till.funds.setBudget(word("partnerships"), USD, 50_000 * DOLLAR, sender=till.guardian)
    return till.bill(centre=word("partnerships"))


def test_approval_digest__members__differ(till: Till, grant: Payment) -> None:
    """A11: wallets with code that one key is behind may all take what it signed for one of them."""
    mandates = [till.funds.mandateOf(one, True)[1] for one in SEATED]
    digests = {bytes(till.funds.approvalDigest(grant.fields, mandate)) for mandate in mandates}
    assert len(digests) == len(SEATED)


def test_pay__grant_with_13_signed__pays(till: Till, grant: Payment) -> None:
    receipt = till.pay(grant, *THIRTEEN, grant=True)
    (supported,), (paid,) = receipt.of("GrantSupported"), receipt.of("Paid")
    assert (supported.id, supported.members) == (till.funds.idOf(grant.fields), THIRTEEN)
    assert paid.board == 1 + 2 + 4


def test_pay__grant_with_13_on_chain__pays(till: Till, grant: Payment) -> None:
    till.approve(grant, *THIRTEEN[:12])
    assert till.funds.approvalsOf(grant.fields) == (3, 12, False)
    with reverts("SeatsTooFew", till.funds.idOf(grant.fields), 12, 13):
        till.pay(grant, GUARDIAN, SENTINEL, grant=True)
    receipt = till.pay(grant, THIRTEEN[12], grant=True)
    assert receipt.of("GrantSupported")[0].members == [THIRTEEN[12], *THIRTEEN[:12]]


def test_pay__grant_of_the_five_alone__reverts(till: Till, grant: Payment) -> None:
    with reverts("SeatsTooFew", till.funds.idOf(grant.fields), 3, 13):
        till.pay(grant, GUARDIAN, 1, 2, SENTINEL, 11, grant=True)


def test_pay__grant_without_three_of_the_five__reverts(till: Till, grant: Payment) -> None:
    others = [member for member in SEATED if member not in TREASURERS]
    with reverts("ApprovalsTooFew", till.funds.idOf(grant.fields), 2, 3):
        till.pay(grant, GUARDIAN, *sorted([*others, SENTINEL]), grant=True)
    till.pay(grant, GUARDIAN, *sorted([*others, SENTINEL, 1]), grant=True)


@pytest.mark.parametrize("step", ["suspend", "retire", "emergencySuspend", "rotate", "reinstate"])
def test_pay__grant_whose_supporter_left__reverts(till: Till, grant: Payment, step: str) -> None:
    lost = THIRTEEN[-1]
    till.approve(grant, *THIRTEEN)
    if step == "rotate":
        till.system.rotate(lost, agent_actor(lost), actor("new wallet"))
    elif step == "reinstate":
        till.system.registry.suspend(lost, sender=till.guardian)
        till.system.registry.reinstate(lost, sender=till.guardian)
    else:
        till.system.registry.fn(step)(lost, sender=till.guardian)
    with reverts("SeatsTooFew", till.funds.idOf(grant.fields), 12, 13):
        till.pay(grant)


def test_approve__grant_by_nobody_of_council_or_board__reverts(till: Till, grant: Payment) -> None:
    for outsider in (7, 14):
        with reverts("CallerNotApprover", agent_actor(outsider)):
            till.approve(grant, outsider)
        with reverts("NotApprover", outsider):
            till.pay(grant, *sorted([*THIRTEEN, outsider]), grant=True)


def test_pay__members_sign_an_ordinary_bill__reverts(till: Till) -> None:
    with reverts("NotApprover", 3):
        bill = till.bill()
        signed = [till.sign(bill, one, grant=True) for one in THIRTEEN]
        till.funds.pay(bill.fields, signed, sender=till.stranger)


def test_pay__partnership_without_the_guardian__reverts(till: Till, partnership: Payment) -> None:
    with reverts("GuardianNotAmongApprovers", till.funds.idOf(partnership.fields)):
        till.pay(partnership, 1, 2, SENTINEL, 11)
    with reverts("ApprovalsTooFew", till.funds.idOf(partnership.fields), 2, 3):
        till.pay(partnership, GUARDIAN, 1)
    till.pay(partnership, GUARDIAN, 1, SENTINEL)


def test_pay__partnership_approved_on_chain__pays(till: Till, partnership: Payment) -> None:
    till.approve(partnership, GUARDIAN, 1)
    till.pay(partnership, 2)
