"""Columns of Parquet that hold the texts of records: read row by row, and put back with other texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from cleaner.bug import REMEDY, contain
from cleaner.errors import DamageError, InputError, UsageError
from cleaner.formats.parquet.file import import_pyarrow
from cleaner.formats.parquet.row_groups import Rows
from cleaner.formats.record_codec import Fields, check_fields, split_path, take_answer
from cleaner.formats.record_hints import HintNoun, read_hints
from cleaner.structure import NO_HINTS, Hints

if TYPE_CHECKING:
    from cleaner.formats.parquet.file import Array, DataType, RecordBatch, Schema

Indices = tuple[int, ...]
"""Where a column stands: the index of a column of the file, then of a field of that struct, and so on."""


class TextRow(NamedTuple):
    """The texts and the id of one row, and what it says of its texts; or what is wrong with it."""

    number: int
    texts: tuple[str, ...]
    id: str
    hints: Hints = NO_HINTS
    problem: str = ""
    remedy: str = "mend the row or take it out"


class TextColumns:
    """The columns of a file that hold its texts and its ids, and what it says of the texts.

    Raises `InputError` for a text field that is no column of strings, and for a hint that is no such column.
    """

    def __init__(self, schema: Schema, fields: Fields, path: Path, limit: int) -> None:
        self._pa = import_pyarrow()
        self._path = path
        self._limit = limit
        self._fields = check_fields(fields).text
        self._texts = [self._find_strings(schema, field) for field in self._fields]
        self._id = None if fields.id is None else self._find(schema, fields.id)
        self._all_fields = fields
        self._hints = {
            field: indices
            for noun, field in (("kind", fields.kind), ("language", fields.language))
            if field is not None and (indices := self._find_hint(schema, noun, field)) is not None
        }

    def refuse_outgrown(self, schema: Schema, rows: int) -> None:
        """Raises `InputError` for texts in a dictionary that as many new ones, one a row, could outgrow."""
        for field, indices in zip(self._fields, self._texts, strict=True):
            column_type = _find_type(schema, indices)
            if not self._pa.types.is_dictionary(column_type):
                continue
            index = column_type.index_type
            if rows >= 1 << (index.bit_width - self._pa.types.is_signed_integer(index)):
                raise InputError(
                    f"has a text field {field!r} in a dictionary of {index}, which clean texts may outgrow",
                    path=self._path,
                    remedy="write it with indices of 32 bits",
                )

    def rows(self, rows: Rows) -> list[TextRow]:
        """What is in each row. A bug of ours costs these rows."""
        return contain(lambda: self._read_rows(rows), partial(_list_bad_rows, rows))

    def _read_rows(self, rows: Rows) -> list[TextRow]:
        columns = [_read_strings(self._column(rows.batch, indices)) for indices in self._texts]
        ids: list[str] | None = None
        if self._id is not None:
            ids = self._read_labels(self._column(rows.batch, self._id))
        hints = {
            field: _read_strings(self._column(rows.batch, indices)) for field, indices in self._hints.items()
        }
        text_rows = []
        for index in range(rows.batch.num_rows):
            texts = [column[index] for column in columns]
            number = rows.first + index
            problem = self._find_problem(texts)
            if problem:
                text_rows.append(TextRow(number, (), "", NO_HINTS, *problem))
            else:
                label = "" if ids is None else ids[index]
                strings = tuple(text for text in texts if isinstance(text, str))
                row = TextRow(number, strings, label)
                text_rows.append(self._add_hints(row, hints, index) if hints else row)
        return text_rows

    def _add_hints(
        self, row: TextRow, columns: Mapping[str, Sequence[str | bytes | None]], index: int
    ) -> TextRow:
        """The row with what it says of its texts, or with what is wrong with that."""

        def get(noun: HintNoun, field: str) -> str | None:
            value = columns[field][index] if field in columns else None
            if isinstance(value, bytes):
                raise UsageError(f"has a {noun} field {field!r} that is not UTF-8", remedy=row.remedy)
            return value

        try:
            return row._replace(hints=read_hints(self._all_fields, get))
        except UsageError as error:
            return TextRow(row.number, (), "", NO_HINTS, error.message, error.remedy)

    def rewrite(self, rows: Rows, answers: Iterator[str | None]) -> Iterator[RecordBatch]:
        """The rows with their new texts, without those that are bad or left out: the runs of what stays.

        Runs, because Arrow can cut a batch of any type, but pick rows of most types only.
        """
        stays: list[bool] = []
        texts: list[Sequence[str | None]] = []
        same = True
        for row in self.rows(rows):
            new = [take_answer(answers, row.number) for _ in row.texts]
            stays.append(not row.problem and None not in new)
            same = same and (tuple(new) == row.texts or not stays[-1])
            # A row that is cut out below needs some value until then.
            texts.append(new if stays[-1] else [None] * len(self._fields))
        # Columns that are as they were keep their dictionaries and their sharing of memory.
        batch = rows.batch if same else self._with_texts(rows.batch, texts)
        start = 0
        for stay, run in groupby(stays):
            count = len(list(run))
            if stay:
                yield batch.slice(start, count)
            start += count

    def restore(self, rows: Rows, raws: Iterator[tuple[str, str] | None]) -> RecordBatch:
        """The rows with their raw texts. Raises `DamageError` for rows that are not as they were written."""
        texts: list[Sequence[str | None]] = []
        same = True
        for row in self.rows(rows):
            if row.problem:
                raise DamageError(
                    f"{self._path}:{row.number}: {row.problem}", remedy="clean the raw files again"
                )
            old = []
            for text in row.texts:
                try:
                    raw = next(raws)
                except StopIteration:
                    raise DamageError("the trail has fewer texts than the clean file") from None
                same = same and raw is None
                old.append(text if raw is None else raw[0])
            texts.append(old)
        return rows.batch if same else self._with_texts(rows.batch, texts)

    def _read_labels(self, column: Array) -> list[str]:
        """Strings, numbers and dates as Arrow prints them; nothing for null and for any other type."""
        types = self._pa.types
        column_type = column.type
        if types.is_primitive(column_type) or types.is_decimal(column_type):
            column = column.cast(self._pa.string())
        elif not self._is_text(column_type):
            return [""] * len(column)
        return [value if isinstance(value, str) else "" for value in _read_strings(column)]

    def _is_text(self, column_type: DataType) -> bool:
        """Whether a type is of strings, in a dictionary or not."""
        types = self._pa.types
        value = column_type.value_type if types.is_dictionary(column_type) else column_type
        return bool(types.is_string(value) or types.is_large_string(value) or types.is_string_view(value))

    def _find_problem(self, texts: Sequence[str | bytes | None]) -> tuple[str, ...]:
        """What is wrong with a row, and with it its remedy, if that is not the usual one."""
        for field, text in zip(self._fields, texts, strict=True):
            if text is None:
                return (f"has null in the text field {field!r}, not a string",)
            if isinstance(text, bytes):
                return (f"has a text field {field!r} that is not UTF-8",)
            # A character is one to four bytes: most texts need not be encoded to be measured.
            if len(text) > self._limit or (
                4 * len(text) > self._limit and len(text.encode("utf-8")) > self._limit
            ):
                return f"is larger than the limit of {self._limit} bytes", "raise --max-record"
        return ()

    def _find_strings(self, schema: Schema, field: str) -> Indices:
        """The column of strings of a text field."""
        indices = self._find(schema, field)
        if indices is None:
            names = ", ".join(schema.names)
            raise InputError(
                f"has no text field {field!r}",
                path=self._path,
                remedy=f"name one of its columns with --text-field: {names}",
            )
        self._refuse_other_types(_find_type(schema, indices), "text", field)
        return indices

    def _find_hint(self, schema: Schema, noun: str, field: str) -> Indices | None:
        """The column of strings in which rows say what their texts are; None where none says anything."""
        indices = self._find(schema, field)
        if indices is None or self._pa.types.is_null(_find_type(schema, indices)):
            return None
        self._refuse_other_types(_find_type(schema, indices), noun, field)
        return indices

    def _refuse_other_types(self, column_type: DataType, noun: str, field: str) -> None:
        """Raises `InputError` for a column that is none of strings; `noun` says what it was named for."""
        if not self._is_text(column_type):
            raise InputError(
                f"has a {noun} field {field!r} of type {column_type}, not of strings",
                path=self._path,
                remedy=f"name a column of strings with --{noun}-field",
            )

    def _find(self, parent: Schema | DataType, field: str) -> Indices | None:
        """The column at a dotted path. The longest name that fits wins."""
        names = [parent.field(index).name for index in range(_count_fields(parent))]
        for head, tail in split_path(field):
            if names.count(head) > 1:
                raise InputError(
                    f"has the column {head!r} twice", path=self._path, remedy="rename one of them"
                )
            if head not in names:
                continue
            index = names.index(head)
            if not tail:
                return (index,)
            column_type = parent.field(index).type
            below = self._find(column_type, tail) if self._pa.types.is_struct(column_type) else None
            return None if below is None else (index, *below)
        return None

    def _column(self, batch: RecordBatch, indices: Indices) -> Array:
        """The values of a column: null where anything above is."""
        column = batch.column(indices[0])
        return self._pa.compute.struct_field(column, list(indices[1:])) if indices[1:] else column

    def _with_texts(self, batch: RecordBatch, texts: Sequence[Sequence[str | None]]) -> RecordBatch:
        """The batch with these texts, which are given row by row."""
        columns = list(batch.columns)
        for field, (top, *below) in enumerate(self._texts):
            values = [row[field] for row in texts]
            columns[top] = self._replace(columns[top], below, values)
        return self._pa.RecordBatch.from_arrays(columns, schema=batch.schema)

    def _replace(self, column: Array, indices: Sequence[int], values: list[str | None]) -> Array:
        """The column with these values; of structs, with these in the field at the indices."""
        if not indices:
            return self._pa.array(values, column.type)
        children = [column.field(index) for index in range(column.type.num_fields)]
        children[indices[0]] = self._replace(children[indices[0]], indices[1:], values)
        fields = [column.type.field(index) for index in range(column.type.num_fields)]
        return self._pa.StructArray.from_arrays(children, fields=fields, mask=column.is_null())


def _find_type(schema: Schema, indices: Indices) -> DataType:
    column_type = schema.field(indices[0]).type
    for index in indices[1:]:
        column_type = column_type.field(index).type
    return column_type


def _list_bad_rows(rows: Rows, bug: str) -> list[TextRow]:
    numbers = range(rows.first, rows.first + rows.batch.num_rows)
    return [TextRow(number, (), "", NO_HINTS, f"cannot be read: {bug}", REMEDY) for number in numbers]


def _count_fields(parent: Schema | DataType) -> int:
    """Columns of a schema, or fields of a struct."""
    return len(parent.names) if hasattr(parent, "names") else int(parent.num_fields)


def _read_strings(column: Array) -> list[str | bytes | None]:
    """The values; bytes for one that is not UTF-8, which Parquet does not forbid."""
    try:
        values: list[str | bytes | None] = column.to_pylist()
    except UnicodeDecodeError:
        return [_read_string(value) for value in column]
    return values


def _read_string(value: Any) -> str | bytes | None:
    try:
        text: str | None = value.as_py()
    except UnicodeDecodeError:
        return b""  # which bytes they are is nobody's business: the row is a bad one
    return text
