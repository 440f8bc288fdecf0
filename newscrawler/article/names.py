"""What do an element's class, id and itemprop say about its part in the page?"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from itertools import chain

from ahocorasick_rs import BytesAhoCorasick

from newscrawler.article.tags import NOISE_ROLES
from newscrawler.article.words import strings, tables
from newscrawler.recent import remembered

_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\s", re.ASCII)
"""The words of names, and what parts one name from the next."""

_SPACES = " \t\n\r\f\v"
_ASCII = "".join(map(chr, range(128)))
_LETTERS = bytes(32 if one in _SPACES else ord(one.lower()) for one in _ASCII)
_DROPPED = "".join(one for one in _ASCII if not one.isalpha() and one not in _SPACES)

_TO_LETTERS = _LETTERS + bytes(128), _DROPPED.encode()
"""How bytes are translated to letters in lower case, and blanks between names."""

MAX_NAMES = 4096
"""Characters of an element's names that are read: our choice."""

MAX_NAME = 80
"""Of one name: our choice. Longer ones are titles of articles."""


class Part(StrEnum):
    """What an element can be for, as far as its names tell."""

    __hash__ = str.__hash__  # Enum's own is slow

    BODY = "body"
    COMMENTS = "comments"
    HIDDEN = "hidden"
    NOISE = "noise"
    AUTHOR = "author"
    DATE = "date"
    CAPTION = "caption"
    STANDFIRST = "standfirst"
    HEADLINE = "headline"
    IGNORED = "ignored"


NOTHING: frozenset[Part] = frozenset()
_LAYOUT = frozenset((Part.IGNORED, Part.NOISE, Part.HIDDEN, Part.STANDFIRST))


@dataclass(frozen=True, slots=True)
class _Known:
    """What names are compared with, found in letters that run together."""

    found_in: Callable[..., Sequence[tuple[int, int, int]]]
    """Returns the number of each that is there, where it begins and where it ends."""
    parts: Sequence[frozenset[Part]]
    words: Sequence[bool]
    """Whether it is a whole word; else words run together begin so."""


@lru_cache(maxsize=1)
def _known() -> _Known:
    known: dict[tuple[str, bool], frozenset[Part]] = {}
    for part in Part:
        table = tables("names.toml")[part.value]
        words = ((text, True) for text in strings(table, "words"))
        for one in chain(words, ((text, False) for text in strings(table, "begins"))):
            known[one] = known.get(one, NOTHING) | {part}
    automaton = BytesAhoCorasick([text.encode() for text, _ in known])
    return _Known(
        automaton.find_matches_as_indexes,
        tuple(known.values()),
        tuple(is_word for _, is_word in known),
    )


@cache
def _kept(found: frozenset[Part]) -> frozenset[Part]:
    """Return the one of equal sets that is remembered, for names are many thousands."""
    return found


@remembered(1 << 14)
def parts_of(names: str) -> frozenset[Part]:
    """Return what a list of names, split at spaces, says an element is.

    >>> sorted(part.value for part in parts_of("story-body newsLetterBox"))
    ['body', 'noise']
    """
    if len(names) > MAX_NAME:
        names = " ".join([name[:MAX_NAME] for name in names[:MAX_NAMES].split()])
    known = _known()
    letters = names.encode("ascii", "ignore").translate(*_TO_LETTERS)
    found = known.found_in(letters, overlapping=True)
    if not found:  # as of half of all names
        return NOTHING
    ends = _ends_of_words(names)
    parts = NOTHING
    for number, start, end in found:
        if start in ends and (ends[start] == end or not known.words[number]):
            parts |= known.parts[number]
    return _kept(parts if Part.IGNORED not in parts else _unless_ignored(names, parts))


def _ends_of_words(names: str) -> dict[int, int]:
    """Return where each word of names begins and ends among their letters alone."""
    ends: dict[int, int] = {}
    start = 0
    for word in _WORDS.findall(names):
        end = start + len(word)
        ends[start] = end
        start = end
    return ends


def _unless_ignored(names: str, parts: frozenset[Part]) -> frozenset[Part]:
    """Return what names say of which one or another is that of a layout."""
    each = names.split()
    return NOTHING.union(*map(parts_of, each)) if len(each) > 1 else parts - _LAYOUT


@remembered(1 << 14)
def _parts_of_class(names: str) -> frozenset[Part]:
    parts = parts_of(names)
    if "hidden" in names and _is_hidden(names.split()):
        parts |= {Part.HIDDEN}
    return _kept(parts)


def parts_of_element(attributes: Mapping[str, str | None]) -> frozenset[Part]:
    """Return what names, role and style say an element is for."""
    found = NOTHING
    for attribute, value in attributes.items():
        reader = _READERS.get(attribute)
        if reader is not None and (said := reader(value or "")):
            found = found | said if found else said
    return found


def _is_hidden(names: list[str]) -> bool:
    """Tell whether a class hides an element on every screen, wide and narrow."""
    return "hidden" in names and not any(":" in name for name in names)


def _parts_of_style(style: str) -> frozenset[Part]:
    plain = style.replace(" ", "").lower()
    hides = "display:none" in plain or "visibility:hidden" in plain
    return _HIDDEN if hides else NOTHING


def _parts_of_role(role: str) -> frozenset[Part]:
    return _NOISE if role in NOISE_ROLES else NOTHING


def _hidden(_: str) -> frozenset[Part]:
    return _HIDDEN


_HIDDEN = frozenset((Part.HIDDEN,))
_NOISE = frozenset((Part.NOISE,))
_READERS: Mapping[str, Callable[[str], frozenset[Part]]] = {
    "class": _parts_of_class,
    "id": parts_of,
    "itemprop": parts_of,
    "data-testid": parts_of,
    "style": _parts_of_style,
    "role": _parts_of_role,
    "hidden": _hidden,
}
"""What attributes say of an element: four name what it is for."""
