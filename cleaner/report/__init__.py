"""Reports on a check, a run or a corpus: one module for each format, of which `render` makes the lines."""
