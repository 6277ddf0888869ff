"""Finding a configuration file, and reading it with one clear error for whatever is wrong with it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

from cleaner.configfile.keys import BYTES, KEYS, PER_PATH, Key
from cleaner.errors import InputError, UsageError

OWN = "cleaner.toml"
SHARED = "pyproject.toml"
SUPPRESSIONS = "cleaner-ignore.toml"

Value = str | bool | int | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FileOptions:
    """The options of a file, by the name of their key. `path` is None where there is no file; `isolated` says
    that none was to be looked for."""

    path: Path | None = None
    values: Mapping[str, Value] = field(default_factory=dict)
    per_path: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)
    isolated: bool = False

    @property
    def folder(self) -> Path:
        """What the paths of the file, and its patterns, are relative to."""
        return self.path.parent if self.path is not None else Path()

    @property
    def suppressions(self) -> Path | None:
        """The file of suppressions beside the configuration file, where there is one."""
        beside = self.folder / SUPPRESSIONS
        return beside if not self.isolated and beside.is_file() else None


def load(named: Path | None, *, isolated: bool, start: Path) -> FileOptions:
    """The file that is named; else, unless `isolated`, the one that is found from `start` upward.

    Raises `InputError` for a file that cannot be read, `UsageError` for what it must not hold.
    """
    path = named if named is not None else None if isolated else find(start)
    return FileOptions(isolated=isolated) if path is None else read(path)


def find(start: Path) -> Path | None:
    """The first `cleaner.toml`, or `pyproject.toml` with a table `[tool.cleaner]`, from a folder upward."""
    for folder in (start, *start.parents):
        if (folder / OWN).is_file():
            return folder / OWN
        if (folder / SHARED).is_file() and "cleaner" in _tool(parsed(folder / SHARED)):
            return folder / SHARED
    return None


def read(path: Path) -> FileOptions:
    """One file. Paths in it come out relative to the working directory, or absolute."""
    found: object = parsed(path)
    if path.name == SHARED:
        found = _tool(parsed(path)).get("cleaner", {})
    if not isinstance(found, dict):
        raise UsageError(f"{path}: cleaner must be a table")
    values: dict[str, Value] = {}
    per_path: dict[str, Mapping[str, Value]] = {}
    for name, value in found.items():
        key = KEYS[key_of(path, name, KEYS, "")]
        if key.kind == "tables":
            per_path = _tables(path, value)
        else:
            values[name] = _located(path, key, _checked(path, key, value, ""))
    return FileOptions(path, values, per_path)


def parsed(path: Path) -> dict[str, object]:
    """What a TOML file holds. Raises `InputError`."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", path=path) from error
    except UnicodeDecodeError as error:
        raise InputError("is not UTF-8", path=path, byte=error.start) from error
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"is no TOML: {error}", path=path) from error


def _tool(found: Mapping[str, object]) -> dict[str, object]:
    tool = found.get("tool", {})
    return tool if isinstance(tool, dict) else {}


def key_of(path: Path, name: str, known: Iterable[str], table: str) -> str:
    """The name of a key, if it is one of the known. Raises `UsageError` with the nearest right one."""
    names = sorted(known)
    if name in names:
        return name
    close = get_close_matches(name.replace("_", "-"), names, n=1)
    remedy = f"did you mean {close[0]}?" if close else f"known are {', '.join(names)}"
    raise UsageError(f"{path}: {table}there is no key {name!r}", remedy=remedy)


def _tables(path: Path, value: object) -> dict[str, Mapping[str, Value]]:
    if not isinstance(value, dict):
        raise UsageError(f"{path}: per-path must be a table of tables, one for each pattern")
    tables: dict[str, Mapping[str, Value]] = {}
    for pattern, inner in value.items():
        table = f"per-path.{pattern!r}"
        if not isinstance(inner, dict):
            raise UsageError(f"{path}: {table} must be a table")
        tables[pattern] = {
            name: _checked(path, PER_PATH[key_of(path, name, PER_PATH, f"{table}: ")], held, f"{table}: ")
            for name, held in inner.items()
        }
    return tables


def _checked(path: Path, key: Key, value: object, table: str) -> Value:
    if key.kind in ("texts", "paths"):
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(value)
        wanted = "a list of strings"
    elif key.kind == "share":
        if isinstance(value, str | float | int) and not isinstance(value, bool):
            return str(value)
        wanted = "a share such as '30%' or 0.3"
    elif key.kind in ("number", "bytes"):
        return _number(path, key, value, table)
    elif key.kind == "flag":
        if isinstance(value, bool):
            return value
        wanted = "true or false"
    elif isinstance(value, str):
        if not key.choices or value in key.choices:
            return value
        close = get_close_matches(value, key.choices, n=1)
        raise UsageError(
            f"{path}: {table}{key.name} cannot be {value!r}",
            remedy=f"did you mean {close[0]}?" if close else f"use {', '.join(key.choices)}",
        )
    else:
        wanted = "a string"
    raise UsageError(f"{path}: {table}{key.name} must be {wanted}, not {_said(value)}")


def _number(path: Path, key: Key, value: object, table: str) -> int | str:
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    if key.kind == "bytes" and isinstance(value, str) and re.match(BYTES, value):
        return value
    wanted = "a whole number" if key.kind == "number" else "a number of bytes such as '64M' or 1000000"
    told = repr(value) if isinstance(value, str | float) or type(value) is int else _said(value)
    raise UsageError(f"{path}: {table}{key.name} must be {wanted}, not {told}")


def _said(value: object) -> str:
    kinds = {bool: "true or false", int: "a number", float: "a number", str: "a string", dict: "a table"}
    return kinds.get(type(value), "a list of other things" if isinstance(value, list) else "that")


def _located(path: Path, key: Key, value: Value) -> Value:
    """Paths, which the file gives relative to its folder, as the working directory sees them."""
    if key.kind == "path" and isinstance(value, str):
        return _seen(path.parent / value)
    if key.kind == "paths" and isinstance(value, tuple):
        return tuple(_seen(path.parent / item) for item in value)
    return value


def _seen(path: Path) -> str:
    here = Path.cwd()
    absolute = here / path
    return str(absolute.relative_to(here)) if absolute.is_relative_to(here) else str(path)
