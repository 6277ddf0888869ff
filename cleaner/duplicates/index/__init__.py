"""The persisted index: paragraphs of cleaned corpora, looked up by later runs."""
