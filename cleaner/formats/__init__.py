"""The border: which files are inputs, and how their bytes become text."""
