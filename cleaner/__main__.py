"""`python -m cleaner`, and the scripts `cleaner` and `seedclean`."""

from __future__ import annotations

import sys

import click

from cleaner.cli import cli
from cleaner.errors import CleanerError
from cleaner.report.terminal import shown

INTERRUPTED = 130


def main() -> None:
    """Runs the command line and exits: errors as one line on stderr."""
    try:
        code = cli.main(prog_name="cleaner", standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("interrupted: what is written is whole, run again to go on", err=True)
        code = INTERRUPTED
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except CleanerError as error:
        click.echo(f"error: {shown(str(error), most=10_000)}", err=True)
        code = error.exit_code
    sys.exit(code)


if __name__ == "__main__":
    main()
