"""Bytes to text and back: one module a file format, and `decode`, the border that all of them share."""
