"""`cleaner config`: prints every option that a file can set, with its value and where that comes from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from cleaner.cli.check import check
from cleaner.cli.clean import clean
from cleaner.cli.config_file import describe_config_file, get_file_options
from cleaner.cli.options import configuration_options
from cleaner.configfile.keys import KEYS, Key
from cleaner.report.terminal import escape_text


@click.command()
@configuration_options
@click.option("--schema", "wants_schema", is_flag=True, help="Print the JSON schema of a configuration file.")
def config(wants_schema: bool) -> int:
    """Print every option that a configuration file can set, its value here, and where that comes from.

    What is printed is TOML. A command line comes before the environment, the environment before the file.
    """
    if wants_schema:
        from cleaner.configfile.schema import build_schema

        click.echo(json.dumps(build_schema(), indent=2))
        return 0
    file = get_file_options()
    click.echo(f"# {describe_config_file() or 'no configuration file'}")
    for key in KEYS.values():
        if key.kind != "tables":
            click.echo(_format_line(key))
    for pattern, table in file.per_path.items():
        click.echo(f"\n[per-path.{_format_toml(pattern)}]  # {_escape_path(file.path)}")
        for name, value in table.items():
            click.echo(f"{name} = {_format_toml(value)}")
    return 0


def _format_line(key: Key) -> str:
    """Formats a key as TOML, with its origin in a comment."""
    value, origin = _resolve(key)
    if value is None or value == ():
        return f"# {key.name} is not set"
    return f"{key.name} = {_format_toml(value)}  # {origin}"


def _resolve(key: Key) -> tuple[Any, str]:
    """Returns the value of a key and its origin, as click finds them for the command that has the option."""
    file = get_file_options()
    # No command has all options; where both have one, it is the same.
    for command in (check, clean):
        for parameter in command.params:
            if parameter.name == key.parameter:
                value, source = _consume(command, parameter)
                if source is ParameterSource.ENVIRONMENT:
                    return value, str(parameter.envvar)
                if source is ParameterSource.DEFAULT_MAP:
                    return value, _escape_path(file.path)
                if key.name == "suppressions" and value is None:
                    return file.find_suppressions(), "beside the configuration file"
                return value, "default"
    return file.values.get(key.name), _escape_path(file.path)


def _consume(command: click.Command, parameter: click.Parameter) -> tuple[Any, ParameterSource]:
    """Returns the value that a command would get for a parameter without arguments, and its source."""
    context = click.Context(command, info_name=command.name)
    # The values of the file: the command itself has not read it.
    context.default_map = click.get_current_context().default_map
    value, source = parameter.consume_value(context, {})
    value = parameter.process_value(context, value)
    # click has a sentinel of its own for an option without a default.
    return (value if isinstance(value, str | bool | int | float | tuple | list | Path) else None), source


def _format_toml(value: object) -> str:
    """Formats a value as TOML does."""
    if isinstance(value, list | tuple):
        return f"[{', '.join(_format_toml(item) for item in value)}]"
    # Before numbers: in Python true is the number 1.
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | Path):
        # TOML wants DEL escaped, which JSON leaves as it is.
        return json.dumps(str(value)).replace("\x7f", "\\u007f")
    return str(value)


def _escape_path(path: Path | None) -> str:
    return escape_text(str(path), most=4096)
