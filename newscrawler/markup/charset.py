"""In which encoding is a document written, and can it be read in that?"""

import re
from collections.abc import Mapping
from itertools import chain, islice

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
_CYRILLIC = ("cp1251", "koi8-u", "iso8859-5", "cp866")
_BY_LANGUAGE: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("ar", "fa"), ("cp1256", "iso8859-6")),
    **dict.fromkeys(("be", "bg", "kk", "ky", "mk", "ru", "sr", "tg", "uk"), _CYRILLIC),
    **dict.fromkeys(("cs", "hr", "sk"), ("cp1250",)),
    **dict.fromkeys(("hu", "pl", "sl"), ("iso8859-2",)),
    **dict.fromkeys(("et", "lt", "lv"), ("cp1257",)),
    **dict.fromkeys(("az", "ku", "tr"), ("cp1254",)),
    "el": ("iso8859-7",),
    "he": ("cp1255",),
    "ja": ("euc_jp", "cp932"),
    "ko": ("cp949",),
    "th": ("cp874",),
    "vi": ("cp1258",),
    "zh": ("gb18030", "cp950"),
    "zh-hant": ("cp950", "gb18030"),
}
"""What is not UTF-8 and states nothing is written in: the HTML standard's own guess, for
the language of the document, section 13.2.3.2, and what else that is written in. For all
others it is Western."""

GUESSES = tuple(dict.fromkeys((_WESTERN, *chain(*_BY_LANGUAGE.values()))))
"""All of them, for words of which nobody says what language they are in."""

UNKNOWN = "any that is guessed"
"""In place of an encoding: house rule, what reads well in none of them is not read."""

_HANZI = "\u3000-\u303f\u4e00-\u9fff\uff01-\uff60"
_LETTERS = {
    **dict.fromkeys(_CYRILLIC, "\u0430-\u044f\u0454\u0456\u0457\u045e\u0491"),
    **dict.fromkeys(("cp1256", "iso8859-6"), "\u0620-\u06ff"),
    "iso8859-7": "\u03ac-\u03ce",
    "cp1255": "\u0590-\u05ff",
    "cp874": "\u0e00-\u0e7f",
    **dict.fromkeys(("euc_jp", "cp932"), f"\u3040-\u30ff{_HANZI}"),
    "cp949": f"\u3130-\u318f\uac00-\ud7a3{_HANZI}",
    **dict.fromkeys(("gb18030", "cp950"), f"\u2014-\u2026{_HANZI}"),
}
"""What most of a text is that is read in the right one of them; of two cases, the lower:
read in another, what is lower case comes out as capitals."""

_READS = {name: re.compile(f"[{letters}]") for name, letters in _LETTERS.items()}
_SIGNS = re.compile(r"[\x00-\x7f\xa0\xa9\xab\xb7\xbb\u2010-\u2026\u2116]+")
READS_WELL = 0.6
"""Part of what is no ASCII and no sign that is such: our choice."""

_UTF8 = re.compile(rb"[\xc3-\xdf][\x80-\xbf]|[\xe1-\xef][\x80-\xbf]{2}")
_NO_SIGN = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
"""Octets that stand for nothing in Western text."""
_OTHER_WORD = re.compile(rb"[\x8a-\x8f\x9a-\x9f\xc0-\xff]{4}")
"""Four letters with accents one after another: hardly any word in Latin letters."""
MOST_OTHER = 1
"""Such words in a text in Latin letters of which no charset is stated: our choice."""
_BEYOND = re.compile(rb"[\x80-\x9f\xa1-\xff]")
_RUN = re.compile(rb"[\x80-\x9f\xa1-\xff]{2,}")
LEAST_RUNS = 12
"""Octets beyond ASCII beside another, from which on they may not be two thirds of all
such: our choice."""

_ESCAPED = re.compile(rb"\x1b(?:\$[@B]|\([BJ])")
"""How ISO-2022-JP goes to Japanese and back: it is all ASCII to whoever does not know."""

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
    read as browsers guess by its language; ``UNKNOWN`` where it does not read well so.
    """
    in_header = http_content_type_encoding(stated)
    named = in_header, html_body_declared_encoding(body)
    is_other = any(named) and "utf-8" not in named
    is_converted = is_other and not body.isascii() and _is_sound(body, "utf-8")
    # HTML standard, section 13.2.3.2: a markup that can say so is in no such encoding
    is_unlikely = not in_header and (named[1] or "").startswith("utf-16")
    if _NO_CHARSETS.intersection(named) or is_converted or is_unlikely:
        stated = "text/html; charset=utf-8"
    if not any(named) and _ESCAPED.search(body) and _is_sound(body, "iso2022_jp"):
        return "iso2022_jp", body.decode("iso2022_jp")
    encoding, text = html_to_unicode(stated, body, default_encoding="utf-8")
    if encoding == "utf-8" and "\ufffd" in text and _is_mostly_lost(text, body):
        return _guessed(body)
    return encoding, text


def is_garbled(encoding: str, text: str, body: bytes) -> bool:
    """Tell whether a document is in another encoding than it is read in.

    Whoever looks for words in it would not find them.
    """
    if encoding == UNKNOWN:
        return True
    if encoding == _WESTERN:
        found = islice(_NOT_WESTERN.finditer(body), MOST_STRANGE)
        return sum(1 for _ in found) == MOST_STRANGE
    if "\ufffd" not in text:
        return False
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


def _guessed(body: bytes) -> tuple[str, str]:
    """Return the guess that reads best, and the text; ``UNKNOWN`` if none reads well."""
    readings = [(one, body.decode(one, "replace")) for one in _guesses(body)]
    scores = [_reads(encoding, text, body) for encoding, text in readings]
    best = scores.index(max(scores))
    return (
        readings[best] if scores[best] >= READS_WELL else (UNKNOWN, readings[best][1])
    )


def _reads(encoding: str, text: str, body: bytes) -> float:
    """Return how well a text reads in an encoding that nobody has stated, 0 to 1."""
    letters = _READS.get(encoding)
    if letters is None:
        return float(_is_latin(_UTF8.sub(b"", body), encoding))
    found = "".join(letters.findall(text))
    if encoding == "gb18030":  # it has all characters there are; these are common
        found = found.encode("gb2312", "ignore").decode("gb2312")
    others = len(_SIGNS.sub("", text))
    return len(found) / others if others else 1.0


def _is_latin(octets: bytes, encoding: str) -> bool:
    """Tell whether letters with accents stand alone among others, as Latin ones do."""
    if encoding == _WESTERN and _NO_SIGN.search(octets):
        return False
    if len(_OTHER_WORD.findall(octets)) > MOST_OTHER:
        return False
    runs = sum(map(len, _RUN.findall(octets)))
    return runs < LEAST_RUNS or 3 * runs < 2 * len(_BEYOND.findall(octets))


def _guesses(body: bytes) -> tuple[str, ...]:
    found = _LANGUAGE.search(body[:4096])
    if found is None:
        return (_WESTERN,)
    name = found[1].decode().lower()
    name = f"{name}-hant" if found[2] else name
    return _BY_LANGUAGE.get(name, (_WESTERN,))
