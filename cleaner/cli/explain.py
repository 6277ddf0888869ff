"""`cleaner explain`: the docs of a rule."""

from __future__ import annotations

import click


@click.command()
@click.argument("rule", required=False)
def explain(rule: str | None) -> int:
    """Say what a RULE finds, why, what it leaves alone, with an example; without RULE, list all rules."""
    from cleaner.report import rules

    click.echo(rules.explain(rule) if rule else rules.table())
    return 0
