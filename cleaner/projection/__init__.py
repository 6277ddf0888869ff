"""Annotations follow the text: spans of the raw files become spans of the clean ones, and back."""

from cleaner.projection.span_projection import Fate, ProjectedSpan, Projection, Side

__all__ = ["Fate", "ProjectedSpan", "Projection", "Side"]
"""What other code needs; each form of annotations has a module of its own."""
