"""`cleaner explain`: prints the docs of a rule."""

from __future__ import annotations

import sys

import click

from cleaner.cli.options import color_option


@click.command()
@click.argument("rule", required=False)
@color_option
def explain(rule: str | None, color: str) -> int:
    """Say what a RULE finds, why, what it leaves alone, with an example; without RULE, list all rules.

    A terminal gets colour, a pipe gets Markdown.
    """
    from cleaner.cli.printing import choose_style
    from cleaner.report import rules

    style = choose_style(color, "docs/rules.md")
    if rule is None:
        click.echo(rules.list_rules())
    # NO_COLOR takes the colour away, and a terminal stays one: it gets no Markdown.
    elif style.colour or sys.stdout.isatty():
        click.echo(rules.explain(rule, style), color=True)
    else:
        click.echo(rules.explain_markdown(rule))
    return 0
