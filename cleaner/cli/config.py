"""`cleaner config`: every option that a file can set, with its value here and where that comes from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from cleaner.cli.check import check
from cleaner.cli.clean import clean
from cleaner.cli.options import configuration_options, file_options
from cleaner.configfile.keys import KEYS, Key
from cleaner.report.terminal import shown


@click.command()
@configuration_options
@click.option("--schema", "wants_schema", is_flag=True, help="Print the JSON schema of a configuration file.")
def config(wants_schema: bool) -> int:
    """Print every option that a configuration file can set, its value here, and where that comes from.

    What is printed is TOML. A command line comes before the environment, the environment before the file.
    """
    if wants_schema:
        from cleaner.configfile.schema import schema

        click.echo(json.dumps(schema(), indent=2))
        return 0
    file = file_options()
    click.echo(f"# {_shown(file.path) if file.path else 'no configuration file'}")
    for key in KEYS.values():
        if key.kind != "tables":
            click.echo(_line(key))
    for pattern, table in file.per_path.items():
        click.echo(f"\n[per-path.{_toml(pattern)}]  # {_shown(file.path)}")
        for name, value in table.items():
            click.echo(f"{name} = {_toml(value)}")
    return 0


def _line(key: Key) -> str:
    value, origin = _resolved(key)
    if value is None or value == ():
        return f"# {key.name} is not set"
    return f"{key.name} = {_toml(value)}  # {origin}"


def _resolved(key: Key) -> tuple[Any, str]:
    """The value of a key and its origin, as click finds it for the command that has the option."""
    file = file_options()
    for command in (check, clean):
        for parameter in command.params:
            if parameter.name == key.parameter:
                value, source = _consumed(command, parameter)
                if source is ParameterSource.ENVIRONMENT:
                    return value, str(parameter.envvar)
                if source is ParameterSource.DEFAULT_MAP:
                    return value, _shown(file.path)
                if key.name == "suppressions" and value is None:
                    return file.suppressions, "beside the configuration file"
                return value, "default"
    return file.values.get(key.name), _shown(file.path)


def _consumed(command: click.Command, parameter: click.Parameter) -> tuple[Any, ParameterSource]:
    context = click.Context(command, info_name=command.name)
    context.default_map = click.get_current_context().default_map
    value, source = parameter.consume_value(context, {})
    held = parameter.process_value(context, value)
    # click has a sentinel of its own for an option without a default.
    return (held if isinstance(held, str | bool | int | float | tuple | list | Path) else None), source


def _toml(value: object) -> str:
    """A value as TOML writes it."""
    if isinstance(value, list | tuple):
        return f"[{', '.join(_toml(item) for item in value)}]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | Path):
        return json.dumps(str(value)).replace("\x7f", "\\u007f")
    return str(value)


def _shown(path: Path | None) -> str:
    return shown(str(path), most=4096)
