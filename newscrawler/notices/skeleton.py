"""Which letters does a text have, at least, wherever a term matches?

A text and a term are both brought to their skeleton: letters without marks, a blank
for all that is no letter, and blanks around each letter of scripts that are written
without. Whatever the term matches, the skeleton of the text then has one of the
term's literals in it: what many thousand terms may match is found in one pass. Whether
they do, their patterns say.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import product
from operator import itemgetter

from newscrawler.notices.alternatives import Piece
from newscrawler.notices.pattern import (
    APOSTROPHES,
    OPTIONAL,
    PLAIN,
    PREFIXES,
    is_limited,
)

_UNSPACED = (range(0x0E00, 0x0F00), range(0x1100, 0x1200), range(0x2E80, 0x110000))
"""Thai and Lao, and what is written in East Asia."""

_OPEN = re.compile(r"[*+]")
"""Where a term leaves open which letters stand."""

_VARIED = re.compile(f"[~{''.join(PLAIN)}]")
_BLANKS = re.compile("  +")
_LATIN_BREAK = re.compile(r"(?<=[a-z0-9]) (?=[a-z0-9])")


class _Skeletons(dict[int, str]):
    """The skeleton of each letter, made when first met."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        bare = "".join(map(_bare, unicodedata.normalize("NFKC", letter)))
        if not letter.isalnum() and letter != OPTIONAL:
            bare = f" {bare} " if bare.strip() else " "
        self[code] = bare
        return bare


SKELETONS = _Skeletons()
"""For ``str.translate``."""


def letters(text: str) -> str:
    """Return the letters of a text's skeleton, with blanks that are not yet one."""
    if text.isascii():
        return text.encode().translate(_ascii()).decode()
    return text.translate(SKELETONS)


@cache
def _ascii() -> bytes:
    """Return a table for ``bytes.translate``, which is sooner done."""
    return bytes(ord(SKELETONS[code]) for code in range(128)) + bytes(128)


def skeleton(text: str) -> str:
    """Return the skeleton of a text in lower case; it begins and ends with a blank.

    >>> skeleton("für ki-training: 用于ai")
    ' fur ki training 用 于 ai '
    """
    return with_single_blanks(letters(text))


def with_single_blanks(text: str) -> str:
    """Return letters with one blank between words, before the first and after the last.

    There is no other white space among them, and to look for two blanks takes a third
    of the time in which words are cut and joined.
    """
    return _BLANKS.sub(" ", f" {text} ")


def _bare(letter: str) -> str:
    if letter == OPTIONAL:
        return ""
    if letter in APOSTROPHES or not letter.isalnum():
        return " "
    if any(ord(letter) in block for block in _UNSPACED):
        return f" {letter} "
    plain = PLAIN.get(letter) or unicodedata.normalize("NFD", letter)
    return plain[0] if letter.isalpha() or letter.isdecimal() else f" {plain[0]} "


def lettered(piece: Piece) -> int:
    """Return how many stretches between the stars of a piece have letters."""
    return sum(any(map(str.isalnum, one)) for one in _OPEN.split(piece.text))


def literals_of(
    piece: Piece, *, spaced: bool, bare: bool
) -> tuple[tuple[str, ...], ...]:
    """Return texts for each stretch between the stars of a piece, the longest first.

    The skeleton of what a piece matches has one of each.

    >>> literals_of(Piece("web* collect*", "w", "*"), spaced=True, bare=True)
    ((' collect',), (' web',))
    """
    stretches = _OPEN.split(piece.text)
    found = []
    for at, stretch in enumerate(stretches):
        length = len(stretch)
        if any(map(str.isalnum, stretch)):
            before = at == 0 and is_limited(piece.begins, spaced=spaced)
            after = at == len(stretches) - 1 and is_limited(piece.ends, spaced=spaced)
            texts = list(_spellings(stretch, spaced=spaced, bare=bare))
            if piece.begins == "+" and at == 1 and stretch.isascii():
                texts = [one + text for text in texts for one in f" {PREFIXES}"]
            whole = (_bordered(text, before=before, after=after) for text in texts)
            found.append((length, tuple(dict.fromkeys(whole))))
    found.sort(key=itemgetter(0), reverse=True)
    return tuple(one for _, one in found)


def _bordered(text: str, *, before: bool, after: bool) -> str:
    """Return the skeleton of a text, with blanks where a word must end."""
    whole = text.translate(SKELETONS)
    lead = " " if before or whole.startswith(" ") else ""
    return (
        lead + " ".join(whole.split()) + (" " if after or whole.endswith(" ") else "")
    )


def _spellings(text: str, *, spaced: bool, bare: bool) -> Iterator[str]:
    """Yield the ways to write a text whose skeletons may differ."""
    if not spaced:
        text = _LATIN_BREAK.sub("~", text).strip(" ")
    if _VARIED.search(text) is None:
        return iter((text,))
    choices = [_choices(letter, bare=bare) for letter in text]
    return map("".join, product(*choices))


def _choices(letter: str, *, bare: bool) -> tuple[str, ...]:
    if letter == "~":
        return "", " "
    plain = PLAIN.get(letter, "") if bare else ""
    return (letter, plain) if len(plain) > 1 else (letter,)
