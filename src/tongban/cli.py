"""The command line: `tongban up`, `tongban pack check DIR`, `tongban doctor` …

Commands import what they need when they run, so that `tongban --help` answers at once.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from tongban.core.text import Text

_HOST = click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
_PORT = click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port.")


def say(text: Text, *, error: bool = False) -> None:
    from tongban.config.language import of_the_terminal

    click.echo(text.in_(of_the_terminal()), err=error)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="tongban")
def main() -> None:
    """Tongban (通辦): one system for the casework of a whole city."""


@main.command()
@_HOST
@_PORT
@click.option("--demo/--no-demo", default=None, help="With the demo city and local mail and SMS receivers.")
def up(host: str, port: int, demo: bool | None) -> None:
    """Start everything: database, tables, packs, web server and worker. Ctrl-C stops it all."""
    from tongban.config import up as everything

    if demo is not None:
        os.environ["TONGBAN_DEMO"] = "1" if demo else "0"
    sys.exit(everything.run(host, port, say))


@main.command()
@_HOST
@_PORT
def web(host: str, port: int) -> None:
    """Serve the pages."""
    from tongban.config import prepare, serve

    with prepare.database():
        serve.web(host, port)


@main.command()
@click.option("--until-idle", is_flag=True, help="Carry out what waits in the queue, then end.")
def worker(until_idle: bool) -> None:
    """Carry out jobs: messages, reminders, exports."""
    from tongban.config import prepare, serve

    with prepare.django():
        serve.worker(until_idle=until_idle)


@main.command()
def migrate() -> None:
    """Create or update roles and tables."""
    from tongban.config import prepare

    with prepare.database() as superuser:
        prepare.provision(superuser)
        prepare.start_django()
        done = prepare.migrate()
    for name in done:
        click.echo(name)
    say(Text("資料表已是最新。", "The tables are up to date."))


@main.command()
@_HOST
@_PORT
def doctor(host: str, port: int) -> None:
    """Say what of this machine's set-up is missing or wrong, and how to mend it."""
    from tongban.config.doctor import examine
    from tongban.config.language import of_the_terminal

    findings = list(examine(host, port))
    for finding in findings:
        click.echo(finding.in_(of_the_terminal()))
    sys.exit(any(finding.is_fault for finding in findings))


@main.group()
def pack() -> None:
    """Packs: what a kind of case is."""


_FOLDERS = click.argument(
    "folders", nargs=-1, required=True, type=click.Path(exists=True, file_okay=False, path_type=Path)
)


@pack.command("check")
@click.option("--city", is_flag=True, help="Also hold the units they name against the organisation of this city.")
@_FOLDERS
def pack_check(folders: tuple[Path, ...], city: bool) -> None:
    """Name every fault in the packs below these folders."""
    from tongban.config import packs, prepare

    if not city:
        sys.exit(packs.check(folders, say))
    with prepare.django():
        sys.exit(packs.check(folders, say, in_city=True))


@pack.command("test")
@_FOLDERS
def pack_test(folders: tuple[Path, ...]) -> None:
    """Run the examples of the packs below these folders."""
    from tongban.config import packs

    sys.exit(packs.test(folders, say))


@main.group()
def journal() -> None:
    """The journal: what was done, chained and sealed."""


@journal.command("verify")
def journal_verify() -> None:
    """Find changed, cut and vanished chains; the first is named."""
    from tongban.config import journal, prepare

    with prepare.django():
        sys.exit(journal.verify(say))


@journal.command("seal")
def journal_seal() -> None:
    """Seal the journal now, as is done every night."""
    from tongban.config import journal, prepare

    with prepare.django():
        sys.exit(journal.seal(say))


if __name__ == "__main__":
    main()
