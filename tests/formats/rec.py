"""A format that the package does not know: records that end with %%, each a text. All of it is in here."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from cleaner.errors import DamageError, InputError
from cleaner.formats.format import Format
from cleaner.formats.record_codec import BadRecord, RecordText, Slice

END = b"%%"


class RecCodec:
    """Reads and writes such files: a `RecordCodec`."""

    def cut_slices(self, path, size=1):
        start, first = 0, 1
        for number, offset, data in _records(path, Slice(0, -1, 1)):
            end = offset + len(data)
            if end - start >= size:
                yield Slice(start, end, first)
                start, first = end, number + 1
        if not start or start < path.stat().st_size:
            yield Slice(start, path.stat().st_size, first)

    def read(self, part):
        for number, offset, data in _records(part.path, part.slice):
            try:
                text = data.removesuffix(END).decode()
            except UnicodeDecodeError as error:
                problem = InputError("is not UTF-8", path=part.path, line=number, byte=offset + error.start)
                yield BadRecord(number, offset, len(data), data, problem)
            else:
                yield RecordText(number, "text", text, "", offset, len(data), "")

    def rewrite(self, part, answers, out):
        for item in self.read(part):
            if isinstance(item, RecordText) and (answer := next(answers)) is not None:
                out.write(answer.encode() + END)

    def take(self, path, slice, numbers):
        wanted = set(numbers)
        return ((number, data) for number, _, data in _records(path, slice) if number in wanted)

    def parse_texts(self, record, fields):
        if not record.endswith(END):
            raise DamageError("a record has no end")
        return (record.removesuffix(END).decode(),)

    def join(self, pieces, out):
        for piece in pieces:
            with piece.open("rb") as file:
                shutil.copyfileobj(file, out)

    def restore(self, clean, fields, raws, lost, out):
        missing, number = list(lost), 1
        for _, _, data in _records(clean, Slice(0, -1, 1)):
            while missing and missing[0][0] == number:
                out.write(missing.pop(0)[1])
                number += 1
            raw = next(raws)
            out.write(data if raw is None else raw[0].encode() + END)
            number += 1
        for _, data in missing:
            out.write(data)


def _records(path: Path, slice: Slice) -> Iterator[tuple[int, int, bytes]]:
    """Number, offset and bytes of each record."""
    stop = None if slice.stop < 0 else slice.stop
    pieces = path.read_bytes()[slice.start : stop].split(END)
    offset = slice.start
    for number, piece in enumerate(pieces[:-1], slice.first):
        yield number, offset, piece + END
        offset += len(piece + END)


REC = Format(
    name="rec",
    title="Rec",
    suffixes=(".rec",),
    restores="bytes",
    byte_ranges=True,
    open_codec=RecCodec,
)
