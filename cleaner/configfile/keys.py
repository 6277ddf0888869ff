"""Every key that a configuration file may hold, with its type; the schema and the checks are made from it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from cleaner.formats.registry import OUTPUT_FORMATS, list_format_names
from cleaner.structure import KINDS

ValueKind = Literal[
    "text",
    "texts",
    "flag",
    "choice",
    "language",
    "path",
    "paths",
    "share",
    "number",
    "bytes",
    "page",
    "tables",
]

BYTES = "^[0-9]+[KkMmGg]?[Ii]?[Bb]?$"
"""How a string spells a number of bytes; it stands in the schema too, so JavaScript must know its syntax."""


class Key(NamedTuple):
    """A key of a configuration file, with what its value may be.

    A path is relative to the folder of the file, and leads beneath it. `choices` are the values that a
    ``choice`` has. `parameter_name` is set where the option of the command line is called otherwise.
    """

    name: str
    kind: ValueKind
    doc: str
    choices: tuple[str, ...] = ()
    parameter_name: str = ""

    @property
    def parameter(self) -> str:
        """The name of the option's parameter: `parameter_name`, or the key's own with underscores."""
        return self.parameter_name or self.name.replace("-", "_")


# What decides about one document alone can differ from file to file; the rest holds for the whole run.
_RULES = (
    Key("select", "texts", "Look at these rules or stages only."),
    Key("extend-select", "texts", "Look at these rules or stages too."),
    Key("ignore", "texts", "Do not look at these rules or stages."),
    Key("certain-only", "flag", "Apply certain findings alone; report the likely ones."),
    Key("encoding", "text", "Read every file in this encoding."),
    Key("kind", "choice", "What kind of text every block is; nothing is inferred then.", KINDS),
    Key("language", "language", "The language of the texts; it is not detected then."),
)
PER_PATH: Mapping[str, Key] = {key.name: key for key in _RULES}
"""What the table of one path pattern may hold."""

KEYS: Mapping[str, Key] = {
    key.name: key
    for key in (
        *_RULES,
        Key(
            "duplicates",
            "choice",
            "What to do with near-duplicate paragraphs.",
            ("off", "report", "drop"),
        ),
        Key(
            "duplicates-scope",
            "choice",
            "Where to look for the earlier partner of a paragraph.",
            ("document", "corpus"),
        ),
        Key("shingle", "text", "What similarity counts: runs of words (word:N) or of characters (char:N)."),
        Key("threshold", "share", "The Jaccard similarity from which two paragraphs are near-duplicates."),
        Key(
            "candidates",
            "choice",
            "How pairs of paragraphs are found.",
            ("bands", "exact"),
        ),
        Key("drop-comments", "flag", "Drop genuine comments too, where promotional ones stand."),
        Key("max-removed", "share", "The share of a document's prose that rules may remove together."),
        Key(
            "input-format",
            "choice",
            "Read every file as this, whatever its name.",
            list_format_names(),
        ),
        Key(
            "text-field",
            "texts",
            "Where a record holds text; a dot goes into an object.",
            parameter_name="text_fields",
        ),
        Key("id-field", "text", "Where a record holds its id: one that comes again is refused."),
        Key("kind-field", "text", "Where a record says what kind of text it holds; goes before `kind`."),
        Key("language-field", "text", "Where it says in which language; goes before `language`."),
        Key("max-record", "bytes", "The largest record that is read; a larger one costs itself."),
        Key("drop-empty", "flag", "Leave out records that lose all of their text."),
        Key("keep-raw", "flag", "Keep the bytes of pages, to restore them."),
        Key(
            "corpus-format",
            "choice",
            "What `--output-format` says for `clean`: texts and pages as records, many to a file.",
            OUTPUT_FORMATS,
        ),
        Key("shard-size", "bytes", "The largest file of such records."),
        Key("corpus", "paths", "All of the raw corpus: what is cleaned when no path is given."),
        Key("output", "path", "The folder of the cleaned corpus."),
        Key("exclude", "texts", "Pass over files that match, in the patterns of .gitignore."),
        Key("force-exclude", "flag", "Pass over them even when they are named by hand."),
        Key("no-ignore", "flag", "Do not honour .gitignore and .cleanerignore."),
        Key("against", "paths", "Compare with the files of these folders, which rank first."),
        Key("index", "path", "Compare with the paragraphs of this index, which rank first."),
        Key(
            "fail-on",
            "choice",
            "Exit 1 on findings of this certainty or a better one.",
            ("certain", "likely", "note", "never"),
        ),
        Key("fail", "texts", "Exit 1 on findings of these rules or stages."),
        Key("baseline", "path", "Findings in this file are known and fail nothing."),
        Key("suppressions", "path", "Findings that are accepted, each with its reason."),
        Key("decisions", "path", "What a reviewer accepted and rejected in the page of `cleaner report`."),
        Key(
            "trail",
            "choice",
            "What is kept of the edits; to restore raw files takes all of it.",
            ("full", "counts", "none"),
        ),
        Key(
            "jobs",
            "number",
            "Worker processes, at most one for each core; 0 is one for each.",
        ),
        # These two decide nothing any more, but a file that has them must not become an error in one step.
        Key("memory", "bytes", "Has no effect any more; the next release refuses it."),
        Key(
            "grouping",
            "choice",
            "Has no effect any more; the next release refuses it.",
            ("auto", "memory", "duckdb"),
        ),
        Key(
            "log-format",
            "choice",
            "How progress and the summary are said on stderr.",
            ("text", "json"),
        ),
        Key(
            "output-format",
            "choice",
            "The format of the findings.",
            ("text", "full", "json", "jsonl", "github", "sarif", "markdown"),
        ),
        Key("color", "choice", "Colour in the output.", ("auto", "always", "never")),
        Key("docs", "page", "The page that describes the rules."),
        Key("per-path", "tables", "By path pattern: what else holds for the files that match."),
    )
}


def list_keys_markdown() -> str:
    """Return the keys as a table in Markdown, for `docs/ci.md`."""
    rows = [f"| `{key.name}` | {_describe_values(key)} | {key.doc} |" for key in KEYS.values()]
    return "\n".join(["| key | value | what |", "|---|---|---|", *rows])


def _describe_values(key: Key) -> str:
    descriptions = {
        "text": "a string",
        "texts": "a list of strings",
        "flag": "`true` or `false`",
        "language": "a tag of BCP 47, as `fr` or `pt-BR`",
        "path": "a path",
        "paths": "a list of paths",
        "page": "a path, no address",
        "share": "a share, as `0.3` or `'30%'`",
        "number": "a whole number",
        "bytes": "bytes, as `1000000` or `'64M'`",
        "tables": "a table of tables: " + ", ".join(f"`{name}`" for name in PER_PATH),
    }
    return ", ".join(f"`{choice}`" for choice in key.choices) if key.choices else descriptions[key.kind]
