"""The configuration file: where it is found, and how it is read, with one clear error for what is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

from cleaner.configfile.contained_paths import refuse_address, refuse_outside, refuse_program_folder
from cleaner.configfile.keys import BYTES, KEYS, PER_PATH, Key
from cleaner.configfile.toml_file import decode_toml, read_toml
from cleaner.errors import InputError, UsageError
from cleaner.formats.patterns import refuse_flaws
from cleaner.formats.selection import find_tree_top
from cleaner.small_file import MIB
from cleaner.structure.hint_values import parse_language
from cleaner.tree_files import WORKING_TREE, TreeFiles

OWN_NAME = "cleaner.toml"
PYPROJECT = "pyproject.toml"
SUPPRESSIONS = "cleaner-ignore.toml"

_LIMIT = MIB
"""Bytes of a file; one has some hundred, a `pyproject.toml` some thousand. The slowest takes a second."""
_LARGEST = (1 << 63) - 1
"""The largest whole number that TOML asks for."""

OptionValue = str | bool | int | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FileOptions:
    """The options of a configuration file, by the name of their key.

    `per_path` has those of each table ``[per-path."PATTERN"]``, by pattern. `path` is None where there is no
    file; `isolated` says that no file may be looked for. `files` is where it comes from, and what it names.
    """

    path: Path | None = None
    values: Mapping[str, OptionValue] = field(default_factory=dict)
    per_path: Mapping[str, Mapping[str, OptionValue]] = field(default_factory=dict)
    isolated: bool = False
    files: TreeFiles = WORKING_TREE

    @property
    def folder(self) -> Path:
        """The folder that the paths and patterns of the file are relative to."""
        return self.path.parent if self.path is not None else Path()

    def find_suppressions(self) -> Path | None:
        """Find the file of suppressions beside the configuration file; None where there is none.

        Raises `InputError` for a link out of the tree.
        """
        beside = self.folder / SUPPRESSIONS
        # An isolated run without a file that is named obeys nothing that lies in the checkout. One that is no
        # file at all is an error for its reader: to pass over it would change what the run finds.
        if self.isolated or self.files.find_kind(beside) is None:
            return None
        top = find_tree_top(self.folder)
        self.files.refuse_link_out(beside, top, "copy the file in, or name it with --suppressions")
        return beside


def load_file_options(
    path: Path | None, *, isolated: bool, start: Path, files: TreeFiles = WORKING_TREE
) -> FileOptions:
    """Read the file at `path`; without one, unless `isolated`, the file that is found from `start` upward.

    Raises `InputError` for a file that cannot be read, `UsageError` for what it must not hold.
    """
    # A file that is named by hand is trusted: it counts in an isolated run, too.
    if path is None and not isolated:
        path = find_options_file(start, files)
        if path is not None:
            top = find_tree_top(path.parent)
            files.refuse_link_out(path, top, "copy the file in, or name it with --config")
    return FileOptions(isolated=isolated, files=files) if path is None else read_options_file(path, files)


def find_options_file(start: Path, files: TreeFiles) -> Path | None:
    """Find the first `cleaner.toml` or `pyproject.toml` with `[tool.cleaner]`, from a folder upward."""
    for folder in (start, *start.parents):
        # Whatever has our name counts. What is no file is an error for its reader.
        if files.find_kind(folder / OWN_NAME) is not None:
            return folder / OWN_NAME
        if _has_table(folder / PYPROJECT, files):
            return folder / PYPROJECT
    return None


def _has_table(path: Path, files: TreeFiles) -> bool:
    """Whether a `pyproject.toml` has our table. Raises `InputError` where that cannot be known."""
    # Without the table it is that of a package inside the project, or of somebody else: the search goes on.
    if files.find_kind(path) != "file":
        return False
    data = files.read(path, _LIMIT)
    try:
        return "cleaner" in _find_tool_table(decode_toml(data, path))
    except InputError as error:
        # A file that does not even name the table says nothing to us, however broken it is.
        if b"cleaner" not in data:
            return False
        raise InputError(
            error.message,
            path=path,
            line=error.line,
            byte=error.byte,
            remedy="mend it, or use --config FILE or --isolated",
        ) from error


def read_options_file(path: Path, files: TreeFiles = WORKING_TREE) -> FileOptions:
    """Read one file. Its paths come out relative to the working directory, or absolute."""
    content = read_toml(path, files, _LIMIT)
    # The table that other programs share has ours in it; in any other file the options stand by themselves.
    table: object = _find_tool_table(content).get("cleaner", {}) if path.name == PYPROJECT else content
    if not isinstance(table, dict):
        raise UsageError(f"{path}: cleaner must be a table")
    values: dict[str, OptionValue] = {}
    per_path: dict[str, Mapping[str, OptionValue]] = {}
    for name, value in table.items():
        key = KEYS[check_key(path, name, KEYS, "")]
        if key.kind == "tables":
            per_path = _parse_tables(path, value)
        else:
            values[name] = _resolve_paths(path, key, _parse_value(path, key, value, ""))
    return FileOptions(path, values, per_path, files=files)


def _find_tool_table(content: Mapping[str, object]) -> dict[str, object]:
    tool = content.get("tool", {})
    return tool if isinstance(tool, dict) else {}


def check_key(path: Path, name: str, names: Iterable[str], place: str) -> str:
    """Return the name of a key if it is one of `names`. Raises `UsageError` with the nearest right one.

    `place` says in which table of the file the key stands, with a colon and a space behind it.
    """
    choices = sorted(names)
    if name in choices:
        return name
    # An underscore for a hyphen is an easy slip; the message must lead to the right key all the same.
    close = get_close_matches(name.replace("_", "-"), choices, n=1)
    remedy = f"did you mean {close[0]}?" if close else f"known are {', '.join(choices)}"
    raise UsageError(f"{path}: {place}there is no key {name!r}", remedy=remedy)


def _parse_tables(path: Path, value: object) -> dict[str, Mapping[str, OptionValue]]:
    """Parse the tables of `per-path`, by pattern."""
    if not isinstance(value, dict):
        raise UsageError(f"{path}: per-path must be a table of tables, one for each pattern")
    tables: dict[str, Mapping[str, OptionValue]] = {}
    for pattern, table in value.items():
        place = f"per-path.{pattern!r}"
        if not isinstance(table, dict):
            raise UsageError(f"{path}: {place} must be a table")
        prefix = f"{place}: "
        values: dict[str, OptionValue] = {}
        for name, item in table.items():
            key = PER_PATH[check_key(path, name, PER_PATH, prefix)]
            values[name] = _parse_value(path, key, item, prefix)
        tables[pattern] = values
    refuse_flaws(tuple(tables), f"{path}: per-path")
    return tables


def _parse_value(path: Path, key: Key, value: object, place: str) -> OptionValue:
    """Return a value as the option takes it. Raises `UsageError` for one of another type."""
    if key.kind in ("texts", "paths"):
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(value)
        expected = "a list of strings"
    elif key.kind == "share":
        # In Python true is the number 1: it must be refused by name, here and for numbers.
        # A number of 5,000 digits cannot be made a string.
        if isinstance(value, str | float) or (type(value) is int and abs(value) <= _LARGEST):
            return str(value)  # the option parses it, with the one reader that knows "30%"
        expected = "a share such as '30%' or 0.3"
    elif key.kind in ("number", "bytes"):
        return _parse_number(path, key, value, place)
    elif key.kind == "flag":
        if isinstance(value, bool):
            return value
        expected = "true or false"
    elif key.kind == "language" and isinstance(value, str):
        try:
            return parse_language(value)
        except UsageError as error:
            raise UsageError(f"{path}: {place}{key.name}: {error.message}", remedy=error.remedy) from error
    elif isinstance(value, str):
        if not key.choices or value in key.choices:
            return value
        close = get_close_matches(value, key.choices, n=1)
        raise UsageError(
            f"{path}: {place}{key.name} cannot be {value!r}",
            remedy=f"did you mean {close[0]}?" if close else f"use {', '.join(key.choices)}",
        )
    else:
        expected = "a string"
    raise UsageError(f"{path}: {place}{key.name} must be {expected}, not {_name_type(value)}")


def _parse_number(path: Path, key: Key, value: object, place: str) -> int | str:
    if type(value) is int and 0 <= value <= _LARGEST:
        return value
    if key.kind == "bytes" and isinstance(value, str) and re.match(BYTES, value):
        return value
    expected = "a whole number" if key.kind == "number" else "a number of bytes such as '64M' or 1000000"
    # The value and not its type: "-1" is a number, and a message that says so helps nobody.
    is_number = isinstance(value, str | float) or (type(value) is int and abs(value) <= _LARGEST)
    actual = repr(value) if is_number else _name_type(value)
    raise UsageError(f"{path}: {place}{key.name} must be {expected}, not {actual}")


def _name_type(value: object) -> str:
    """Name the type of a value in the words of the file's author."""
    names = {bool: "true or false", int: "a number", float: "a number", str: "a string", dict: "a table"}
    # TOML has dates and times, too.
    return names.get(type(value), "a list of other things" if isinstance(value, list) else "that")


def _resolve_paths(path: Path, key: Key, value: OptionValue) -> OptionValue:
    """Return a value with its paths, which are relative to the file, relative to the working directory.

    Raises `UsageError` for a path out of the folder of the file.
    """
    if key.kind == "path" and isinstance(value, str):
        refuse_outside(path, key.name, value)
        if key.name == "output":
            refuse_program_folder(path, key.name, value)
        return _resolve_path(path.parent / value)
    if key.kind == "paths" and isinstance(value, tuple):
        for item in value:
            refuse_outside(path, key.name, item)
        return tuple(_resolve_path(path.parent / item) for item in value)
    if key.kind == "page" and isinstance(value, str):
        refuse_address(path, key.name, value)
    return value


def _resolve_path(path: Path) -> str:
    # Relative where that is possible: messages and findings show paths as a user would type them.
    folder = Path.cwd()
    absolute = folder / path
    return str(absolute.relative_to(folder)) if absolute.is_relative_to(folder) else str(path)
