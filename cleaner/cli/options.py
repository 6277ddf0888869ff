"""The options that commands share, where their values come from, and what is made of them.

A value comes from the command line, else from the environment, else from the configuration file, else it is
the default: click's own order, with the file as its default map.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from cleaner.cli.values import BYTES, PERCENTAGE
from cleaner.duplicates.settings import Settings as DuplicateSettings
from cleaner.formats.registry import list_format_names

if TYPE_CHECKING:
    from cleaner.config import Configuration
    from cleaner.configfile.read import FileOptions
    from cleaner.formats.selection import Selection

PATHS = click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
STANDARD_INPUT = (Path("-"),)

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


DEFAULTS = DuplicateSettings()


def option(*names: str, **settings: Any) -> Decorator:
    """An option that the environment can give too, as `CLEANER_` and its name; its help says so."""
    flag = next(name for name in reversed(names) if name.startswith("-"))
    variable = flag.lstrip("-").replace("-", "_").upper()
    return click.option(*names, envvar=f"CLEANER_{variable}", show_envvar=True, **settings)


def _all(*options: Decorator) -> Decorator:
    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        for each in reversed(options):
            command = each(command)
        return command

    return decorate


def _load(context: click.Context, parameter: click.Parameter, value: object) -> None:
    """Once both options are known, reads the file, and makes its values the defaults of the command."""
    context.meta[f"cleaner.{parameter.name}"] = value
    if not {"cleaner.config", "cleaner.isolated"} <= context.meta.keys():
        return
    from cleaner.configfile.keys import KEYS
    from cleaner.configfile.read import load

    found = load(context.meta["cleaner.config"], isolated=context.meta["cleaner.isolated"], start=Path.cwd())
    context.obj = found
    given = {KEYS[name].parameter: value for name, value in found.values.items()}
    context.default_map = {**(context.default_map or {}), **given}


configuration_options = _all(
    option(
        "--config",
        type=click.Path(path_type=Path, exists=True, dir_okay=False),
        is_eager=True,
        expose_value=False,
        callback=_load,
        help="Read this configuration file, and look for no other.",
    ),
    option(
        "--isolated",
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=_load,
        help="Look for no configuration file and no ignore file.",
    ),
)

_policy_options = _all(
    option("--select", multiple=True, metavar="RULE", help="Look at these rules or stages only."),
    option("--extend-select", multiple=True, metavar="RULE", help="Look at these rules or stages too."),
    option("--ignore", multiple=True, metavar="RULE", help="Do not look at these rules or stages."),
    option("--drop-comments", is_flag=True, help="Drop genuine comments too, where promotional ones stand."),
    option("--certain-only", is_flag=True, help="Apply certain findings alone; report the likely ones."),
    option(
        "--max-removed",
        type=PERCENTAGE,
        default="30%",
        show_default=True,
        help="How much of a document's prose boilerplate and markup rules may remove together.",
    ),
    option("--encoding", metavar="NAME", help="Read every file in this encoding."),
    option(
        "--duplicates",
        type=click.Choice(["off", "report", "drop"]),
        default="drop",
        show_default=True,
        help="What to do with near-duplicate paragraphs.",
    ),
    option(
        "--duplicates-scope",
        type=click.Choice(["document", "corpus"]),
        default="corpus",
        show_default=True,
        help="Where to look for the earlier partner of a paragraph.",
    ),
    option(
        "--shingle",
        metavar="UNIT:N",
        default=DEFAULTS.shingle,
        show_default=True,
        help="What similarity counts: runs of N words (word:N) or characters (char:N).",
    ),
    option(
        "--threshold",
        type=PERCENTAGE,
        default=str(DEFAULTS.threshold),
        show_default=True,
        help="The Jaccard similarity from which two paragraphs are near-duplicates.",
    ),
    option(
        "--candidates",
        type=click.Choice(["bands", "exact"]),
        default=DEFAULTS.candidates,
        show_default=True,
        help="How pairs are found: by bands of MinHash signatures, or all of them.",
    ),
    option(
        "--decisions",
        type=click.Path(path_type=Path, exists=True, dir_okay=False),
        help="What a reviewer accepted and rejected, as the page of `cleaner report` exports it.",
    ),
)

_reading_options = _all(
    option(
        "--input-format",
        type=click.Choice(list_format_names()),
        help="Read every file as this, whatever its name.  [default: by name]",
    ),
    option(
        "--text-field",
        "text_fields",
        multiple=True,
        metavar="PATH",
        default=("text",),
        show_default=True,
        help="Where a record holds text; a dot goes into an object.",
    ),
    option(
        "--id-field", metavar="PATH", help="Where a record holds its id: one that comes again is refused."
    ),
    option(
        "--max-record",
        type=BYTES,
        default="64M",
        show_default=True,
        help="The largest record that is read; a larger one costs itself.",
    ),
    option("--drop-empty", is_flag=True, help="Leave out records that lose all of their text."),
    option("--keep-raw", is_flag=True, help="Keep the bytes of pages, to restore them."),
)

policy_options = _all(_reading_options, _policy_options)

known_options = _all(
    option(
        "--against",
        multiple=True,
        type=click.Path(path_type=Path),
        help="Compare with the files there, which rank first and are not judged.",
    ),
    option(
        "--index",
        type=click.Path(path_type=Path, exists=True, dir_okay=False),
        help="Compare with the paragraphs of this index, which rank first.",
    ),
)

color_option = option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    show_default=True,
    help="Colour; auto means on a terminal, and NO_COLOR and FORCE_COLOR are heard.",
)

talk_options = _all(
    click.option("-q", "--quiet", is_flag=True, help="No summary, no progress."),
    click.option("-v", "--verbose", is_flag=True, help="Say on stderr what was read and passed over."),
    color_option,
)

input_options = _all(
    option(
        "--exclude", multiple=True, metavar="PATTERN", help="Pass over files that match, as .gitignore does."
    ),
    option("--force-exclude", is_flag=True, help="Pass over ignored files even when they are named by hand."),
    option("--no-ignore", is_flag=True, help="Do not honour .gitignore and .cleanerignore."),
    option(
        "--suppressions",
        type=click.Path(path_type=Path, exists=True, dir_okay=False),
        help="Findings that are accepted, with reasons.  [default: cleaner-ignore.toml beside it]",
    ),
)


class Inputs(NamedTuple):
    """What of the options decides which files are read."""

    exclude: tuple[str, ...]
    force_exclude: bool
    no_ignore: bool
    input_format: Any


def selection_of(inputs: Inputs) -> Selection:
    """What is passed over."""
    from cleaner.formats.selection import Selection

    ignore_files = not inputs.no_ignore and not click.get_current_context().meta.get("cleaner.isolated")
    folder = file_options().folder
    return Selection(inputs.exclude, folder, inputs.force_exclude, ignore_files, inputs.input_format)


def inputs_of(options: dict[str, Any]) -> Inputs:
    """Takes the options that say which files are read out of a command's options."""
    taken = {name: options.pop(name) for name in Inputs._fields if name != "input_format"}
    return Inputs(**taken, input_format=options["input_format"])


def configuration_of(options: dict[str, Any]) -> Configuration:
    """Takes the options that decide the output out of a command's options. Raises `UsageError`."""
    from cleaner.config import Configuration, PerPath
    from cleaner.configfile import suppressions
    from cleaner.decisions import Decisions, read
    from cleaner.duplicates import Settings
    from cleaner.formats.io_options import ReadOptions

    file = file_options()
    reading = ReadOptions(
        limit=options.pop("max_record"),
        **{
            name: options.pop(name)
            for name in ("input_format", "text_fields", "id_field", "drop_empty", "keep_raw")
        },
    )
    names = ("select", "extend_select", "ignore", "certain_only", "encoding", "duplicates", "max_removed")
    chosen = {name: options.pop(name) for name in names}
    if options.pop("drop_comments"):
        chosen["extend_select"] = (*chosen["extend_select"], "comments.genuine")
    settings = Settings(
        scope=options.pop("duplicates_scope"),
        **{name: options.pop(name) for name in ("shingle", "threshold", "candidates")},
    )
    tables = tuple(
        PerPath(pattern, **{name.replace("-", "_"): value for name, value in table.items()})  # type: ignore[arg-type]
        for pattern, table in file.per_path.items()
    )
    decided: Path | None = options.pop("decisions")
    named: Path | None = options.pop("suppressions")
    accepted = file.suppressions if named is None else named
    configuration = Configuration(
        **chosen,
        settings=settings,
        per_path=tables,
        suppressions=() if accepted is None else suppressions.read(accepted),
        base=file.folder,
        decisions=Decisions() if decided is None else read(decided),
        reading=reading,
    )
    # An unknown rule is an error before any file is read.
    for table in (None, *tables):
        _ = (configuration if table is None else configuration.with_table(table)).policy
    return configuration


def file_options() -> FileOptions:
    """The configuration file of this run."""
    from cleaner.configfile.read import FileOptions

    found = click.get_current_context().obj
    return found if isinstance(found, FileOptions) else FileOptions(isolated=True)
