"""The options of the engine that works a run: this machine, or a Spark cluster."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import click

from cleaner.cli.options import choice_option, combine, option

if TYPE_CHECKING:
    from cleaner.config import Configuration
    from cleaner.corpus.engine import Engine
    from cleaner.corpus.run_options import RunOptions


class EngineOptions(NamedTuple):
    """The values of `engine_options`."""

    engine: str
    spark_master: str
    spark_conf: tuple[str, ...]
    explain_plan: bool


engine_options = combine(
    choice_option(
        "--engine",
        choices=["local", "spark"],
        default="local",
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


def make_engine(options: EngineOptions, configuration: Configuration, running: RunOptions) -> Engine | None:
    """Makes the engine of the options; None is this machine. Raises `UsageError` for what it cannot do."""
    if options.engine == "local":
        return None
    # Here, because Spark is an extra: without it every other command must run.
    from cleaner.cluster.engine import Spark, SparkOptions

    explain = (lambda plan: click.echo(plan, err=True)) if options.explain_plan else None
    spark = SparkOptions(options.spark_master, _parse_properties(options.spark_conf), explain)
    return Spark(configuration, running, spark)


def _parse_properties(arguments: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Splits arguments of the form NAME=VALUE. Raises click's `UsageError` for another form."""
    properties = []
    for argument in arguments:
        name, equals, value = argument.partition("=")
        if not equals or not name:
            raise click.UsageError(f"{argument!r} is no property of Spark: say NAME=VALUE")
        properties.append((name, value))
    return tuple(properties)
