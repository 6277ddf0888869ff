"""No module but the root has a call that creates, changes, moves or removes a file."""

import ast
from pathlib import Path

import pytest

CLEANER = Path(__file__).parent.parent / "cleaner"
DOOR = {"store/root.py", "store/folder_descriptor.py"}
EXCEPTIONS = {
    ("store/user_path.py", "os.open"): "a device or a FIFO that the user named is written to where it stands",
    ("store/rebuild.py", "tempfile.SpooledTemporaryFile"): "a file without a name in the system's own folder",
    (
        "corpus/stdin.py",
        "tempfile.TemporaryDirectory",
    ): "a folder of the system's own, with nothing of a tree",
    ("corpus/stdin.py", ".write_bytes"): "standard input, into that folder",
    ("cli/clean_folder.py", "tempfile.TemporaryDirectory"): "the scratch of a check, which writes no output",
    ("cli/__init__.py", "os.open"): "the null device, in place of a closed standard output",
    ("__main__.py", "os.open"): "the null device, in place of a closed standard output",
    ("duplicates/index/database.py", "sqlite3.connect"): "an index file, which the user named",
    ("store/missing_partners.py", "sqlite3.connect"): "a database without a name",
    ("git/repository.py", "tempfile.TemporaryDirectory"): "a folder of the system's own: git's view",
    ("git/git_folder.py", ".mkdir"): "into that folder",
    ("git/git_folder.py", ".symlink_to"): "into that folder",
    ("git/git_folder.py", ".write_bytes"): "into that folder",
    ("git/git_folder.py", ".write_text"): "into that folder",
}
"""Calls that stay, each with its reason: by module and call."""

OF_OS = {
    "chflags", "chmod", "chown", "creat", "lchmod", "lchown", "link", "makedirs", "mkdir", "mkfifo",
    "mknod", "remove", "removedirs", "rename", "renames", "replace", "rmdir", "setxattr", "symlink",
    "truncate", "unlink", "utime",
}  # fmt: skip
OF_SHUTIL = {"copy", "copy2", "copyfile", "copytree", "move", "rmtree", "unpack_archive", "make_archive"}
OF_PATHS = {
    "chmod", "hardlink_to", "lchmod", "link_to", "mkdir", "rename", "rmdir", "symlink_to", "touch",
    "unlink", "write_bytes", "write_text",
}  # fmt: skip
"""Methods of paths. `replace` is one of strings as well, and is told by its arguments."""
READS = {"r", "rb", "br", "rt"}
WRITING_FLAGS = {"O_WRONLY", "O_RDWR", "O_CREAT", "O_TRUNC", "O_APPEND", "O_TMPFILE"}


def find_calls(source: str) -> list[str]:
    """What a module calls that can change a file: ``os.unlink``, ``.unlink`` of anything, ``open``."""
    tree = ast.parse(source)
    origins = find_origins(tree)
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            found += find_in_call(node, origins)
        # A function that is passed on is called elsewhere.
        elif isinstance(node, ast.Attribute | ast.Name):
            name = resolve(node, origins)
            if is_writer(name):
                found.append(name)
    return sorted(set(found))


def find_origins(tree: ast.AST) -> dict[str, str]:
    """What each imported name stands for, also under another name: ``rm`` for ``shutil.rmtree``."""
    origins = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                origins[alias.asname or alias.name.split(".")[0]] = (
                    alias.name if alias.asname else alias.name.split(".")[0]
                )
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                origins[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    return origins


def resolve(node: ast.AST, origins: dict[str, str]) -> str:
    """The dotted name of a function, as far as imports say: ``os.unlink``; ``.unlink`` for a method."""
    if isinstance(node, ast.Name):
        return origins.get(node.id, node.id)
    if isinstance(node, ast.Attribute):
        owner = resolve(node.value, origins) if isinstance(node.value, ast.Name) else ""
        return (
            f"{owner}.{node.attr}"
            if owner in ("os", "shutil", "tempfile", "sqlite3", "io", "pathlib.Path")
            else f".{node.attr}"
        )
    return ""


def is_writer(name: str) -> bool:
    """Whether a function of this name changes files, whatever it is given."""
    module, _, function = name.rpartition(".")
    return (
        (module == "os" and function in OF_OS)
        or (module == "shutil" and function in OF_SHUTIL)
        or module == "tempfile"
        or name == "sqlite3.connect"
        or (module in ("", "pathlib.Path") and name != function and function in OF_PATHS)
    )


def find_in_call(node: ast.Call, origins: dict[str, str]) -> list[str]:
    """The calls whose arguments decide: `open` by its mode, `os.open` by its flags, `replace` by how many."""
    name = resolve(node.func, origins)
    named = {keyword.arg: keyword.value for keyword in node.keywords}
    if name in ("open", "io.open", "os.fdopen", ".open"):
        # `Path.open` has the mode first; the first argument of the others is the file.
        place = 0 if name == ".open" else 1
        mode = named.get("mode", node.args[place] if len(node.args) > place else None)
        if is_descriptor(node, name):
            return []
        return (
            []
            if mode is None or (isinstance(mode, ast.Constant) and mode.value in READS)
            else is_mode(name, mode)
        )
    if name == "os.open":
        flags = {
            each.attr
            for argument in node.args
            for each in ast.walk(argument)
            if isinstance(each, ast.Attribute)
        }
        return ["os.open"] if flags & WRITING_FLAGS or not flags else []
    # Strings and dates have two arguments, or named ones, for what a path has one.
    if name == ".replace" and len(node.args) == 1 and not named:
        return [".replace"]
    return []


def is_descriptor(node: ast.Call, name: str) -> bool:
    """Whether `open` is given a descriptor, which was opened by a call that is looked at itself."""
    return name == "open" and isinstance(node.args[0], ast.Name) and node.args[0].id in ("descriptor", "file")


def is_mode(name: str, mode: ast.AST) -> list[str]:
    """The call, unless its argument is no mode at all, as the path of `Archive.open(folder)`."""
    if name == ".open" and not (isinstance(mode, ast.Constant) and isinstance(mode.value, str)):
        return []
    return [name]


MODULES = sorted(path.relative_to(CLEANER).as_posix() for path in CLEANER.rglob("*.py"))


@pytest.mark.parametrize("module", [module for module in MODULES if module not in DOOR])
def test_no_other_module_changes_files(module):
    source = (CLEANER / module).read_text(encoding="utf-8")
    # Examples in docstrings are no code of the module.
    calls = {(module, call) for call in find_calls(source)}
    assert calls - EXCEPTIONS.keys() == set(), "go through cleaner.store.root"


def test_every_exception_is_needed():
    for module, call in EXCEPTIONS:
        assert call in find_calls((CLEANER / module).read_text(encoding="utf-8")), (module, call)


def test_the_door_is_seen():
    seen = {call for module in DOOR for call in find_calls((CLEANER / module).read_text(encoding="utf-8"))}
    assert {"os.unlink", "os.rename", "os.mkdir", "os.rmdir", ".mkdir"} <= seen


@pytest.mark.parametrize(
    ("source", "call"),
    [
        ("import os\nos.unlink(p)", "os.unlink"),
        ("import os\nos.remove(p)", "os.remove"),
        ("import os\nos.rmdir(p)", "os.rmdir"),
        ("import os\nos.replace(p, q)", "os.replace"),
        ("import os\nos.rename(p, q)", "os.rename"),
        ("import os\nos.mkdir(p)", "os.mkdir"),
        ("import os\nos.makedirs(p)", "os.makedirs"),
        ("import os\nos.symlink(p, q)", "os.symlink"),
        ("import os\nos.truncate(p, 0)", "os.truncate"),
        ("import os as system\nsystem.unlink(p)", "os.unlink"),
        ("from os import unlink as drop\ndrop(p)", "os.unlink"),
        ("import os\nmap(os.unlink, paths)", "os.unlink"),
        ("from pathlib import Path\nmap(Path.unlink, paths)", "pathlib.Path.unlink"),
        ("import shutil\nshutil.rmtree(p)", "shutil.rmtree"),
        ("from shutil import rmtree as rm\nrm(p)", "shutil.rmtree"),
        ("import shutil\nshutil.copyfile(p, q)", "shutil.copyfile"),
        ("p.unlink()", ".unlink"),
        ("p.unlink(missing_ok=True)", ".unlink"),
        ("(a / b).rmdir()", ".rmdir"),
        ("p.rename(q)", ".rename"),
        ("p.replace(q)", ".replace"),
        ("p.mkdir(parents=True)", ".mkdir"),
        ("p.touch()", ".touch"),
        ("p.symlink_to(q)", ".symlink_to"),
        ("p.hardlink_to(q)", ".hardlink_to"),
        ("p.write_bytes(b'')", ".write_bytes"),
        ("p.write_text('')", ".write_text"),
        ("p.chmod(0)", ".chmod"),
        ("open(p, 'w')", "open"),
        ("open(p, mode='ab')", "open"),
        ("open(p, 'r+b')", "open"),
        ("open(p, mode)", "open"),
        ("import io\nio.open(p, 'w')", "io.open"),
        ("p.open('w')", ".open"),
        ("p.open('xb')", ".open"),
        ("p.open(mode='a')", ".open"),
        ("import os\nos.open(p, os.O_RDONLY | os.O_CREAT)", "os.open"),
        ("import os\nos.open(p, os.O_WRONLY)", "os.open"),
        ("import os\nos.open(p, os.O_RDWR)", "os.open"),
        ("import os\nos.open(p, flags)", "os.open"),
        ("import tempfile\ntempfile.mkdtemp()", "tempfile.mkdtemp"),
        ("from tempfile import NamedTemporaryFile\nNamedTemporaryFile()", "tempfile.NamedTemporaryFile"),
        ("from tempfile import TemporaryFile\npartial(TemporaryFile, dir=p)", "tempfile.TemporaryFile"),
        ("import sqlite3\nsqlite3.connect(p)", "sqlite3.connect"),
    ],
)
def test_each_kind_of_call_is_caught(source, call):
    assert find_calls(source) == [call]


@pytest.mark.parametrize(
    "source",
    [
        "p.open()",
        "p.open('rb')",
        "open(p)",
        "open(p, 'rb')",
        "open(p, mode='r')",
        "open(descriptor, 'wb')",
        "Archive.open(folder)",
        "text.replace('a', 'b')",
        "structs.replace(record, name='')",
        "import os\nos.open(p, os.O_RDONLY | os.O_NONBLOCK)",
        "import shutil\nshutil.copyfileobj(a, b)",
        "root.remove(name, hashes)",
        "names.remove(name)",
        "root.move(name, root, name)",
    ],
)
def test_what_only_reads_is_no_call(source):
    assert find_calls(source) == []
