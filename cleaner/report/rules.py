"""The docs of the rules, as a table and one by one: for `cleaner explain`, README and `docs/rules.md`."""

from __future__ import annotations

import re
from itertools import groupby

from cleaner.catalogue import RULES, match_rules
from cleaner.report.terminal import BOLD, CYAN, GREEN, RED, Style, escape_text
from cleaner.rule import Rule
from cleaner.structure import ANYWHERE, KINDS


def list_rules() -> str:
    """Returns a table of the rules for a terminal, one line each.

    >>> list_rules().splitlines()[0].split()[:2]
    ['encoding.not-utf8', 'certain']
    """
    return "\n".join(
        f"{rule.id:<28} {rule.certainty:<8} {_take_first_sentence(rule.what)}{_note_default(rule)}"
        for rule in RULES.values()
    )


def list_rules_markdown() -> str:
    """Returns the table as Markdown."""
    rows = [
        f"| `{rule.id}` | {rule.certainty} | {_take_first_sentence(rule.what)}{_note_default(rule)} |"
        for rule in RULES.values()
    ]
    return "\n".join(["| rule | certainty | what |", "|---|---|---|", *rows])


def explain(name: str, style: Style) -> str:
    """Returns the docs of a rule or of all rules of a stage, for a terminal. Raises `UsageError`."""
    return "\n\n".join(_format_rule(rule, style) for rule in _find_rules(name))


def explain_markdown(name: str) -> str:
    """Returns the docs of a rule or of all rules of a stage, as Markdown. Raises `UsageError`."""
    return "\n\n".join(_format_section(rule, 1) for rule in _find_rules(name))


def compose_page() -> str:
    """Returns `docs/rules.md`: every rule, stage by stage."""
    parts = [
        "# Rules",
        "What `cleaner explain RULE` says of each. A *certain* rule loses nothing that a reader would miss; "
        "a *likely* one is right by evidence and could be wrong; a *note* is reported and changes nothing.",
        "This page is made by `python -m cleaner.report.rules`; a test compares the two.",
    ]
    # The catalogue is in the order of the stages, so one run of rules is one stage.
    for stage, rules in groupby(RULES.values(), key=lambda rule: rule.stage):
        parts += [f"## {stage.capitalize()}", *(_format_section(rule, 3) for rule in rules)]
    return "\n\n".join(parts) + "\n"


def _find_rules(name: str) -> list[Rule]:
    ids = match_rules([name])
    return [rule for rule in RULES.values() if rule.id in ids]


def _format_rule(rule: Rule, style: Style) -> str:
    before, after = (escape_text(text, most=2000) for text in rule.example)
    lines = [
        f"{style.paint(rule.id, BOLD)} ({rule.certainty}{'' if rule.default else ', off by default'})",
        "",
        f"{style.paint('What', CYAN)}          {rule.what}",
        f"{style.paint('Why', CYAN)}           {rule.why}",
        f"{style.paint('Leaves alone', CYAN)}  {rule.leaves_alone}",
        f"{style.paint('Acts in', CYAN)}       {_list_kinds(rule)}",
    ]
    if before:
        lines.append(f"{style.paint('Before', RED)}        {before}")
        result = after if after != before else "the same: it is only reported"
        lines.append(f"{style.paint('After', GREEN)}         {result}")
    return "\n".join(lines)


def _format_section(rule: Rule, level: int) -> str:
    before, after = rule.example
    certainty = f"*{rule.certainty}*{'' if rule.default else ', off by default'}"
    parts = [
        f"{'#' * level} {rule.id}",
        certainty,
        f"**What** {rule.what}",
        f"**Why** {rule.why}",
        f"**Leaves alone** {rule.leaves_alone}",
        f"**Acts in** {_list_kinds(rule)}",
    ]
    if before:
        parts += ["**Before**", _format_block(before)]
        parts += (
            ["**After**", _format_block(after)] if after != before else ["**After** the same: only reported."]
        )
    return "\n\n".join(parts)


def _list_kinds(rule: Rule) -> str:
    """Return the kinds of text in which a rule acts, in words."""
    if rule.kinds == ANYWHERE:
        return "any kind of text."
    # The shorter list says it: most rules leave out a few kinds or act in a few.
    absent = [kind for kind in KINDS if kind not in rule.kinds]
    if len(absent) < len(rule.kinds):
        return f"any kind of text but {', '.join(absent)}."
    return f"{', '.join(kind for kind in KINDS if kind in rule.kinds)}."


def _format_block(text: str) -> str:
    """Returns a fenced block in which what cannot be seen is escaped, and spaces at line ends are shown."""
    # Without the last line break, which would show as an empty line.
    lines = [_show_trailing_spaces(line) for line in text.removesuffix("\n").split("\n")]
    # A fence is longer than any run of backticks within it.
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", text)), default=0))
    return "\n".join([f"{fence}text", *lines, fence])


def _show_trailing_spaces(line: str) -> str:
    content = line.rstrip(" ")
    # A rule about spaces at line ends has an example that nobody can see otherwise.
    return escape_text(content, most=2000) + "·" * (len(line) - len(content))


def _take_first_sentence(text: str) -> str:
    sentence, stop, _ = text.partition(". ")
    return sentence + stop.strip()


def _note_default(rule: Rule) -> str:
    return "" if rule.default else " (off by default)"


if __name__ == "__main__":
    print(compose_page(), end="")
