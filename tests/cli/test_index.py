"""An index of an earlier corpus, made, asked, changed, and heard by `check` and `clean` alike."""

import pytest

from tests.console import run

OLD = "The harbour board said on Monday that the old crane would come down before the winter storms, at last."


@pytest.fixture
def corpus(tmp_path):
    (tmp_path / "old").mkdir()
    (tmp_path / "new").mkdir()
    (tmp_path / "old" / "a.txt").write_text("A heading\n\n" + OLD + "\n")
    (tmp_path / "new" / "b.txt").write_text(
        "Something of its own.\n\n" + OLD.replace("old", "tall old") + "\n"
    )
    assert run("index", "build", "i.db", "old", cwd=tmp_path).returncode == 0
    return tmp_path


def test_check_and_clean_name_the_old_partner(corpus):
    done = run("check", "new", "--index", "i.db", "-q", cwd=corpus)
    assert done.returncode == 1
    assert b"new/b.txt:3:1: duplicates.near" in done.stdout and b"repeats old/a.txt" in done.stdout
    assert run("clean", "new", "-o", "out", "--index", "i.db", cwd=corpus).returncode == 0
    assert (corpus / "out" / "b.txt").read_text() == "Something of its own.\n"
    assert run("clean", "new", "-o", "out", "--index", "i.db", "--check", cwd=corpus).returncode == 0
    assert run("restore", "out", "-o", "raw", cwd=corpus).returncode == 0
    assert (corpus / "raw" / "b.txt").read_bytes() == (corpus / "new" / "b.txt").read_bytes()


def test_clean_against_a_folder_drops_the_same(corpus):
    assert run("clean", "new", "-o", "out", "--against", "old", cwd=corpus).returncode == 0
    assert (corpus / "out" / "b.txt").read_text() == "Something of its own.\n"


def test_a_document_is_no_copy_of_itself(corpus):
    assert run("check", "old", "--index", "i.db", cwd=corpus).returncode == 0
    assert run("clean", "old", "-o", "out", "--index", "i.db", cwd=corpus).returncode == 0
    assert OLD in (corpus / "out" / "a.txt").read_text()


def test_query_add_remove_and_stat(corpus):
    asked = run("index", "query", "i.db", "new", cwd=corpus)
    assert b"new/b.txt, paragraph 2: duplicate" in asked.stdout and b"old/a.txt, paragraph 2" in asked.stdout
    assert run("index", "add", "i.db", "new", cwd=corpus).returncode == 0
    assert b"2 documents, 4 paragraphs" in run("index", "stat", "i.db", cwd=corpus).stdout
    assert run("index", "remove", "i.db", "old/a.txt", cwd=corpus).returncode == 0
    assert run("index", "remove", "i.db", "old/a.txt", cwd=corpus).returncode == 1
    assert b"1 documents, 2 paragraphs" in run("index", "stat", "i.db", cwd=corpus).stdout


def test_what_cannot_be_an_index_is_one_error(corpus):
    (corpus / "damaged.db").write_bytes(b"no database at all, and long enough to look like one" * 40)
    done = run("check", "new", "--index", "damaged.db", cwd=corpus)
    assert done.returncode == 4 and done.stderr.startswith(b"error: ") and b"Traceback" not in done.stderr
    assert run("index", "build", "i.db", "new", cwd=corpus).returncode == 2
    assert run("index", "build", "j.db", "gone", cwd=corpus).returncode == 2
    assert run("check", "new", "--index", "gone.db", cwd=corpus).returncode == 2
