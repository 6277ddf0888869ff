"""The configuration file of a run: when it is read, and where the commands find what it says."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cleaner.cli.messages import escape

if TYPE_CHECKING:
    from cleaner.configfile.options_file import FileOptions
    from cleaner.tree_files import TreeFiles

_OPTIONS = frozenset({"cleaner.config", "cleaner.config_from", "cleaner.isolated"})


def load_config_file(context: click.Context, parameter: click.Parameter, value: object) -> None:
    """Reads the file once all of its options have a value, and makes what it says the defaults.

    The callback of --config, --config-from and --isolated, which click calls in any order, before it looks at
    the other options.
    """
    context.meta[f"cleaner.{parameter.name}"] = value
    if not context.meta.keys() >= _OPTIONS:
        return
    from cleaner.configfile.keys import KEYS
    from cleaner.configfile.options_file import load_file_options

    file = load_file_options(
        context.meta["cleaner.config"],
        isolated=context.meta["cleaner.isolated"],
        start=Path.cwd(),
        files=_choose_files(context),
    )
    context.obj = file
    defaults = {KEYS[name].parameter: value for name, value in file.values.items()}
    # As click's default map the file comes after the command line and the environment, by itself.
    context.default_map = {**(context.default_map or {}), **defaults}


def _choose_files(context: click.Context) -> TreeFiles:
    """Returns where the configuration and all that belongs to it is read from.

    Raises `UsageError` for a revision that does not exist.
    """
    from cleaner.tree_files import WORKING_TREE

    name = context.meta["cleaner.config_from"]
    if name is None:
        return WORKING_TREE
    if context.meta["cleaner.isolated"]:
        raise click.UsageError("--config-from asks for a configuration, and --isolated for none")
    from cleaner.git.repository import open_repository
    from cleaner.git.revision import Revision

    # Until the command ends: ignore files are read while the inputs are looked for.
    repository = context.with_resource(open_repository(Path.cwd(), "--config-from"))
    return Revision.open(repository, name)


def describe_config_file() -> str:
    """Returns the path of the configuration file, for messages, with the revision that it is read from."""
    path, revision = get_file_options().path, click.get_current_context().meta.get("cleaner.config_from")
    if path is None:
        return ""
    return escape(path) + (f" at {escape(revision)}" if revision else "")


def is_isolated() -> bool:
    """Whether --isolated is set: no configuration file and no ignore file counts."""
    return bool(click.get_current_context().meta.get("cleaner.isolated"))


def get_file_options() -> FileOptions:
    """Returns the configuration file of this run; one that says nothing where there is none."""
    from cleaner.configfile.options_file import FileOptions

    # A command without these options, such as `restore`, has read no file.
    file = click.get_current_context().obj
    return file if isinstance(file, FileOptions) else FileOptions(isolated=True)
