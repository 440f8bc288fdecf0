"""What does a term of a language file match?

The files are written by people who know a language, not regular expressions:

    train*          any ending             *model*       any beginning and ending
    data mining     one break: blanks, hyphens, slash, brackets (none is needed
                    where words are written without blanks)
    data~mining     a break or none        (a|b) (a|)    alternatives
    +كتاب           with or without the letters that Arabic and Hebrew write before
    may … not       at most 60 characters of the same sentence between

Letters with marks also match those without ("mineria", "fuer"), for capitals lose
them. Every repetition is bounded, so that matching is linear in the text.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

GAP = "…"
_GAP = r"[^.!?;|。！？।]{0,60}?"
_BREAK = r"[\s\-‐-―/()]"
_LETTER = "[\\w\u0900-\u0903\u093a-\u094f\u0962\u0963]"
"""Letters with the vowels of Devanagari, which are no letters to ``\\w``."""

_LIMIT = f"(?:(?<!{_LETTER})(?={_LETTER})|(?<={_LETTER})(?!{_LETTER}))"
_DEVANAGARI = re.compile("[\u0900-\u097f]")
_ENDING = r"\w{0,24}+"
_LONG_ENDING = f"{_LETTER}{{0,32}}+"
_OPTIONAL = "\u093c"
"""The nukta, which writers leave out."""

_BEFORE = "[وفبكلساושהבלמכ]{0,4}"
"""Conjunctions, prepositions and articles that are one word with the next."""

_LATIN_ENDING = "[a-z0-9]{0,24}+"
_RE2_BREAK = r"[\s\x{a0}\x{2000}-\x{2015}\-/()]"
_RE2_TAG_OR_BREAK = rf"(?:{_RE2_BREAK}|<[^<>]*>|&nbsp;)"
_RE2_LETTERS = r"[0-9A-Za-z\x{80}-\x{10ffff}]*"
_OUTSIDE = r"[\x00-/:-@\[-`{-\x{bf}\x{5be}\x{60c}\x{61b}\x{61f}\x{6d4}\x{964}\x{2000}-\x{30ff}\x{ff00}-\x{ff0f}]"
_OUTSIDE_TAG = _OUTSIDE.replace(r"\x00-/:-@", r"\x00-.:;=-@")
"""What is no letter, roughly: RE2 has no word limits beyond ASCII, and the exact
classes of letters would make its tables hundreds of times as large."""

_NOTHING = r"[^\x00-\x{10ffff}]"
_APOSTROPHES = "['’ʼ‘]"
_CEDILLAS = {"ș": "ş", "ț": "ţ"}
"""How Romanian was written where typefaces had no comma below."""
_ACCENTED = dict(zip("αεηιουω", "άέήίόύώ", strict=True))
"""Greek moves the accent when it inflects: "δίκτυα", "δικτύων"."""

_PLAIN = {
    "ä": "ae",
    "ö": "oe",
    "ü": "ue",
    "ß": "ss",
    "æ": "ae",
    "ø": "o",
    "đ": "d",
    "ł": "l",
    "ı": "i",
    "œ": "oe",
}


def term_pattern(
    terms: Iterable[str], *, spaced: bool, bare: bool = True
) -> re.Pattern[str]:
    """Return what finds any of the terms, the longest first; with none, nothing.

    It reads text in lower case. ``spaced`` tells whether words stand between blanks; if
    not, only Latin letters have word limits ("AI" in "用于AI训练").
    ``bare`` tells whether a letter with marks is found without them too.
    Terms that begin at the same kind of limit are tried behind it, and so at the
    beginnings of words alone.
    """
    groups: dict[str, list[str]] = {}
    for term in sorted(terms, key=lambda term: (-len(term), term)):
        limit, source = _limited(term, spaced=spaced, bare=bare)
        groups.setdefault(limit, []).append(source)
    sources = [f"{limit}(?:{'|'.join(group)})" for limit, group in groups.items()]
    return re.compile("|".join(sources) or r"(?!)")


def _limited(term: str, *, spaced: bool, bare: bool = True) -> tuple[str, str]:
    """Return what a term begins at, "" if anywhere, and the rest of it."""
    parts = [part.strip() for part in term.split(GAP)]
    if len(parts) > 2 or not all(
        part and part.count("(") == part.count(")") for part in parts
    ):
        raise ValueError(f"at most one {GAP}, outside of brackets: {term!r}")
    limits, sources = zip(
        *(_part_source(part, spaced=spaced, bare=bare) for part in parts), strict=True
    )
    return limits[0], (_GAP + limits[-1]).join(sources)


def trigger_source(
    terms: Iterable[str], *, spaced: bool, in_markup: bool = False
) -> str:
    """Return terms for RE2: what matches at least wherever one of them does.

    In markup tags may stand where blanks do, and the name of a tag is no word.
    """
    sources: dict[tuple[bool, bool], list[str]] = {}
    for term in sorted(set(terms)):
        part = max((one.strip() for one in term.split(GAP)), key=_least_letters)
        body = "".join(_re2_letter(letter, spaced=spaced) for letter in part.strip("*"))
        sources.setdefault(_bounds(part, spaced=spaced), []).append(body)
    outside = _OUTSIDE if spaced else "[^a-z0-9]"
    begin = rf"(?:^|{outside})"
    if in_markup:
        sources = {
            bounds: [body.replace(_RE2_BREAK, _RE2_TAG_OR_BREAK) for body in bodies]
            for bounds, bodies in sources.items()
        }
        begin = rf"(?:^|{_before_word(spaced=spaced)}|[^<]/)"
    return (
        "|".join(
            (begin if before else "")
            + f"(?:{'|'.join(bodies)})"
            + (f"(?:$|{outside})" if after else "")
            for (before, after), bodies in sorted(sources.items())
        )
        or _NOTHING
    )


def _before_word(*, spaced: bool) -> str:
    """Return what a word begins after in markup, but for "/": not the "<" of a tag."""
    return _OUTSIDE_TAG if spaced else "[^a-z0-9</]"


def _least_letters(part: str) -> int:
    """Return the letters of the shortest text that a part matches: its rarity.

    >>> _least_letters("(use|collect*) data")
    7
    """
    lengths = [[0]]
    for letter in part:
        if letter == "(":
            lengths.append([0])
        elif letter == "|":
            lengths[-1].append(0)
        elif letter == ")":
            least = min(lengths.pop())
            lengths[-1][-1] += least
        elif letter.isalnum():
            lengths[-1][-1] += 1
    return min(lengths[0])


def _part_source(part: str, *, spaced: bool, bare: bool) -> tuple[str, str]:
    body = "".join(
        _letter(letter, spaced=spaced) if bare or not letter.isalpha() else letter
        for letter in part.lstrip("*")
    )
    if _DEVANAGARI.search(part):
        body = body.replace(_ENDING, _LONG_ENDING)
    before, after = _limits(part, spaced=spaced)
    first, last = _bounds(part, spaced=spaced)
    return before if first else "", f"(?:{body})" + (after if last else "")


def _limits(part: str, *, spaced: bool) -> tuple[str, str]:
    """Return what a word begins and ends at."""
    if not spaced:
        return "(?<![a-z0-9])", "(?![a-z0-9])"
    limit = _LIMIT if _DEVANAGARI.search(part) else r"\b"
    return limit, limit


def _bounds(part: str, *, spaced: bool) -> tuple[bool, bool]:
    """Return whether a word has to begin and to end where the part does."""
    if spaced:
        return _is_word(part[0]), _is_word(part[-1])
    return _is_latin(part[0]), _is_latin(part[-1])


def _is_word(letter: str) -> bool:
    return letter.isalnum() or letter in "()+" or re.match(_LETTER, letter) is not None


def _is_latin(letter: str) -> bool:
    return letter.isascii() and letter.isalnum()


@cache  # the words of all languages are written with some hundred letters
def _letter(letter: str, *, spaced: bool) -> str:
    if letter in "()|":
        return "(?:" if letter == "(" else letter
    if letter in " ~":
        return _BREAK + ("{1,3}+" if spaced and letter == " " else "{0,3}+")
    if letter == "+":
        return _BEFORE
    if letter == "*":
        return _ENDING if spaced else _LATIN_ENDING
    if letter in _APOSTROPHES[1:-1]:
        return _APOSTROPHES
    return _with_and_without_marks(letter)


@cache
def _re2_letter(letter: str, *, spaced: bool) -> str:
    if letter in " ~":
        return _RE2_BREAK + ("+" if spaced and letter == " " else "*")
    if letter == GAP:
        return r"[^.!?;|\n。！？।]*"
    return _RE2_LETTERS if letter == "*" else _letter(letter, spaced=spaced)


def _with_and_without_marks(letter: str) -> str:
    if letter == _OPTIONAL:
        return f"{letter}?"
    if letter in _ACCENTED:
        return f"[{letter}{_ACCENTED[letter]}]"
    whole = unicodedata.normalize("NFKC", letter)
    if len(whole) > 1 and not letter.isascii():
        return f"(?:{re.escape(letter)}|{re.escape(whole)})"
    if letter in _PLAIN:
        bare = _PLAIN[letter]
    else:
        bare = unicodedata.normalize("NFD", letter)[0]
        if bare == letter or len(unicodedata.normalize("NFD", bare)) > 1:
            return re.escape(letter)
        if (
            not bare.isalpha()
            or "\u1100" <= bare <= "\u11ff"
            or "\u3040" <= bare <= "\u30ff"
        ):
            return re.escape(letter)
    others = bare[0] if len(bare) > 1 else _CEDILLAS.get(letter, "")
    return f"(?:{letter}|{bare}|{others})" if others else f"(?:{letter}|{bare})"
