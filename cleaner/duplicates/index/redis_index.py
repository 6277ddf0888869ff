"""The index in storage that several machines share: datasketch's `MinHashLSH` with our bands.

datasketch keeps the buckets in a dictionary, in Redis or in Cassandra, whatever `storage` says (its
`storage_config`). Keys, signatures and answers are those of the index file; only the place is another.
There is no transaction over a document: while one machine replaces it, another may see a part of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from datasketch import MinHash, MinHashLSH
from datasketch.storage import ordered_storage

from cleaner.duplicates.batching import batches
from cleaner.duplicates.compare import compare
from cleaner.duplicates.index.answers import Match, Old
from cleaner.duplicates.index.lookup_keys import signed_batch
from cleaner.duplicates.index.sqlite_index import SCHEME
from cleaner.duplicates.settings import Settings

MEMORY: Mapping[str, object] = {"type": "dict"}
_KEY = "{document}\n{position}"


class SharedIndex:
    """Add, remove and query as with `Index`; what is added is seen by all who name the same storage.

    >>> text = "The ferry line will open in spring, the harbour office said, with four crossings every day."
    >>> index = SharedIndex()
    >>> index.add([("a.txt", ["A heading", text])])
    >>> [[match]] = index.query([text.replace("four", "six")])
    >>> match.old.document, match.old.position, match.comparison.verdict
    ('a.txt', 1, 'revision')
    """

    def __init__(
        self, settings: Settings | None = None, storage: Mapping[str, object] = MEMORY, name: str = "cleaner"
    ) -> None:
        self.settings = settings or Settings()
        bands = self.settings.bands
        # Another scheme or other bands have another name, so that they never meet.
        scope = f"{name}:{SCHEME}:{self.settings.shingle}:{self.settings.seed}:{bands.bands}x{bands.rows}"
        config = {**storage, "basename": scope.encode()}
        self._used = bands.bands * bands.rows
        self._buckets = MinHashLSH(num_perm=self._used, params=tuple(bands), storage_config=config)
        self._texts = ordered_storage(config, name=f"{scope}:texts".encode())
        self._documents = ordered_storage(config, name=f"{scope}:documents".encode())

    def add(self, documents: Iterable[tuple[str, Sequence[str]]]) -> None:
        """Remembers documents, each a name and its paragraphs; one of a known name replaces the old one."""
        for document, texts in documents:
            self.remove([document])
            keys = [_KEY.format(document=document, position=position) for position in range(len(texts))]
            for key, text, sketch in zip(keys, texts, self._sketches(texts), strict=True):
                if sketch is not None:
                    self._texts.insert(key.encode(), text.encode("utf-8", "surrogatepass"))
                    self._documents.insert(document.encode(), key.encode())
                    self._buckets.insert(key, sketch, check_duplication=False)

    def remove(self, names: Iterable[str]) -> int:
        """Forgets documents; how many of the names were known."""
        forgotten = 0
        for name in names:
            keys = list(self._documents.get(name.encode()))
            for key in keys:
                self._buckets.remove(key.decode())
                self._texts.remove(key)
            if keys:
                self._documents.remove(name.encode())
                forgotten += 1
        return forgotten

    def query(self, texts: Sequence[str]) -> list[list[Match]]:
        """For each text the old paragraphs that it is not distinct from, the most similar first."""
        answers: list[list[Match]] = []
        for text, sketch in zip(texts, self._sketches(texts), strict=True):
            found = [] if sketch is None else [self._old(key) for key in self._buckets.query(sketch)]
            matches = [Match(old, compare(old.text, text, self.settings)) for old in found]
            matches = [match for match in matches if match.comparison.verdict != "distinct"]
            answers.append(sorted(matches, key=Match.rank))
        return answers

    def reference(self, texts: Sequence[str]) -> list[Old]:
        """The old paragraphs that any of the texts meets, by document and position."""
        met = {
            key
            for sketch in self._sketches(texts)
            if sketch is not None
            for key in self._buckets.query(sketch)
        }
        return sorted(self._old(key) for key in met)

    def _old(self, key: str) -> Old:
        document, _, position = key.rpartition("\n")
        [text] = self._texts.get(key.encode())
        return Old(document, int(position), text.decode("utf-8", "surrogatepass"))

    def _sketches(self, texts: Sequence[str]) -> list[MinHash | None]:
        """Our signatures as datasketch's; none for a paragraph that is too short."""
        sketches: list[MinHash | None] = []
        for batch in batches(texts):
            hashes, signed = signed_batch(batch, self.settings)
            for length, row in zip(hashes.lengths.tolist(), signed, strict=True):
                long = length >= self.settings.min_shingles
                values = row[: self._used]
                sketches.append(MinHash(hashvalues=values, scheme="affine32") if long else None)
        return sketches
