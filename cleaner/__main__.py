"""`python -m cleaner`, and the scripts `cleaner` and `seedclean`."""

from __future__ import annotations

import contextlib
import os
import sys

import click

from cleaner.cli import cli
from cleaner.errors import CleanerError, OutputError, UsageError
from cleaner.report.terminal import shown

INTERRUPTED = 130


def main() -> None:
    """Runs the command line and exits: errors as one line on stderr."""
    _in_utf8()
    try:
        _refuse_closed()
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
    except OSError as error:
        code = _refused_by_system(error)
    sys.exit(code)


def _in_utf8() -> None:
    """Starts anew where the locale and the environment would have names of files read as anything but UTF-8:
    a corpus has the same names everywhere."""
    if sys.getfilesystemencoding() != "utf-8":
        os.execv(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]])


def _refuse_closed() -> None:
    """Raises `UsageError` without one of the three streams: the next file to be opened would stand for it."""
    for stream, name in ((sys.stdin, "input"), (sys.stdout, "output"), (sys.stderr, "error")):
        if stream is None:
            raise UsageError(f"standard {name} is closed", remedy="open it, or name /dev/null")


def _refused_by_system(error: OSError) -> int:
    """Says which file or stream the system refused, a full disk behind it for one; the exit code."""
    place = "an output cannot be written" if error.filename is None else shown(str(error.filename))
    with contextlib.suppress(OSError):  # standard error may be the one
        click.echo(f"error: {place}: {error.strerror or error}", err=True)
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:  # Python would try once more at exit, and end with a code of its own
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    return OutputError.exit_code


if __name__ == "__main__":
    main()
