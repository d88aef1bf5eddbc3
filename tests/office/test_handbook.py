"""What the handbook tells people to type exists: commands, options, and proposals that say their class.

commands: each of both pages is one of click's | a wrong one would be found
proposals: each file of the handbook's is one that `propose` takes, of the class that stands above it;
    those that confirm a hold prolong it
"""

import json
import re
import shlex
from collections.abc import Iterator
from importlib import import_module

import click
import pytest

from deployment.command import NetworkCommand
from deployment.parameters import ROOT
from deployment.proposals import CLASSES
from office.proposing import CLASS_OF, load_actions
from tests.office.conftest import Office
from tests.support.actors import actor
from tests.support.system import DAY

PAGES = ("operations.md", "guardian.md")
TEXTS = {page: (ROOT / "docs" / page).read_text() for page in PAGES}
SHELL = re.compile(r"```sh\n(.*?)```", re.DOTALL)
SPAN = re.compile(r"`(ape run [^`]+)`")
FILE = re.compile(r"`(\w+\.json)` \(([A-Z]+)[^)]*\).*?\n\n```json\n(.*?)```", re.DOTALL)
WALLET = "0x72c1e8e83ffB79f9535e5513F3D1881f8F3e3917"  # of the handbook's example
UPPER = re.compile(r"[A-Z…]+")  # what a page leaves open: SUBCOMMAND, …


def written(text: str) -> Iterator[list[str]]:
    """The words of each `ape run` of a page, without comments and what follows a pipe."""
    lines = [line for block in SHELL.findall(text) for line in block.replace("\\\n", " ").splitlines()]
    for line in [*lines, *SPAN.findall(text)]:
        words = shlex.split(line, comments=True)
        if words[:2] == ["ape", "run"]:
            yield words[2 : next((at for at, word in enumerate(words) if word in {"|", ">"}), None)]


def problem(words: list[str]) -> str | None:
    """What is wrong with a command; None if nothing is."""
    name, *rest = words
    if not (ROOT / "scripts" / f"{name}.py").exists():
        return f"no command {name}"
    command: click.Command = import_module(f"scripts.{name}").cli
    while isinstance(command, click.Group) and rest and not rest[0].startswith("-"):
        if UPPER.fullmatch(rest[0]):
            return None
        if rest[0] not in command.commands:
            return f"no subcommand {name} {rest[0]}"
        command, rest = command.commands[rest[0]], rest[1:]
    options = {text: one for one in command.params if isinstance(one, click.Option) for text in one.opts}
    if isinstance(command, NetworkCommand):  # which adds it when it is run
        options["--network"] = click.Option(["--network"])
    given, places = 0, sum(isinstance(one, click.Argument) for one in command.params)
    while rest:
        word, *rest = rest
        if word.startswith("--"):
            if word != "--help" and word not in options:
                return f"no option {word} of {' '.join(words)}"
            rest = rest[1:] if word in options and not options[word].is_flag else rest
        elif word != "…":
            given += 1
    complete = "…" not in words and len(words) > 2
    return (
        f"{given} arguments instead of {places}" if given > places or (complete and given < places) else None
    )


@pytest.mark.parametrize("page", PAGES)
def test_page__commands__keeps_clicks(page: str) -> None:
    found = list(written(TEXTS[page]))
    assert len(found) > 5
    assert {" ".join(words): problem(words) for words in found if problem(words)} == {}


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("ape run emperor crown", "no command emperor"),
        ("ape run guardian crown --network NET", "no subcommand guardian crown"),
        ("ape run verify --network NET --quick", "no option --quick of verify --network NET --quick"),
        ("ape run guardian lift --network NET --send", "0 arguments instead of 1"),
        ("ape run guardian heartbeat now --network NET", "1 arguments instead of 0"),
        ("ape run guardian SUBCOMMAND --help", None),
        ("ape run rollout mainnet … --send", None),
    ],
)
def test_problem__commands__finds_what_is_wrong(line: str, wrong: str | None) -> None:
    (words,) = written(f"```sh\n{line}  # and why\n```")
    assert problem(words) == wrong


FILES = FILE.findall(TEXTS["operations.md"])


def test_handbook__proposals__keeps_four() -> None:
    assert sorted(name for name, _, _ in FILES) == [
        "freeze.json", "registrar.json", "retire.json", "suspension.json",
    ]  # fmt: skip


@pytest.mark.parametrize(("name", "kind", "text"), FILES, ids=[name for name, _, _ in FILES])
def test_handbook__each_proposal__keeps_its_class(office: Office, name: str, kind: str, text: str) -> None:
    for place in ("0xOLD", "0xNEW"):
        text = text.replace(place, actor(place).address)
    _, calls = load_actions(office.desk, office.file(name, json.loads(text)))
    columns = ([call[place] for call in calls] for place in range(3))
    found = office.desk.read("ProposalClassifier", CLASS_OF, *columns, returns="uint8")
    assert CLASSES[found] == kind


@pytest.mark.parametrize(
    ("name", "hold", "whom"),
    [
        ("suspension.json", "suspend", "P7"),
        ("freeze.json", "freeze", WALLET),
    ],
)
def test_handbook__each_confirmation__sets_the_holds_end_in_35_days(
    office: Office, name: str, hold: str, whom: str
) -> None:
    system = office.system
    file = office.file(name, json.loads(next(text for found, _, text in FILES if found == name)))
    office.send(hold, whom)
    begun = system.rpc.now
    office.send("propose", file)
    made = next(event for event in office.events(system.governance) if event.name == "ProposalCreated")
    system.confirmation.prolong(made.proposalId, 0, sender=system.stranger)
    action = json.loads(file.read_text())["actions"][0]["arguments"]
    scope, subject = (bytes.fromhex(action[part][2:]) for part in ("scope", "subject"))
    holder = system.registry if hold == "suspend" else system.token
    assert holder.heldUntil(scope, subject) == begun + 35 * DAY
