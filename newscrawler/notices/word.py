"""Which literals has a word of a language file, and what finds it?

A literal is letters that the skeleton of whatever a word matches has in it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import chain
from typing import NamedTuple

from newscrawler.notices.alternatives import Piece, parts_of
from newscrawler.notices.pattern import word_pattern
from newscrawler.notices.skeleton import lettered, literals_of

Literals = tuple[tuple[str, ...], ...]
"""Those of a piece of a word: one of each is there."""

_PARTING = re.compile(r"[(…]|\w\*+\w")
"""What a word has that its longest literal does not tell all of."""


class Word(NamedTuple):
    """A word of a language file, and how the language is written."""

    text: str
    spaced: bool
    bare: bool

    @cache  # noqa: B019  few are looked for, and several vocabularies hold them
    def pattern(self) -> re.Pattern[str]:
        """Return what finds it in a text in lower case."""
        return word_pattern(self.text, spaced=self.spaced, bare=self.bare)

    def literals(self) -> frozenset[str]:
        """Return texts of which the skeleton of what it matches has one, if any."""
        pieces = next(self._told(), [])
        return frozenset().union(*(piece[0] for piece in pieces))

    def is_foreign(self) -> bool:
        """Tell whether no ASCII text has it; only of scripts without blanks asked.

        There, Latin letters are words without limits: "ai" is in each "said".
        """
        return any(map(_is_foreign, self._told()))

    def is_parted(self) -> bool:
        """Tell whether it has several parts, which have literals of their own."""
        return _PARTING.search(self.text) is not None

    @cache  # noqa: B019  as above
    def parts(self) -> Sequence[Sequence[Literals]]:
        """Return the literals of the pieces of its parts, but of the first one where
        ``literals`` tell all.
        """
        parts = parts_of(self.text)
        first = next((one for one in parts if all(map(lettered, one))), ())
        is_known = all(lettered(piece) == 1 for piece in first)
        found = map(self._literals, chain(() if is_known else (first,), parts))
        return [part for part in found if all(part)]

    def _told(self) -> Iterator[Sequence[Literals]]:
        """Yield the same of all parts; one of which a piece has none tells nothing."""
        found = map(self._literals, parts_of(self.text))
        return (part for part in found if all(part))

    def _literals(self, part: Iterable[Piece]) -> Sequence[Literals]:
        return [literals_of(one, spaced=self.spaced, bare=self.bare) for one in part]


def _is_foreign(part: Sequence[Literals]) -> bool:
    """Tell whether no ASCII text has a piece of a part."""
    return not any(
        all(any(map(str.isascii, literals)) for literals in piece) for piece in part
    )
