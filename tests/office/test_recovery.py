"""Whoever may take the office from a stolen or silent key has a subcommand for each step, which does that.

each step: dry ── says it and changes nothing | --send ── does it, as the one whose act it is
a theft, from the first call to the new epoch | nothing pending ── refused | not their turn ── refused
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from office.errors import ActRefused, NobodysTurn
from scripts.recovery import STEPS, cli
from tests.office.conftest import PASSPHRASE, Office, keyfile
from tests.support.actors import Actor, actor
from tests.support.stage import ROWS
from tests.support.system import DAY

NEW = actor("a new key")
Prepare = Callable[[Office], Any]


@pytest.fixture
def rescue(office: Office, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """The desk, with the keys of recovery address, successor and the new guardian."""
    office.command = cli
    owners = {
        "office_recovery": office.system.recovery,
        "office_successor": office.system.successor,
        "office_new": NEW,
    }
    paths = [keyfile(alias, owner) for alias, owner in owners.items()]
    for alias, owner in owners.items():
        monkeypatch.setenv(f"APE_ACCOUNTS_{alias}_PASSPHRASE", PASSPHRASE)
        office.system.rpc.fund(owner.address)
    yield office
    for path in paths:
        path.unlink()


def stolen(function: str) -> Prepare:
    """The thief begins something with the guardian's key."""
    return lambda office: office.system.guardianship.fn(function)(NEW, sender=office.system.guardian)


def recovering(office: Office) -> None:
    office.system.guardianship.proposeRecovery(NEW, sender=office.system.recovery)


def contested(office: Office) -> None:
    recovering(office)
    office.system.guardianship.contestRecovery(sender=office.system.guardian)


def ready(office: Office) -> None:
    recovering(office)
    office.system.rpc.travel(14 * DAY)


def unheard(office: Office) -> None:
    """Nobody hears of the guardian."""
    office.system.rpc.travel_to(office.system.guardianship.lastSeen() + 90 * DAY)


def unanswered(office: Office) -> None:
    """And nobody answers the challenge."""
    unheard(office)
    office.system.succession.challenge(sender=office.system.stranger)
    office.system.rpc.travel(30 * DAY)


def silent(office: Office) -> None:
    """So the office is vacant in the end."""
    unanswered(office)
    office.system.succession.declareVacancy(sender=office.system.stranger)


CASES: dict[str, tuple[Prepare, list[Any], str, str, str]] = {
    "stop-rotation": (stolen("proposeRotation"), [], "recovery", "RotationCancelled", "by rotation"),
    "stop-successor": (stolen("proposeSuccessor"), [], "recovery", "SuccessorCancelled", "stays successor"),
    "stop-recovery-address": (
        stolen("proposeRecoveryAddress"), [], "recovery", "RecoveryAddressCancelled", "stays recovery",
    ),
    "propose": (lambda _: None, [NEW], "recovery", "RecoveryProposed", "the guardian cannot cancel it"),
    "cancel": (recovering, [], "recovery", "RotationCancelled", "does not take the office by recovery"),
    "confirm": (contested, [], "successor", "RecoveryConfirmed", "whatever the guardian says"),
    "accept": (ready, [], "new", "GuardianChanged", "it alone is the guardian"),
    "challenge": (unheard, [], "successor", "GuardianChallenged", "the guardian has until 20"),
    "declare-vacancy": (unanswered, [], "successor", "OfficeVacated", "the successor's to take until 20"),
    "succeed": (silent, [], "successor", "GuardianChanged", "takes the vacant office"),
}  # fmt: skip


def signer(office: Office, name: str) -> Actor:
    return NEW if name == "new" else getattr(office.system, name)


def test_cli__steps__keeps_a_case_for_each() -> None:
    assert set(cli.commands) == set(STEPS) == set(CASES)


def test_cli__functions_of_the_recovery_address__keeps_a_step_for_each() -> None:
    may = {row.function for row in ROWS if "recovery" in row.rule.may and "anyone" not in row.rule.may}
    assert may == {
        "cancelRotation", "cancelSuccessor", "cancelRecoveryAddress", "proposeRecovery", "cancelRecovery",
    }  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_act__each_step__emits_what_it_said(rescue: Office, name: str) -> None:
    prepare, words, caller, event, told = CASES[name]
    prepare(rescue)
    height = rescue.height
    shown = rescue.run(name, *words)
    assert rescue.height == height
    assert f"by {signer(rescue, caller).address}" in shown
    assert told in shown
    rescue.send(name, *words)
    emitted = [*rescue.events(rescue.system.guardianship), *rescue.events(rescue.system.succession)]
    assert event in [one.name for one in emitted]


def test_recovery__a_stolen_key__sets_a_new_guardian_whatever_the_thief_does(rescue: Office) -> None:
    """Sentence 50."""
    system = rescue.system
    stolen("proposeRotation")(rescue)
    rescue.send("stop-rotation")
    rescue.send("propose", NEW)
    system.guardianship.contestRecovery(sender=system.guardian)
    rescue.send("confirm")
    system.rpc.travel(14 * DAY)
    rescue.send("accept")
    assert system.guardianship.guardian() == NEW.address
    assert system.guardianship.epoch() == 2


@pytest.mark.parametrize("name", ["cancel", "confirm", "accept"])
def test_act__no_recovery_pending__reverts(rescue: Office, name: str) -> None:
    with pytest.raises(NobodysTurn, match="no recovery is pending"):
        rescue.run(name)


def test_accept__too_early__reverts_with_the_contracts_error(rescue: Office) -> None:
    recovering(rescue)
    with pytest.raises(ActRefused, match=r"acceptRecovery would be refused now: NotReady\(readyAt="):
        rescue.run("accept")


def test_recovery__a_silent_guardian__sets_the_successor(rescue: Office) -> None:
    system = rescue.system
    unheard(rescue)
    rescue.send("challenge")
    system.rpc.travel(30 * DAY)
    rescue.send("declare-vacancy")
    rescue.send("succeed")
    assert system.guardianship.guardian() == system.successor.address
    assert int(system.guardianship.successor(), 16) == 0


def test_challenge__by_anybody__emits_who(rescue: Office) -> None:
    stranger = rescue.system.stranger
    unheard(rescue)
    assert f"by {stranger.address}" in rescue.send("challenge", "--by", stranger)
    (challenged,) = rescue.events(rescue.system.succession)
    assert (challenged.name, challenged.by) == ("GuardianChallenged", stranger.address)


STAGES: dict[str, tuple[Prepare, str]] = {
    "challenge": (lambda _: None, r"challenge would be refused now: ChallengeTooEarly\(lastSeen="),
    "declare-vacancy": (unheard, r"declareVacancy would be refused now: WrongStage\(current=0, needed=2\)"),
    "succeed": (unanswered, r"acceptSuccession would be refused now: WrongStage\(current=2, needed=3\)"),
}


@pytest.mark.parametrize("name", STAGES)
def test_succession__a_step_too_early__reverts_with_the_contracts_error(rescue: Office, name: str) -> None:
    prepare, error = STAGES[name]
    prepare(rescue)
    with pytest.raises(ActRefused, match=error):
        rescue.run(name)


def test_name_of__zero_address_after_a_succession__keeps_it_nobodys(rescue: Office) -> None:
    nobody = "0x" + "00" * 20
    silent(rescue)
    rescue.send("succeed")
    assert rescue.system.guardianship.successor() == nobody
    assert rescue.desk.name_of(nobody) == nobody
    assert rescue.desk.name_of(rescue.system.successor.address).endswith(" (guardian)")
