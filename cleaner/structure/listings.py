"""Judges of code, references, provisions, lists and speaker turns: blocks whose lines begin in a way of their
own."""

from __future__ import annotations

from typing import Final

from cleaner.structure import marks, patterns
from cleaner.structure.passage import Passage, Verdict, count_lines
from cleaner.structure.wrapping import find_wrap, is_wrapped

_SYMBOLS: Final = 0.2
"""Share of brackets and operators among the characters of code; text has a tenth of that."""
_AUTHOR: Final = patterns.AUTHOR
_SPEECH: Final = 60
"""Columns of what is said behind a name that is not in capitals; less could be anything behind any two
words."""
_INDENT: Final = 3
_TERM: Final = 50
_NAMES: Final = 400
"""Characters of the names that begin an entry."""
_ROW: Final = 50
"""Columns, on average, of lines that begin with a number: clues, amounts, times."""
_AMOUNT_WORDS: Final = 5
_ITEM_WORDS: Final = 4
"""Words of a line in a list without bullets, on average."""


def judge_code(passage: Passage) -> Verdict | None:
    """Statements, commands, settings; drawings out of signs."""
    found = passage.count(marks.CODE)
    if passage.first.has(marks.TURN) and patterns.NICKNAME.match(passage.read(passage.first)):
        return None
    if passage.read(passage.first).startswith("<!--"):
        return Verdict("code", "a comment of markup")
    if found == passage.size == 1 and passage.read(passage.first)[0] == "`":
        return Verdict("code", "a line between backticks")
    if passage.count(marks.RULE) == passage.size:
        return None
    if 2 * found >= passage.size and passage.symbols * (30 if passage.size > 2 else 16) > passage.cells:
        return Verdict(
            "code",
            f"{count_lines(found, passage.size)} have the form of code, with {passage.symbols} signs of it",
        )
    if 5 * found >= 4 * passage.size and passage.size > 1 and passage.count(marks.ENDED) * 3 <= passage.size:
        return Verdict("code", f"{count_lines(found, passage.size)} have the form of code")
    if (
        passage.symbols > _SYMBOLS * passage.cells
        and passage.cells > 3 * passage.size
        and not passage.first.has(marks.ITEM | marks.ENDED)
    ):
        return Verdict(
            "code", f"{passage.symbols} of {passage.cells} characters are brackets, operators and the like"
        )
    if found >= 2 and found * 4 >= passage.size and passage.symbols * 12 > passage.cells:
        return Verdict(
            "code",
            f"{count_lines(found, passage.size)} have the form of code, with {passage.symbols} signs of it",
        )
    return None


def judge_references(passage: Passage) -> Verdict | None:
    """Entries of a bibliography: their marks, years, pages, names with initials."""
    entries = passage.count(marks.REFERENCE)
    citing = passage.count(marks.CITING)
    if entries and citing >= 0.15 * passage.size:
        return Verdict(
            "references",
            f"{entries} entries, {count_lines(citing, passage.size)} cite",
            find_wrap(passage.lines, is_text=entries == 1),
        )
    start, stop = passage.span
    if citing and patterns.CAPITAL_AUTHOR.match(passage.text, start, stop):
        return Verdict("references", "an author in capitals, and a year or pages", find_wrap(passage.lines))
    if citing and patterns.ENTRY.match(passage.text, start, min(stop, start + _NAMES)):
        return Verdict("references", "names, and a year behind them", find_wrap(passage.lines, is_text=True))
    is_entry = _AUTHOR.match(passage.read(passage.first)[:80])
    if is_entry:
        found = len(patterns.CITING.findall(passage.read(passage.first)[:200]))
        citing += found > 0 if passage.size > 1 else found - 1
    if citing >= (2 if is_entry else 3) and citing >= (0.25 if is_entry else 0.5) * passage.size:
        return Verdict(
            "references",
            f"{count_lines(citing, passage.size)} have years, pages or initials as entries have",
            find_wrap(passage.lines),
        )
    return None


def judge_turns(passage: Passage) -> Verdict | None:
    """Who speaks, and what: chat, plays, interviews."""
    start = passage.read(passage.first)[0]
    turns = passage.count(marks.TURN)
    if start == "<" and 2 * turns < passage.size:
        # A tag or a key in angle brackets is no nickname.
        return None
    if passage.size == 1 and passage.first.has(marks.LONG) and start.isalpha():
        # A place or a headline stands before the colon of a long line as often as a speaker.
        return None
    if turns and (passage.first.has(marks.TURN) or 2 * turns >= passage.size):
        return Verdict(
            "speaker-turns",
            f"{count_lines(turns, passage.size)} begin with a speaker",
            find_wrap(passage.lines),
        )
    if (
        passage.size > 1
        and passage.first.has(marks.CAPITALS)
        and not passage.lines[1].has(marks.CAPITALS | marks.RULE)
    ):
        wrap = find_wrap(passage.lines[1:])
        if (
            passage.first.shape.words <= 5
            and (start.isalpha() or start in "[(_*")
            and passage.count(marks.CAPITALS) * 2 <= passage.size
        ):
            return Verdict("speaker-turns", "a name in capitals above what is said", wrap)
    return _judge_labels(passage)


def _judge_labels(passage: Passage) -> Verdict | None:
    """Labels that come again in a block are names of speakers."""
    texts = [passage.read(line).replace("：", ":") for line in passage.lines if line.has(marks.LABEL)]
    labels = [text.partition(":")[0].strip() for text in texts if text[0].isalpha()]
    if len(labels) >= 3 and 3 * len(set(labels)) <= 2 * len(labels) and 3 * len(labels) >= passage.size:
        return Verdict("speaker-turns", f"{len(labels)} lines begin with one of {len(set(labels))} names")
    name = passage.read(passage.first).partition(":")[0]
    if (
        not passage.any_marks & marks.LONG
        and passage.first.has(marks.LABEL)
        and passage.first.has(marks.TAGGED)
        and patterns.NAME.match(name)
    ):
        if passage.cells < _SPEECH and not passage.lines[-1].has(marks.STOPPED):
            return None
        return Verdict("speaker-turns", "begins with a name and a colon", find_wrap(passage.lines))
    return None


def judge_provisions(passage: Passage) -> Verdict | None:
    """The number of an article or of a paragraph of a law, and its text."""
    if not passage.first.has(marks.PROVISION):
        return None
    return Verdict(
        "numbered-provisions", "begins with the number of a provision", find_wrap(passage.lines, is_text=True)
    )


def judge_list(passage: Passage) -> Verdict | None:
    """Items: bullets or numbers, terms with their meaning."""
    size = passage.size
    items = passage.count(marks.ITEM)
    if items and (passage.first.has(marks.ITEM) or 3 * items >= size):
        return Verdict(
            "list", f"{count_lines(items, size)} begin as items", find_wrap(passage.lines, is_text=items == 1)
        )
    if size > 2 and _are_amounts(passage):
        return Verdict("list", f"{count_lines(passage.count(marks.DIGIT), size)} begin with a number")
    dashed = passage.count(marks.DASHED)
    if dashed > 2 and 3 * dashed >= 2 * size and not passage.any_marks & (marks.LONG | marks.SPOKEN):
        return Verdict("list", f"{count_lines(dashed, size)} have a dash behind the first words")
    joined = passage.count(marks.JOINED)
    if joined >= 2 and 5 * joined >= 2 * size and not passage.any_marks & marks.ENDED:
        return Verdict("list", f"{count_lines(joined, size)} are joined by hyphens or dots")
    labels = passage.count(marks.LABEL)
    if labels < 2 or 2 * labels < size:
        return None
    # Colons stand in prose, too, but not behind the first words of nearly each line.
    is_text = 5 * labels < 4 * size and passage.flow is not None and is_wrapped(passage.lines, passage.flow)
    if not (is_text and size > 2):
        return Verdict("list", f"{count_lines(labels, size)} are a term with what it means")
    return None


def _are_amounts(passage: Passage) -> bool:
    """Whether short lines begin with numbers: clues, amounts; with half of them, all are short."""
    size, found = passage.size, passage.count(marks.DIGIT | marks.ITEM)
    if passage.any_marks & marks.LONG or passage.cells > _ROW * size:
        return False
    if 5 * found >= 3 * size:
        return 3 * passage.count(marks.ENDED) <= size
    is_bare = not passage.any_marks & (marks.ENDED | marks.PAUSED) and passage.words <= _AMOUNT_WORDS * size
    return 2 * found >= size and passage.first.has(marks.DIGIT) and is_bare


def judge_term(passage: Passage) -> Verdict | None:
    """A short line, and below it lines with an indent: a term and what it means."""
    first, size = passage.first, passage.size
    if (
        size < 2
        or passage.lines[1].indent < first.indent + _INDENT
        or first.has(marks.ENDED)
        or first.shape.cells >= _TERM
    ):
        return None
    if min(line.indent for line in passage.lines[1:]) < first.indent + _INDENT:
        return None
    return Verdict("list", f"a term above {size - 1} indented lines", find_wrap(passage.lines[1:]))


def judge_names(passage: Passage) -> Verdict | None:
    """Short lines without sentences: names, menus, ingredients."""
    size = passage.size
    if size < 3 or passage.any_marks & marks.LONG:
        return None
    ended = passage.count(marks.ENDED)
    if (
        passage.words < _ITEM_WORDS * size
        and 3 * ended <= size
        and passage.cells <= 40 * size
        and not passage.any_marks & marks.WIDE
    ):
        return Verdict("list", f"{size} lines of {passage.words} words, {ended} end a sentence")
    return None
