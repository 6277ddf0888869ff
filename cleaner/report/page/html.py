"""Renders the page: the one module that makes HTML, with jinja2 and its autoescape.

Findings are not HTML: they stand as JSON in the page, and its script makes text nodes of them. The content
security policy allows that script and that style sheet, by their hashes, and nothing else.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from cleaner import __version__, json_codec
from cleaner.report.page.pictures import draw_pictures
from cleaner.report.page.review import Review
from cleaner.structure import KINDS

FOLDER = Path(__file__).parent


def render_html(review: Review) -> bytes:
    """Renders the page in UTF-8; a lone surrogate in a name becomes a question mark."""
    script, style = (FOLDER / "page.js").read_text("utf-8"), (FOLDER / "page.css").read_text("utf-8")
    environment = Environment(
        # StrictUndefined: a name that is spelt wrong in the template is an error, not an empty place.
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
    )
    html = environment.get_template("page.html").render(
        review=review,
        counts=review.manifest.counts,
        version=__version__,
        # All of them: which ones a corpus has must not change what a page is made of.
        kinds=KINDS,
        script=Markup(script),
        style=Markup(style),
        script_hash=_hash_source(script),
        style_hash=_hash_source(style),
        data=Markup(_embed_json(_collect_values(review))),
        pictures=[picture._replace(svg=Markup(picture.svg)) for picture in draw_pictures(review)],
    )
    return html.encode("utf-8", "replace")


def _hash_source(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


_INERT = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def _embed_json(value: object) -> str:
    """Encodes JSON to stand inside a script element: without a character that means something in HTML.

    >>> _embed_json("</script><!--")
    '"\\\\u003c/script\\\\u003e\\\\u003c!--"'
    """
    text = json_codec.encode(value).decode()
    return (
        # Most findings hold none of these: the set is quicker than a walk through the text.
        "".join(_INERT.get(character, character) for character in text) if set(text) & _INERT.keys() else text
    )


def _collect_values(review: Review) -> dict[str, object]:
    """Returns what the script needs, as JSON values. Rules and files are named once, and by number after."""
    rules = {rule: number for number, rule in enumerate(review.manifest.rules)}
    partners = [
        {"place": f"{partner.document}:{partner.line}", "text": text}
        for partner, text in review.partners.items()
    ]
    return {
        "rules": [{"id": rule, "what": review.whats[rule]} for rule in rules],
        "files": _list_files(review),
        "partners": partners,
        "findings": _list_findings(review, rules),
        "verdicts": dict(review.decisions.rules),
        "others": _list_other_decisions(review),
    }


def _list_files(review: Review) -> list[dict[str, object]]:
    """Returns the documents with their counts."""
    findings = Counter(item.document for item in review.findings)
    return [
        {
            "name": record.name,
            "status": record.status,
            "raw": record.characters_raw,
            "clean": record.characters_clean,
            "removed": record.characters_removed,
            "inserted": record.characters_inserted,
            "paragraphs": record.paragraphs_duplicate,
            "findings": findings[record.name],
        }
        for record in review.documents
    ]


def _list_findings(review: Review, rules: Mapping[str, int]) -> list[dict[str, object]]:
    """Returns the findings, each with the numbers of its file, rule and partner (-1: none)."""
    files = {record.name: number for number, record in enumerate(review.documents)}
    partners = {partner: number for number, partner in enumerate(review.partners)}
    return [
        {
            "file": files[item.document],
            "rule": rules[item.finding.rule.id],
            "partner": partners.get(item.partner, -1) if item.partner else -1,
            "verdict": review.decisions.marks.get(item.mark, ""),
            "certainty": item.finding.rule.certainty,
            "kinds": item.kinds,
            "line": item.finding.line,
            "column": item.finding.column,
            "changes": item.finding.changes,
            "doubt": round(item.doubt, 3),
            "before": item.before,
            "parts": item.parts,
            "after": item.after,
            "says": item.says,
            "evidence": item.evidence,
            "mark": list(item.mark[1:]),
        }
        for item in review.findings
    ]


def _list_other_decisions(review: Review) -> list[dict[str, object]]:
    """Returns earlier decisions about findings that are not on the page: an export must keep them."""
    marks_on_page = {item.mark for item in review.findings}
    return [
        {
            "verdict": verdict,
            "rule": mark.rule,
            "removed_sha256": mark.removed,
            "before": mark.before,
            "after": mark.after,
        }
        for mark, verdict in review.decisions.marks.items()
        if mark not in marks_on_page
    ]
