"""The page in a real browser. Run with: pip install -e '.[dev,browser]' && pytest -m browser"""

import json
from collections import Counter
from itertools import pairwise, product

import pytest

from cleaner.decisions import Decisions, read_decisions
from cleaner.report.page import render
from cleaner.text import Edit
from tests.report.browser import browser
from tests.report.handmade_corpus import archive, outcome, with_payload
from tests.sample_corpus import HARBOUR, written
from tests.test_decisions import cleaned

pytestmark = pytest.mark.browser

TEXTS = {
    "a.txt": "The gate is a matter of secu-rity.\n\nThen another matter of secu-rity is the well.\n\n"
    f"{HARBOUR}\n",
    "b.txt": f"Nobody came.\n{HARBOUR.replace('said', 'told us')}\nAn end of its own, unlike all others.\n",
}


@pytest.fixture
def page(tmp_path):
    """The page of a corpus with two joined words and one duplicate, opened."""
    from cleaner.config import Configuration
    from cleaner.store.archive import Archive

    corpus = {name: text.encode() for name, text in TEXTS.items()}
    folder = written(tmp_path / "clean", corpus, Configuration())
    path = tmp_path / "report.html"
    path.write_bytes(render(Archive.open(folder), Decisions()))
    with browser(tmp_path) as driver:
        driver.get(path.as_uri())
        yield driver


def exported(folder):
    """The file that the browser saved, once it is there."""
    import time

    for _ in range(100):
        if (folder / "decisions.jsonl").exists():
            return folder / "decisions.jsonl"
        time.sleep(0.05)
    raise AssertionError("nothing was saved")


def heading(driver):
    return driver.switch_to.active_element.find_element("css selector", "h3").text


def test_a_decision_by_clicks_is_honoured_by_the_next_run(page, tmp_path):
    find = page.find_element
    find("css selector", "button[aria-label^='Reject duplicates.near at b.txt:2']").click()
    find("css selector", "button[aria-label^='Accept hyphenation.broken-word at a.txt:1']").click()
    assert find("id", "decided").text == "1 accepted, 1 rejected."
    find("id", "export").click()
    told = [json.loads(line) for line in exported(tmp_path).read_bytes().splitlines()]
    assert {(line["verdict"], line["rule"]) for line in told} == {
        ("reject", "duplicates.near"),
        ("accept", "hyphenation.broken-word"),
    }
    after = cleaned(TEXTS, read_decisions(exported(tmp_path)))
    assert "told us" in after[1].document.text and after[0].document.text.count("security") == 2


def test_a_decision_by_keys_is_honoured_by_the_next_run(page, tmp_path):
    from selenium.webdriver.common.action_chains import ActionChains

    def press(keys):
        ActionChains(page).send_keys(keys).perform()

    press("j")
    assert heading(page) == "duplicates.near"
    press("jr")
    assert heading(
        page
    ) == "hyphenation.broken-word" and "reject" in page.switch_to.active_element.get_attribute("class")
    press("jak")
    press("u")
    press("r")
    press("e")
    [accepted, rejected] = sorted(
        (json.loads(line) for line in exported(tmp_path).read_bytes().splitlines()),
        key=lambda line: line["verdict"],
    )
    assert (accepted["verdict"], rejected["verdict"]) == ("accept", "reject")
    after = cleaned(TEXTS, read_decisions(exported(tmp_path)))
    assert after[0].document.text.count("security") == after[0].document.text.count("secu-rity") == 1


def test_a_whole_rule_is_rejected(page, tmp_path):
    page.find_element("css selector", "button[aria-label='Reject hyphenation.broken-word']").click()
    assert len(page.find_elements("css selector", "article.reject")) == 2
    page.find_element("id", "export").click()
    assert [json.loads(line) for line in exported(tmp_path).read_bytes().splitlines()] == [
        {"verdict": "reject", "rule": "hyphenation.broken-word"}
    ]


def test_findings_are_filtered_by_rule_kind_file_decision_and_text(page):
    from selenium.webdriver.support.ui import Select

    def found(**values):
        for name in ("rule", "kind", "decision"):
            Select(page.find_element("id", name)).select_by_value(values.get(name, ""))
        for name in ("search", "file"):
            page.execute_script(
                "document.getElementById(arguments[0]).value = arguments[1]; filter()",
                name,
                values.get(name, ""),
            )
        return page.find_element("id", "found").text

    page.find_element("css selector", "button[aria-label^='Reject duplicates.near at']").click()
    assert found() == "3 of 3 findings."
    assert found(rule="duplicates.near") == "1 of 3 findings."
    assert found(kind="prose") == "3 of 3 findings." and found(kind="verse") == "0 of 3 findings."
    assert found(file="A.TXT") == "2 of 3 findings."
    assert found(decision="reject") == "1 of 3 findings."
    assert found(decision="none", search="Matter of") == "2 of 3 findings."
    assert found(search="told us") == "1 of 3 findings."


def test_decisions_made_before_are_there_and_kept(page, tmp_path):
    from cleaner.store.archive import Archive

    page.find_element("css selector", "button[aria-label^='Reject duplicates.near at']").click()
    page.find_element("id", "export").click()
    first = exported(tmp_path).read_bytes()
    other = b'{"verdict":"accept","rule":"a.b","removed_sha256":"0","before":"x","after":"y"}\n'
    exported(tmp_path).write_bytes(first + other)
    again = tmp_path / "again.html"
    again.write_bytes(render(Archive.open(tmp_path / "clean"), read_decisions(tmp_path / "decisions.jsonl")))
    (tmp_path / "decisions.jsonl").unlink()
    page.get(again.as_uri())
    assert page.find_element("id", "decided").text == "0 accepted, 1 rejected."
    page.find_element("id", "export").click()
    assert exported(tmp_path).read_bytes().splitlines() == (first + other).splitlines()


def test_everything_can_be_reached_and_has_a_name(page):
    """Headings descend by one, every control has a name, nothing is wider than a narrow window."""
    levels = [int(element.tag_name[1]) for element in page.find_elements("css selector", "h1, h2, h3, h4")]
    assert levels[0] == 1 and all(after - before <= 1 for before, after in pairwise(levels))
    for control in page.find_elements("css selector", "button, input, select, textarea, svg, [role=region]"):
        assert control.accessible_name or not control.is_displayed(), control.get_attribute("outerHTML")
    page.set_window_size(500, 900)
    assert page.execute_script("return document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_has_contrast(page, scheme):
    """WCAG AA: 4.5 to 1 for all text, on the colour that is behind it."""
    page.execute_cdp_cmd(
        "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    )
    page.find_element("css selector", "button[aria-label^='Reject duplicates.near at']").click()
    worst = page.execute_script(CONTRAST)
    assert worst[0] >= 4.5, worst


CONTRAST = """
const channels = (colour) => colour.match(/[\\d.]+/g).map(Number);
const linear = (c) => c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
const light = ([r, g, b]) => 0.2126 * linear(r / 255) + 0.7152 * linear(g / 255) + 0.0722 * linear(b / 255);
const behind = (element) => {
  for (let at = element; at; at = at.parentElement) {
    const colour = channels(getComputedStyle(at).backgroundColor);
    if (colour.length < 4 || colour[3] > 0) return colour;
  }
};
let worst = [99, ""];
for (const element of document.querySelectorAll("body *")) {
  const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  if (!own || element.closest("script, style, svg, noscript")) continue;
  if (element.disabled || !element.checkVisibility()) continue;
  const text = light(channels(getComputedStyle(element).color));
  const [a, b] = [text, light(behind(element))].sort((x, y) => y - x);
  const ratio = (a + 0.05) / (b + 0.05);
  if (ratio < worst[0]) worst = [ratio, element.outerHTML.slice(0, 200)];
}
return worst;
"""

BREAKERS = [
    "",
    '"',
    "'",
    "`",
    ">",
    '">',
    "'>",
    "-->",
    "]]>",
    "</script>",
    "</title>",
    "</textarea>",
    "</style>",
    "</svg>",
]
BREAKERS += ["{{", "{% raw %}", "\\", "\u2028", "\\u003c", "&lt;"]
VECTORS = [
    "<script>window.bad=1</script>",
    "<img src=x onerror=window.bad=1>",
    "<svg onload=window.bad=1>",
    "<svg><script>alert(1)</script></svg>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<a href=javascript:alert(1) autofocus onfocus=alert(1)>x</a>",
    "<body onload=alert(1)>",
    "<input autofocus onfocus=window.bad=1>",
    "<details open ontoggle=window.bad=1>",
    "<video><source onerror=window.bad=1></video>",
    "<link rel=stylesheet href=http://bad.invalid/x.css>",
    "<meta http-equiv=refresh content='0;url=http://bad.invalid/'>",
    "<base href=http://bad.invalid/>",
    "<form action=http://bad.invalid/><button>x</button></form>",
    "<object data=http://bad.invalid/x></object>",
    "<style>*{background:url(http://bad.invalid/x)}</style>",
    " onmouseover=window.bad=1 style=animation-name:x ",
    "javascript:alert(1)//",
    "{{7*7}}${alert(1)}",
    "{% include '/etc/passwd' %}",
    "\u202e<img src=http://bad.invalid/y>",
    "</script><script>alert(1)</script>",
    "<!--<script>window.bad=1",
    "<math><mtext><img src=x onerror=alert(1)></mtext></math>",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
]
WALK = """
const counts = {};
for (let page = 0; page * 25 < data.findings.length; page += 1) {
  turn(page);
  for (const element of document.querySelectorAll("*")) {
    const key = page + " " + element.tagName + " " + [...element.attributes].map((a) => a.name).sort();
    counts[key] = (counts[key] || 0) + 1;
  }
}
return counts;
"""


def test_500_hostile_texts_do_nothing_and_look_like_harmless_ones(tmp_path):
    payloads = [breaker + vector for breaker, vector in product(BREAKERS, VECTORS)]
    assert len(payloads) == 500
    seen = []
    for kind, filler in (
        ("hostile", lambda payload: payload),
        ("harmless", lambda payload: "w" * len(payload)),
    ):
        outcomes = [
            o for number, payload in enumerate(payloads) for o in with_payload(number, payload, filler)
        ]
        path = tmp_path / f"{kind}.html"
        path.write_bytes(render(archive(tmp_path / kind, outcomes), Decisions()))
        profile = tmp_path / f"browser-{kind}"
        profile.mkdir()
        with browser(profile) as driver:
            driver.get(path.as_uri())
            seen.append(Counter(driver.execute_script(WALK)))
            assert driver.execute_script("return window.bad") is None
            assert asked(driver) == {path.as_uri()}
            assert driver.get_log("browser") == []
    assert seen[0] == seen[1] and seen[0].total() > 10_000


def asked(driver):
    """Every address that the browser asked for, but those of its own start page."""
    messages = (json.loads(entry["message"])["message"] for entry in driver.get_log("performance"))
    urls = {m["params"]["request"]["url"] for m in messages if m["method"] == "Network.requestWillBeSent"}
    return {url for url in urls if not url.startswith(("data:", "chrome", "about:"))}


def test_10_000_findings_stay_usable(tmp_path):
    def document(number):
        text = "".join(
            f"Line {number} {line} holds a bro-ken word among others that are whole.\n" for line in range(100)
        )
        edits = [
            Edit(place + 3, place + 4, "", "hyphenation.broken-word", {"score": (place % 37) / 3})
            for place in (i for i in range(len(text)) if text.startswith("bro-ken", i))
        ]
        return outcome(f"{number:03}.txt", text, edits)

    path = tmp_path / "many.html"
    path.write_bytes(render(archive(tmp_path / "many", map(document, range(100))), Decisions()))
    with browser(tmp_path) as driver:
        driver.get(path.as_uri())
        assert driver.find_element("id", "found").text == "10,000 of 10,000 findings."
        took = driver.execute_script(
            """
            const at = (name) => performance.getEntriesByName(name)[0].startTime, took = {};
            took.paint = at("first-contentful-paint"), took.ready = at("ready");
            for (const [name, value] of [["search", "line 77 "], ["file", "05"], ["search", ""]]) {
              const start = performance.now();
              document.getElementById(name).value = value; filter(); document.body.offsetHeight;
              took[name + value] = performance.now() - start;
            }
            return took;
            """
        )
        print(len(path.read_bytes()), {name: round(value) for name, value in took.items()})
        assert max(took.values()) < 5_000
        assert driver.find_element("id", "found").text == "1,100 of 10,000 findings."
