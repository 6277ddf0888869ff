"""The outputs of earlier runs: at each name of an output folder, the hashes that a run may have left there.

By them a commit tells its own files from those of others, and from edits by hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from cleaner import json_codec
from cleaner.errors import DamageError
from cleaner.formats.output_names import OWN_FOLDER
from cleaner.store import document_stream, manifest
from cleaner.store.checked_read import read_at_most
from cleaner.store.file_names import is_name_below
from cleaner.store.manifest import Manifest
from cleaner.store.root import Root
from cleaner.store.system_errors import explain_system_error

PENDING = f"{OWN_FOLDER}/pending.json"
"""The plan of a run that is being committed: the hash of each output by name. It is there only until the new
manifest is. Where a run was killed, the next one learns from it which files are no edits by hand."""
_PENDING_LIMIT = 1 << 30
"""Bytes of the plan: 7 million outputs."""
_HASH = re.compile("[0-9a-f]{64}")


def read_earlier_outputs(root: Root) -> tuple[Manifest | None, Mapping[str, frozenset[str]]]:
    """Read the manifest of the last whole run, None before the first, and the hashes of outputs by name.

    These are the hashes of the last whole run, and of the plan of one that was interrupted: each output can
    be as either of them left it. Raises `OutputError`, `DamageError`.
    """
    data = read_if_present(root, manifest.NAME, manifest.LIMIT)
    corpus_manifest = manifest.decode(data) if data is not None else None
    pending = _read_pending(root)
    output_hashes = {name: {digest} for name, digest in (pending or {}).items()}
    if corpus_manifest is not None:
        on_damage = document_stream.raise_damage if pending is None else _ignore_damage
        for name, digest in _stream_outputs(root, corpus_manifest, on_damage):
            output_hashes.setdefault(name, set()).add(digest)
    return corpus_manifest, {name: frozenset(hashes) for name, hashes in output_hashes.items()}


def _stream_outputs(
    root: Root, corpus_manifest: Manifest, on_damage: document_stream.OnDamage
) -> Iterator[tuple[str, str]]:
    """Yield the outputs of the last run by name and hash."""
    for file in corpus_manifest.files:
        yield file.name, file.sha256_clean
    if corpus_manifest.packed is not None:
        yield from ((file.name, file.sha256) for file in corpus_manifest.packed.files)
        return
    for record in document_stream.stream_records(root, corpus_manifest, on_damage):
        if document_stream.has_own_text(record):
            yield record.name, record.sha256_clean


def _ignore_damage(_: str, error: DamageError) -> None:
    """Skip a file of records that an interrupted run has already replaced.

    It differs from the hash in the last manifest, but all outputs that it names stand in the pending plan.
    """


def read_if_present(root: Root, name: str, limit: int) -> bytes | None:
    """Read a file of at most `limit` bytes, None where there is none. Raises `OutputError`, `DamageError`."""
    with explain_system_error(root.path / name):
        try:
            return read_at_most(root, name, limit)
        except (FileNotFoundError, NotADirectoryError):
            return None


def _read_pending(root: Root) -> dict[str, str] | None:
    """Read the plan of an interrupted run, None where there is none. Raises `DamageError`, `OutputError`."""
    data = read_if_present(root, PENDING, _PENDING_LIMIT)
    if data is None:
        return None
    try:
        hashes = json_codec.decode_struct(data, dict[str, str])
        for name, digest in hashes.items():
            # A plan may be a stranger's: what it names could be removed.
            if not is_name_below(name) or name.startswith(f"{OWN_FOLDER}/") or not _HASH.fullmatch(digest):
                raise ValueError(f"{name!r} is no output with a hash")
    except (ValueError, RecursionError) as error:
        raise DamageError(f"{root.path / PENDING} is damaged: {error}", remedy="remove it by hand") from error
    return hashes
