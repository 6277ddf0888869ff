"""Pages of HTML: each file is one document, the main text of the page (`cleaner.formats.page`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleaner.formats.format import Format

if TYPE_CHECKING:
    from cleaner.formats.page_text import Extractor, Page


def _extract_page(data: bytes, encoding: str | None, extractor: Extractor) -> Page:
    """Decode a page, by what it states of its encoding unless one is given, and take its main text out."""
    from cleaner.formats.encoding_detection import decode
    from cleaner.formats.page import extract, find_charset
    from cleaner.formats.xml_document import find_refusal

    text = decode(data, encoding or find_charset(data)).text
    refusal = find_refusal(text, "page")
    if refusal is not None:
        raise refusal
    return extract(text, extractor=extractor)


HTML = Format(
    name="html",
    title="HTML",
    suffixes=(".html", ".htm", ".xhtml"),
    restores="text",
    output_suffix=".txt",
    extra="html",
    extract_page=_extract_page,
)
