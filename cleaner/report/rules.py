"""The rules as a table and one by one: for `cleaner explain`, and for the README, which a test compares."""

from __future__ import annotations

import re
from itertools import groupby

from cleaner.catalogue import RULES, match_rules
from cleaner.report.terminal import BOLD, CYAN, GREEN, RED, Style, shown
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


def explain(name: str, style: Style) -> str:
    """The docs of the rules that `name` names, a rule or a stage, for a terminal. Raises `UsageError`."""
    return "\n\n".join(_page(rule, style) for rule in _named(name))


def explain_markdown(name: str) -> str:
    """The same as Markdown."""
    return "\n\n".join(_section(rule, 1) for rule in _named(name))


def document() -> str:
    """`docs/rules.md`: every rule, stage by stage."""
    parts = [
        "# Rules",
        "What `cleaner explain RULE` says of each. A *certain* rule loses nothing that a reader would miss; "
        "a *likely* one is right by evidence and could be wrong; a *note* is reported and changes nothing.",
        "This page is made by `python -m cleaner.report.rules`; a test compares the two.",
    ]
    for stage, rules in groupby(RULES.values(), key=lambda rule: rule.stage):
        parts += [f"## {stage.capitalize()}", *(_section(rule, 3) for rule in rules)]
    return "\n\n".join(parts) + "\n"


def _named(name: str) -> list[Rule]:
    ids = match_rules([name])
    return [rule for rule in RULES.values() if rule.id in ids]


def _page(rule: Rule, style: Style) -> str:
    before, after = (shown(text, most=2000) for text in rule.example)
    lines = [
        f"{style.paint(rule.id, BOLD)} ({rule.certainty}{'' if rule.default else ', off by default'})",
        "",
        f"{style.paint('What', CYAN)}          {rule.what}",
        f"{style.paint('Why', CYAN)}           {rule.why}",
        f"{style.paint('Leaves alone', CYAN)}  {rule.leaves_alone}",
    ]
    if before:
        lines.append(f"{style.paint('Before', RED)}        {before}")
        told = after if after != before else "the same: it is only reported"
        lines.append(f"{style.paint('After', GREEN)}         {told}")
    return "\n".join(lines)


def _section(rule: Rule, level: int) -> str:
    before, after = rule.example
    certainty = f"*{rule.certainty}*{'' if rule.default else ', off by default'}"
    parts = [
        f"{'#' * level} {rule.id}",
        certainty,
        f"**What** {rule.what}",
        f"**Why** {rule.why}",
        f"**Leaves alone** {rule.leaves_alone}",
    ]
    if before:
        parts += ["**Before**", _block(before)]
        parts += ["**After**", _block(after)] if after != before else ["**After** the same: only reported."]
    return "\n\n".join(parts)


def _block(text: str) -> str:
    """A fenced block in which what cannot be seen is escaped, and spaces at the end of a line are shown."""
    lines = [_visible(line) for line in text.removesuffix("\n").split("\n")]
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", text)), default=0))
    return "\n".join([f"{fence}text", *lines, fence])


def _visible(line: str) -> str:
    kept = line.rstrip(" ")
    return shown(kept, most=2000) + "·" * (len(line) - len(kept))


def _first(text: str) -> str:
    sentence, stop, _ = text.partition(". ")
    return sentence + stop.strip()


def _off(rule: Rule) -> str:
    return "" if rule.default else " (off by default)"


if __name__ == "__main__":
    print(document(), end="")
