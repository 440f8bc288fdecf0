"""Which of many texts have a word of a notice?

RE2 reads all of them at once, for most have none, and to ask each takes longer than
to read it. What it finds is a superset of what ``trigger.may_hold_notice`` finds in
each text alone.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Protocol

import re2

from newscrawler.notices.fold import fold
from newscrawler.notices.trigger import (
    HIDDEN_LETTERS,
    languages_of,
    options,
    topic_source,
)

_APART = b"\n\n"
"""Between texts: a match may take a line end on either side of its word."""

_PLAIN = re.compile(
    "[\t\n\r \u00a0!-%'-;=?-~©«®»¿À-ÁÄ-ÖØ-öø-ÿЀ-ё–—‘’“”„•€、。ぁ-ゖァ-ー一-龥가-힣]*"
)
"""Text that ``fold`` leaves as it is, but for blanks, letters with blanks between and
the marks of comments: no term tells one blank from several.
"""

_COMMENT = re.compile("[\n\r][ \t\u00a0]*[#*;%]")
_SPACED = re2.compile(r"(?:^|[^\pL])\pL(?:[ \x{a0}]{1,4}[\pL\-–/&]){3}(?:$|[^\pL])")

_ENTITY = "&(?:#|[a-zA-Z]{2,8};)"


class _Match(Protocol):
    def start(self) -> int: ...

    def end(self) -> int: ...


class _Matcher(Protocol):
    """What we use of re2."""

    def finditer(self, text: bytes) -> Iterator[_Match]: ...


def texts_with_words(texts: Sequence[str]) -> list[int]:
    """Return the numbers of the texts that have a word of a notice, or may hide one."""
    given = [text.encode("utf-8", "replace") for text in texts]
    starts: list[int] = []
    length = 0
    for one in given:
        starts.append(length)
        length += len(one) + len(_APART)
    found: set[int] = set()
    for match in _anything().finditer(_APART.join(given)):
        second = min(match.start() + 1, match.end() - 1)  # the first may be a line end
        first = bisect_right(starts, second) - 1
        found.update(range(first, bisect_right(starts, match.end() - 1)))
    return sorted(found)


def may_refuse(text: str) -> bool:
    """Tell whether a text has, in one language, a word of a notice and one that refuses.

    They need not share a sentence: a heading may refuse what is listed under it.
    """
    return bool(languages_of(text.lower() if _is_plain(text) else fold(text).lower)[0])


def _is_plain(text: str) -> bool:
    if _PLAIN.fullmatch(text) is None or _COMMENT.search(text) is not None:
        return False
    return _SPACED.search(text.encode()) is None


@cache
def _anything() -> _Matcher:
    chosen = options()
    chosen.never_capture = True
    found: _Matcher = re2.compile(
        f"{topic_source()}|{_ENTITY}|{HIDDEN_LETTERS}", chosen
    )
    return found
