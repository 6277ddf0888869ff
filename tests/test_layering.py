"""A module imports only downwards; stages never import each other; a library is imported in one module."""

import ast
import subprocess
import sys
from collections import defaultdict
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent / "cleaner"
LAYERS = (
    ("errors", "code_hash", "hashing", "json_codec", "ordered_map", "programs", "wording"),
    ("bug", "regular_file"),
    ("small_file", "text"),
    ("structure",),
    ("rule", "tree_files"),
    ("soup", "zstd"),
    ("stages",),
    ("budget", "suppression", "decisions", "work_budget"),
    ("pipeline", "finding"),
    ("duplicates", "formats"),
    ("catalogue",),
    ("store",),
    ("config", "configfile"),
    ("outcome",),
    ("corpus",),
    ("cluster", "gate", "git"),
    ("api", "report", "projection"),
    ("cli",),
    ("__main__",),
)
RANK = {name: rank for rank, layer in enumerate(LAYERS) for name in layer}
SHARED = {"numpy", "msgspec", "click", "pyarrow"}


def modules():
    return sorted(path for path in ROOT.rglob("*.py"))


@cache
def imports(path: Path) -> frozenset[str]:
    """What a file imports anywhere, with dots: a module, or a name of one."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return frozenset(found)


def part(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_module_imports_only_downwards(path):
    here = part(path)
    if here == "__init__":
        return  # the public names: whatever they are
    for name in imports(path):
        if name.startswith("cleaner.") and name != "cleaner.__version__":
            there = name.split(".")[1]
            assert there == here or RANK[there] < RANK[here], f"{here} imports {name}"


def dotted(path: Path) -> str:
    """The name under which a file is imported."""
    return ".".join(("cleaner", *path.relative_to(ROOT).with_suffix("").parts)).removesuffix(".__init__")


def test_no_modules_import_each_other_in_a_circle():
    """Imports inside functions count, and those for types alone."""
    # The root is left out: it imports each public name at its first use, and what is below takes its version.
    names = {dotted(path): path for path in modules() if dotted(path) != "cleaner"}
    graph = {
        name: {each if each in names else each.rpartition(".")[0] for each in imports(path)} & names.keys()
        for name, path in names.items()
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" -> ".join(error.args[1]))


@pytest.mark.parametrize("path", sorted((ROOT / "stages").rglob("*.py")), ids=lambda path: path.name)
def test_stages_never_import_each_other(path):
    below = path.relative_to(ROOT / "stages").parts
    if below == ("__init__.py",):
        return
    own = below[0].removesuffix(".py")
    others = {name for name in imports(path) if name.startswith("cleaner.stages.")}
    assert {name.split(".")[2] for name in others} <= {own, "frequency", "data"}


def test_a_library_is_imported_in_one_module():
    homes = defaultdict(set)
    for path in modules():
        for name in imports(path):
            top = name.split(".")[0]
            if top not in sys.stdlib_module_names and top != "cleaner" and top not in SHARED:
                homes[top].add(path.relative_to(ROOT).as_posix())
    assert {name: where for name, where in homes.items() if len(where) > 1} == {}
    assert set(homes) >= {"ftfy", "bs4", "chardet", "datasketch", "trafilatura", "lxml"}


@pytest.mark.parametrize(
    "command", [["--version"], ["explain"], ["explain", "hyphenation"], ["clean", "--help"]]
)
def test_light_commands_import_no_heavy_library(command):
    script = (
        "import sys, runpy\n"
        f"sys.argv = ['cleaner', *{command!r}]\n"
        "try:\n    runpy.run_module('cleaner', run_name='__main__')\n"
        "except SystemExit as end:\n    assert not end.code, end.code\n"
        "heavy = {'datasketch', 'bs4', 'ftfy', 'numpy', 'chardet', 'scipy', 'trafilatura', 'lxml'}\n"
        "heavy &= set(sys.modules)\n"
        "sys.exit(f'imported: {heavy}' if heavy else 0)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_version_costs_little_more_than_importing_click():
    script = (
        "import sys, runpy, click\n"
        "before = set(sys.modules)\n"
        "sys.argv = ['cleaner', '--version']\n"
        "try:\n    runpy.run_module('cleaner', run_name='__main__')\n"
        "except SystemExit:\n    pass\n"
        "print(*sorted(name for name in set(sys.modules) - before if not name.startswith('encodings.')))\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    imported = set(done.stdout.splitlines()[-1].split())
    assert {name for name in imported if name.startswith("cleaner")} == {
        "cleaner",
        "cleaner.cli",
        "cleaner.errors",
        "cleaner.report",
        "cleaner.report.terminal",
    }
    assert len(imported) < 25, imported
