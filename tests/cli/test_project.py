"""`cleaner project`: annotations on the other side."""

import json

from tests.console import run


def test_project_json_lines_there_and_back(corpus, tmp_path):
    raw = (corpus / "raw" / "a.txt").read_text()
    spans = [[raw.index(text), raw.index(text) + len(text), text] for text in ("Share", "secu-rity", "Maria")]
    (tmp_path / "in.jsonl").write_text(
        json.dumps({"document": "a.txt", "entities": spans})
        + "\n"
        + json.dumps({"text": raw, "entities": spans})
        + "\n"
    )
    command = ["project", tmp_path / "in.jsonl", "--corpus", corpus / "clean", "-o", tmp_path / "out.jsonl"]
    done = run(*command)
    assert done.returncode == 0 and b"6 spans: 2 same, 2 changed, 2 removed" in done.stderr
    assert b"removed a.txt: 'Share' by boilerplate.share" in done.stderr
    clean = (corpus / "clean" / "a.txt").read_text()
    for line in (tmp_path / "out.jsonl").read_text().splitlines():
        assert [clean[start:end] for start, end, _ in json.loads(line)["entities"]] == ["security", "Maria"]
    done = run(
        "project",
        tmp_path / "out.jsonl",
        "--corpus",
        corpus / "clean",
        "--to",
        "raw",
        "-o",
        tmp_path / "back",
    )
    for line in (tmp_path / "back").read_text().splitlines():
        assert sorted(json.loads(line)["entities"]) == spans
    (tmp_path / "in.jsonl").write_text('{"text": "unknown", "spans": []}')
    assert run(*command).returncode == 2


def test_project_brat(corpus, tmp_path):
    raw = (corpus / "raw" / "a.txt").read_text()
    start = raw.index("Maria")
    folder = tmp_path / "ann" / "sub"
    folder.mkdir(parents=True)
    (tmp_path / "ann" / "a.ann").write_text(f"T1\tName {start} {start + 5}\tMaria\n")
    (folder / "b.ann").write_text("T1\tName 0 3\tOne\n")
    done = run("project", tmp_path / "ann", "--corpus", corpus / "clean", "-o", tmp_path / "out")
    assert done.returncode == 0
    place = (corpus / "clean" / "a.txt").read_text().index("Maria")
    assert (tmp_path / "out" / "a.ann").read_text() == f"T1\tName {place} {place + 5}\tMaria\n"
    assert (tmp_path / "out" / "sub" / "b.ann").read_text() == "T1\tName 0 3\tOne\n"
    one = run("project", tmp_path / "ann" / "a.ann", "--corpus", corpus / "clean", "-o", tmp_path / "one.ann")
    assert (
        one.returncode == 0
        and (tmp_path / "one.ann").read_bytes() == (tmp_path / "out" / "a.ann").read_bytes()
    )
    (tmp_path / "ann" / "z.ann").write_text("")
    done = run("project", tmp_path / "ann", "--corpus", corpus / "clean", "-o", tmp_path / "out2")
    assert done.returncode == 2 and b"stands beside no documents" in done.stderr


def test_map_and_project_of_a_record(records, tmp_path):
    clean = records / "clean"
    done = run("map", clean / "a.jsonl:1#title", "--to", "clean", "4:13")
    assert done.stdout == b"4:13\t4:12\tchanged hyphenation.broken-word\n"
    done = run("map", clean / "a.jsonl:1", "--to", "clean", "4:13")
    assert done.returncode == 2 and b"holds no a.jsonl:1" in done.stderr
    spans = [
        {"document": "a.jsonl:1#title", "entities": [[4, 13, "X"]]},
        {"text": "One secu-rity.", "entities": [[0, 3, "X"]]},
        {"document": "a.jsonl:10#text", "entities": [[0, 3, "X"]]},
    ]
    (tmp_path / "in.jsonl").write_text("".join(json.dumps(line) + "\n" for line in spans))
    command = ["project", tmp_path / "in.jsonl", "--corpus", clean, "-o", tmp_path / "out.jsonl"]
    done = run(*command)
    assert b"3 spans: 1 same, 1 changed, 1 removed" in done.stderr
    moved = [json.loads(line)["entities"] for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert moved == [[[4, 12, "X"]], [[0, 3, "X"]], []]
    (tmp_path / "in.jsonl").write_text('{"document": "a.jsonl:4", "entities": []}\n')
    done = run(*command)
    assert done.returncode == 2 and b"was not cleaned" in done.stderr
    (tmp_path / "ann").mkdir()
    (tmp_path / "ann" / "a.jsonl:1#title.ann").write_text("T1\tName 4 13\tsecu-rity\n")
    done = run("project", tmp_path / "ann", "--corpus", clean, "-o", tmp_path / "brat")
    assert (tmp_path / "brat" / "a.jsonl:1#title.ann").read_text() == "T1\tName 4 12\tsecurity\n"
