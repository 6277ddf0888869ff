"""The engine as the command line has it: what is told, what is missing, and how it ends."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cleaner.corpus.engine import PartStatistics
from cleaner.errors import UsageError
from cleaner.report.summary import summarize_parts
from tests.cluster.conftest import LOOPBACK
from tests.cluster.texts import documents, jsonl
from tests.corpus.runs import put
from tests.cpu import cpu_seconds, cpu_seconds_of


def command(source: Path, out: Path, *more: str) -> list[str]:
    settings = [word for name, value in LOOPBACK.items() for word in ("--spark-conf", f"{name}={value}")]
    given = ["clean", str(source), "-o", str(out), "--isolated", "--engine", "spark", *settings, *more]
    return [sys.executable, "-m", "cleaner", *given]


def test_without_java_one_line_says_what_to_install(spark, tmp_path):
    raw = put(tmp_path / "in", {"a.txt": b"The ferry was late.\n"})
    bare = {name: value for name, value in os.environ.items() if name != "JAVA_HOME"} | {"PATH": "/nowhere"}
    done = subprocess.run(
        command(raw, tmp_path / "out"), env=bare, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].endswith(
        "the engine spark needs Java (install Java 17 or later, or set JAVA_HOME)"
    )
    assert "Traceback" not in done.stderr


def test_without_pyspark_the_extra_is_named(monkeypatch, tmp_path):
    from cleaner.cluster.session import start

    monkeypatch.setitem(sys.modules, "pyspark", None)
    monkeypatch.setitem(sys.modules, "pyspark.errors", None)
    with pytest.raises(UsageError, match=r"needs PySpark.*seedclean\[spark\]"):
        start("local", {}, tmp_path)


def test_workers_import_nothing_of_the_working_directory(spark, tmp_path):
    raw = put(tmp_path / "in", {"a.txt": b"The ferry was late.\n"})
    for name in ("json", "pickle", "pyarrow", "pyspark", "runpy", "sitecustomize", "socket", "threading"):
        put(raw / name, {"__init__.py": f"open({str(tmp_path / 'ran')!r}, 'a').write({name!r})\n".encode()})
    given = command(Path(), tmp_path / "out", "--duplicates", "off")
    given[1:3] = ["-P", "-m", "cleaner"]
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(given, cwd=raw, env=env, capture_output=True, text=True, timeout=200, check=False)
    assert done.returncode == 0, done.stderr
    assert not (tmp_path / "ran").exists()


def test_the_plan_of_each_step_is_told(spark, tmp_path):
    raw = put(tmp_path / "in", {"a.jsonl": jsonl(documents(3, 40), 0)})
    given = command(raw, tmp_path / "out", "--duplicates", "off", "--explain-plan")
    done = subprocess.run(given, capture_output=True, text=True, timeout=200, check=False)
    assert done.returncode == 0, done.stderr
    for step in ("prepare", "write"):
        assert f"== {step}\n" in done.stderr
    subprocess.run([sys.executable, "-m", "cleaner", "verify", str(tmp_path / "out")], check=True)


def test_how_the_corpus_was_parted_is_said():
    said = summarize_parts(PartStatistics(decisions=2, parts=1200, paragraphs=20_000, largest=310, rounds=5))
    assert said.split(maxsplit=1)[1] == (
        "1,200, the largest of 310 of 20,000 paragraphs, found in 5 rounds; decisions: 2"
    )


def test_a_signal_before_there_is_a_session_leaves_no_java_behind(spark, tmp_path):
    raw = put(tmp_path / "in", {"a.txt": b"The ferry was late.\n"})
    process = subprocess.Popen(command(raw, tmp_path / "out"), stderr=subprocess.PIPE, text=True)
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    limit = time.monotonic() + 60
    while not children.read_text() and time.monotonic() < limit:
        time.sleep(0.05)
    process.send_signal(signal.SIGTERM)
    _, told = process.communicate(timeout=30)  # for as long as there is a Java, it holds the pipe
    assert process.returncode == 143, told


def test_a_signal_ends_it_within_five_seconds(spark, tmp_path):
    raw = put(tmp_path / "in", {"a.jsonl": jsonl(documents(4, 300), 0)})
    out = tmp_path / "out"
    process = subprocess.Popen(command(raw, out), stderr=subprocess.PIPE, text=True)
    tables = out / ".cleaner" / "work" / "spark" / "tables"
    limit = time.monotonic() + 100
    while not (tables.is_dir() and len(list(tables.iterdir())) > 2) and time.monotonic() < limit:
        time.sleep(0.1)
    before = cpu_seconds() + cpu_seconds_of(process.pid)
    process.send_signal(signal.SIGTERM)
    _, told = process.communicate(timeout=30)
    assert process.returncode == 143, told
    assert cpu_seconds() - before < 5
    assert [path.name for path in out.iterdir()] == [".cleaner"]
