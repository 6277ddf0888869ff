"""`python -m cleaner`, and the scripts `cleaner` and `seedclean`."""

from __future__ import annotations

import contextlib
import os
import sys

import click

from cleaner.cli import cli
from cleaner.errors import CleanerError, OutputError, StageError, UsageError
from cleaner.report.terminal import escape_text

INTERRUPTED = 130

BUG = 5
"""The exit code of an error that is none of ours: never that of findings, so that no build takes it for
these."""


def main() -> None:
    """Run the command line and exit; an error becomes one line on stderr and an exit code."""
    _restart_with_options()
    try:
        _refuse_closed_streams()
        code = cli.main(prog_name="cleaner", standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("interrupted: what is written is whole, run again to go on", err=True)
        code = INTERRUPTED
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except StageError as error:
        code = _report_bug(error)
    except CleanerError as error:
        click.echo(f"error: {escape_text(str(error), most=10_000)}", err=True)
        code = error.exit_code
    except OSError as error:
        code = _report_os_error(error)
    except Exception as error:  # noqa: BLE001  # Python would end with 1, the code of findings
        code = _report_bug(error)
    sys.exit(code)


def _restart_with_options() -> None:
    """Start Python again if it would read file names in another encoding: names are UTF-8 in any locale.

    Also if it does not pass on by the environment that workers import nothing from the working directory.
    """
    options = [] if sys.getfilesystemencoding() == "utf-8" else ["-X", "utf8"]
    # The option goes to workers by itself. With -m this package itself may lie in the working directory.
    is_script = sys.modules["__main__"].__spec__ is None
    if is_script and sys.flags.ignore_environment and not sys.flags.safe_path:
        options.append("-P")
    if options:
        os.execv(sys.executable, [sys.executable, *options, *sys.orig_argv[1:]])


def _refuse_closed_streams() -> None:
    """Raise `UsageError` if a standard stream is closed: the next file opened would take its place."""
    for stream, name in ((sys.stdin, "input"), (sys.stdout, "output"), (sys.stderr, "error")):
        if stream is None:
            raise UsageError(f"standard {name} is closed", remedy="open it, or name /dev/null")


def _report_os_error(error: OSError) -> int:
    """Report which file or stream the system refused (a full disk, for one), and return the exit code."""
    place = "an output cannot be written" if error.filename is None else escape_text(str(error.filename))
    with contextlib.suppress(OSError):  # standard error may be the stream in question
        click.echo(f"error: {place}: {error.strerror or error}", err=True)
    _flush_streams()
    return OutputError.exit_code


def _report_bug(error: Exception) -> int:
    """Report a bug of this program, with what its maintainers need, and return the exit code.

    The traceback is for them: it is shown where `CLEANER_TRACEBACK` is set.
    """
    import platform
    import traceback

    from cleaner import __version__
    from cleaner.bug import describe_bug

    bug = escape_text(describe_bug(error), most=500)
    version = f"seedclean {__version__}, Python {platform.python_version()}"
    with contextlib.suppress(OSError):
        if os.environ.get("CLEANER_TRACEBACK"):
            traceback.print_exception(error)
        click.echo(
            f"error: a bug of cleaner, not of your files: {bug}; {version} "
            "(report it to the maintainers: this line, the command, and the input if you may share it; "
            "CLEANER_TRACEBACK=1 shows the traceback)",
            err=True,
        )
    _flush_streams()
    return BUG


def _flush_streams() -> None:
    """Flush the standard streams, or give up on one that takes nothing."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:  # Python would flush again at exit, fail, and end with a code of its own
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


if __name__ == "__main__":
    main()
