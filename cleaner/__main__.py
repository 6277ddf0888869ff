"""`python -m cleaner`, and the scripts `cleaner` and `seedclean`."""

from __future__ import annotations

import os
import sys

import click

from cleaner.cli import cli
from cleaner.errors import CleanerError
from cleaner.report.terminal import shown

INTERRUPTED = 130


def main() -> None:
    """Runs the command line and exits: errors as one line on stderr."""
    _in_utf8()
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


def _in_utf8() -> None:
    """Starts anew where the locale and the environment would have names of files read as anything but UTF-8:
    a corpus has the same names everywhere."""
    if sys.getfilesystemencoding() != "utf-8":
        os.execv(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]])


if __name__ == "__main__":
    main()
