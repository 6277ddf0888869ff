"""Patterns of paths, in the language of .gitignore: for ignore files, `--exclude` and options by path.

A path matches a pattern as git has it: where a folder above it matches, all that is in the folder does. In
two things it is as gitignore(5) says and git is not: `?` and brackets stand for a character and not for a
byte, and two asterisks beside anything but slashes are one.
"""

from __future__ import annotations

from cleaner.formats.patterns.pattern_set import (
    PathState,
    PatternSet,
    compile_patterns,
    find_matching,
    refuse_flaws,
)

__all__ = ["PathState", "PatternSet", "compile_patterns", "find_matching", "refuse_flaws"]
