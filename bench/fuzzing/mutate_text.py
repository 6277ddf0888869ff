"""Texts laid out in another way: wrapped, quoted, spaced out, in other letters, with paragraphs again."""

from __future__ import annotations

import random
import textwrap
import unicodedata
from collections.abc import Callable, Sequence

_PREFIXES = (
    "> ",
    ">> ",
    "    ",
    "\t",
    "- ",
    "* ",
    "1. ",
    "| ",
    "# ",
    "  ",
    "\u3000",
    "A: ",
    "[1] ",
    "12:30 ",
)
_BETWEEN = (" ", "\u00ad", "\u200b", "\u0301", "-", "\u200d", "\ufeff", "\u202e", ".", "\u00a0", "  ", "\n")


def lay_out(text: str, rng: random.Random, tokens: Sequence[str]) -> str:
    """The text after one change of its layout, in a run of its lines or in all of it."""
    lines = text.split("\n")
    start = rng.randrange(len(lines))
    stop = rng.randint(start + 1, len(lines)) if rng.random() < 0.7 else len(lines)
    change = rng.choice(_CHANGES)
    piece = change("\n".join(lines[start:stop]), rng, tokens)
    return "\n".join([*lines[:start], piece, *lines[stop:]])


def _wrap(text: str, rng: random.Random, _: Sequence[str]) -> str:
    width = rng.choice((12, 30, 45, 65, 72, 100))
    lines = textwrap.wrap(" ".join(text.split()), width) or [""]
    if rng.random() < 0.5:  # halves of words at the ends of lines
        lines = [f"{line[:-2]}-\n{line[-2:]}" if rng.random() < 0.5 else line for line in lines]
    return rng.choice(("\n", "\n", "\r\n", " \n", "  \n")).join(lines)


def _prefix(text: str, rng: random.Random, tokens: Sequence[str]) -> str:
    mark = rng.choice((*_PREFIXES, rng.choice(tokens)))
    return "\n".join(mark + line for line in text.split("\n"))


def _suffix(text: str, rng: random.Random, tokens: Sequence[str]) -> str:
    mark = rng.choice((" ", "  ", "-", "\\", "\u00ad", "=", rng.choice(tokens)))
    return "\n".join(line + mark for line in text.split("\n"))


def _space_out(text: str, rng: random.Random, tokens: Sequence[str]) -> str:
    between = rng.choice((*_BETWEEN, rng.choice(tokens)))
    if rng.random() < 0.5:
        return between.join(text[:200]) + text[200:]
    return between.join(text.split(" "))


def _respell(text: str, rng: random.Random, _: Sequence[str]) -> str:
    form = rng.choice(("NFC", "NFD", "NFKC", "NFKD"))
    spell: Callable[[str], str] = rng.choice(
        (
            str.upper,
            str.lower,
            str.title,
            str.swapcase,
            lambda text: unicodedata.normalize(form, text),
            _widen,
        )
    )
    return spell(text)


def _widen(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def _quote(text: str, rng: random.Random, _: Sequence[str]) -> str:
    opening, closing = rng.choice(("“”", "„“", "«»", '""', "''", "‘’", "()", "[]", "``", "““", "””"))
    return f"{opening}{text}{closing}"


def _tag(text: str, rng: random.Random, _: Sequence[str]) -> str:
    name = rng.choice(("b", "p", "div", "a href='x'", "blockquote", "pre", "code", "x", "script", "ul><li"))
    return f"<{name}>{text}</{name.split()[0]}>" if rng.random() < 0.8 else f"<{name}>{text}"


def _say_again(text: str, rng: random.Random, tokens: Sequence[str]) -> str:
    """The same again, perhaps with a word or two exchanged."""
    words = text.split(" ")
    for _ in range(rng.randrange(3)):
        words[rng.randrange(len(words))] = rng.choice(tokens)
    return f"{text}{rng.choice(('', ' ', chr(10), chr(10) * 2))}{' '.join(words)}"


def _escape(text: str, rng: random.Random, _: Sequence[str]) -> str:
    """As entities, once or twice; or as mojibake, once or twice."""
    for _ in range(rng.randint(1, 2)):
        if rng.random() < 0.5:
            text = text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
        else:
            text = text.encode("utf-8", "replace").decode(
                rng.choice(("cp1252", "latin-1", "cp1251")), "replace"
            )
    return text


_CHANGES = (_wrap, _wrap, _prefix, _suffix, _space_out, _respell, _quote, _tag, _say_again, _escape)
