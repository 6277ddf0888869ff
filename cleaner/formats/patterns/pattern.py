"""One line of an ignore file, read as git reads it (`gitignore(5)`)."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from cleaner.formats.patterns.bracket import BadBracketError, Bracket, parse_bracket

Loop = Literal["", "*", "**"]
"""What may stand before a step: nothing, any characters but slashes, any characters."""

MOST_CHARACTERS = 4096
"""Characters of a pattern; no path is longer. So what looks ahead in it costs little."""
_ASTERISKS = re.compile(r"\*+")
_SPECIAL = re.compile(r"[*?\[\\]")


class PatternStep(NamedTuple):
    """One character of a path that a pattern asks for, behind what `loop` lets pass.

    `wanted` is that character, a bracket expression, or None for any one but a slash. A step that
    `is_optional` may be left out together with its loop: ``**/``, which is any number of folders.
    """

    wanted: str | Bracket | None
    loop: Loop = ""
    is_optional: bool = False


class Pattern(NamedTuple):
    """A pattern: the one text that it matches, or steps that it asks for in order.

    `is_negative` takes a match of earlier lines back, `folders_only` matches folders alone. One that
    `matches_names` is compared with the last name of a path, any other with the whole path. Without a
    `literal` it asks for `steps`, and lets `tail` pass behind the last of them. `flaw` says what is wrong
    with it; one that `is_dead` never matches.
    """

    is_negative: bool
    folders_only: bool
    matches_names: bool
    literal: str = ""
    steps: tuple[PatternStep, ...] = ()
    tail: Loop = ""
    flaw: str = ""
    is_dead: bool = False


def parse_pattern(line: str) -> Pattern | None:
    r"""Parse a line without its line end; None for a comment and a blank one.

    >>> parse_pattern("!/a/").literal, parse_pattern("a[b").flaw, parse_pattern("# a")
    ('a', 'a [ is never closed', None)
    """
    body = _strip_spaces(line)
    if not body or body.startswith("#"):
        return None
    is_negative = body.startswith("!")
    body = body.removeprefix("!")
    folders_only = body.endswith("/")
    body = body.removesuffix("/")
    pattern = Pattern(is_negative, folders_only, "/" not in body)
    # A slash anywhere but at the end makes it a path from the folder of the file; one in front means nothing
    # more than that.
    body = body.removeprefix("/")
    if not body or len(body) > MOST_CHARACTERS:
        flaw = "it is longer than any path" if body else "it names nothing"
        return pattern._replace(flaw=flaw, is_dead=True)
    if _SPECIAL.search(body) is None:
        return pattern._replace(literal=body)
    try:
        return _parse_body(body, pattern)
    except BadBracketError as error:
        return pattern._replace(flaw=str(error), is_dead=True)


def _strip_spaces(line: str) -> str:
    """Strip spaces from the end, but not one that a backslash stands before."""
    stripped = line.rstrip(" ")
    backslashes = len(stripped) - len(stripped.rstrip("\\"))
    # Of two backslashes the first stands before the second, and not before the space.
    return stripped + " " if backslashes % 2 and stripped != line else stripped


def _parse_body(body: str, pattern: Pattern) -> Pattern:
    """Parse what has a special character, without the marks at both ends. Raises `BadBracketError`."""
    steps: list[PatternStep] = []
    loop: Loop = ""
    flaw = ""
    place = 0
    while place < len(body):
        character = body[place]
        if character == "*":
            loop, place = _parse_asterisks(body, place, loop, steps, pattern)
            continue
        wanted: str | Bracket | None = character
        if character == "?":
            wanted = None
        elif character == "[":
            wanted, end, new_flaw = parse_bracket(body, place)
            flaw = flaw or new_flaw
            place = end - 1
        elif character == "\\":
            place += 1
            if place == len(body):
                return pattern._replace(flaw="it ends with a backslash", is_dead=True)
            wanted = body[place]
        steps.append(PatternStep(wanted, loop))
        loop = ""
        place += 1
    characters = [step.wanted for step in steps if not step.loop and isinstance(step.wanted, str)]
    if not loop and len(characters) == len(steps):  # nothing but backslashes
        return pattern._replace(literal="".join(characters))
    return pattern._replace(steps=tuple(steps), tail=loop, flaw=flaw)


def _parse_asterisks(
    body: str, start: int, loop: Loop, steps: list[PatternStep], pattern: Pattern
) -> tuple[Loop, int]:
    """Parse the asterisks at a place: return the loop before what follows them, and where that begins.

    `loop` is the one before them. ``**/`` is a step of its own, and is added to `steps`.
    """
    asterisks = _ASTERISKS.match(body, start)
    assert asterisks is not None
    end = asterisks.end()
    # Two or more are more than one alone only where nothing else stands between the slashes.
    stands_alone = (start == 0 or body[start - 1] == "/") and (
        end == len(body) or body.startswith(("/", "\\/"), end)
    )
    if end - start == 1 or pattern.matches_names or not stands_alone:
        return loop or "*", end
    if not body.startswith("/", end):
        return "**", end
    # A second one says nothing more.
    if not steps or not steps[-1].is_optional:
        steps.append(PatternStep("/", "**", True))
    return "", end + 1
