"""The options that several commands share.

A value comes from the command line, else from the environment, else from the configuration file, else it is
the default: click's own order, with the file as its default map.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from inspect import signature
from pathlib import Path
from typing import Any, TypeVar

import click

from cleaner.cli.config_file import load_config_file
from cleaner.cli.values import BYTES, LANGUAGE, PERCENTAGE
from cleaner.duplicates.settings import Settings as DuplicateSettings
from cleaner.formats.registry import list_format_names
from cleaner.structure import KINDS

PATHS = click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
STANDARD_INPUT = (Path("-"),)

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]
Record = TypeVar("Record")

_DEFAULTS = DuplicateSettings()
_KIND_HELP = (
    "What kind of text every block is, such as verse or prose; `cleaner explain --structure` shows kinds.  "
    "[default: by each block]"
)


def option(*names: str, **settings: Any) -> Decorator:
    """Makes an option that the environment can give too, as `CLEANER_` and its name; its help says so."""
    # By the long name, which stands last; the name of a parameter has no hyphen before it.
    flag = next(name for name in reversed(names) if name.startswith("-"))
    variable = flag.lstrip("-").replace("-", "_").upper()
    return click.option(*names, envvar=f"CLEANER_{variable}", show_envvar=True, **settings)


def choice_option(*names: str, choices: Sequence[str], default: str, help: str) -> Decorator:
    """Makes an option with a fixed set of values, one of which is the default that the help shows."""
    return option(*names, type=click.Choice(choices), default=default, show_default=True, help=help)


def combine(*options: Decorator) -> Decorator:
    """Makes one decorator of several options, which the help lists in this order."""

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        # The decorator nearest to the function is applied first, and listed last.
        for add_option in reversed(options):
            command = add_option(command)
        return command

    return decorate


def take_options(record: Callable[..., Record], options: dict[str, Any]) -> Record:
    """Removes the options from `options` that are fields of `record`, and makes one record of them."""
    return record(**{name: options.pop(name) for name in signature(record).parameters})


configuration_options = combine(
    option(
        "--config",
        type=click.Path(path_type=Path),
        is_eager=True,
        expose_value=False,
        callback=load_config_file,
        help="Read this configuration file, and look for no other.",
    ),
    option(
        "--config-from",
        metavar="REV",
        is_eager=True,
        expose_value=False,
        callback=load_config_file,
        help="Read configuration, ignore files, suppressions, baseline and decisions from this git revision.",
    ),
    option(
        "--isolated",
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=load_config_file,
        help="Look for no configuration file and no ignore file.",
    ),
)

hint_options = combine(
    option("--kind", type=click.Choice(KINDS), metavar="KIND", help=_KIND_HELP),
    option(
        "--language",
        type=LANGUAGE,
        metavar="TAG",
        help="The language of the texts, as fr or pt-BR.  [default: detected]",
    ),
)

encoding_option = option("--encoding", metavar="NAME", help="Read every file in this encoding.")

_policy_options = combine(
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
        help="How much of a document's prose boilerplate, markup and page furniture may lose together.",
    ),
    encoding_option,
    hint_options,
    choice_option(
        "--duplicates",
        choices=["off", "report", "drop"],
        default="drop",
        help="What to do with near-duplicate paragraphs.",
    ),
    choice_option(
        "--duplicates-scope",
        choices=["document", "corpus"],
        default="corpus",
        help="Where to look for the earlier partner of a paragraph.",
    ),
    option(
        "--shingle",
        metavar="UNIT:N",
        default=_DEFAULTS.shingle,
        show_default=True,
        help="What similarity counts: runs of N words (word:N) or characters (char:N).",
    ),
    option(
        "--threshold",
        type=PERCENTAGE,
        default=str(_DEFAULTS.threshold),
        show_default=True,
        help="The Jaccard similarity from which two paragraphs are near-duplicates.",
    ),
    choice_option(
        "--candidates",
        choices=["bands", "exact"],
        default=_DEFAULTS.candidates,
        help="How pairs are found: by bands of MinHash signatures, or all of them.",
    ),
    option(
        "--decisions",
        type=click.Path(path_type=Path),
        help="What a reviewer accepted and rejected, as the page of `cleaner report` exports it.",
    ),
)

_record_options = combine(
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
    option("--kind-field", metavar="PATH", help="Where a record says what kind of text it holds."),
    option("--language-field", metavar="PATH", help="Where a record says in which language its text is."),
    option(
        "--max-record",
        type=BYTES,
        default="64M",
        show_default=True,
        help="The largest record that is read; a larger one costs itself.",
    ),
)

_reading_options = combine(
    _record_options,
    option(
        "--id-field", metavar="PATH", help="Where a record holds its id: one that comes again is refused."
    ),
    option("--drop-empty", is_flag=True, help="Leave out records that lose all of their text."),
    option("--keep-raw", is_flag=True, help="Keep the bytes of pages, to restore them."),
)

policy_options = combine(_reading_options, _policy_options)

reference_options = combine(
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

color_option = choice_option(
    "--color",
    choices=["auto", "always", "never"],
    default="auto",
    help="Colour; auto means on a terminal, and NO_COLOR and FORCE_COLOR are heard.",
)

talk_options = combine(
    click.option("-q", "--quiet", is_flag=True, help="No summary, no progress."),
    click.option("-v", "--verbose", is_flag=True, help="Say on stderr what was read and passed over."),
    color_option,
)

input_options = combine(
    option(
        "--exclude", multiple=True, metavar="PATTERN", help="Pass over files that match, as .gitignore does."
    ),
    option("--force-exclude", is_flag=True, help="Pass over ignored files even when they are named by hand."),
    option("--no-ignore", is_flag=True, help="Do not honour .gitignore and .cleanerignore."),
    option(
        "--suppressions",
        type=click.Path(path_type=Path),
        help="Findings that are accepted, with reasons.  [default: cleaner-ignore.toml beside it]",
    ),
)

structure_options = combine(configuration_options, _record_options, encoding_option, hint_options)
"""What decides which texts there are in a file, and of what kind; `take_structure_options` takes them out."""

corpus_options = combine(configuration_options, input_options, policy_options)
"""What every command takes that cleans a corpus; `take_corpus_options` takes the values back out."""
