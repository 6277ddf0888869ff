"""The options that say who works: this machine, or a cluster."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from cleaner.cli.options import option

if TYPE_CHECKING:
    from cleaner.config import Configuration
    from cleaner.corpus.engine import Engine
    from cleaner.corpus.run_options import Running


class Engines(NamedTuple):
    """What was said of the engine."""

    engine: str
    spark_master: str
    spark_conf: tuple[str, ...]
    explain_plan: bool


_OPTIONS = (
    option(
        "--engine",
        type=click.Choice(["local", "spark"]),
        default="local",
        show_default=True,
        help="Who works: this machine, or a Spark cluster. The folder is the same.",
    ),
    option(
        "--spark-master",
        default="local[*]",
        show_default=True,
        metavar="URL",
        help="The cluster, as Spark names it.",
    ),
    option(
        "--spark-conf",
        multiple=True,
        metavar="NAME=VALUE",
        help="A property of Spark; may be given several times.",
    ),
    click.option("--explain-plan", is_flag=True, help="Print Spark's plan of each step on stderr."),
)


def engine_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Puts the options on a command."""
    for each in reversed(_OPTIONS):
        command = each(command)
    return command


def engines_of(options: dict[str, Any]) -> Engines:
    """Takes the options that say who works out of a command's options."""
    return Engines(**{name: options.pop(name) for name in Engines._fields})


def engine_for(said: Engines, configuration: Configuration, running: Running) -> Engine | None:
    """The engine that was asked for; None is this machine. Raises `UsageError` for what it cannot do."""
    if said.engine == "local":
        return None
    from cleaner.cluster.engine import Options, Spark

    explain = (lambda plan: click.echo(plan, err=True)) if said.explain_plan else None
    return Spark(configuration, running, Options(said.spark_master, _pairs(said.spark_conf), explain))


def _pairs(said: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    pairs = []
    for each in said:
        name, equals, value = each.partition("=")
        if not equals or not name:
            raise click.UsageError(f"{each!r} is no property of Spark: say NAME=VALUE")
        pairs.append((name, value))
    return tuple(pairs)
