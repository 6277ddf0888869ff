"""Fuzzers of everything that reads what strangers send: one target for each reader, two drivers over them."""
