"""The index in storage that several machines share: datasketch's `MinHashLSH` with our bands.

datasketch keeps the buckets in a dictionary, in Redis or in Cassandra, whatever `storage` says (its
`storage_config`). Signatures and answers are those of the index file; only the place is another.
There is no transaction over a document: while one machine replaces it, another may see a part of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from datasketch import MinHash, MinHashLSH
from datasketch.storage import ordered_storage

from cleaner.duplicates.candidates import is_long, sign_batches
from cleaner.duplicates.index.answers import IndexMatch, OldParagraph, find_matches
from cleaner.duplicates.index.sqlite_index import SCHEME
from cleaner.duplicates.settings import Settings

MEMORY: Mapping[str, object] = {"type": "dict"}
"""The storage of an index that lives in this process alone."""
_KEY = "{document}\n{position}"


class SharedIndex:
    """Add, remove and query as with `ParagraphIndex`; what is added is seen by all who name the same storage.

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
        values = bands.bands * bands.rows
        self._buckets = MinHashLSH(num_perm=values, params=tuple(bands), storage_config=config)
        self._texts = ordered_storage(config, name=f"{scope}:texts".encode())
        self._documents = ordered_storage(config, name=f"{scope}:documents".encode())

    def add(self, documents: Iterable[tuple[str, Sequence[str]]]) -> None:
        """Stores documents, each a name and its paragraphs; one of a name that is there replaces it."""
        for document, texts in documents:
            # Keys hold places: of a document that became shorter, the last ones would stay.
            self.remove([document])
            keys = [_KEY.format(document=document, position=position) for position in range(len(texts))]
            for key, text, signature in zip(keys, texts, self._sign(texts), strict=True):
                if signature is not None:
                    self._texts.insert(key.encode(), text.encode("utf-8", "surrogatepass"))
                    self._documents.insert(document.encode(), key.encode())
                    self._buckets.insert(key, signature, check_duplication=False)

    def remove(self, names: Iterable[str]) -> int:
        """Removes documents; returns how many of the names were there."""
        removed = 0
        for name in names:
            keys = list(self._documents.get(name.encode()))
            for key in keys:
                self._buckets.remove(key.decode())
                self._texts.remove(key)
            if keys:
                self._documents.remove(name.encode())
                removed += 1
        return removed

    def query(self, texts: Sequence[str]) -> list[list[IndexMatch]]:
        """Returns for each text the old paragraphs that it is not distinct from, the most similar first."""
        return [
            find_matches(text, map(self._read, self._find_candidates(signature)), self.settings)
            for text, signature in zip(texts, self._sign(texts), strict=True)
        ]

    def reference(self, texts: Sequence[str]) -> list[OldParagraph]:
        """Returns the old paragraphs that are candidates of any of the texts, by document and position."""
        keys = {key for signature in self._sign(texts) for key in self._find_candidates(signature)}
        return sorted(self._read(key) for key in keys)

    def _find_candidates(self, signature: MinHash | None) -> Iterable[str]:
        """Returns the keys of the paragraphs that share a band with a signature."""
        return () if signature is None else self._buckets.query(signature)

    def _read(self, key: str) -> OldParagraph:
        document, _, position = key.rpartition("\n")
        [text] = self._texts.get(key.encode())
        return OldParagraph(document, int(position), text.decode("utf-8", "surrogatepass"))

    def _sign(self, texts: Sequence[str]) -> list[MinHash | None]:
        """Returns our signatures as datasketch's; None for a paragraph that is too short."""
        minhashes: list[MinHash | None] = []
        for batch, signatures in sign_batches(texts, self.settings):
            long = is_long(batch.lengths, self.settings).tolist()
            for row, is_long_enough in zip(signatures, long, strict=True):
                minhash = MinHash(hashvalues=row, scheme="affine32") if is_long_enough else None
                minhashes.append(minhash)
        return minhashes
