"""What does markup have in it, at least, wherever a term matches?

RE2 reads each byte once, but it makes its tables as it meets new text: the fewer and
the shorter its patterns, the sooner they are made. So it is asked for the beginnings of
the terms alone.
"""

import re
from collections.abc import Iterable

from newscrawler.notices.alternatives import Stretch, letters_of, stretches_of
from newscrawler.notices.pattern import is_limited, letter_source

_LETTERS = 8
"""Letters of a term that are asked for: our choice."""

_ENDING = "*"
_WORD_END = re.compile(r"\w\W\w{2}")
_STRIPPED = " ~*"
_ENDINGS = r"[0-9A-Za-z\x{80}-\x{10ffff}]*"
_BREAK = r"(?:[\s\x{a0}\x{2000}-\x{2015}\-/()]|<[^<>]*>|&nbsp;)"
_OUTSIDE = r"[\x00-/:-@\[-`{-\x{bf}\x{5be}\x{60c}\x{61b}\x{61f}\x{6d4}\x{964}\x{2000}-\x{30ff}\x{ff00}-\x{ff0f}]"
_OUTSIDE_TAG = _OUTSIDE.replace(r"\x00-/:-@", r"\x00-.:;=-@")
"""What is no letter, roughly: RE2 has no word limits beyond ASCII, and the exact
classes of letters would make its tables hundreds of times as large."""

NOTHING = r"[^\x00-\x{10ffff}]"


def stem_source(terms: Iterable[str], *, spaced: bool, bare: bool = True) -> str:
    """Return what RE2 finds in markup at least wherever one of the terms is.

    Tags may stand where blanks do, and the name of a tag is no word.
    """
    stems: dict[tuple[bool, bool], set[str]] = {}
    for term in terms:
        stretches, is_whole = _first_stretches(term.strip(_STRIPPED))
        begins = is_limited(term[0], spaced=spaced)
        ends = is_whole and is_limited(term[-1], spaced=spaced)
        source = "".join(_source(one, spaced=spaced, bare=bare) for one in stretches)
        stems.setdefault((begins, ends), set()).add(source)
    outside = _OUTSIDE if spaced else "[^a-z0-9]"
    before = rf"(?:^|{_OUTSIDE_TAG if spaced else '[^a-z0-9</]'}|[^<]/)"
    sources = (
        f"{before if begins else ''}(?:{'|'.join(sorted(alike))})"
        f"{rf'(?:$|{outside})' if ends else ''}"
        for (begins, ends), alike in sorted(stems.items())
    )
    return "|".join(sources) or NOTHING


def _first_stretches(term: str) -> tuple[list[Stretch], bool]:
    """Return what a term begins with, and whether that is all of it."""
    found: list[Stretch] = []
    rest = _LETTERS
    for one in stretches_of(term):
        if rest <= 0:
            return found, False
        if len(one) == 1 and (count := _enough(one[0], rest)) < len(one[0]):
            return [*found, (one[0][:count].rstrip(_STRIPPED),)], False
        found.append(one)
        rest -= letters_of(one)
    return found, True


def _enough(text: str, count: int) -> int:
    """Return how much of a text is asked for: of its second word, some letters too."""
    first = _WORD_END.search(text)
    return max(count, first.end() if first else 0)


def _source(options: Stretch, *, spaced: bool, bare: bool) -> str:
    sources = (
        "".join(_letter(letter, spaced=spaced, bare=bare) for letter in option)
        for option in options
    )
    return f"(?:{'|'.join(sources)})" if len(options) > 1 else "".join(sources)


def _letter(letter: str, *, spaced: bool, bare: bool) -> str:
    if letter in " ~":
        return _BREAK + ("+" if spaced and letter == " " else "*")
    if letter == _ENDING:
        return _ENDINGS
    if letter.isalpha() and not bare:
        return letter
    return letter_source(letter, spaced=spaced)
