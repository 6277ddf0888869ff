"""The shared index gives the answers of the file, from memory and from Redis."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from cleaner.duplicates import Settings
from cleaner.duplicates.index.answers import IndexMatch
from cleaner.duplicates.index.redis_index import SharedIndex
from cleaner.duplicates.index.sqlite_index import ParagraphIndex
from tests.console import run

FERRY = (
    "The harbour office said on Monday that the new ferry line would open in spring, with four crossings a "
    "day, a night boat at weekends and room for bicycles on the lower deck."
)
SLIDE = (
    "Rain fell on the northern valleys for most of the night, and the road to the dam was closed before dawn "
    "by a slide that took two bends and a bus shelter with it."
)
OLD = [("a.txt", ["Ferries", FERRY, SLIDE]), ("b.txt", [FERRY.replace("four", "six")])]
ASKED = [
    FERRY,
    FERRY.replace("said", "announced"),
    SLIDE.upper(),
    "Ferries",
    "Nothing that was ever said before.",
]


def _plain(answers: list[list[IndexMatch]]) -> list[list[tuple[str, int, str, str]]]:
    return [[(m.old.document, m.old.position, m.old.text, m.comparison.verdict) for m in a] for a in answers]


def test_answers_are_those_of_the_file(tmp_path: Path) -> None:
    shared = SharedIndex()
    shared.add(OLD)
    with ParagraphIndex.build(tmp_path / "index") as index:
        index.add(OLD)
        assert _plain(shared.query(ASKED)) == _plain(index.query(ASKED))
        assert shared.reference(ASKED) == sorted(index.reference(ASKED))


def test_documents_are_replaced_and_forgotten() -> None:
    shared = SharedIndex()
    shared.add(OLD)
    shared.add([("a.txt", [SLIDE])])
    assert [match.old.document for match in shared.query([FERRY])[0]] == ["b.txt"]
    assert [match.old.position for match in shared.query([SLIDE])[0]] == [0]
    assert shared.remove(["b.txt", "unknown"]) == 1
    assert shared.query([FERRY]) == [[]]


def test_other_settings_give_other_answers() -> None:
    strict = SharedIndex(Settings(threshold=0.9))
    strict.add(OLD)
    assert [match.old.document for match in strict.query([FERRY])[0]] == ["a.txt"]


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    server = shutil.which("redis-server")
    if server is None:
        pytest.skip("needs redis-server, as in Debian's package of that name")
    pytest.importorskip("redis")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free = probe.getsockname()[1]
    process = subprocess.Popen(
        [server, "--port", str(free), "--bind", "127.0.0.1", "--save", "", "--dir", str(tmp_path)],
        stdout=subprocess.DEVNULL,
    )
    try:
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", free)) == 0:
                    break
            time.sleep(0.05)
        yield free
    finally:
        process.terminate()
        process.wait()


def test_two_processes_share_one_index_in_redis(tmp_path: Path, port: int) -> None:
    storage = {"type": "redis", "redis": {"host": "127.0.0.1", "port": port}}
    code = (
        "import json, sys; from cleaner.duplicates.index.redis_index import SharedIndex;"
        "storage, old = json.load(sys.stdin); SharedIndex(storage=storage).add(old)"
    )
    subprocess.run(
        [sys.executable, "-c", code],
        input=json.dumps([storage, OLD]),
        text=True,
        check=True,
        env={"PYTHONPATH": ":".join(sys.path)},
    )
    with ParagraphIndex.build(tmp_path / "index") as index:
        index.add(OLD)
        assert _plain(SharedIndex(storage=storage).query(ASKED)) == _plain(index.query(ASKED))


def test_the_command_line_asks_the_same_of_redis_and_of_a_file(tmp_path: Path, port: int) -> None:
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "a.txt").write_text(f"A heading\n\n{FERRY}\n")
    (tmp_path / "new.txt").write_text(FERRY.replace("the", "this", 1) + "\n")
    redis = [f"redis://127.0.0.1:{port}", "--backend", "datasketch"]
    assert run("index", "build", "i.db", "old", cwd=tmp_path).returncode == 0
    assert run("index", "add", *redis, "old", cwd=tmp_path).returncode == 0
    asked = [run("index", "query", *where, "new.txt", cwd=tmp_path).stdout for where in (["i.db"], redis)]
    assert asked[0] == asked[1] and b"old/a.txt, paragraph 2" in asked[0]
    assert run("index", "remove", *redis, "old/a.txt", cwd=tmp_path).returncode == 0
    assert run("index", "query", *redis, "new.txt", cwd=tmp_path).stdout == b""


def test_an_address_that_is_none_is_a_usage_error(tmp_path: Path) -> None:
    done = run("index", "query", "i.db", "--backend", "datasketch", ".", cwd=tmp_path)
    assert done.returncode == 2 and b"Traceback" not in done.stderr
