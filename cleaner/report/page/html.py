"""The page itself: the one place that makes HTML, through jinja2 with autoescape.

Findings are no HTML: they stand as JSON in the page, and its script makes text nodes of them. The content
security policy allows that script and that style sheet, by their hashes, and nothing else.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from cleaner import __version__, json_codec
from cleaner.report.page.pictures import pictures
from cleaner.report.page.review import Review, Shown

HERE = Path(__file__).parent


def page(review: Review) -> bytes:
    """The file, in UTF-8; a lone surrogate in a name becomes a question mark on the way."""
    script, style = (HERE / "page.js").read_text("utf-8"), (HERE / "page.css").read_text("utf-8")
    environment = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    html = environment.get_template("page.html").render(
        review=review,
        counts=review.manifest.counts,
        version=__version__,
        script=Markup(script),
        style=Markup(style),
        script_hash=_hash(script),
        style_hash=_hash(style),
        data=Markup(_embedded(_values(review))),
        pictures=[picture._replace(svg=Markup(picture.svg)) for picture in pictures(review)],
    )
    return html.encode("utf-8", "replace")


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


_INERT = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def _embedded(value: object) -> str:
    """JSON that can stand inside a script element: no character in it that HTML knows.

    >>> _embedded("</script><!--")
    '"\\\\u003c/script\\\\u003e\\\\u003c!--"'
    """
    text = json_codec.encode(value).decode()
    return (
        "".join(_INERT.get(character, character) for character in text) if set(text) & _INERT.keys() else text
    )


def _values(review: Review) -> dict[str, object]:
    """What the script needs. Rules and files are named once, and by number from there."""
    rules = {rule: number for number, rule in enumerate(review.manifest.rules)}
    files = {record.name: number for number, record in enumerate(review.documents)}
    partners = {partner: number for number, partner in enumerate(review.partners)}
    found = Counter(shown.document for shown in review.findings)
    here = {shown.mark for shown in review.findings}
    return {
        "rules": [{"id": rule, "what": review.whats[rule]} for rule in rules],
        "files": [
            {
                "name": record.name,
                "status": record.status,
                "raw": record.characters_raw,
                "clean": record.characters_clean,
                "removed": record.characters_removed,
                "inserted": record.characters_inserted,
                "paragraphs": record.paragraphs_duplicate,
                "findings": found[record.name],
            }
            for record in review.documents
        ],
        "partners": [
            {"place": f"{partner.document}:{partner.line}", "text": text}
            for partner, text in review.partners.items()
        ],
        "findings": [
            {
                "file": files[shown.document],
                "rule": rules[shown.finding.rule.id],
                "partner": partners.get(shown.partner, -1) if shown.partner else -1,
                "verdict": review.decisions.marks.get(shown.mark, ""),
                **_finding(shown),
            }
            for shown in review.findings
        ],
        "verdicts": dict(review.decisions.rules),
        "others": [
            {
                "verdict": verdict,
                "rule": mark.rule,
                "removed_sha256": mark.removed,
                "before": mark.before,
                "after": mark.after,
            }
            for mark, verdict in review.decisions.marks.items()
            if mark not in here
        ],
    }


def _finding(shown: Shown) -> dict[str, object]:
    finding = shown.finding
    return {
        "certainty": finding.rule.certainty,
        "line": finding.line,
        "column": finding.column,
        "changes": finding.changes,
        "doubt": round(shown.doubt, 3),
        "before": shown.before,
        "parts": shown.parts,
        "after": shown.after,
        "says": shown.says,
        "evidence": shown.evidence,
        "mark": list(shown.mark[1:]),
    }
