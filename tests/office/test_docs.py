"""docs/guardian.md lists the subcommands as the code has them."""

import click

from deployment.parameters import ROOT
from office.subcommands import SUBCOMMANDS, calls_of
from scripts.guardian import cli
from tests.support.stage import ROWS

PAGE = ROOT / "docs" / "guardian.md"
RELAYED = {"sign-heartbeat": {"Guardianship.heartbeatBySig"}, "sign-veto": {"Governance.vetoBySig"}}


def row(name: str, command: click.Command) -> str:
    """The page's row of a subcommand."""
    arguments = [str(one.name).upper() for one in command.params if isinstance(one, click.Argument)]
    needed = [
        f"--{one.name} TEXT" for one in command.params if isinstance(one, click.Option) and one.required
    ]
    calls = next((calls_of(one, ROWS) for one in SUBCOMMANDS if one.name == name), RELAYED.get(name, set()))
    shown = (
        ", ".join(f"`{call}`" for call in sorted(calls)) if name not in ("pause", "lift") else "of the scope"
    )
    return f"| `{' '.join([name, *arguments, *needed])}` | {command.help} | {shown} |"


def test_page__subcommands__keeps_the_codes() -> None:
    expected = [row(name, command) for name, command in cli.commands.items()]
    page = PAGE.read_text().partition("## Subcommands")[2]
    found = [line for line in page.splitlines() if line.startswith("| `")]
    assert found == expected
