"""The library: one text (`text`), a corpus in memory (`corpus`), a function for columns (`mapping`)."""
