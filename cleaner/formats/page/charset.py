"""The encoding that a page declares for itself, found as browsers find it.

The order of the WHATWG's *encoding sniffing*: a byte order mark wins; else the first `<meta charset>` or
`<meta http-equiv=content-type content=...charset=...>`; else the `encoding` of `<?xml ...?>`. Labels mean
what they mean on the web: `iso-8859-1` and `ascii` are Windows-1252, `gb2312` is GB 18030, `euc-kr` is code
page 949.
What is declared may be wrong: it is evidence, and no proof.
"""

from __future__ import annotations

import re
from functools import cache

HEAD = 4096
"""Bytes. The standard asks for 1,024 and allows more; pages have grown."""

_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xfe\xff", "utf-16-be"), (b"\xff\xfe", "utf-16-le"))

_LABELS = """
utf-8: unicode-1-1-utf-8 unicode11utf8 unicode20utf8 utf-8 utf8 x-unicode20utf8
utf-8: unicodefffe utf-16be csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff utf-16 utf-16le
cp866: 866 cp866 csibm866 ibm866
iso8859_2: csisolatin2 iso-8859-2 iso-ir-101 iso8859-2 iso88592 iso_8859-2 iso_8859-2:1987 l2 latin2
iso8859_3: csisolatin3 iso-8859-3 iso-ir-109 iso8859-3 iso88593 iso_8859-3 iso_8859-3:1988 l3 latin3
iso8859_4: csisolatin4 iso-8859-4 iso-ir-110 iso8859-4 iso88594 iso_8859-4 iso_8859-4:1988 l4 latin4
iso8859_5: csisolatincyrillic cyrillic iso-8859-5 iso-ir-144 iso8859-5 iso88595 iso_8859-5 iso_8859-5:1988
iso8859_6: arabic asmo-708 csiso88596e csiso88596i csisolatinarabic ecma-114 iso-8859-6 iso-8859-6-e
iso8859_6: iso-8859-6-i iso-ir-127 iso8859-6 iso88596 iso_8859-6 iso_8859-6:1987
iso8859_7: csisolatingreek ecma-118 elot_928 greek greek8 iso-8859-7 iso-ir-126 iso8859-7 iso88597 iso_8859-7
iso8859_7: iso_8859-7:1987 sun_eu_greek
iso8859_8: csiso88598e csisolatinhebrew hebrew iso-8859-8 iso-8859-8-e iso-ir-138 iso8859-8 iso88598
iso8859_8: iso_8859-8
iso8859_8: iso_8859-8:1988 visual csiso88598i iso-8859-8-i logical
iso8859_10: csisolatin6 iso-8859-10 iso-ir-157 iso8859-10 iso885910 l6 latin6
iso8859_13: iso-8859-13 iso8859-13 iso885913
iso8859_14: iso-8859-14 iso8859-14 iso885914
iso8859_15: csisolatin9 iso-8859-15 iso8859-15 iso885915 iso_8859-15 l9
iso8859_16: iso-8859-16
koi8_r: cskoi8r koi koi8 koi8-r koi8_r
koi8_u: koi8-ru koi8-u
mac_roman: csmacintosh mac macintosh x-mac-roman
mac_cyrillic: x-mac-cyrillic x-mac-ukrainian
cp874: dos-874 iso-8859-11 iso8859-11 iso885911 tis-620 windows-874
cp1250: cp1250 windows-1250 x-cp1250
cp1251: cp1251 windows-1251 x-cp1251
cp1252: ansi_x3.4-1968 ascii cp1252 cp819 csisolatin1 ibm819 iso-8859-1 iso-ir-100 iso8859-1 iso88591
cp1252: iso_8859-1 iso_8859-1:1987 l1 latin1 us-ascii windows-1252 x-cp1252 x-user-defined
cp1253: cp1253 windows-1253 x-cp1253
cp1254: cp1254 csisolatin5 iso-8859-9 iso-ir-148 iso8859-9 iso88599 iso_8859-9 iso_8859-9:1989 l5 latin5
cp1254: windows-1254 x-cp1254
cp1255: cp1255 windows-1255 x-cp1255
cp1256: cp1256 windows-1256 x-cp1256
cp1257: cp1257 windows-1257 x-cp1257
cp1258: cp1258 windows-1258 x-cp1258
gb18030: chinese csgb2312 csiso58gb231280 gb2312 gb_2312 gb_2312-80 gbk iso-ir-58 x-gbk gb18030
big5hkscs: big5 big5-hkscs cn-big5 csbig5 x-x-big5
euc_jp: cseucpkdfmtjapanese euc-jp x-euc-jp
iso2022_jp: csiso2022jp iso-2022-jp
cp932: csshiftjis ms932 ms_kanji shift-jis shift_jis sjis windows-31j x-sjis
cp949: cseuckr csksc56011987 euc-kr iso-ir-149 korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601
cp949: windows-949
"""
"""Python's name of an encoding: the labels of the Encoding Standard. UTF-16 in a `<meta>` that could be read
as ASCII is not UTF-16, and means UTF-8. Labels for which the standard refuses to decode are not here."""

_VALUES = rb"(?:\"[^\"]*\"|'[^']*'|[^>\"'])*"
# Whole tags and comments, so that nothing inside another's attribute or a comment is taken for a `<meta>`.
_TAG = re.compile(
    rb"<!--.*?-->|<!-->|<meta[\s/](" + _VALUES + rb")>?|</?[a-z]" + _VALUES + rb">|<[!/?][^>]*>", re.I | re.S
)
_ATTRIBUTE = re.compile(rb"([^\s/=>][^\s/=>]*)\s*(?:=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]*)))?")
_CHARSET = re.compile(rb"charset\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s;\"'][^\s;]*))", re.I)
_XML = re.compile(rb"<\?xml[^>]*?\sencoding\s*=\s*(?:\"([^\">]*)\"|'([^'>]*)')")


def find_charset(data: bytes) -> str | None:
    """Find Python's name for the encoding that the head of a page declares; None for none that is known.

    >>> find_charset(b'<meta charset="iso-8859-1"><p>caf\\xe9')
    'cp1252'
    >>> find_charset(b'<meta http-equiv="Content-Type" content="text/html; charset=GB2312">')
    'gb18030'
    >>> find_charset(b'<?xml version="1.0" encoding="windows-1251"?><html>')
    'cp1251'
    >>> find_charset(b'<!-- <meta charset="big5"> --><p>plain') is None
    True
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name
    head = data[:HEAD]
    for match in _TAG.finditer(head):
        if match[1] is not None:
            encoding = _read_meta(match[1])
            if encoding:
                return encoding
    declaration = _XML.match(head)
    return _look_up(_first_group(declaration)) if declaration else None


def _read_meta(attributes: bytes) -> str | None:
    """What the attributes of one `<meta>` declare; `content` counts only beside `http-equiv=content-type`."""
    values: dict[bytes, bytes] = {}
    for match in _ATTRIBUTE.finditer(attributes):
        values.setdefault(match[1].lower(), _first_group(match, 2))
    if b"charset" in values:
        return _look_up(values[b"charset"])
    if values.get(b"http-equiv", b"").lower() != b"content-type":
        return None
    label = _CHARSET.search(values.get(b"content", b""))
    return _look_up(_first_group(label)) if label else None


def _first_group(match: re.Match[bytes], group: int = 1) -> bytes:
    """The first group from this one on that matched: a value with quotes of either kind, or without."""
    return next((value for value in match.groups()[group - 1 :] if value is not None), b"")


def _look_up(label: bytes) -> str | None:
    """Python's name for a label of the web."""
    return _encodings().get(label.strip(b"\t\n\f\r ").lower().decode("latin-1"))


@cache
def _encodings() -> dict[str, str]:
    """Python's name of an encoding, by label."""
    table = {}
    for line in _LABELS.strip().splitlines():
        encoding, labels = line.split(": ", 1)
        table.update(dict.fromkeys(labels.split(), encoding))
    return table
