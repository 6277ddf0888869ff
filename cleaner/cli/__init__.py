"""The command line: arguments in, report out, nothing else. One file a command."""

from __future__ import annotations

import click

from cleaner import __version__
from cleaner.cli.check import check
from cleaner.cli.clean import clean
from cleaner.cli.config import config
from cleaner.cli.duplicates import duplicates
from cleaner.cli.explain import explain
from cleaner.cli.restore import restore


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="seedclean %(version)s")
def cli() -> None:
    """A linter and formatter for text corpora."""


for command in (clean, check, restore, duplicates, explain, config):
    cli.add_command(command)
