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

from newscrawler.notices.alternatives import GAP

_GAP = r"[^.!?;|。！？।]{0,60}?"
_BREAK = r"[\s(-)\-/]"
"""A break where all dashes are hyphens: ``with_hyphens``. The class is within Latin-1,
for others take much longer to compile."""
_LETTER = "[\\w\u0900-\u0903\u093a-\u094f\u0962\u0963]"
"""Letters with the vowels of Devanagari, which are no letters to ``\\w``."""

_LIMIT = f"(?:(?<!{_LETTER})(?={_LETTER})|(?<={_LETTER})(?!{_LETTER}))"
_DEVANAGARI = re.compile("[\u0900-\u097f]")
_ENDING = r"\w{0,24}+"
_LONG_ENDING = f"{_LETTER}{{0,32}}+"
_LIMITED = frozenset("()+ऀँंःॢॣ").union(map(chr, range(0x093A, 0x0950)))
"""What is no letter to ``str.isalnum``, and begins or ends a word."""

OPTIONAL = "\u093c"
"""The nukta, which writers leave out."""

PREFIXES = "وفبكلساושהבלמכ"
"""Conjunctions, prepositions and articles that are one word with the next."""

_LATIN_ENDING = "[a-z0-9]{0,24}+"
APOSTROPHES = "'’ʼ‘"
_CEDILLAS = {"ș": "ş", "ț": "ţ"}
"""How Romanian was written where typefaces had no comma below."""
_ACCENTED = dict(zip("αεηιουω", "άέήίόύώ", strict=True))
"""Greek moves the accent when it inflects: "δίκτυα", "δικτύων"."""

_DASHES = "‐‑‒–—―"

PLAIN = {
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
"""How letters are written where there are no others."""


def with_hyphens(text: str) -> str:
    """Return a text with hyphens for all dashes, as long as it was."""
    if not text.isascii():
        for dash in _DASHES:
            text = text.replace(dash, "-")
    return text


def term_pattern(
    terms: Iterable[str], *, spaced: bool, bare: bool = True
) -> re.Pattern[str]:
    """Return what finds any of the terms, the longest first; with none, nothing.

    It reads text in lower case. ``spaced`` tells whether words stand between blanks; if
    not, only Latin letters have word limits ("AI" in "用于AI训练").
    ``bare`` tells whether a letter with marks is found without them too.
    """
    ordered = in_order(terms, spaced=spaced)
    sources = (_source(term, spaced=spaced, bare=bare) for term in ordered)
    return re.compile("|".join(sources) or r"(?!)")


def in_order(terms: Iterable[str], *, spaced: bool) -> list[str]:
    """Return terms in the order in which they are tried at a place of a text.

    The longest is first, and with it all that begin at the same kind of limit.
    """
    groups: dict[str, list[str]] = {}
    for term in sorted(terms, key=lambda term: (-len(term), term)):
        first = term.partition(GAP)[0].strip()
        groups.setdefault(_limits(first, spaced=spaced)[0], []).append(term)
    return [term for group in groups.values() for term in group]


def word_pattern(term: str, *, spaced: bool, bare: bool) -> re.Pattern[str]:
    """Return what finds one term."""
    return re.compile(_source(term, spaced=spaced, bare=bare))


def _source(term: str, *, spaced: bool, bare: bool) -> str:
    sides = [side.strip() for side in term.split(GAP)]
    if len(sides) > 2 or not all(
        side and side.count("(") == side.count(")") for side in sides
    ):
        raise ValueError(f"at most one {GAP}, outside of brackets: {term!r}")
    return _GAP.join(_side_source(side, spaced=spaced, bare=bare) for side in sides)


def _side_source(side: str, *, spaced: bool, bare: bool) -> str:
    body = "".join(
        letter_source(letter, spaced=spaced) if bare or not letter.isalpha() else letter
        for letter in side.lstrip("*")
    )
    if _DEVANAGARI.search(side):
        body = body.replace(_ENDING, _LONG_ENDING)
    before, after = _limits(side, spaced=spaced)
    return f"{before}(?:{body}){after}"


def _limits(side: str, *, spaced: bool) -> tuple[str, str]:
    """Return what a term, or a side of its gap, begins and ends at; "" if anywhere."""
    before = after = r"\b"
    if not spaced:
        before, after = "(?<![a-z0-9])", "(?![a-z0-9])"
    elif _DEVANAGARI.search(side):
        before = after = _LIMIT
    return (
        before if is_limited(side[:1], spaced=spaced) else "",
        after if is_limited(side[-1:], spaced=spaced) else "",
    )


def is_limited(letter: str, *, spaced: bool) -> bool:
    """Tell whether a word has to begin or end where a term does with this letter."""
    if not spaced:
        return _is_latin(letter)
    return letter.isalnum() or letter in _LIMITED


def _is_latin(letter: str) -> bool:
    return letter.isascii() and letter.isalnum()


@cache  # the words of all languages are written with some hundred letters
def letter_source(letter: str, *, spaced: bool) -> str:
    """Return what one character of a term matches."""
    if letter in "()|":
        return "(?:" if letter == "(" else letter
    if letter in " ~":
        return _BREAK + ("{1,3}+" if spaced and letter == " " else "{0,3}+")
    if letter == "+":
        return f"[{PREFIXES}]{{0,4}}"
    if letter == "*":
        return _ENDING if spaced else _LATIN_ENDING
    if letter in APOSTROPHES:
        return f"[{APOSTROPHES}]"
    return _with_and_without_marks(letter)


def _with_and_without_marks(letter: str) -> str:
    if letter == OPTIONAL:
        return f"{letter}?"
    if letter in _ACCENTED:
        return f"[{letter}{_ACCENTED[letter]}]"
    whole = unicodedata.normalize("NFKC", letter)
    if len(whole) > 1 and not letter.isascii():
        return f"(?:{re.escape(letter)}|{re.escape(whole)})"
    if letter in PLAIN:
        bare = PLAIN[letter]
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
