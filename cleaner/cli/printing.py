"""Where reports go: stdout, with colour or without, or a file; data on stdout, talk on stderr."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from cleaner.report.terminal import Style


def style_of(color: str, docs: str) -> Style:
    """The style of a report: `always` and `never` are obeyed, `auto` asks the environment and stdout."""
    from cleaner.report.terminal import Style

    return Style(color == "always" or (color == "auto" and wants_colour()), docs)


def wants_colour() -> bool:
    """NO_COLOR says no, FORCE_COLOR yes, each when it is set and not empty; else a terminal decides."""
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or sys.stdout.isatty()


def write_out(lines: Iterable[str]) -> None:
    """Lines on stdout. They are safe already; colour is theirs to have."""
    for line in lines:
        click.echo(line, color=True)


def write_file(path: Path, lines: Iterable[str]) -> None:
    """The lines as a file, whole or not at all; `-` is stdout. Raises `OutputError`."""
    if path == Path("-"):
        write_out(lines)
    else:
        _put(path, "".join(f"{line}\n" for line in lines).encode("utf-8", "backslashreplace"))


def write_bytes(path: Path, lines: Iterable[str]) -> bool:
    """A diff as a file, byte for byte; whether there is anything in it."""
    data = b"".join(map(_encoded, lines))
    _put(path, data)
    return bool(data)


def write_diff(lines: Iterable[str], style: Style) -> bool:
    """A diff on stdout: byte for byte in a pipe, harmless on a terminal and in the log of a build."""
    from cleaner.report.diff import safe

    harmless = style.colour or sys.stdout.isatty() or bool(os.environ.get("CI"))
    any_line = False
    for line in lines:
        any_line = True
        if harmless:
            if line != "\n":
                click.echo(safe(line, style), color=True)
        else:
            sys.stdout.buffer.write(_encoded(line))
    sys.stdout.buffer.flush()
    return any_line


def _encoded(line: str) -> bytes:
    try:
        return line.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return line.encode("utf-8", "surrogatepass")


def _put(path: Path, data: bytes) -> None:
    from cleaner.store import atomic

    if path.exists() and not path.is_file():
        path.write_bytes(data)  # a device or a FIFO, such as /dev/stdout: it is written to, not replaced
    else:
        atomic.ensure_folder(path.parent)
        atomic.write(path, data)
