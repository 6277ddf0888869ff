"""The configuration file of a run: when it is read, and where the commands find what it says."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from cleaner.configfile.options_file import FileOptions


def load_config_file(context: click.Context, parameter: click.Parameter, value: object) -> None:
    """Reads the file once both --config and --isolated have a value, and makes what it says the defaults.

    The callback of both options, which click calls in any order, before it looks at the other options.
    """
    context.meta[f"cleaner.{parameter.name}"] = value
    if not {"cleaner.config", "cleaner.isolated"} <= context.meta.keys():
        return
    from cleaner.configfile.keys import KEYS
    from cleaner.configfile.options_file import load_file_options

    file = load_file_options(
        context.meta["cleaner.config"], isolated=context.meta["cleaner.isolated"], start=Path.cwd()
    )
    context.obj = file
    defaults = {KEYS[name].parameter: value for name, value in file.values.items()}
    # As click's default map the file comes after the command line and the environment, by itself.
    context.default_map = {**(context.default_map or {}), **defaults}


def is_isolated() -> bool:
    """Whether --isolated is set: no configuration file and no ignore file counts."""
    return bool(click.get_current_context().meta.get("cleaner.isolated"))


def get_file_options() -> FileOptions:
    """Returns the configuration file of this run; one that says nothing where there is none."""
    from cleaner.configfile.options_file import FileOptions

    # A command without these options, such as `restore`, has read no file.
    file = click.get_current_context().obj
    return file if isinstance(file, FileOptions) else FileOptions(isolated=True)
