"""What a page's head declares of its encoding, as the WHATWG has it."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.formats.page import find_charset
from cleaner.formats.page.charset import _encodings


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (b"", None),
        (b"<p>plain", None),
        (b"\xef\xbb\xbf<meta charset=big5>", "utf-8"),
        (b"\xff\xfe<\x00p\x00>\x00", "utf-16-le"),
        (b"\xfe\xff\x00<\x00p\x00>", "utf-16-be"),
        (b"<meta charset=utf-8>", "utf-8"),
        (b"<META CHARSET = ' ISO-8859-9 '>", "cp1254"),
        (b"<meta/charset=latin1 />", "cp1252"),
        (b"<meta charset=utf-16>", "utf-8"),
        (b"<meta charset=x-user-defined>", "cp1252"),
        (b"<meta charset=shift_jis>", "cp932"),
        (b"<meta charset=nonsense><meta charset=koi8-r>", "koi8_r"),
        (b"<meta charset=iso-2022-kr>", None),
        (b'<meta content="text/html; charset=euc-kr" http-equiv="content-type">', "cp949"),
        (b'<meta content="text/html; charset=euc-kr">', None),
        (b"<meta http-equiv=Content-Type content=\"text/html; charset='gbk'\">", "gb18030"),
        (b"<meta name=description content='charset=big5'><meta charset=utf-8>", "utf-8"),
        (b"<!-- <meta charset=big5> --><meta charset=utf-8>", "utf-8"),
        (b"<a title='<meta charset=big5>'><meta charset=utf-8>", "utf-8"),
        (b"<?xml version='1.0' encoding='windows-1250'?><html>", "cp1250"),
        (b"<?xml version='1.0' encoding='windows-1250'?><meta charset=utf-8>", "utf-8"),
        (b" " * 5000 + b"<meta charset=big5>", None),
    ],
)
def test_declarations(data, encoding):
    assert find_charset(data) == encoding


def test_every_label_means_an_encoding_that_python_has():
    assert len(_encodings()) > 200
    assert all(codecs.lookup(encoding) for encoding in _encodings().values())
    assert all(label == label.lower().strip() for label in _encodings())


@given(
    st.binary(max_size=200)
    | st.lists(st.sampled_from([b"<meta ", b"charset=", b"'", b'"', b">", b"<!--", b"utf-8", b"<?xml "])).map(
        b"".join
    )
)
def test_any_bytes_declare_something_or_nothing(data):
    assert find_charset(data) in {None, "utf-16-le", "utf-16-be", *_encodings().values()}
