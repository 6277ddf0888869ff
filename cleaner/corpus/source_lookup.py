"""From the name of a document to the file that holds it and the pipeline of its path."""

from __future__ import annotations

from collections.abc import Iterable

from cleaner.config import Configuration
from cleaner.corpus.documents import DocumentPreparer
from cleaner.formats.sources import Source
from cleaner.pipeline import Pipeline


class SourceLookup:
    """Finds the file that holds a document, and the pipeline of its path, by the name of the document."""

    def __init__(self, configuration: Configuration, sources: Iterable[Source]) -> None:
        self.configuration = configuration
        self._sources = {source.name: source for source in sources}
        self._preparer = DocumentPreparer(configuration)

    def source(self, name: str) -> Source | None:
        """Returns the file of this name, or of what stands before a colon of it, as in ``FILE:NUMBER#FIELD``.

        None for a document of an index.
        """
        # The names of files and of fields may have colons, too: each is tried, the whole name first.
        places = [len(name), *(place for place, sign in enumerate(name) if sign == ":")]
        return next((self._sources[name[:place]] for place in places if name[:place] in self._sources), None)

    def pipeline(self, name: str) -> Pipeline | None:
        """Returns the pipeline of a document whose path makes an exception, None for the others."""
        source = self.source(name)
        return None if source is None else self._preparer.own_pipeline(source)
