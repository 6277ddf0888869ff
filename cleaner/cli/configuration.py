"""Turns the values of the options into what a run works with: a selection of files, and a configuration."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from cleaner.cli.config_file import get_file_options, is_isolated

if TYPE_CHECKING:
    from cleaner.config import Configuration, PerPath
    from cleaner.configfile.options_file import FileOptions
    from cleaner.formats.io_options import ReadOptions
    from cleaner.formats.selection import Selection


def take_corpus_options(options: dict[str, Any]) -> tuple[Selection, Configuration]:
    """Removes `corpus_options` from `options` and makes a selection and a configuration of their values.

    Raises `UsageError` for a value that is wrong, such as an unknown rule.
    """
    return _take_selection(options), _take_configuration(options)


def take_structure_options(options: dict[str, Any]) -> Configuration:
    """Removes `structure_options` from `options` and makes a configuration of them, without any rule.

    Texts are read under it, and stay as they are.
    """
    from cleaner.catalogue import RULES
    from cleaner.config import Configuration

    file = get_file_options()
    return Configuration(
        ignore=tuple(RULES),
        reading=_take_read_options(options),
        per_path=_make_per_path(file),
        base=file.folder,
        **{name: options.pop(name) for name in ("encoding", "kind", "language")},
    )


def _take_selection(options: dict[str, Any]) -> Selection:
    """Takes what decides which files of a folder are read."""
    from cleaner.formats.patterns import refuse_flaws
    from cleaner.formats.selection import Selection

    refuse_flaws(options["exclude"], "--exclude")
    return Selection(
        exclude=options.pop("exclude"),
        base=get_file_options().folder,
        files=get_file_options().files,
        force=options.pop("force_exclude"),
        ignore_files=not (options.pop("no_ignore") or is_isolated()),
        # It stays among the options: the configuration needs it too.
        input_format=options["input_format"],
    )


def _take_configuration(options: dict[str, Any]) -> Configuration:
    """Takes what decides the output."""
    from cleaner.config import Configuration
    from cleaner.configfile.suppressions import read_suppressions
    from cleaner.decisions import Decisions, read_decisions
    from cleaner.duplicates import Settings

    file = get_file_options()
    reading = _take_read_options(options)
    names = ("select", "extend_select", "ignore", "certain_only", "encoding", "kind", "language")
    values = {name: options.pop(name) for name in (*names, "duplicates", "max_removed")}
    # The option is a short name for a rule that is off by default.
    if options.pop("drop_comments"):
        values["extend_select"] = (*values["extend_select"], "comments.genuine")
    settings = Settings(
        scope=options.pop("duplicates_scope"),
        **{name: options.pop(name) for name in ("shingle", "threshold", "candidates")},
    )
    decisions_path: Path | None = options.pop("decisions")
    suppressions_path: Path | None = options.pop("suppressions") or file.find_suppressions()
    configuration = Configuration(
        **values,
        settings=settings,
        per_path=_make_per_path(file),
        suppressions=() if suppressions_path is None else read_suppressions(suppressions_path, file.files),
        base=file.folder,
        decisions=Decisions() if decisions_path is None else read_decisions(decisions_path, file.files),
        reading=reading,
    )
    # An unknown rule is an error before any file is read: `policy` raises it.
    for table in (None, *configuration.per_path):
        _ = (configuration if table is None else configuration.with_table(table)).policy
    return configuration


def _take_read_options(options: dict[str, Any]) -> ReadOptions:
    """Takes what decides how files become documents."""
    from cleaner.formats.io_options import ReadOptions

    fields = ("text_fields", "id_field", "kind_field", "language_field")
    names = ("input_format", *fields, "drop_empty", "keep_raw")
    # A command that writes nothing has no options about what is written.
    given = {name: options.pop(name) for name in names if name in options}
    return ReadOptions(limit=options.pop("max_record"), **given)


def _make_per_path(file: FileOptions) -> tuple[PerPath, ...]:
    """Returns the tables of a configuration file that hold for some paths alone."""
    from cleaner.config import PerPath

    return tuple(
        # The keys are checked by the reader of the file: each is a field of `PerPath`.
        PerPath(pattern, **{name.replace("-", "_"): value for name, value in table.items()})  # type: ignore[arg-type]
        for pattern, table in file.per_path.items()
    )
