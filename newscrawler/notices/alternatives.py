"""Which parts has a term, and in which pieces may each be there?"""

import re
from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import NamedTuple

GAP = "…"
_MOST = 6
"""Pieces of a part that are told apart: our choice. Where there would be more, the part
is two; a list of alternatives is one, however long.
"""

_BRACKETS = re.compile(r"\(([^()]*)\)")
_NESTED = re.compile(r"\([^()]*\(")

_NO_LETTERS = " ~*+"

_UNSPACED = "\u0e00"
"""The first letter of the scripts that are written without blanks: of Thai."""

Stretch = tuple[str, ...]
"""What may stand in one place of a term: one text, or alternatives."""


class Piece(NamedTuple):
    """Letters, breaks and stars of a term, without alternatives."""

    text: str
    begins: str
    """What its side of a gap begins with, if it begins there too."""
    ends: str


def parts_of(term: str) -> Iterator[tuple[Piece, ...]]:
    """Yield the parts of a term that have letters, each in the pieces that it may be;
    first the one whose shortest piece has the most letters.

    >>> [[one.text for one in part] for part in parts_of("may … (train|teach) AI")]
    [['train AI', 'teach AI'], ['may']]
    """
    if "(" not in term and GAP not in term:
        yield (Piece(term, term[0], term[-1]),)
        return
    sides = [side.strip() for side in term.split(GAP)]
    parts = [part for side in sides for part in _parts(side)]
    parts.sort(key=attrgetter("letters"), reverse=True)
    yield from (_pieces(part) for part in parts if part.letters)


def longer_side(term: str) -> str:
    """Return the side of a term's gap that has more letters: the rarer one.

    >>> longer_side("may … (train|teach) AI")
    '(train|teach) AI'
    """
    sides = [side.strip() for side in term.split(GAP)]
    return max(sides, key=lambda side: sum(map(letters_of, stretches_of(side))))


class _Part(NamedTuple):
    """Neighbours in a side of a gap that make few pieces."""

    side: str
    stretches: Sequence[Stretch]
    """Of the whole side."""
    start: int
    end: int
    letters: int
    """Of the shortest piece."""


def _parts(side: str) -> Iterator[_Part]:
    stretches = list(stretches_of(side))
    start = 0
    while start < len(stretches):
        end, count = start + 1, len(stretches[start])
        while end < len(stretches) and count * len(stretches[end]) <= _MOST:
            count *= len(stretches[end])
            end += 1
        letters = sum(map(letters_of, stretches[start:end]))
        yield _Part(side, stretches, start, end, letters)
        start = end


def _pieces(part: _Part) -> tuple[Piece, ...]:
    """Return the pieces of a part, with the breaks that always stand around it."""
    side, known, start, end, _ = part
    before = start > 0 and all(one.endswith(" ") for one in known[start - 1])
    after = end < len(known) and all(one.startswith(" ") for one in known[end])
    texts = _joined([(" " * before,), *known[start:end], (" " * after,)])
    begins = side[0] if start == 0 else ""
    ends = side[-1] if end == len(known) else ""
    return tuple(Piece(text, begins, ends) for text in texts)


def _joined(stretches: Sequence[Stretch]) -> list[str]:
    texts = [""]
    for options in stretches:
        texts = [text + option for text in texts for option in options]
    return texts


def stretches_of(text: str) -> Iterator[Stretch]:
    """Yield what stands between outer brackets, and the alternatives in them."""
    if _NESTED.search(text):
        yield from _in_nested(text)
        return
    for at, stretch in enumerate(_BRACKETS.split(text)):
        if at % 2:
            yield tuple(stretch.split("|"))
        elif stretch:
            yield (stretch,)


def _in_nested(text: str) -> Iterator[Stretch]:
    depth = start = 0
    for at, letter in enumerate(text):
        if letter == "(":
            if not depth:
                if at > start:
                    yield (text[start:at],)
                start = at + 1
            depth += 1
        elif letter == ")":
            depth -= 1
            if not depth:
                yield _options(text[start:at])
                start = at + 1
    if start < len(text):
        yield (text[start:],)


def _options(inner: str) -> Stretch:
    """Return the alternatives between brackets, each without any of its own."""
    depth = start = 0
    found: list[str] = []
    for at, letter in enumerate(f"{inner}|"):
        depth += (letter == "(") - (letter == ")")
        if letter == "|" and not depth:
            found += _joined(list(stretches_of(inner[start:at])))
            start = at + 1
    return tuple(found)


def letters_of(options: Stretch) -> int:
    """Return the letters of the shortest: how rare it is.

    Letters of scripts that are written without blanks count twice: they say more, and
    the Latin words beside them have no limits.
    """
    bare = (option.strip(_NO_LETTERS) for option in options)
    return min(len(one) << (one[:1] >= _UNSPACED) for one in bare)
