"""Patterns match as git matches them, all at once; git itself is asked where it is there."""

import os
import shutil
import subprocess

import pathspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cleaner.errors import UsageError
from cleaner.formats.patterns import PatternSet, find_matching
from cleaner.formats.patterns.automaton import MOST_BRACKETS, MOST_STEPS
from cleaner.formats.patterns.bracket import parse_bracket
from cleaner.formats.patterns.pattern import parse_pattern

# The examples of gitignore(5) and their neighbours: a pattern, what it matches, what it does not match.
EXAMPLES = [
    ("foo", ["foo", "foo/", "a/foo", "a/foo/b"], ["foot", "a/xfoo"]),
    ("foo/", ["foo/", "foo/x", "a/foo/x"], ["foo", "a/foo"]),
    ("/foo", ["foo", "foo/x"], ["a/foo"]),
    ("doc/frotz", ["doc/frotz", "doc/frotz/x"], ["a/doc/frotz"]),
    ("doc/frotz/", ["doc/frotz/", "doc/frotz/x"], ["doc/frotz", "a/doc/frotz/x"]),
    ("foo/*", ["foo/test.json", "foo/bar/", "foo/bar/hello.c"], ["foo", "foo/", "a/foo/x"]),
    ("*.md", [".md", "a.md", "x/a.md", "x.md/a"], ["a.mdx", "md"]),
    ("/*.c", ["cat-file.c"], ["mozilla-sha1/sha1.c"]),
    ("**/foo", ["foo", "a/foo", "a/b/foo", "foo/x"], ["afoo"]),
    ("**/foo/bar", ["foo/bar", "a/foo/bar"], ["foo/a/bar"]),
    ("abc/**", ["abc/x", "abc/x/y"], ["abc", "abc/", "a/abc/x"]),
    ("a/**/b", ["a/b", "a/x/b", "a/x/y/b"], ["a/xb", "ab", "b"]),
    ("a/**/**/b", ["a/b", "a/x/b"], ["a/xb"]),
    ("a**b", ["ab", "axxb", "x/ab"], ["a/b"]),
    ("x/a**b", ["x/ab", "x/acb"], ["x/a/b", "a/b"]),
    ("/a**/b", ["a/b", "axx/b"], ["ab", "a/x/b"]),
    ("**", ["a", "a/b", "a/"], []),
    ("**/", ["a/", "a/b"], ["a"]),
    ("/**", ["a", "a/b"], []),
    ("*", ["a", "a/b"], []),
    ("*/", ["a/", "a/b"], ["a"]),
    ("a?c", ["abc", "aéc"], ["ac", "a/c", "abbc"]),
    ("[a-c]x", ["ax", "cx"], ["dx", "-x", "x"]),
    ("[!a-c]x", ["dx", "]x"], ["ax", "x"]),
    ("[^a]x", ["bx", "^x"], ["ax"]),
    ("a[!b]c", ["axc"], ["abc", "a/c"]),
    ("[]-]x", ["]x", "-x"], ["[x"]),
    ("[!]a-]x", ["bx"], ["]x", "ax", "-x"]),
    ("[[]x", ["[x"], ["]x"]),
    ("[[:digit:]-]x", ["7x", "-x"], ["ax"]),
    ("[[:upper:][:space:]]x", ["Ax", " x"], ["ax"]),
    ("[[:a]x", ["[x", ":x", "ax"], ["bx"]),
    ("[\\]]x", ["]x"], ["\\x"]),
    ("[a-\\c]x", ["bx"], ["\\x"]),
    ("[z-a]", ["z"], ["a", "-", "m"]),
    ("[!z-a]", ["a", "-"], ["z"]),
    ("[b-a-c]", ["b", "-", "c"], ["a"]),
    ("\\*a", ["*a"], ["xa", "\\*a"]),
    ("\\#a", ["#a"], ["\\#a"]),
    ("\\!a", ["!a"], ["a"]),
    ("a\\ ", ["a "], ["a"]),
    ("a\\\\ ", ["a\\"], ["a\\ "]),
    ("a   ", ["a"], ["a "]),
    (" a", [" a"], ["a"]),
    ("a\\/b", ["a/b"], ["x/a/b"]),
    ("**\\/b", ["x/b", "x/y/b"], ["b"]),
    ("\udcff*", ["\udcffx"], ["x"]),
    ("/", [], ["a", "/"]),
    ("//", [], ["a"]),
    ("!", [], ["a", "!"]),
    ("# a", [], ["# a", "a"]),
    ("", [], ["a", ""]),
    ("a[b", [], ["a[b", "ab"]),
    ("a\\", [], ["a\\", "a"]),
    ("[[:nothing:]]", [], ["n", ":"]),
    ("a//b", [], ["a/b", "a"]),
]


@pytest.mark.parametrize(("pattern", "matching", "others"), EXAMPLES)
def test_a_pattern_matches_what_git_says_it_does(pattern, matching, others):
    assert [path for path in (*matching, *others) if PatternSet([pattern]).match(path)] == matching
    assert [path for path in (*matching, *others) if find_matching((pattern,), path)] == matching


def test_the_last_line_decides_but_not_over_a_folder_that_matches():
    lines = ("*.md", "!keep.md", "old/", "!old/keep.md", "/*", "!/src/", "src/x.c")
    assert [PatternSet(lines[:4]).match(path) for path in ("a.md", "keep.md", "old/keep.md", "a.c")] == [
        *(True, False, True, None)
    ]
    # The common way to ignore all but some: a folder is taken back, and what is in it is asked again.
    assert [PatternSet(lines[4:]).match(path) for path in ("a", "src/", "src/a.c", "src/x.c")] == [
        *(True, False, None, True)
    ]
    assert PatternSet(("*", "!*/", "!*.txt")).match("a/b/c.txt") is False
    assert PatternSet(("*", "!*/", "!*.txt")).match("a/b/c.md") is True


def test_a_path_may_begin_with_a_slash_or_a_dot():
    for path in ("./a/b", "/a/b", "a/b"):
        assert PatternSet(("/a/b",)).match(path)


def test_each_pattern_of_many_is_found():
    patterns = ("a", "a", "*", "!a", "x", "/a/b", "b/", "a/", "?[bc]", "**/ab")
    assert find_matching(patterns, "a/b") == {0, 1, 2, 5, 7}
    assert find_matching(patterns, "ab") == {2, 8, 9}
    assert find_matching(patterns, "c/b/") == {2, 6}


@pytest.mark.parametrize(
    ("line", "flaw"),
    [
        ("a[b", "a [ is never closed"),
        ("a[", "a [ is never closed"),
        ("[[:", "a [ is never closed"),
        ("[a-", "a [ is never closed"),
        ("[\\", "a [ is never closed"),
        ("a\\", "it ends with a backslash"),
        ("[[:none:]]", "there is no class [:none:]"),
        ("[z-a]", "the range z-a is empty"),
        ("!/", "it names nothing"),
        ("a" * 4097, "it is longer than any path"),
    ],
)
def test_a_pattern_that_cannot_mean_what_it_says_has_a_flaw(line, flaw):
    assert PatternSet(["*", "# [", line, "a["]).flaw == (2, flaw)
    assert parse_pattern(line).flaw == flaw
    assert PatternSet(["*", "", "[]a]", "**/a", "a**"]).flaw is None


def test_ranges_of_a_bracket_that_meet_are_one():
    assert parse_bracket("[c-da-bx!-!]", 0).bracket.edges == (33, 34, 97, 101, 120, 121)
    assert parse_bracket("[a-fb-c]", 0).bracket.edges == (97, 103)


def test_more_than_can_be_matched_together_is_refused():
    PatternSet(["*" + "a" * 62] * (MOST_STEPS // 64))
    with pytest.raises(UsageError, match="more than are matched together"):
        PatternSet(["*" + "a" * 62] * (MOST_STEPS // 64 * 65 // 63))
    brackets = [f"[a{chr(number)}]" for number in range(200, 200 + MOST_BRACKETS + 1)]
    PatternSet(brackets[1:])
    with pytest.raises(UsageError, match="256 different brackets"):
        PatternSet(brackets)


def test_more_characters_than_are_remembered_match_as_before():
    patterns = PatternSet(("*z[!a]",))
    for number in range(0x4E00, 0x4E00 + 1200):
        assert patterns.match(f"z{chr(number)}") and not patterns.match(f"x{chr(number)}")
    assert not patterns.match("za")


TOKENS = ["a", "b", "*", "?", "/", "[ab]", "[!a]", "\\a", "!", " ", "[b-a]", "[[:alpha:]]", "\\", "["]
NAMES = st.text("ab-", min_size=1, max_size=3)
PATHS = st.lists(NAMES, min_size=1, max_size=3).map("/".join)
FOLDERS = ["a", "b", "ab", "a/a", "a/b", "b/a", "a/a/b"]
PARTS = st.lists(st.sampled_from(TOKENS), min_size=1, max_size=5).map("".join)


@st.composite
def lines_of_git(draw):
    """Lines without two asterisks beside anything but slashes: there git does not do as it says it does."""
    line = draw(PARTS)
    before, behind = draw(st.sampled_from(["", "", "**/", "/**/"])), draw(st.sampled_from(["", "", "/**"]))
    return (before + line + behind).replace("***", "*").replace("**a", "*a")


@pytest.fixture(scope="module")
def repository(tmp_path_factory):
    if shutil.which("git") is None:
        pytest.fail("git is needed to compare with")
    top = tmp_path_factory.mktemp("repository")
    subprocess.run(["git", "init", "-q", top], check=True)
    for folder in FOLDERS:
        (top / folder).mkdir(parents=True, exist_ok=True)
    return top


def ask_git(top, lines, paths):
    """What git says of each path: True, False, or None where no line speaks of it."""
    (top / ".gitignore").write_text("".join(f"{line}\n" for line in lines))
    done = subprocess.run(
        ["git", "-C", top, "check-ignore", "--no-index", "-v", "-n", "-z", "--stdin"],
        input="".join(f"{path}\0" for path in paths),
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull},
        check=False,
    )
    fields = iter(done.stdout.split("\0")[:-1])
    return [
        None if not source else not pattern.startswith("!")
        for source, _, pattern, _ in zip(fields, fields, fields, fields, strict=True)
    ]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(lines_of_git(), min_size=1, max_size=3), st.lists(PATHS, min_size=20, max_size=20))
def test_git_says_the_same(repository, lines, paths):
    files = [path for path in paths if not (repository / path).is_dir()]
    ours = [PatternSet(lines).match(f"{folder}/") for folder in FOLDERS]
    ours += [PatternSet(lines).match(path) for path in files]
    assert ours == ask_git(repository, lines, [*FOLDERS, *files]), lines


# Where pathspec does as git does: one line, without brackets, backslashes and spaces.
@settings(max_examples=400, deadline=None)
@given(
    st.lists(st.sampled_from(["a", "b", "*", "?", "/", "ab"]), min_size=1, max_size=7).map("".join),
    st.lists(PATHS, min_size=10, max_size=10),
)
def test_pathspec_says_the_same(line, paths):
    spec = pathspec.GitIgnoreSpec.from_lines([line], backend="simple")
    assert [bool(PatternSet([line]).match(path)) for path in paths] == list(map(spec.match_file, paths))
