"""A corpus in memory: records in, cleaned records out, with what was done to each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, Literal, TypeVar, Unpack

from cleaner.api.options import Options, build_configuration, parse_fields
from cleaner.api.places import Path, find_path, get_value, replace_text
from cleaner.api.text import Result
from cleaner.corpus.memory import NamedText, clean_texts
from cleaner.corpus.repeated_ids import SeenIds
from cleaner.errors import InputError, UsageError
from cleaner.finding import Finding
from cleaner.formats.record_codec import Fields
from cleaner.formats.record_hints import HintNoun, read_hints
from cleaner.outcome import Outcome
from cleaner.structure import NO_HINTS, Hints

R = TypeVar("R", bound="Mapping[str, Any] | str")


@dataclass(frozen=True, slots=True)
class Cleaned(Generic[R]):
    """A record, cleaned, with what was done to it.

    `record` is the cleaned one: a new dictionary with the keys, their order and the other values of the old,
    or a string; of a record in quarantine it is the old one. `status` is ``written``; ``dropped`` for one all
    of whose text repeats an earlier record, whose number, from 0, is `partner`; or ``quarantined`` for one
    without text to clean, for the reason in `problem`. `results` has a `Result` for each text field.
    """

    record: R
    status: Literal["written", "dropped", "quarantined"]
    results: Mapping[str, Result]
    partner: int | None = None
    problem: InputError | None = None

    @property
    def edits(self) -> tuple[Finding, ...]:
        """Each edit and each report, field by field."""
        return tuple(edit for result in self.results.values() for edit in result.edits)


class Corpus(Generic[R]):
    """The records of an iterable, cleaned, and without the near-duplicate paragraphs among them.

    Records are dictionaries, with their texts in `text_field` (one name, or several; a dot goes into a
    dictionary), or strings. Iterating gives the cleaned ones in the order in which they came; `results`
    says of each what was done. One that cannot be cleaned (no such field, no string there, an id of
    `id_field` that an earlier one has) is left out, is ``quarantined`` in `results`, and costs no other. One
    that loses all of its text stays, with an empty text, unless `drop_empty`. `kind_field` and
    `language_field` name the fields in which a record says what its texts are; these go before the options
    `kind` and `language`. Options are those of `clean`.

    The texts of records need not end with a newline. A kept partner of a duplicate is named as
    ``NUMBER:LINE`` in the evidence of an edit, the number that of its record from 0; with several fields as
    ``NUMBER#FIELD:LINE``.

    The records are read once, when the first result is asked for: an iterator will do. All of them stay in
    memory, raw and clean. For more than fits, write files and run `cleaner clean`.

    >>> records = [{"id": 7, "text": "A matter of secu-rity. "}, {"id": 8, "text": None}]
    >>> corpus = Corpus(records)
    >>> list(corpus)
    [{'id': 7, 'text': 'A matter of security.'}]
    >>> [(each.status, len(each.edits)) for each in corpus.results]
    [('written', 2), ('quarantined', 0)]
    """

    def __init__(
        self,
        records: Iterable[R],
        *,
        text_field: str | Sequence[str] = "text",
        id_field: str | None = None,
        kind_field: str | None = None,
        language_field: str | None = None,
        drop_empty: bool = False,
        **options: Unpack[Options],
    ) -> None:
        if isinstance(records, str | Mapping):
            raise TypeError("a corpus is an iterable of records: for one text there is cleaner.clean")
        # Iterating a data frame gives the names of its columns: they would be cleaned as texts.
        if hasattr(records, "columns") and hasattr(records, "to_dict"):
            raise TypeError("a frame goes through by columns: give frame.to_dict('records') or a column")
        self._records = records
        self._fields = Fields(parse_fields(text_field), id_field, kind_field, language_field)
        self._drop_empty = drop_empty
        self._configuration = build_configuration(**options)

    def __iter__(self) -> Iterator[R]:
        return (cleaned.record for cleaned in self.results if not self._is_left_out(cleaned))

    def clean(self) -> list[R]:
        """Clean the records and return them, in order, without those that are left out."""
        return list(self)

    @cached_property
    def results(self) -> tuple[Cleaned[R], ...]:
        """The result of each record, in the order of the records: also of those that are left out."""
        records = list(_check_records(self._records, self._fields))
        # They were read, and the results hold them: nothing needs the iterable any more.
        self._records = ()
        texts = (named_text for record in records for named_text in record.texts())
        outcomes = iter(clean_texts(texts, self._configuration))
        # One outcome for each text, in the order of the texts: each record takes as many as it has fields.
        return tuple(
            _build_cleaned(record, {field: next(outcomes) for field in record.paths}) for record in records
        )

    def _is_left_out(self, cleaned: Cleaned[R]) -> bool:
        if cleaned.status == "quarantined":
            return True
        # A text that was empty before lost nothing: its record stays.
        is_emptied = (not result.text and result.document.raw for result in cleaned.results.values())
        return self._drop_empty and any(is_emptied)


@dataclass(frozen=True, slots=True)
class _CheckedRecord(Generic[R]):
    """A record with the paths of its text fields; the path of a string is empty."""

    number: int
    record: R
    paths: Mapping[str, Path]
    problem: InputError | None = None
    hints: Hints = NO_HINTS

    def texts(self) -> Iterator[NamedText]:
        """Yield each text with its name: NUMBER, or NUMBER#FIELD where there are several fields."""
        for field, path in self.paths.items():
            name = f"{self.number}#{field}" if len(self.paths) > 1 else f"{self.number}"
            text = self.record if isinstance(self.record, str) else get_value(self.record, path)
            yield NamedText(name, text, self.hints)


def _check_records(records: Iterable[R], fields: Fields) -> Iterator[_CheckedRecord[R]]:
    seen = SeenIds()
    for number, record in enumerate(records):
        try:
            paths = _find_paths(record, fields.text, number)
            hints = _find_hints(record, fields, number)
            # A string has no fields, so no id.
            if fields.id is not None and not isinstance(record, str):
                _refuse_repeated_id(record, fields.id, number, seen)
        except InputError as problem:
            yield _CheckedRecord(number, record, {}, problem)
        else:
            yield _CheckedRecord(number, record, paths, hints=hints)


def _find_paths(record: object, fields: Sequence[str], number: int) -> dict[str, Path]:
    if isinstance(record, str):
        return {fields[0]: ()}
    if not isinstance(record, Mapping):
        raise _make_problem(number, f"is of type {type(record).__name__}, not a dictionary or a string")
    paths = {}
    for field in fields:
        path = find_path(record, field)
        if path is None:
            raise _make_problem(number, f"has no text field {field!r}", "name the field with text_field")
        value = get_value(record, path)
        if not isinstance(value, str):
            raise _make_problem(number, f"has {_name_kind(value)} in the text field {field!r}, not a string")
        paths[field] = path
    return paths


def _find_hints(record: Mapping[str, Any] | str, fields: Fields, number: int) -> Hints:
    # A string has no fields, so it says nothing of itself.
    if isinstance(record, str):
        return NO_HINTS

    def get(noun: HintNoun, field: str) -> str | None:
        path = find_path(record, field)
        value = None if path is None else get_value(record, path)
        if value is None or isinstance(value, str):
            return value
        raise UsageError(
            f"has {_name_kind(value)} in the {noun} field {field!r}, not a string",
            remedy="mend the record or take it out",
        )

    try:
        return read_hints(fields, get)
    except UsageError as error:
        raise _make_problem(number, error.message, error.remedy) from error


def _refuse_repeated_id(record: Mapping[str, Any], field: str, number: int, seen: SeenIds) -> None:
    path = find_path(record, field)
    label = None if path is None else get_value(record, path)
    if label is None:
        return
    # 7 and "7" are one label, as they are in a file.
    label = str(label)
    if seen.is_repeated(label, number):
        raise _make_problem(
            number, f"has the id {label!r} of an earlier record", "give each an id of its own"
        )


def _name_kind(value: object) -> str:
    return "None" if value is None else f"a value of type {type(value).__name__}"


def _make_problem(number: int, message: str, remedy: str = "mend the record or take it out") -> InputError:
    return InputError(message, path=f"record {number}", remedy=remedy)


def _build_cleaned(checked: _CheckedRecord[R], outcomes: Mapping[str, Outcome]) -> Cleaned[R]:
    problem = checked.problem
    for outcome in outcomes.values():
        if outcome.problem is not None:
            problem = _make_problem(checked.number, outcome.problem.message, outcome.problem.remedy)
    if problem is not None:
        return Cleaned(checked.record, "quarantined", {}, problem=problem)
    # `Any`: a copy of the caller's type cannot be made, only a dictionary with the same keys.
    record: Any = checked.record
    for field, outcome in outcomes.items():
        text, path = outcome.document.text, checked.paths[field]
        record = replace_text(record, path, text) if path else text
    results = {field: Result(outcome.document) for field, outcome in outcomes.items()}
    partners = [outcome.partner for outcome in outcomes.values()]
    # Each of its texts repeats another one. With a text left, the record has something to say.
    if all(partners):
        # With several fields the partner is NUMBER#FIELD; the record is its number.
        return Cleaned(record, "dropped", results, int(partners[0].partition("#")[0]))
    return Cleaned(record, "written", results)
