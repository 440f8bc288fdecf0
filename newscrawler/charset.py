"""In which encoding is a document written, and can it be read in that?"""

import re
from itertools import islice

from w3lib.encoding import (
    html_body_declared_encoding,
    html_to_unicode,
    http_content_type_encoding,
)

_NO_CHARSETS = frozenset(
    (
        *("base64", "bz2", "hex", "idna", "punycode", "quopri", "undefined", "uu"),
        *("raw-unicode-escape", "rot-13", "unicode-escape", "utf-7", "zlib"),
    )
)
"""Codecs of Python that no document is written in: some raise, some are quadratic."""


_LANGUAGE = re.compile(
    rb"<html\b[^>]{0,500}?\slang\s*=\s*[\"']?([a-z]{2,3})(?:-(hant|tw|hk|mo)\b)?",
    re.IGNORECASE,
)
_WESTERN = "cp1252"
_BY_LANGUAGE = {
    **dict.fromkeys(("ar", "fa"), "cp1256"),
    **dict.fromkeys(("be", "bg", "kk", "ky", "mk", "ru", "sr", "tg", "uk"), "cp1251"),
    **dict.fromkeys(("cs", "hr", "sk"), "cp1250"),
    **dict.fromkeys(("hu", "pl", "sl"), "iso8859-2"),
    **dict.fromkeys(("et", "lt", "lv"), "cp1257"),
    **dict.fromkeys(("az", "ku", "tr"), "cp1254"),
    "el": "iso8859-7",
    "he": "cp1255",
    "ja": "cp932",
    "ko": "cp949",
    "th": "cp874",
    "vi": "cp1258",
    "zh": "gb18030",
    "zh-hant": "cp950",
}
"""What is not UTF-8 and states nothing is written in: the HTML standard's own guess, for
the language of the document, section 13.2.3.2. For all others it is Western."""

GUESSES = tuple(dict.fromkeys((_WESTERN, *_BY_LANGUAGE.values())))
"""All of them, for words of which nobody says what language they are in."""

_NOT_WESTERN = re.compile(rb"(?:([\x81-\x9f\xa1-\xff])(?!\1)){6}")
"""Letters of other alphabets, read as Western: no Western word has so many accents."""

MOST_STRANGE = 5
"""Such words, and octets that stand for nothing, in a document that can be read: our
choice."""

GARBLED = 0.1
"""Part of what is no ASCII that is lost where a document is in another encoding: ours."""


def decoded(stated: str | None, body: bytes) -> tuple[str, str]:
    """Return the encoding that a document is read in, and its text.

    ``stated``: its Content-Type. By BOM, header, meta, else as UTF-8. What is UTF-8
    through and through is read so whatever is stated: templates keep the charset of a
    page that was converted. What nearly nowhere is UTF-8, and states nothing else, is
    read as browsers guess by its language.
    """
    in_header = http_content_type_encoding(stated)
    named = in_header, html_body_declared_encoding(body)
    is_other = any(named) and "utf-8" not in named
    is_converted = is_other and not body.isascii() and _is_sound(body, "utf-8")
    # HTML standard, section 13.2.3.2: a markup that can say so is in no such encoding
    is_unlikely = not in_header and (named[1] or "").startswith("utf-16")
    if _NO_CHARSETS.intersection(named) or is_converted or is_unlikely:
        stated = "text/html; charset=utf-8"
    encoding, text = html_to_unicode(stated, body, default_encoding="utf-8")
    if encoding == "utf-8" and "\ufffd" in text and _is_mostly_lost(text, body):
        encoding = _guess(body)
        text = body.decode(encoding, "replace")
    return encoding, text


def is_garbled(encoding: str, text: str, body: bytes) -> bool:
    """Tell whether a document is in another encoding than it is read in.

    Whoever looks for words in it would not find them.
    """
    if encoding == _WESTERN:
        found = islice(_NOT_WESTERN.finditer(body), MOST_STRANGE)
        return sum(1 for _ in found) == MOST_STRANGE
    lost = text.count("\ufffd")
    is_much = lost >= MOST_STRANGE and lost > GARBLED * _beyond_ascii(text)
    return is_much and not _is_sound(body, encoding)


def _is_mostly_lost(text: str, body: bytes) -> bool:
    """Tell whether more of what is no ASCII was lost than read as UTF-8."""
    is_most = 2 * text.count("\ufffd") > _beyond_ascii(text)
    return is_most and not _is_sound(body, "utf-8")


def _beyond_ascii(text: str) -> int:
    return len(text) - len(text.encode("ascii", "ignore"))


def _is_sound(body: bytes, encoding: str) -> bool:
    """Tell whether nothing was lost: such characters may have been written."""
    try:
        body.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _guess(body: bytes) -> str:
    found = _LANGUAGE.search(body[:4096])
    if found is None:
        return _WESTERN
    name = found[1].decode().lower()
    name = f"{name}-hant" if found[2] else name
    return _BY_LANGUAGE.get(name, _WESTERN)
