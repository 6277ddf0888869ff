"""The rules as a table and one by one: for `cleaner explain`, and for the README, which a test compares."""

from __future__ import annotations

from cleaner.catalogue import RULES, matching
from cleaner.report.terminal import shown
from cleaner.rule import Rule


def table() -> str:
    """One line a rule.

    >>> table().splitlines()[0].split()[:2]
    ['encoding.not-utf8', 'certain']
    """
    return "\n".join(
        f"{rule.id:<28} {rule.certainty:<8} {_first(rule.what)}{_off(rule)}" for rule in RULES.values()
    )


def markdown() -> str:
    """The same as a Markdown table."""
    rows = [
        f"| `{rule.id}` | {rule.certainty} | {_first(rule.what)}{_off(rule)} |" for rule in RULES.values()
    ]
    return "\n".join(["| rule | certainty | what |", "|---|---|---|", *rows])


def explain(name: str) -> str:
    """The docs of the rules that `name` names, a rule or a stage. Raises `UsageError`."""
    ids = matching([name])
    return "\n\n".join(_page(rule) for rule in RULES.values() if rule.id in ids)


def _page(rule: Rule) -> str:
    before, after = (shown(text, most=2000) for text in rule.example)
    lines = [
        f"{rule.id} ({rule.certainty}{'' if rule.default else ', off by default'})",
        "",
        f"What          {rule.what}",
        f"Why           {rule.why}",
        f"Leaves alone  {rule.leaves_alone}",
    ]
    if before:
        lines.append(f"Before        {before}")
        lines.append(
            f"After         {after}" if after != before else "After         the same: it is only reported"
        )
    return "\n".join(lines)


def _first(text: str) -> str:
    sentence, stop, _ = text.partition(". ")
    return sentence + stop.strip()


def _off(rule: Rule) -> str:
    return "" if rule.default else " (off by default)"
