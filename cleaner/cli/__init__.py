"""The command line: arguments in, report out, nothing else. One file a command."""

from __future__ import annotations

from importlib import import_module

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


class Commands(click.Group):
    """Imports a command when it is called for: `cleaner --version` costs little more than importing click."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in their order."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, or None."""
        if cmd_name not in COMMANDS:
            return None
        found: click.Command = getattr(import_module(f"cleaner.cli.{cmd_name}"), cmd_name)
        return found


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="seedclean %(version)s")
def cli() -> None:
    """A linter and formatter for text corpora."""
