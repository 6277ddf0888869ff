"""The baseline: a file of findings that a corpus has already, so that only new ones fail.

An entry is a file (relative to the folder of the baseline), a rule and a fingerprint. The fingerprint holds
the text around the finding and no line number, because lines move.
"""

from __future__ import annotations

import errno
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

import msgspec

from cleaner import json_codec
from cleaner.errors import InputError
from cleaner.formats.selection import absolute_path
from cleaner.gate.check_result import CheckResult, LocatedFinding
from cleaner.small_file import MIB, explain_bad_input
from cleaner.tree_files import WORKING_TREE, TreeFiles

FORMAT = 1
"""The version of the file; another one is refused, because its entries could mean something else."""
LIMIT = 64 * MIB
"""Bytes of a file: some 400,000 findings."""


class Entry(NamedTuple):
    """One finding of a baseline."""

    path: str
    rule: str
    fingerprint: str


class _BaselineFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    format: int
    findings: list[Entry]


@dataclass(frozen=True, slots=True)
class Baseline:
    """The entries of a baseline file. Their paths are relative to the folder of `path`."""

    path: Path
    entries: frozenset[Entry]

    @classmethod
    def read(cls, path: Path, files: TreeFiles = WORKING_TREE) -> Baseline:
        """Read a baseline file. Raises `InputError` for one that cannot be read or is no baseline."""
        return cls.decode(files.read(path, LIMIT), path)

    @classmethod
    def decode(cls, data: bytes, path: Path) -> Baseline:
        """Decode the bytes of a baseline file at `path`. Raises `InputError`."""
        with explain_bad_input(path, "is no baseline", remedy="make one with --write-baseline"):
            # Not msgspec: it refuses the lone surrogates by which a path holds bytes that are no UTF-8.
            content = msgspec.convert(json.loads(data), _BaselineFile, strict=True)
        if content.format != FORMAT:
            raise InputError(f"has format {content.format}, this version reads {FORMAT}", path=path)
        return cls(path, frozenset(content.findings))

    @classmethod
    def of(cls, path: Path, findings: Iterable[LocatedFinding]) -> Baseline:
        """Make the baseline of these findings, for a file at `path`; nothing is written."""
        return cls(path, frozenset(_make_entry(path, located) for located in findings))

    def encode(self) -> bytes:
        """Encode the file: sorted, one entry a line, so that a reviewer can read the diff of two versions."""
        lines = b",\n".join(b"  " + json_codec.encode(list(entry)) for entry in sorted(self.entries))
        return b'{"format": %d, "findings": [\n%s\n]}\n' % (FORMAT, lines)

    def apply(self, check: CheckResult) -> CheckResult:
        """Return the check with its findings that the baseline holds moved to `in_baseline`."""
        new: list[LocatedFinding] = []
        in_baseline: list[LocatedFinding] = []
        for located in check.findings:
            is_old = _make_entry(self.path, located) in self.entries
            (in_baseline if is_old else new).append(located)
        return replace(check, findings=tuple(new), in_baseline=tuple(in_baseline))

    def find_stale_entries(self, check: CheckResult) -> list[Entry]:
        """Return the entries that no finding of `check` matches, sorted: the file can do without them.

        An entry of a file that exists and was not checked is not stale: its finding may still be there.
        """
        current = {_make_entry(self.path, located) for located in (*check.in_baseline, *check.findings)}
        paths = {check.find_path(outcome) for outcome in check.outcomes}
        checked_paths = {_relative_path(self.path, path) for path in paths}
        folder = absolute_path(self.path).parent
        return [
            entry
            for entry in sorted(self.entries - current)
            if entry.path in checked_paths or not _may_exist(folder / entry.path)
        ]


def _may_exist(path: Path) -> bool:
    """Whether a file stands at the path, or may stand in a folder that is not ours to read."""
    try:
        return path.exists()
    except OSError as error:
        # The baseline can be a stranger's: no file has a name of 300 bytes.
        return error.errno != errno.ENAMETOOLONG


def _make_entry(baseline: Path, located: LocatedFinding) -> Entry:
    return Entry(_relative_path(baseline, located.path), located.finding.rule.id, located.fingerprint)


def _relative_path(baseline: Path, path: str) -> str:
    # From both absolute paths, so that a check gives the same entries from whatever folder it is called.
    folder, file = absolute_path(baseline).parent, absolute_path(Path(path))
    return file.relative_to(folder).as_posix() if file.is_relative_to(folder) else file.as_posix()
