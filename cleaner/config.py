"""The options of a run as one frozen value, and the policy and pipeline that follow from it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from cleaner import json_codec
from cleaner.catalogue import RULES, match_rules
from cleaner.decisions import Decisions
from cleaner.duplicates import Settings
from cleaner.duplicates.rules import RECURRING_LINE
from cleaner.formats.io_options import ReadOptions, WriteOptions
from cleaner.formats.patterns import find_matching
from cleaner.formats.selection import absolute_path
from cleaner.hashing import sha256_hex
from cleaner.pipeline import Pipeline, Policy
from cleaner.stages import STAGES
from cleaner.structure import Hints, Kind
from cleaner.suppression import Suppression

Action = Literal["off", "report", "drop"]
"""What happens to duplicate paragraphs: they are not looked for, reported, or taken out."""
RECURS = 3
"""Documents from which on a short line is a recurring line, if its rule is on and no number is set."""


@dataclass(frozen=True, slots=True)
class PerPath:
    """Options for the files that match `pattern`. `extend_select` and `ignore` are added to those of all
    files, the others replace them; empty or None leaves them as they are."""

    pattern: str
    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    certain_only: bool | None = None
    encoding: str | None = None
    kind: Kind | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Configuration:
    """All options that decide the output, and no others; the manifest has its record and its hash.

    `select` replaces the default rules, `extend_select` adds to them, `ignore` takes away; each names rules
    or stages. `encoding` overrules the detection, `kind` and `language` what would be inferred of the texts.
    `max_removed` is the share of a document's prose that boilerplate, markup and page furniture rules may
    remove together. `per_path` and `suppressions` hold for the files that match their patterns, which are
    matched with the path relative to `base` and with the name in the corpus. `document_suppressions` are
    those that match the document, where `at` has chosen for one. `decisions` are those of a reviewer,
    `reading` says how files become documents, `writing` how these become files.
    """

    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    certain_only: bool = False
    encoding: str | None = None
    kind: Kind | None = None
    language: str | None = None
    duplicates: Action = "drop"
    max_removed: float = 0.3
    settings: Settings = field(default_factory=Settings)
    per_path: tuple[PerPath, ...] = ()
    suppressions: tuple[Suppression, ...] = ()
    base: Path = field(default_factory=Path)
    document_suppressions: tuple[Suppression, ...] = ()
    decisions: Decisions = field(default_factory=Decisions)
    reading: ReadOptions = field(default_factory=ReadOptions)
    writing: WriteOptions = field(default_factory=WriteOptions)

    @property
    def policy(self) -> Policy:
        """The rules that are looked at and applied. Raises `UsageError` for a rule that does not exist."""
        default = frozenset(rule.id for rule in RULES.values() if rule.default)
        chosen = match_rules(self.select) if self.select else default
        chosen = (chosen | match_rules(self.extend_select)) - match_rules(self.ignore)
        # In the order of the catalogue, whatever the order of the options.
        rules = [rule for rule in RULES.values() if rule.id in chosen]
        policy = Policy.of(rules, certain_only=self.certain_only, budget=self.max_removed)
        policy = replace(policy, suppressions=self.document_suppressions)
        if self.duplicates == "report":
            # Still looked at, and no longer applied: its edits become reports.
            applied = frozenset(rule for rule in policy.applied if not rule.startswith("duplicates."))
            return replace(policy, applied=applied)
        return policy

    @property
    def hints(self) -> Hints:
        """What the caller knows of the texts."""
        return Hints(self.kind, self.language)

    @property
    def duplicate_settings(self) -> Settings:
        """The settings of the duplicates stage. Recurring lines are looked for if their rule is."""
        if RECURRING_LINE.id not in self.policy.enabled or self.settings.recurring:
            return self.settings
        return replace(self.settings, recurring=RECURS)

    @property
    def pipeline(self) -> Pipeline:
        """The stages of one document under the policy, without a stage none of whose rules is looked at."""
        policy = self.policy
        stages = tuple(stage for stage in STAGES if any(rule.id in policy.enabled for rule in stage.rules))
        return Pipeline(stages, policy, self.decisions, self.hints)

    def at(self, name: str, path: Path | None = None) -> Configuration:
        """Returns the options of one document: these, with the exceptions of its path applied.

        `name` is that in the corpus, `path` that of its file, if it has one. The result has no exceptions
        left: `document_suppressions` are the suppressions that match.
        """
        if not self.per_path and not self.suppressions:
            return self
        # A pattern may be written for the name, which is the same on every machine, or for the path.
        names = {name}
        if path is not None and absolute_path(path).is_relative_to(absolute_path(self.base)):
            names.add(absolute_path(path).relative_to(absolute_path(self.base)).as_posix())
        local = self
        # In the order of the file of options: a later table goes before an earlier one.
        for number in _find_matching([table.pattern for table in self.per_path], names):
            local = local.with_table(self.per_path[number])
        return replace(
            local,
            per_path=(),
            suppressions=(),
            document_suppressions=tuple(
                self.suppressions[number]
                for number in _find_matching([each.path for each in self.suppressions], names)
            ),
        )

    def with_table(self, table: PerPath) -> Configuration:
        """Returns these options with one table of `per_path` applied."""
        return replace(
            self,
            select=table.select or self.select,
            extend_select=(*self.extend_select, *table.extend_select),
            ignore=(*self.ignore, *table.ignore),
            # False is a value of its own here: a table may turn the option off.
            certain_only=self.certain_only if table.certain_only is None else table.certain_only,
            encoding=table.encoding or self.encoding,
            kind=table.kind or self.kind,
            language=table.language or self.language,
        )

    def record(self) -> dict[str, object]:
        """Returns the options as values of JSON, for the manifest; of the decisions only their hash."""
        record: dict[str, Any] = asdict(replace(self, decisions=Decisions()))
        record["decisions"] = self.decisions.sha256
        # The base is a folder of this machine; what holds for one document follows from the suppressions.
        del record["base"], record["document_suppressions"]
        # Left out while they have their default: a new option does not change the hash of old corpora.
        for name in ("per_path", "suppressions"):
            if not record[name]:
                del record[name]
        for table in (record, *record.get("per_path", ())):
            _remove_missing(table, ("kind", "language"))
        _remove_missing(record["reading"], ("kind_field", "language_field"))
        if self.reading == ReadOptions():
            del record["reading"]
        if self.writing == WriteOptions():
            del record["writing"]
        return record

    @property
    def sha256(self) -> str:
        """The SHA-256 of the record. The base is not in it, since it differs between machines."""
        return sha256_hex(json_codec.encode(self.record()))


def _remove_missing(table: dict[str, Any], names: Iterable[str]) -> None:
    """Remove these names from a table where their value is None."""
    for name in names:
        if table[name] is None:
            del table[name]


def _find_matching(patterns: Sequence[str], names: Iterable[str]) -> list[int]:
    """Return the numbers of the patterns that match some name, in order."""
    # All patterns together: there may be thousands, and each document asks.
    return sorted(set[int]().union(*(find_matching(tuple(patterns), name) for name in names)))
