"""The command line: reads arguments, writes reports, and nothing else. One file for each command."""

from __future__ import annotations

import os
import signal
import sys
from importlib import import_module
from typing import Any

import click

from cleaner import __version__

COMMANDS = (
    "clean",
    "check",
    "restore",
    "verify",
    "why",
    "map",
    "project",
    "report",
    "duplicates",
    "index",
    "explain",
    "config",
)
"""In the order of the help. Each is the function of its name in the module of its name."""

CLOSED_PIPE = 128 + signal.SIGPIPE
"""The exit code of a program that SIGPIPE ends, as shells show it."""


class Commands(click.Group):
    """Imports a command when it is called: `cleaner --version` costs little more than importing click."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Returns the names, in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Imports the command of that name; None where there is none."""
        # Asked before the import: a name from the command line must not choose a module.
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"cleaner.cli.{cmd_name}"), cmd_name)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Runs the command. Where the reader of a pipe is gone it ends in silence, with its own exit code.

        click would make an exit code of 1 of it.
        """
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            # Python would complain once more when it flushes stdout at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return CLOSED_PIPE


EXIT_CODES = (
    "Exit codes: 0 done or clean; 1 findings, or not up to date; 2 usage, or an input that could not be "
    "read; 3 a document is in quarantine; 4 damage found; 5 a bug of cleaner."
)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]}, epilog=EXIT_CODES)
@click.version_option(__version__, message="seedclean %(version)s")
def cli() -> None:
    """A linter and formatter for text corpora."""
