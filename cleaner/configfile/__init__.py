"""Options in a file: which there are, where the file is found, how it is read. Data only, no import paths."""
