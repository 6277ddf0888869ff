"""Judges of code, references, provisions, lists and speaker turns: blocks whose lines begin in a way of their own."""

from __future__ import annotations

from typing import Final

from cleaner.structure import marks, patterns
from cleaner.structure.unit import Unit, Verdict, count_lines
from cleaner.structure.wrapping import find_wrap, is_wrapped

_SYMBOLS: Final = 0.2
"""Share of brackets and operators among the characters of code; text has a tenth of that."""
_AUTHOR: Final = patterns.AUTHOR
_SPEECH: Final = 60
"""Columns of what is said behind a name that is not in capitals; less could be anything behind any two words."""
_INDENT: Final = 3
_TERM: Final = 50
_ITEM_WORDS: Final = 4
"""Words of a line in a list without bullets, on average."""


def judge_code(unit: Unit) -> Verdict | None:
    """Statements, commands, settings; drawings out of signs."""
    found = unit.count(marks.CODE)
    if unit.count(marks.RULE) == unit.size:
        return None
    if 2 * found >= unit.size and unit.symbols * (30 if unit.size > 2 else 16) > unit.cells:
        return Verdict("code", f"{count_lines(found, unit.size)} have the form of code, with {unit.symbols} brackets and operators")
    if 5 * found >= 4 * unit.size and unit.size > 1 and unit.count(marks.ENDED) * 3 <= unit.size:
        return Verdict("code", f"{count_lines(found, unit.size)} have the form of code")
    if unit.symbols > _SYMBOLS * unit.cells and unit.cells > 3 * unit.size and not unit.first.has(marks.ITEM | marks.ENDED):
        return Verdict("code", f"{unit.symbols} of {unit.cells} characters are brackets, operators and the like")
    if found >= 2 and found * 4 >= unit.size and unit.symbols * 12 > unit.cells:
        return Verdict("code", f"{count_lines(found, unit.size)} have the form of code, with {unit.symbols} brackets and operators")
    return None


def judge_references(unit: Unit) -> Verdict | None:
    """Entries of a bibliography: their marks, years, pages, names with initials."""
    entries = unit.count(marks.REFERENCE)
    citing = unit.count(marks.CITING)
    if entries and citing >= 0.25 * unit.size:
        return Verdict("references", f"{entries} entries, {count_lines(citing, unit.size)} cite", find_wrap(unit.lines, is_text=entries == 1))
    is_entry = _AUTHOR.match(unit.read(unit.first)[:80])
    if is_entry:
        found = len(patterns.CITING.findall(unit.read(unit.first)[:200]))
        citing += found > 0 if unit.size > 1 else found - 1
    if citing >= (2 if is_entry else 3) and citing >= (0.25 if is_entry else 0.5) * unit.size:
        return Verdict("references", f"{count_lines(citing, unit.size)} have years, pages or initials as entries have", find_wrap(unit.lines))
    return None


def judge_turns(unit: Unit) -> Verdict | None:
    """Who speaks, and what: chat, plays, interviews."""
    turns = unit.count(marks.TURN)
    if unit.size == 1 and unit.first.has(marks.LONG) and unit.first.has(marks.LABEL):
        # A place or a headline stands before the colon of a long line as often as a speaker.
        return None
    if turns and (unit.first.has(marks.TURN) or 2 * turns >= unit.size):
        return Verdict("speaker-turns", f"{count_lines(turns, unit.size)} begin with a speaker", find_wrap(unit.lines))
    if unit.size > 1 and unit.first.has(marks.CAPITALS) and not unit.lines[1].has(marks.CAPITALS | marks.RULE):
        wrap = find_wrap(unit.lines[1:])
        if unit.first.shape.words <= 5 and unit.first.has(marks.UPPER) and unit.count(marks.CAPITALS) * 2 <= unit.size:
            return Verdict("speaker-turns", "a name in capitals above what is said", wrap)
    return _judge_labels(unit)


def _judge_labels(unit: Unit) -> Verdict | None:
    """Labels that come again in a block are names of speakers."""
    labels = [
        unit.read(line).replace("：", ":").partition(":")[0].strip()
        for line in unit.lines
        if line.has(marks.LABEL)
    ]
    if len(labels) >= 3 and 3 * len(set(labels)) <= 2 * len(labels) and 3 * len(labels) >= unit.size:
        return Verdict("speaker-turns", f"{len(labels)} lines begin with one of {len(set(labels))} names")
    name = unit.read(unit.first).partition(":")[0]
    if not unit.any_marks & marks.LONG and unit.first.has(marks.LABEL) and unit.first.has(marks.TAGGED) and patterns.NAME.match(name):
        if unit.cells < _SPEECH and not unit.lines[-1].has(marks.ENDED):
            return None
        return Verdict("speaker-turns", "begins with a name and a colon", find_wrap(unit.lines))
    return None


def judge_provisions(unit: Unit) -> Verdict | None:
    """The number of an article or of a paragraph of a law, and its text."""
    if not unit.first.has(marks.PROVISION):
        return None
    return Verdict("numbered-provisions", "begins with the number of a provision", find_wrap(unit.lines, is_text=True))


def judge_list(unit: Unit) -> Verdict | None:
    """Items: bullets or numbers, terms with their meaning."""
    size = unit.size
    items = unit.count(marks.ITEM)
    if items and (unit.first.has(marks.ITEM) or 3 * items >= size):
        return Verdict("list", f"{count_lines(items, size)} begin as items", find_wrap(unit.lines, is_text=items == 1))
    joined = unit.count(marks.JOINED)
    if joined >= 2 and 5 * joined >= 2 * size and not unit.any_marks & marks.ENDED:
        return Verdict("list", f"{count_lines(joined, size)} are joined by hyphens or dots")
    labels = unit.count(marks.LABEL)
    if unit.flow is not None and size > 2 and is_wrapped(unit.lines, unit.flow):
        return None
    if labels >= 2 and labels * 2 >= size:
        return Verdict("list", f"{count_lines(labels, size)} are a term with what it means")
    return None


def judge_term(unit: Unit) -> Verdict | None:
    """A short line, and below it lines with an indent: a term and what it means."""
    first, size = unit.first, unit.size
    if size < 2 or unit.lines[1].indent < first.indent + _INDENT or first.has(marks.ENDED) or first.shape.cells >= _TERM:
        return None
    if min(line.indent for line in unit.lines[1:]) < first.indent + _INDENT:
        return None
    return Verdict("list", f"a term above {size - 1} indented lines", find_wrap(unit.lines[1:]))


def judge_names(unit: Unit) -> Verdict | None:
    """Short lines without sentences: names, menus, ingredients."""
    size = unit.size
    if size < 3 or unit.any_marks & marks.LONG:
        return None
    ended = unit.count(marks.ENDED)
    if unit.words < _ITEM_WORDS * size and 3 * ended <= size and unit.cells <= 40 * size and not unit.any_marks & marks.WIDE:
        return Verdict("list", f"{size} lines of {unit.words} words, {ended} end a sentence")
    return None
