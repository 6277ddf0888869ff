"""The shape of a line: its width and its marks, from its own characters alone."""

from __future__ import annotations

from typing import Final, NamedTuple

from cleaner.structure import marks, patterns, prefilters

LONGEST: Final = 140
"""Columns of the widest hard-wrapped line. A longer line was never wrapped."""
_EXAMINED: Final = 400
"""Characters at the start of a line that are examined: what a line is shows there, and a long one costs no
more."""
_SHORT: Final = 60
_TIMED: Final = 45
"""Characters of a row of a timetable; a numbered verse of scripture that is as short ends a sentence."""
_NUMBERED: Final = 50
"""Columns of a title with its number and its page."""
_LAST_WORD: Final = 7
"""Characters of a short last word, with the blank before it."""
_PAUSES: Final = ".,;:!?،؛"
_REMARKS: Final = frozenset({"NB", "N.B.", "PS", "P.S."})
"""What is in capitals before a colon and no name of a speaker."""
_DASH: Final = 40
"""Characters before the dash behind a term."""
_AROUND_FIGURES: Final = "+-−–.,:;()[]%$€£/'\""


class Shape(NamedTuple):
    """What one stripped line shows."""

    cells: int
    """Columns that the line takes on a terminal, capped at some hundreds."""
    first_cells: int
    """Columns of the first word, which would have to fit on the line above; one character where no blanks
    part words."""
    words: int
    marks: int
    """A sum of `cleaner.structure.marks`."""
    symbols: int
    """Brackets, operators and the like among the characters examined."""


def read_shape(text: str) -> Shape:
    """Return the shape of a stripped line; no line end is in it.

    >>> shape = read_shape("Subject: a bridge of stone")
    >>> shape.cells, shape.words, bool(shape.marks & marks.LABEL), bool(shape.marks & marks.ENDED)
    (26, 5, True, False)
    """
    head = text[:_EXAMINED]
    is_ascii = head.isascii()
    cells = len(head) if is_ascii else _count_cells(head)
    words = head.count(" ") + 1
    symbols = len(patterns.SYMBOL.findall(head))
    is_wide = not is_ascii and patterns.UNSPACED.match(head) is not None
    space = head.find(" ")
    first = space if space > 0 else cells
    if is_wide and not patterns.SYLLABIC.match(head):
        first = 2
    found = _mark_start(head, symbols) | _mark_end(text[-80:]) | (marks.WIDE if is_wide else 0)
    found |= _mark_inside(head, words)
    if found & marks.LEADER or (found & marks.NUMBERED and cells < _NUMBERED):
        found &= ~marks.PROVISION
    if cells <= LONGEST and prefilters.may_be_cut(head) and patterns.CUT.search(head):
        found |= marks.CUT
    if cells > LONGEST:
        found |= marks.LONG
    return Shape(cells, first, words, found, symbols)


def _count_cells(text: str) -> int:
    return len(text) + len(patterns.WIDE.findall(text)) - len(patterns.COMBINING.findall(text))


def _mark_start(text: str, symbols: int) -> int:
    """Return the marks of how a line begins."""
    first = text[0]
    if first.isalpha():
        found = marks.UPPER if first.isupper() else marks.LOWER if first.islower() else 0
        if "." in text[1:6] or ")" in text[:6] or "、" in text[:4]:
            found |= marks.ITEM if patterns.ITEM.match(text) else 0
        if ">" in text[:5] and patterns.INITIALS.match(text):
            found |= marks.QUOTED
        if found & marks.UPPER and _is_speaker(text):
            found |= marks.TURN
        return found | _mark_word(text, symbols)
    found = marks.DIGIT if first.isdigit() else 0
    for character in text[:3]:
        if character.isalnum():
            found |= marks.UPPER if character.isupper() else marks.LOWER if character.islower() else 0
            break
    if first == ">" or text.startswith("|>") or (first == "|" and patterns.BARRED_QUOTE.match(text)):
        return found | marks.QUOTED
    if text == "--":
        found |= marks.SIGNED
    if text.startswith(patterns.SPEECH) or (first == "-" and patterns.HYPHEN_SPEECH.match(text)):
        found |= marks.SPOKEN
    elif patterns.ITEM.match(text):
        found |= marks.ITEM
    if first == "[" and patterns.REFERENCE.match(text):
        found |= marks.REFERENCE
    if first in "*_":
        return found | _mark_emphasis(text) | _mark_word(text, symbols)
    if patterns.CHAT.match(text):
        found |= marks.TURN
    elif first in "#=" and patterns.TITLE.match(text):
        if patterns.SENTENCE_COMMENT.match(text):
            # Part of a table, as the rows below it are.
            return found | marks.TABBED | marks.ROW
        found |= marks.TITLE | (marks.HASHED if text[1] == " " else 0)
    elif first == "<" and patterns.ELEMENT.match(text):
        found |= marks.ELEMENT
    return found | _mark_word(text, symbols)


def _mark_word(text: str, symbols: int) -> int:
    """Return the marks that a line with words can have at its start."""
    found = 0
    if prefilters.may_be_provision(text) and patterns.PROVISION.match(text):
        found |= marks.PROVISION if text.count("  ") < 2 and not _is_at_time(text) else 0
    if prefilters.may_be_caption(text) and patterns.CAPTION.match(text):
        found |= marks.CAPTION
    if len(text) <= _SHORT * 2 and (
        (prefilters.may_be_page(text) and patterns.PAGE.match(text))
        or ("  " in text and patterns.PAGE_FOOT.search(text[-24:]))
    ):
        found |= marks.PAGE
    if prefilters.may_be_code(text, symbols) and patterns.CODE.match(text):
        found |= marks.CODE
    if text.startswith("From ") and patterns.MAILBOX.match(text):
        found |= marks.LABEL
    label = patterns.LABEL.match(text) if ":" in text[:48] or "：" in text[:48] else None
    if label:
        found |= _mark_label(label.group().rstrip(" :："), text[label.end() :].lstrip())
    elif (patterns.SIDES.match(text) and text[1:3] in (". ", ": ", "\t ")) or text[:2] in ("Q\t", "A\t"):
        found |= marks.TURN
    return found


def _mark_emphasis(text: str) -> int:
    """Return the marks of bold or slanted words at the start: a heading, a speaker, a term."""
    found = 0
    if patterns.CHAT.match(text):
        found |= marks.TURN
    elif patterns.BOLD.match(text):
        found |= marks.TITLE
    elif patterns.EMPHASISED_NAME.match(text):
        found |= marks.TURN
    elif patterns.TERM.match(text):
        found |= marks.LABEL
    return found


def _is_speaker(text: str) -> bool:
    """Whether a name in capitals and a full stop, a dash or a direction open a line that is not all in
    capitals."""
    if not (text[1:2].isupper() or text[1:2] in ". ") or ("." not in text[:80] and ":" not in text[:80]):
        return False
    match = patterns.SPEAKER.match(text)
    if match is None or not match[1].isupper() or text[match.end() :].isupper():
        return False
    # What stands for a name is no direction of a play.
    return match["aside"] is None or match["aside"].islower()


def _is_at_time(text: str) -> bool:
    """Whether a short line begins with a time and ends no sentence: a row of a timetable."""
    return (
        len(text) < _TIMED
        and patterns.TIME.match(text) is not None
        and text[-1] not in patterns.SENTENCE_ENDS
    )


def _mark_label(label: str, behind: str) -> int:
    found = marks.LABEL
    if (
        label[0].isalpha()
        and label.isupper()
        and len(label) > 1
        and label not in _REMARKS
        and behind
        and not any(map(str.isdigit, label))
    ):
        found |= marks.TURN
    bare = label.rstrip(" .")
    if behind and len(bare) == 1 and patterns.SIDES.match(f"{bare}: "):
        found |= marks.TURN
    if not behind or behind[0].isupper() or not behind[0].isalpha() or not behind[0].islower():
        found |= marks.TAGGED
    if behind and patterns.SIDES.match(label + " ") and patterns.NAME.match(label):
        found |= marks.TURN
    return found


def _mark_end(text: str) -> int:
    """Return the marks of how a line ends."""
    bare = text.rstrip(patterns.CLOSING)
    found = marks.ENDED if bare and bare[-1] in patterns.SENTENCE_ENDS else 0
    if found and bare[-1] not in "!?！？؟":
        found |= marks.STOPPED
    last = text[-1]
    if last.isalpha() and (space := text.rfind(" ", -_LAST_WORD)) > 0 and text[space - 1] in _PAUSES:
        found |= marks.DANGLING
    if last in ",;-–—、،؛，；":
        found |= marks.PAUSED
    elif last in ":：":
        found |= marks.COLON
    if last.isdigit() or last in "ivxlc":
        if prefilters.may_lead(text) and patterns.LEADER.search(text):
            found |= marks.LEADER
        if not last.isdigit():
            return found
        if patterns.PRICE.search(text[-12:]):
            found |= marks.PRICED
        if text.rsplit(None, 1)[-1].strip("().,-").isdigit():
            found |= marks.NUMBERED
    elif last in "€$£₺₽":
        if patterns.PRICE.search(text[-12:]):
            found |= marks.PRICED
            found |= marks.LEADER if patterns.LEADER.search(text) else 0
    elif last in ";{}\\:&|" and patterns.CODE_END.search(text):
        found |= marks.CODE
    return found


def _mark_inside(text: str, words: int) -> int:
    """Return the marks of what stands inside a line."""
    found = marks.CITING if prefilters.may_be_author(text) and patterns.AUTHOR.match(text) else 0
    if "  " in text:
        found |= marks.SPACED
    if "\t" in text:
        found |= marks.TABBED if text.count("\t") == 1 else marks.TABBED | marks.ROW
    if ("   " in text or "\t" in text) and patterns.GAP.search(text):
        found |= marks.GAPPED
    if ("|" in text and text.count("|") >= 2) or "│" in text[1:]:
        found |= marks.BARRED
    if "\u3000" in text:
        found |= marks.SPACED | marks.GAPPED
    start = text[:_DASH]
    if " - " in start or " – " in start or " — " in start:
        found |= marks.DASHED
    if ("-" in text or "..." in text) and len(patterns.JOINT.findall(text)) >= max(
        2 if words < 3 else 3, words // 4
    ):
        found |= marks.JOINED
    if text[-1] == "-" and text.isupper() and words > 1:
        found |= marks.JOINED
    if patterns.DIGIT.search(text) or (not text.isascii() and any(map(str.isdigit, text))):
        if prefilters.may_cite(text) and patterns.CITING.search(text):
            found |= marks.CITING
        if 2 * sum(word.strip(_AROUND_FIGURES).isdigit() for word in text.split()) >= words:
            found |= marks.FIGURES
        if patterns.CUE in text:
            found |= marks.FIGURES
        if len(text) <= 4 and text.isdigit():
            found |= marks.NUMBER
    elif not text[0].isalpha() and not any(map(str.isalpha, text)):
        found |= marks.RULE
    # A few capitals among Chinese or Arabic letters are no capitals throughout.
    if text.isupper() and 2 * sum(map(str.isupper, text)) >= sum(map(str.isalpha, text)):
        found |= marks.CAPITALS
    return found
