"""`cleaner why`: the edits behind a place in the cleaned text."""

from tests.console import run


def test_why(corpus):
    done = run("why", corpus / "clean", "sub/b.txt:3", "--raw")
    assert done.returncode == 0 and "[-told us-]{+said+}" in done.stdout.decode()
    assert b"hyphenation.broken-word" in run("why", corpus / "clean", "a.txt:3:17", "--raw").stdout
    for place in ("a.txt", "a.txt:x", "no.txt:1", "a.txt:99"):
        assert run("why", corpus / "clean", place).returncode == 2


def test_why_of_a_record(records):
    clean = records / "clean"
    both = run("why", clean / "a.jsonl:1").stdout.decode()
    assert both.startswith("a.jsonl:1#title: One secu-rity.\n") and "encoding.mojibake" in both
    assert run("why", "a.jsonl:1", cwd=clean).stdout.decode() == both
    assert run("why", clean, "a.jsonl:1").stdout.decode() == both
    one = run("why", clean, "a.jsonl:1#title").stdout.decode()
    assert "hyphenation.broken-word" in one and "mojibake" not in one
    assert "clean line 1: It isn’t shut." in run("why", clean, "a.jsonl:1#text:1").stdout.decode()
    assert "clean line 1" in run("why", clean, "a.jsonl:1:1:2").stdout.decode()
    assert b"in quarantine: is not JSON" in run("why", clean, "a.jsonl:4").stdout
    assert b"a.jsonl:10#text was dropped" in run("why", clean, "a.jsonl:10").stdout
    page = run("why", clean, "page.html:3", "--raw").stdout
    assert (
        b"repeats a.jsonl:6#text:1" in page and page == run("why", clean, "page.html.txt:3", "--raw").stdout
    )
    assert page.count(b"[-") == 1 and b"word by word" in page
    for place in ("a.jsonl", "a.jsonl:77", "a.jsonl:1:9", "a.jsonl:1#other", "page.html"):
        assert run("why", clean, place).returncode == 2
    assert run("why", records / "raw" / "a.jsonl:1").returncode == 2
