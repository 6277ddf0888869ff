"""Which files are judged, which are passed over, and what they are compared with."""

import subprocess

import pytest

from tests.console import run

DIRTY = "The gate is a matter of secu-rity, said the board.\n"
OLD = (
    "The harbour office said on Monday that the new ferry line would open in spring, with four crossings a "
    "day and a night boat at weekends.\n"
)
COPY = OLD.replace("said on Monday", "announced on Monday")


def git(folder, *arguments):
    subprocess.run(
        ["git", "-c", "user.name=x", "-c", "user.email=x@example.org", *arguments],
        cwd=folder,
        check=True,
        capture_output=True,
    )


def files(folder, *arguments, **more):
    done = run("check", "--show-files", *arguments, cwd=folder, **more)
    assert done.returncode == 0, done.stderr
    return done.lines


@pytest.fixture
def folder(tmp_path):
    for name in ("a.txt", "b.md", "draft/c.txt", "data.bin"):
        path = tmp_path / "seeds" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(DIRTY)
    return tmp_path


class TestPaths:
    def test_files_folders_and_patterns(self, folder):
        everything = ["seeds/a.txt", "seeds/b.md", "seeds/draft/c.txt"]
        assert files(folder, "seeds") == everything
        assert files(folder, "seeds/**/*.txt") == ["seeds/a.txt", "seeds/draft/c.txt"]
        assert files(folder, "seeds/[ab].*") == ["seeds/a.txt", "seeds/b.md"]
        assert files(folder, "seeds", "seeds/a.txt", "./seeds/../seeds") == everything

    def test_a_name_that_looks_like_a_pattern_is_a_name(self, folder):
        (folder / "seeds" / "[a].txt").write_text(DIRTY)
        assert files(folder, "seeds/[a].txt") == ["seeds/[a].txt"]

    def test_files_of_one_name_in_two_folders(self, folder):
        (folder / "other").mkdir()
        (folder / "other" / "a.txt").write_text(DIRTY)
        assert files(folder, "seeds/a.txt", "other/a.txt") == ["other/a.txt", "seeds/a.txt"]

    @pytest.mark.parametrize("parted", [b"\n", b"\0", b"\r\n"])
    def test_a_list_of_files(self, folder, parted):
        names = parted.join([b"seeds/a.txt", b"seeds/draft/c.txt", b""])
        assert files(folder, "--file-list", "-", stdin=names) == ["seeds/a.txt", "seeds/draft/c.txt"]
        (folder / "list").write_bytes(names)
        assert files(folder, "--file-list", "list", "seeds/b.md")[0] == "seeds/a.txt"

    def test_an_empty_list_is_nothing_to_check(self, folder):
        assert run("check", "--file-list", "-", cwd=folder).returncode == 0


class TestIgnored:
    def test_cleanerignore_counts_everywhere_and_gitignore_in_a_repository(self, folder):
        (folder / ".gitignore").write_text("draft/\n")
        assert "seeds/draft/c.txt" in files(folder, "seeds")
        git(folder, "init", "-q")
        assert files(folder, "seeds") == ["seeds/a.txt", "seeds/b.md"]
        (folder / "seeds" / ".cleanerignore").write_text("*.md\n!draft/\n")
        assert files(folder, "seeds") == ["seeds/a.txt", "seeds/draft/c.txt"]
        assert len(files(folder, "seeds", "--no-ignore")) == 3

    def test_what_is_named_by_hand_is_taken_unless_forced(self, folder):
        arguments = ("seeds/draft/c.txt", "--exclude", "draft/")
        assert files(folder, *arguments) == ["seeds/draft/c.txt"]
        assert files(folder, *arguments, "--force-exclude") == []
        assert run("check", *arguments, "--force-exclude", cwd=folder).returncode == 0

    def test_a_folder_that_is_named_is_walked_though_it_is_ignored(self, folder):
        git(folder, "init", "-q")
        (folder / ".gitignore").write_text("/seeds/\n")
        assert len(files(folder, "seeds")) == 3

    def test_clean_passes_over_the_same_files_and_counts_them(self, folder):
        (folder / ".cleanerignore").write_text("*.md\n")
        done = run("clean", "seeds", "-o", "clean", "--exclude", "draft", cwd=folder)
        assert done.returncode == 0 and b"1 (ignored), 1 .bin" in done.stderr
        assert [path.name for path in (folder / "clean").glob("[!.]*")] == ["a.txt"]

    def test_when_all_is_ignored_the_error_says_by_what(self, folder):
        (folder / "seeds" / ".cleanerignore").write_text("*\n")
        done = run("check", "seeds", cwd=folder)
        assert done.returncode == 2 and b"see .gitignore, .cleanerignore and --exclude" in done.stderr


class TestComparedWith:
    """A new file is measured by what is there; nobody is blamed for a file that they did not touch."""

    @pytest.fixture
    def repository(self, tmp_path):
        (tmp_path / "seeds").mkdir()
        (tmp_path / "seeds" / "m.txt").write_text("Old words that open the text.\n\n" + OLD)
        git(tmp_path, "init", "-q", "-b", "main")
        git(tmp_path, "add", "-A")
        git(tmp_path, "commit", "-qm", "old")
        git(tmp_path, "checkout", "-qb", "topic")
        return tmp_path

    @pytest.mark.parametrize("name", ["z.txt", "0.txt"])
    def test_since_judges_the_new_file_wherever_it_sorts(self, repository, name):
        (repository / "seeds" / name).write_text("New words that open another text.\n\n" + COPY)
        done = run("check", "seeds", "--since", "main", cwd=repository)
        assert done.returncode == 1
        [line] = done.lines
        assert line.startswith(f"seeds/{name}:3:1: duplicates.near remove")
        assert "repeats seeds/m.txt:3 (similarity 0." in line

    def test_without_since_the_order_of_names_decides(self, repository):
        (repository / "seeds" / "0.txt").write_text("New words that open another text.\n\n" + COPY)
        assert run("check", "seeds", cwd=repository).lines[0].startswith("seeds/m.txt:3:1: duplicates.near")

    def test_since_sees_committed_staged_changed_and_untracked_files(self, repository):
        seeds = repository / "seeds"
        for name in ("committed", "staged", "untracked"):
            (seeds / f"{name}.txt").write_text(DIRTY)
            if name != "untracked":
                git(repository, "add", "-A")
            if name == "committed":
                git(repository, "commit", "-qm", "new")
        (seeds / "m.txt").write_text("Other words.\n")
        names = ["committed", "m", "staged", "untracked"]
        assert files(repository, "seeds", "--since", "main") == [f"seeds/{name}.txt" for name in names]
        assert files(seeds, ".", "--since", "main") == [f"{name}.txt" for name in names]

    def test_since_does_not_blame_for_what_others_did_to_the_revision(self, repository):
        (repository / "seeds" / "mine.txt").write_text(DIRTY)
        git(repository, "add", "-A")
        git(repository, "commit", "-qm", "mine")
        git(repository, "checkout", "-q", "main")
        (repository / "seeds" / "theirs.txt").write_text(DIRTY)
        git(repository, "add", "-A")
        git(repository, "commit", "-qm", "theirs")
        git(repository, "checkout", "-q", "topic")
        assert files(repository, "seeds", "--since", "main") == ["seeds/mine.txt"]

    def test_since_with_nothing_changed_is_clean(self, repository):
        assert run("check", "seeds", "--since", "main", cwd=repository).returncode == 0

    @pytest.mark.parametrize("revision", ["nowhere", "--output=x", ""])
    def test_since_wants_a_revision(self, repository, revision):
        done = run("check", "seeds", f"--since={revision}", cwd=repository)
        assert done.returncode == 2 and b"--since wants a revision" in done.stderr
        assert not (repository / "x").exists()

    def test_against_a_folder(self, tmp_path):
        for name, text in (("old/m.txt", "Old words.\n\n" + OLD), ("new/a.txt", "New words.\n\n" + COPY)):
            (tmp_path / name).parent.mkdir()
            (tmp_path / name).write_text(text)
        assert run("check", "new", cwd=tmp_path).returncode == 0
        done = run("check", "new", "--against", "old", cwd=tmp_path)
        assert done.returncode == 1 and "repeats old/m.txt:3" in done.lines[0]
        stream = run("check", "-", "--against", "old", stdin=COPY.encode(), cwd=tmp_path)
        assert stream.returncode == 1 and "repeats old/m.txt" in stream.lines[0]

    def test_an_index(self, tmp_path):
        from cleaner.duplicates.index.sqlite_index import ParagraphIndex

        with ParagraphIndex.build(tmp_path / "old.index") as index:
            index.add([("m.txt", ["Old words.", OLD.strip()]), ("n.txt", ["Other words."])])
        (tmp_path / "a.txt").write_text("New words.\n\n" + COPY)
        assert run("check", "a.txt", cwd=tmp_path).returncode == 0
        done = run("check", "a.txt", "--index", "old.index", cwd=tmp_path)
        assert done.returncode == 1 and ": repeats m.txt, paragraph 2 (similarity 0." in done.lines[0]
        (tmp_path / "m.txt").write_text(OLD)
        assert run("check", "m.txt", "--index", "old.index", cwd=tmp_path).returncode == 0
        stream = run("check", "-", "--index", "old.index", stdin=("New.\n\n" + COPY).encode(), cwd=tmp_path)
        assert stream.returncode == 1 and "m.txt, paragraph 2" in stream.lines[0]
        (tmp_path / "old.index").write_bytes(b"no index")
        assert run("check", "a.txt", "--index", "old.index", cwd=tmp_path).returncode == 4

    def test_a_file_is_not_compared_with_itself(self, tmp_path):
        (tmp_path / "old").mkdir()
        (tmp_path / "old" / "m.txt").write_text(OLD)
        for call in (["old/m.txt"], [str(tmp_path / "old" / "m.txt")]):
            assert run("check", *call, "--against", "old", cwd=tmp_path).returncode == 0
        stream = ["-", "--stdin-filename", "old/m.txt", "--against", "old"]
        assert run("check", *stream, stdin=OLD.encode(), cwd=tmp_path).returncode == 0

    def test_a_staged_file_is_compared_with_the_corpus(self, repository):
        (repository / "cleaner.toml").write_text('corpus = ["seeds"]\n')
        (repository / "seeds" / "0.txt").write_text("New words that open another text.\n\n" + COPY)
        done = run("check", "seeds/0.txt", cwd=repository)
        assert done.returncode == 1 and "repeats seeds/m.txt:3" in done.lines[0]

    def test_the_cleaned_twin_is_not_compared_with_the_corpus(self, repository):
        (repository / "cleaner.toml").write_text('corpus = ["seeds"]\noutput = "clean"\n')
        assert run("clean", "-q", cwd=repository).returncode == 0
        assert run("check", "clean", cwd=repository).returncode == 0

    def test_a_reference_that_cannot_be_read_is_an_error(self, repository):
        (repository / "seeds" / "gone.txt").symlink_to("nowhere")
        (repository / "new.txt").write_text(DIRTY)
        assert run("check", "new.txt", "--against", "seeds", cwd=repository).returncode == 2
