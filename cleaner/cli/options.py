"""The options that decide what is found and applied: the same for every command that looks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from cleaner.config import Configuration

PATHS = click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
STANDARD_INPUT = (Path("-"),)


class Percentage(click.ParamType[float]):
    """A share as `30%` or `0.3`."""

    name = "percentage"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        text = str(value)
        try:
            share = float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
        except ValueError:
            share = -1.0
        if not 0 <= share <= 1:
            self.fail(f"{value!r} is no share: say 30% or 0.3", param, ctx)
        return share


PERCENTAGE = Percentage()


def policy_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds them to a command."""
    options = (
        click.option("--select", multiple=True, metavar="RULE", help="Look at these rules or stages only."),
        click.option(
            "--extend-select", multiple=True, metavar="RULE", help="Look at these rules or stages too."
        ),
        click.option("--ignore", multiple=True, metavar="RULE", help="Do not look at these rules or stages."),
        click.option(
            "--certain-only", is_flag=True, help="Apply certain findings alone; report the likely ones."
        ),
        click.option(
            "--max-removed",
            type=PERCENTAGE,
            default="30%",
            show_default=True,
            help="How much of a document's prose boilerplate and markup rules may remove together.",
        ),
        click.option("--encoding", metavar="NAME", help="Read every file in this encoding."),
        click.option(
            "--duplicates",
            type=click.Choice(["off", "report", "drop"]),
            default="drop",
            show_default=True,
            help="What to do with near-duplicate paragraphs.",
        ),
        click.option(
            "--duplicates-scope",
            type=click.Choice(["document", "corpus"]),
            default="corpus",
            show_default=True,
            help="Where to look for the earlier partner of a paragraph.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


def configuration_of(options: dict[str, Any]) -> Configuration:
    """The configuration of a command's options. Raises `UsageError` for what it cannot be."""
    from cleaner.config import Configuration
    from cleaner.duplicates import Settings

    scope = options.pop("duplicates_scope")
    configuration = Configuration(**options, settings=Settings(scope=scope))
    _ = configuration.policy  # an unknown rule is an error before any file is read
    return configuration
