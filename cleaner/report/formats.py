"""The formats of a check, by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cleaner.gate.check_result import CheckResult
    from cleaner.report.terminal import Style

Render = Callable[["CheckResult", "Style"], Iterator[str]]

# Names and not functions: a check in a hook must not wait for the import of formats it does not print.
_RENDERERS = {
    "text": "text:render",
    "full": "full:render",
    "json": "json_report:render",
    "jsonl": "json_report:render_lines",
    "github": "github:render",
    "sarif": "sarif:render",
    "markdown": "markdown:render",
}
"""Module and function of each format."""


def get_renderer(name: str, *, statistics: bool = False) -> Render:
    """Returns the function that makes the lines of a format. Only the module of that format is imported."""
    if statistics:
        module, function = "statistics", "render_json" if name in ("json", "jsonl") else "render"
    else:
        module, function = _RENDERERS[name].split(":")
    render: Render = getattr(import_module(f"cleaner.report.{module}"), function)
    return render
