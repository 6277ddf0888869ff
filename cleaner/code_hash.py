"""Hashes everything but the text and the options that decides what is made of a text: code, tables,
libraries.

Checkpoints of finished work, and the key under which `datasets` caches what `hf_map` made, are bound to it.
The version of the package alone is not enough: between two releases a rule or a table changes, or a library
that decides (ftfy, chardet, trafilatura...) is upgraded, and then old results are no longer what a run makes.
"""

from __future__ import annotations

import hashlib
import sys
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib import metadata
from importlib.resources import files
from importlib.resources.abc import Traversable

SHOWN = frozenset(["__main__.py", "cli", "gate", "projection", "report"])
"""Files and folders of the package that only read options or show results. They do not count: another colour
in a report must not make a corpus be cleaned again."""

LIBRARIES = (
    "backports.zstd",
    "beautifulsoup4",
    "chardet",
    "charset-normalizer",
    "courlan",
    "dateparser",
    "datasketch",
    "ftfy",
    "htmldate",
    "jusText",
    "lxml",
    "lxml-html-clean",
    "msgspec",
    "numpy",
    "pandas",
    "pyarrow",
    "pyspark",
    "scipy",
    "soupsieve",
    "trafilatura",
    "wcwidth",
)
"""Distributions that have a say in the output, and those that they depend on. One that is not installed
counts as well, with an empty version: without trafilatura, pages are read in another way."""


@cache
def code_hash() -> str:
    """Hashes code, tables and versions: 64 hexadecimal digits.

    Each process hashes once: 6 MB of files and the metadata of 21 distributions take some 60 ms, where a
    worker needs a second for its imports. No library is imported.
    """
    digest = hashlib.sha256()
    for name, data in _parts():
        # The length keeps the parts apart: no file can end in what looks like the next one.
        digest.update(f"{name}\n{len(data)}\n".encode())
        digest.update(data)
    return digest.hexdigest()


def _parts() -> Iterator[tuple[str, bytes]]:
    """Yields all that is hashed, each with a name, in a fixed order."""
    # html.parser and html.unescape have changed in patch releases, so the whole version counts.
    yield "python", ".".join(map(str, sys.version_info)).encode()
    # The tables of Unicode say what is a letter or a space; a build of Python may bring other ones.
    yield "unicode", unicodedata.unidata_version.encode()
    for library in LIBRARIES:
        yield library, _version(library).encode()
    yield from _files(files(__package__), "")


def _version(distribution: str) -> str:
    """Returns the version of an installed distribution, "" if it is not installed. Imports nothing."""
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return ""


def _files(folder: Traversable, prefix: str) -> Iterator[tuple[str, bytes]]:
    """Yields the files below a folder of the package, with their paths, sorted by name on each level.

    File systems list a folder in different orders, which must not change the hash.
    """
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        name = prefix + entry.name
        # Hidden files are those of editors, which come and go; compiled files follow from the others.
        if name in SHOWN or entry.name.startswith((".", "__pycache__")):
            continue
        if entry.is_dir():
            yield from _files(entry, f"{name}/")
        else:
            yield name, entry.read_bytes()
