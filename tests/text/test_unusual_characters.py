"""A look at what is not printable ASCII leaves nothing of it out."""

from hypothesis import given
from hypothesis import strategies as st

from cleaner.text import extract_unusual


@given(
    st.text(st.characters(codec=None)) | st.text(st.sampled_from("ab ~\n\r\t\x00\x7f\x80é“\ud83d\ude00😀"))
)
def test_it_holds_every_character_but_printable_ascii_and_line_feeds(text):
    assert extract_unusual(text) == "".join(c for c in text if not (" " <= c <= "~" or c == "\n"))
