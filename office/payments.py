"""Payments out of the operating funds: the guardian's consent to one, and its own in an emergency."""

import json
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from eth_utils import keccak

from deployment.arguments import typed
from deployment.errors import ParameterError, UnreadableFile
from deployment.words import coins, printable, when
from office.act import Act, guardian_act
from office.desk import Desk
from office.errors import BadAmount

PAYMENT = "(bytes32,address,address,uint256,uint256,uint256,bytes32)"
CLASSES = ("NONE: there is no such cost centre", "OPERATIONAL", "GRANT", "PARTNERSHIP")
ETHER = "0x" + "00" * 20
DOLLAR = 10**6  # of the stablecoin's smallest unit
NEEDED = 3  # approvals of the board's five


def approve_payment(desk: Desk, file: Path) -> Act:
    """Approve of the payment of FILE, a JSON with the fields of a Payment."""
    payment = load_payment(desk, file)
    words = (*payment_words(desk, payment), "the approval counts as long as this guardian is in office")
    return guardian_act(desk, "OperatingFunds", f"approve({PAYMENT})", payment, words=words)


def withdraw_approval(desk: Desk, file: Path) -> Act:
    """Withdraw the approval of the payment of FILE, given on chain or signed."""
    payment = load_payment(desk, file)
    words = (*payment_words(desk, payment), "the guardian's approval of it counts no more")
    return guardian_act(desk, "OperatingFunds", f"withdraw({PAYMENT})", payment, words=words)


def pay_in_emergency(desk: Desk, payee: str, dollars: str, memo: str) -> Act:
    """Pay DOLLARS to the registered PAYEE at once; 5,000 a day (UTC) at most."""
    address, amount = desk.address(payee), _millionths(dollars)
    left = int(desk.read("OperatingFunds", "emergencyLeftToday()", returns="uint256"))
    registered = desk.read("OperatingFunds", "isEmergencyPayee(address)", address, returns="bool")
    words = (
        f"pays {in_dollars(amount)} to {desk.name_of(address)}",
        "governance has registered this payee" if registered else "governance has NOT registered this payee",
        f"{in_dollars(left)} of the day's 5,000 dollars are left before it",
        f"memo: “{printable(memo)}”: only its keccak-256 stands on the chain",
    )
    arguments = (address, amount, keccak(text=memo))
    return guardian_act(
        desk, "OperatingFunds", "payInEmergency(address,uint256,bytes32)", *arguments, words=words
    )


def payment_words(desk: Desk, payment: tuple[Any, ...]) -> tuple[str, ...]:
    """What a payment is, and how far it has come."""
    centre, asset, payee, amount, number, deadline, _ = payment
    paid = desk.read_address("OperatingFunds", "dollar()")
    said = f"{amount} of {desk.name_of(asset)}"
    if asset == ETHER:
        said = coins(amount)
    elif asset == paid:
        said = in_dollars(amount)
    number_of_class = desk.read("OperatingFunds", "classOf(bytes32)", centre, returns="uint8")
    asked = f"approvalsOf({PAYMENT})"
    approvals, seats, _ = desk.read("OperatingFunds", asked, payment, returns="(uint256,uint256,bool)")
    name = printable(centre.rstrip(b"\0").decode(errors="replace"))
    return (
        f"payment {number}: {said} to {desk.name_of(payee)}, until {when(deadline)}",
        f"borne by “{name}”, {CLASSES[number_of_class]}",
        f"approved on chain by {approvals} of the five, of whom {NEEDED} must, and by {seats} of the council",
    )


def load_payment(desk: Desk, path: Path) -> tuple[Any, ...]:
    """The fields of a payment in the order of the ABI; raises UnreadableFile or ParameterError."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UnreadableFile(path, None, f"cannot be read as JSON: {error}") from error
    (entry,) = [one for one in desk.artifacts["OperatingFunds"].abi if one.get("name") == "approve"]
    fields = entry["inputs"][0]["components"]
    if not isinstance(data, dict) or set(data) != {field["name"] for field in fields}:
        raise ParameterError(
            path, "payment", f"must have exactly {', '.join(field['name'] for field in fields)}"
        )
    if isinstance(data["centre"], str) and not data["centre"].startswith("0x"):
        data["centre"] = "0x" + data["centre"].encode().ljust(32, b"\0").hex()
    return tuple(typed(path, field["name"], field, data[field["name"]]) for field in fields)


def in_dollars(amount: int) -> str:
    """Millionths of a dollar as people read them."""
    return f"{Decimal(amount) / DOLLAR:,.6f}".rstrip("0").rstrip(".") + " dollars"


def _millionths(dollars: str) -> int:
    try:
        amount = Decimal(dollars) * DOLLAR
    except InvalidOperation as error:
        raise BadAmount(dollars) from error
    if not amount.is_finite() or amount <= 0 or amount != int(amount):
        raise BadAmount(dollars)
    return int(amount)
