"""Plain text and Markdown: each file is one document, decoded by `cleaner.formats.encoding_detection`."""

from __future__ import annotations

from cleaner.formats.format import Format

TXT = Format(name="txt", title="text", suffixes=(".txt", ".md"), restores="bytes")
