"""Findings that are known: a file of them, so that only new ones fail.

An entry is a file (relative to the folder of the baseline), a rule and a fingerprint, which holds what stands
around the finding and not where: lines may move.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

import msgspec

from cleaner import json_codec
from cleaner.errors import InputError
from cleaner.formats.selection import absolute_path
from cleaner.gate.checked import Checked, Located

FORMAT = 1


class Entry(NamedTuple):
    """One known finding."""

    path: str
    rule: str
    fingerprint: str


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    format: int
    findings: list[Entry]


@dataclass(frozen=True, slots=True)
class Baseline:
    """The entries of a file."""

    path: Path
    entries: frozenset[Entry]

    @classmethod
    def read(cls, path: Path) -> Baseline:
        """Raises `InputError` for a file that is none."""
        try:
            found = msgspec.convert(json.loads(path.read_bytes()), _File, strict=True)
        except OSError as error:
            raise InputError(f"cannot be read: {error.strerror}", path=path) from error
        except (ValueError, msgspec.ValidationError) as error:
            raise InputError(
                f"is no baseline: {error}", path=path, remedy="make one with --write-baseline"
            ) from error
        if found.format != FORMAT:
            raise InputError(f"has format {found.format}, this version reads {FORMAT}", path=path)
        return cls(path, frozenset(found.findings))

    @classmethod
    def of(cls, path: Path, found: Iterable[Located]) -> Baseline:
        """The baseline that would make all of these known."""
        return cls(path, frozenset(_entry(path, located) for located in found))

    def encode(self) -> bytes:
        """The file's bytes: sorted, one entry a line, so that a change of it can be read."""
        lines = b",\n".join(b"  " + json_codec.encode(list(entry)) for entry in sorted(self.entries))
        return b'{"format": %d, "findings": [\n%s\n]}\n' % (FORMAT, lines)

    def apply(self, checked: Checked) -> Checked:
        """What was checked, without the findings that are known."""
        new = [located for located in checked.findings if _entry(self.path, located) not in self.entries]
        old = [located for located in checked.findings if _entry(self.path, located) in self.entries]
        return replace(checked, findings=tuple(new), old=tuple(old))

    def stale(self, checked: Checked) -> list[Entry]:
        """Entries of files that were checked, or are gone, for which there is no finding any more."""
        found = {_entry(self.path, located) for located in (*checked.old, *checked.findings)}
        paths = {checked.path(outcome) for outcome in checked.outcomes}
        judged = {_relative(self.path, path) for path in paths}
        return [
            entry
            for entry in sorted(self.entries - found)
            if entry.path in judged or not (absolute_path(self.path).parent / entry.path).exists()
        ]


def _entry(baseline: Path, located: Located) -> Entry:
    return Entry(_relative(baseline, located.path), located.finding.rule.id, located.fingerprint)


def _relative(baseline: Path, path: str) -> str:
    folder, file = absolute_path(baseline).parent, absolute_path(Path(path))
    return file.relative_to(folder).as_posix() if file.is_relative_to(folder) else file.as_posix()
