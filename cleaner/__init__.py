"""cleaner: a linter and formatter for text corpora."""

__version__ = "0.1.0"
