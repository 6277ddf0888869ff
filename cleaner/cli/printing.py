"""Writes reports: to stdout, with colour or without, or to a file. Messages go to stderr instead."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from cleaner.report.terminal import Style


def choose_style(color: str, docs: str) -> Style:
    """Returns the style of a report: `always` and `never` decide, `auto` asks the environment and stdout."""
    from cleaner.report.terminal import Style

    return Style(color == "always" or (color == "auto" and _is_coloured()), docs)


def _is_coloured() -> bool:
    """Whether stdout gets colour: NO_COLOR says no, else FORCE_COLOR yes, else a terminal decides.

    A variable that is set to nothing does not count.
    """
    # By the conventions of no-color.org and force-color.org.
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or sys.stdout.isatty()


def write_out(lines: Iterable[str]) -> None:
    """Writes lines on stdout. They are escaped already; colour stays in them."""
    for line in lines:
        click.echo(line, color=True)


def write_file(path: Path, lines: Iterable[str]) -> None:
    """Writes lines into a file, whole or not at all; `-` is stdout. Raises `OutputError`."""
    if path == Path("-"):
        write_out(lines)
    else:
        from cleaner.store.user_path import write_path

        data = "".join(f"{line}\n" for line in lines).encode("utf-8", "backslashreplace")
        write_path(path, data, create=True)


def write_bytes(path: Path, lines: Iterable[str]) -> bool:
    """Writes a diff into a file, byte for byte. Returns whether there is anything in it."""
    from cleaner.store.user_path import write_path

    data = b"".join(map(_encode_line, lines))
    write_path(path, data, create=True)
    return bool(data)


def write_diff(lines: Iterable[str], style: Style) -> bool:
    """Writes a diff on stdout: byte for byte in a pipe, escaped on a terminal and in the log of a build.

    Returns whether there is anything in it.
    """
    from cleaner.report.unified_diff import escape_line

    is_escaped = style.colour or sys.stdout.isatty() or bool(os.environ.get("CI"))
    has_lines = False
    for line in lines:
        has_lines = True
        if is_escaped:
            # The line end of a line without one, which a terminal does not need.
            if line != "\n":
                click.echo(escape_line(line, style), color=True)
        else:
            sys.stdout.buffer.write(_encode_line(line))
    sys.stdout.buffer.flush()
    return has_lines


def _encode_line(line: str) -> bytes:
    """Encodes a line of a diff: a stray byte of the file, read as a lone surrogate, is that byte again."""
    try:
        # A diff in a pipe is for `git apply`, which compares bytes.
        return line.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        # A surrogate that stands for no byte, as JSON can hold one: there is no byte to give back.
        return line.encode("utf-8", "surrogatepass")
