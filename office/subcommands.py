"""The list of subcommands: what each makes, what it asks for, and which functions it calls."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from deployment.explain import SUPPORT
from deployment.rules import Row
from office import holds, offices, payments, proposing, voting
from office.act import Act

ACTIONS = click.Path(path_type=Path, dir_okay=False)


def required(name: str, words: str) -> click.Option:
    """An option that must be given."""
    return click.Option([f"--{name}"], required=True, help=words)


PROPOSAL = click.Argument(["proposal"])
WALLET = click.Argument(["wallet"])
AGENT = click.Argument(["agent"])
SCOPE = click.Argument(["scope"])
ADDRESS = click.Argument(["address"])
CANDIDATE = click.Argument(["candidate"])
PAYMENT = click.Argument(["file"], type=ACTIONS)
REASON = required("reason", "The text whose hash is recorded.")


@dataclass(frozen=True)
class Subcommand:
    """One act of the guardian's, or of whom the guardian passes the office to."""

    name: str
    make: Callable[..., Act]
    params: tuple[click.Parameter, ...]
    calls: tuple[str, ...]  # Contract.function; those of the scopes follow from the contracts


SUBCOMMANDS = (
    Subcommand(
        "vote",
        voting.vote,
        (
            PROPOSAL,
            click.Argument(["support"], type=click.Choice(SUPPORT)),
            click.Option(["--reason"], default="", help="A text that is recorded with the vote."),
            click.Option(["--params"], default="", help="Bytes that are recorded with it, in hexadecimal."),
        ),
        (
            "Governance.castVote",
            "Governance.castVoteWithReason",
            "Governance.castVoteWithReasonAndParams",
        ),
    ),
    Subcommand("veto", voting.veto, (PROPOSAL, REASON), ("Governance.veto",)),
    Subcommand("veto-up-to", voting.veto_up_to, (PROPOSAL, REASON), ("Governance.vetoUpTo",)),
    Subcommand(
        "propose", proposing.propose, (click.Argument(["file"], type=ACTIONS),), ("Governance.propose",)
    ),
    Subcommand("approve-payment", payments.approve_payment, (PAYMENT,), ("OperatingFunds.approve",)),
    Subcommand("withdraw-approval", payments.withdraw_approval, (PAYMENT,), ("OperatingFunds.withdraw",)),
    Subcommand(
        "pay-in-emergency",
        payments.pay_in_emergency,
        (
            click.Argument(["payee"]),
            click.Argument(["dollars"]),
            required("memo", "The text whose hash is recorded."),
        ),
        ("OperatingFunds.payInEmergency",),
    ),
    Subcommand("pause", holds.pause, (SCOPE,), ()),
    Subcommand("lift", holds.lift, (SCOPE,), ()),
    Subcommand("freeze", holds.freeze, (WALLET,), ("ROAD_Token.freeze",)),
    Subcommand("unfreeze", holds.unfreeze, (WALLET,), ("ROAD_Token.unfreeze",)),
    Subcommand("suspend", holds.suspend, (AGENT,), ("AgentRegistry.emergencySuspend",)),
    Subcommand("lift-suspension", holds.lift_suspension, (AGENT,), ("AgentRegistry.liftSuspension",)),
    Subcommand("heartbeat", offices.heartbeat, (), ("Guardianship.heartbeat",)),
    Subcommand("rotate", offices.rotate, (CANDIDATE,), ("Guardianship.proposeRotation",)),
    Subcommand("cancel-rotation", offices.cancel_rotation, (), ("Guardianship.cancelRotation",)),
    Subcommand("accept-rotation", offices.accept_rotation, (), ("Guardianship.acceptRotation",)),
    Subcommand("successor", offices.successor, (ADDRESS,), ("Guardianship.proposeSuccessor",)),
    Subcommand("cancel-successor", offices.cancel_successor, (), ("Guardianship.cancelSuccessor",)),
    Subcommand(
        "recovery-address", offices.recovery_address, (ADDRESS,), ("Guardianship.proposeRecoveryAddress",)
    ),
    Subcommand(
        "cancel-recovery-address",
        offices.cancel_recovery_address,
        (),
        ("Guardianship.cancelRecoveryAddress",),
    ),
    Subcommand("contest-recovery", offices.contest_recovery, (), ("Guardianship.contestRecovery",)),
    Subcommand("release", offices.release, (), ("GuardianVesting.release",)),
    Subcommand(
        "cancel-merge",
        offices.cancel_merge,
        (click.Argument(["identity"]),),
        ("HumanCapEnforcement.cancelMerge",),
    ),
    Subcommand(
        "cancel-wallet-request",
        offices.cancel_wallet_request,
        (AGENT,),
        ("AgentRegistry.cancelWalletRequest",),
    ),
)


def calls_of(subcommand: Subcommand, rules: Sequence[Row]) -> set[str]:
    """Functions that a subcommand calls, as Contract.function."""
    scopes = holds.scopes_of(rules).values()
    if subcommand.make is holds.pause:
        return {f"{scope.contract}.{scope.hold.removesuffix('()')}" for scope in scopes}
    if subcommand.make is holds.lift:
        return {f"{scope.contract}.{scope.lift.removesuffix('()')}" for scope in scopes}
    return set(subcommand.calls)
