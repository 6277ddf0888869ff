"""The JSON schema of a configuration file, made from its keys; editors complete and check files with it."""

from __future__ import annotations

from collections.abc import Iterable

from cleaner.configfile.keys import BYTES, KEYS, PER_PATH, Key


def build_schema() -> dict[str, object]:
    """Build the schema (draft 7, which editors of TOML know) of `cleaner.toml` and of `[tool.cleaner]`."""
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "cleaner",
        "description": "Options of cleaner, in cleaner.toml or under [tool.cleaner] in pyproject.toml.",
        **_build_table(KEYS.values()),
    }


def _build_table(keys: Iterable[Key]) -> dict[str, object]:
    return {
        "type": "object",
        # A key that is spelt wrong is an error in the program, too.
        "additionalProperties": False,
        "properties": {key.name: {"description": key.doc, **_build_value(key)} for key in keys},
    }


def _build_value(key: Key) -> dict[str, object]:
    if key.kind in ("texts", "paths"):
        return {"type": "array", "items": {"type": "string"}}
    if key.kind == "flag":
        return {"type": "boolean"}
    if key.kind == "language":
        # The program refuses more than that: a pattern of all of BCP 47 helps no editor.
        return {"type": "string", "pattern": "^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$"}
    if key.kind == "share":
        return {
            "oneOf": [
                {"type": "number", "minimum": 0, "maximum": 1},
                {"type": "string", "pattern": r"^[0-9.]+%?$"},
            ]
        }
    if key.kind == "number":
        return {"type": "integer", "minimum": 0}
    if key.kind == "bytes":
        return {
            "oneOf": [
                {"type": "integer", "minimum": 1},
                {"type": "string", "pattern": BYTES},
            ]
        }
    if key.kind == "tables":
        return {"type": "object", "additionalProperties": _build_table(PER_PATH.values())}
    return {"enum": list(key.choices)} if key.choices else {"type": "string"}
