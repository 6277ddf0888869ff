"""The texts in the rows of Parquet: found in its columns, and put back changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from cleaner.errors import DamageError, InputError
from cleaner.formats.parquet.file import Rows, library
from cleaner.formats.record_codec import Fields, distinct, splits

if TYPE_CHECKING:
    from cleaner.formats.parquet.file import Array, DataType, RecordBatch, Schema


class Row(NamedTuple):
    """The texts and the id of one row, or what is wrong with it."""

    number: int
    texts: tuple[str, ...]
    id: str
    problem: str = ""
    remedy: str = "mend the row or take it out"


class Columns:
    """Where the texts of a file stand. Raises `InputError` for one without such columns of strings."""

    def __init__(self, schema: Schema, fields: Fields, path: Path, limit: int) -> None:
        self._pa = library()
        self._path = path
        self._limit = limit
        self._fields = distinct(fields).text
        self._places = [self._place(schema, field) for field in self._fields]
        self._id = None if fields.id is None else self._find(schema, fields.id)

    def rows(self, rows: Rows) -> list[Row]:
        """What is in each row."""
        columns = [_strings(self._column(rows.batch, place)) for place in self._places]
        ids: list[str] | None = None
        if self._id is not None:
            ids = self._labels(self._column(rows.batch, self._id))
        found = []
        for index in range(rows.batch.num_rows):
            texts = [column[index] for column in columns]
            number = rows.first + index
            problem = self._problem(texts)
            if problem:
                found.append(Row(number, (), "", *problem))
            else:
                label = "" if ids is None else ids[index]
                found.append(Row(number, tuple(text for text in texts if isinstance(text, str)), label))
        return found

    def answered(self, rows: Rows, answers: Iterator[str | None]) -> Iterator[RecordBatch]:
        """The rows with their new texts, without those that are bad or left out: the runs of what is left.

        Slices, because Arrow can pick rows of most types only, but cut all of them.
        """
        kept: list[bool] = []
        texts: list[Sequence[str | None]] = []
        same = True
        for row in self.rows(rows):
            new = [_next(answers, row.number) for _ in row.texts]
            kept.append(not row.problem and None not in new)
            same = same and (tuple(new) == row.texts or not kept[-1])
            texts.append(new if kept[-1] else [None] * len(self._fields))
        batch = rows.batch if same else self._changed(rows.batch, texts)
        start = 0
        for keep, run in groupby(kept):
            count = len(list(run))
            if keep:
                yield batch.slice(start, count)
            start += count

    def restored(self, rows: Rows, raws: Iterator[tuple[str, str] | None]) -> RecordBatch:
        """The rows with their raw texts."""
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
        return rows.batch if same else self._changed(rows.batch, texts)

    def _labels(self, column: Array) -> list[str]:
        """Strings, numbers and dates as Arrow prints them; nothing for null and for any other type."""
        types = self._pa.types
        kind = column.type
        if types.is_primitive(kind) or types.is_decimal(kind):
            column = column.cast(self._pa.string())
        elif not self._is_text(kind):
            return [""] * len(column)
        return [value if isinstance(value, str) else "" for value in _strings(column)]

    def _is_text(self, kind: DataType) -> bool:
        types = self._pa.types
        value = kind.value_type if types.is_dictionary(kind) else kind
        return bool(types.is_string(value) or types.is_large_string(value) or types.is_string_view(value))

    def _problem(self, texts: Sequence[str | bytes | None]) -> tuple[str, ...]:
        """What is wrong with a row, and with it its remedy, if that is not the usual one."""
        for field, text in zip(self._fields, texts, strict=True):
            if text is None:
                return (f"has null in the text field {field!r}, not a string",)
            if isinstance(text, bytes):
                return (f"has a text field {field!r} that is not UTF-8",)
            if len(text) > self._limit or (
                4 * len(text) > self._limit and len(text.encode("utf-8")) > self._limit
            ):
                return f"is larger than the limit of {self._limit} bytes", "raise --max-record"
        return ()

    def _place(self, schema: Schema, field: str) -> tuple[int, ...]:
        place = self._find(schema, field)
        if place is None:
            names = ", ".join(schema.names)
            raise InputError(
                f"has no text field {field!r}",
                path=self._path,
                remedy=f"name one of its columns with --text-field: {names}",
            )
        kind = schema.field(place[0]).type
        for index in place[1:]:
            kind = kind.field(index).type
        if not self._is_text(kind):
            raise InputError(
                f"has a text field {field!r} of type {kind}, not of strings",
                path=self._path,
                remedy="name a column of strings with --text-field",
            )
        return place

    def _find(self, parent: Schema | DataType, field: str) -> tuple[int, ...] | None:
        """The column at a path as indices, from the top down. The longest name that fits wins."""
        names = [parent.field(index).name for index in range(_width(parent))]
        for head, rest in splits(field):
            if names.count(head) > 1:
                raise InputError(
                    f"has the column {head!r} twice", path=self._path, remedy="rename one of them"
                )
            if head not in names:
                continue
            index = names.index(head)
            if not rest:
                return (index,)
            kind = parent.field(index).type
            below = self._find(kind, rest) if self._pa.types.is_struct(kind) else None
            return None if below is None else (index, *below)
        return None

    def _column(self, batch: RecordBatch, place: tuple[int, ...]) -> Array:
        """The values at a place: null where anything above is."""
        column = batch.column(place[0])
        return self._pa.compute.struct_field(column, list(place[1:])) if place[1:] else column

    def _changed(self, batch: RecordBatch, texts: Sequence[Sequence[str | None]]) -> RecordBatch:
        columns = list(batch.columns)
        for field, (top, *below) in enumerate(self._places):
            values = [row[field] for row in texts]
            columns[top] = self._put(columns[top], below, values)
        return self._pa.RecordBatch.from_arrays(columns, schema=batch.schema)

    def _put(self, column: Array, place: Sequence[int], values: list[str | None]) -> Array:
        """The column with these values; of structs, with these in the field at the place."""
        if not place:
            return self._pa.array(values, column.type)
        children = [column.field(index) for index in range(column.type.num_fields)]
        children[place[0]] = self._put(children[place[0]], place[1:], values)
        fields = [column.type.field(index) for index in range(column.type.num_fields)]
        return self._pa.StructArray.from_arrays(children, fields=fields, mask=column.is_null())


def _next(answers: Iterator[str | None], number: int) -> str | None:
    try:
        return next(answers)
    except StopIteration:
        raise ValueError(f"fewer answers than texts: none for row {number}") from None


def _width(parent: Schema | DataType) -> int:
    return len(parent.names) if hasattr(parent, "names") else int(parent.num_fields)


def _strings(column: Array) -> list[str | bytes | None]:
    """The values; bytes for one that is not UTF-8, which Parquet does not forbid."""
    try:
        values: list[str | bytes | None] = column.to_pylist()
    except UnicodeDecodeError:
        return [_string(value) for value in column]
    return values


def _string(value: Any) -> str | bytes | None:
    try:
        text: str | None = value.as_py()
    except UnicodeDecodeError:
        return b""
    return text
