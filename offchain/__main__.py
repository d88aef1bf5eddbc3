"""The command `road-keeper`."""

import sys
from pathlib import Path

import click

from offchain import runner
from offchain.exits import ConfigError, Exit, KeeperError
from offchain.registry import JOBS
from offchain.schedule import crontab, load_schedule
from offchain.settings import load_settings

NAMES = click.Choice(list(JOBS))


class Keeper(click.Group):
    """Ends with the code of what went wrong."""

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; what a person can put right is said in one line."""
        try:
            return super().invoke(ctx)
        except KeeperError as error:
            click.echo(f"road-keeper: {error}", err=True)
            sys.exit(error.code)


@click.group(cls=Keeper)
@click.option(
    "--settings",
    "path",
    type=click.Path(path_type=Path),
    default=Path("keepers.yaml"),
    envvar="ROAD_KEEPER_SETTINGS",
    help="the operator's settings",
)
@click.pass_context
def main(ctx: click.Context, path: Path) -> None:
    """Do what anyone may do on the protocol, and watch it. One-shot jobs for cron."""
    ctx.obj = path


@main.command("list")
@click.pass_obj
def list_jobs(path: Path) -> None:
    """List the jobs and their schedule."""
    schedule = load_schedule(load_settings(path).schedule if path.exists() else None)
    for name, entry in schedule.items():
        key = entry.key or "no key"
        click.echo(f"{name:12} {entry.cron:16} {entry.seconds:5} s  {key:12} {JOBS[name].title}")


@main.command("run")
@click.argument("job", type=NAMES)
@click.option("--execute", is_flag=True, help="send; without it the calls are shown")
@click.option(
    "--fill-gaps",
    "fill_below",
    metavar="NONCE",
    type=click.IntRange(min=0),
    default=0,
    help="first use up the key's free nonces below NONCE, whose transaction waits for them",
)
@click.pass_obj
def run_job(path: Path, job: str, *, execute: bool, fill_below: int) -> None:
    """Run a job once."""
    settings = load_settings(path)
    schedule = load_schedule(settings.schedule)
    if job not in schedule:
        click.echo(f"road-keeper: {job} stands in no schedule", err=True)
        sys.exit(Exit.CONFIG)
    if fill_below and not JOBS[job].sends:
        raise ConfigError(f"--fill-gaps {fill_below}: {job} has no key, and so no nonces")
    sys.exit(runner.run(job, schedule[job], settings, execute=execute, fill_below=fill_below))


@main.command("crontab")
@click.pass_obj
def print_crontab(path: Path) -> None:
    """Print the lines for cron, and make the folders that they write to."""
    settings = load_settings(path)
    for folder in ("locks", "logs"):
        (settings.state / folder).mkdir(mode=0o700, parents=True, exist_ok=True)
    click.echo(crontab(load_schedule(settings.schedule), path.resolve(), settings.state.resolve()), nl=False)


@main.command("check")
@click.pass_obj
def check_all(path: Path) -> None:
    """Check settings, keys, folders and endpoints; nothing is sent."""
    from offchain.checks import check

    settings = load_settings(path)
    worst = Exit.DONE
    for result in check(settings, load_schedule(settings.schedule)):
        click.echo(f"{'ok' if result.ok else 'FAIL':4} {result.what}: {result.detail}")
        worst = worst if result.ok else result.code
    sys.exit(worst)


@main.command("status")
@click.pass_obj
def show_status(path: Path) -> None:
    """Show how the last runs went; 1 if one did not go well, or is late."""
    from offchain.status import status

    settings = load_settings(path)
    sound = True
    for name, ok, text in status(settings, load_schedule(settings.schedule)):
        click.echo(f"{'ok' if ok else 'FAIL':4} {name}: {text}")
        sound = sound and ok
    sys.exit(0 if sound else 1)


if __name__ == "__main__":
    main(prog_name="road-keeper")
