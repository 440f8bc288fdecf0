"""Which of many thousand words of language files may a text hold, and which are there?

An Aho-Corasick automaton finds the words' literals in the skeleton of a text, all in
one pass and in constant work a letter; it is made whole at once, so that text which
nobody has met costs what every text costs. A word whose literal is there is then
looked for by its own pattern, compiled when first asked for.
"""

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from newscrawler.notices.alternatives import Piece, parts_of
from newscrawler.notices.pattern import word_pattern
from newscrawler.notices.skeleton import letters, literals_of, skeleton

_PASS = 1 << 16
"""Letters that are read at once, so that a text of one word a million times costs no
memory: our choice.
"""

_PARTING = re.compile(r"[(…]|\w\*+\w")
"""What a word has that its longest literal does not tell all of."""

_SHORT = 300
"""Letters of a text that a pattern is sooner looked for in than its literals: our
choice."""

_APART = "|"
"""Between texts that are read together; in none of them, for it has no skeleton."""


_Literals = tuple[frozenset[str], ...]


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
        for part in parts_of(self.text):
            found = _literals(self, part)
            if all(found):
                return frozenset().union(*(piece[0] for piece in found))
        return frozenset()

    def is_foreign(self) -> bool:
        """Tell whether no ASCII text has it; only of scripts without blanks asked.

        There, Latin letters are words without limits: "ai" is in each "said".
        """
        return any(map(_is_foreign, self.parts()))

    @cache  # noqa: B019  as above
    def parts(self) -> Sequence[Sequence[_Literals]]:
        """Return the literals of the pieces of its parts.

        A part of which a piece has none tells nothing.
        """
        parts = (_literals(self, part) for part in parts_of(self.text))
        return [part for part in parts if all(part)]


def _is_foreign(part: Sequence[_Literals]) -> bool:
    """Tell whether no ASCII text has a piece of a part."""
    return not any(
        all(any(map(str.isascii, literals)) for literals in piece) for piece in part
    )


def _has_one(text: str, part: Sequence[_Literals]) -> bool:
    """Tell whether a skeleton has all of one piece; plain loops take a third."""
    for piece in part:
        for literals in piece:
            for one in literals:
                if one in text:
                    break
            else:
                break
        else:
            return True
    return False


def _literals(word: Word, part: Iterable[Piece]) -> Sequence[_Literals]:
    return [literals_of(one, spaced=word.spaced, bare=word.bare) for one in part]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words that are looked for together; they are known by their numbers."""

    words: Sequence[Word]
    automaton: AhoCorasick
    longest: int
    """Letters of the longest literal."""
    holders: Sequence[Sequence[int]]
    """The words of each literal."""
    vague: frozenset[int]
    """Words that have no literal, and may be in every text."""
    parted: frozenset[int]
    """Words of several parts, which have literals of their own."""
    telling: frozenset[int]
    """Literals by which some word that is not parted is found."""
    foreign: frozenset[int]
    """Literals of words that no ASCII text has: "ai" where a の must be, too."""
    patterns: list[re.Pattern[str] | None]
    """What finds each word; compiled when first looked for."""
    parts: list[Sequence[Sequence[_Literals]] | None]
    """The literals of each word's parts; taken apart when first asked for."""

    def seeming(self, lower: str) -> frozenset[int]:
        """Return at least the words that are in a text in lower case."""
        text = _skeleton(lower)
        literals = {one for one, _ in self._found(text)}
        if text.isascii():
            literals -= self.foreign
        return self.vague.union(*map(self.holders.__getitem__, literals))

    def search(self, number: int, lower: str) -> re.Match[str] | None:
        """Return where a word that seems to be in a text is first found there.

        What was compiled is sooner asked than whether the word fits a short text.
        """
        is_compiled = self.patterns[number] is not None and len(lower) <= _SHORT
        is_parted = not is_compiled and number in self.parted
        if is_parted and not self._fits(number, _skeleton(lower)):
            return None
        return self.pattern(number).search(lower)

    def _fits(self, number: int, text: str) -> bool:
        """Tell whether a skeleton has all that those of a word's matches have."""
        parts = self.parts[number]
        if parts is None:
            parts = self.parts[number] = self.words[number].parts()
        return all(_has_one(text, part) for part in parts)

    def pattern(self, number: int) -> re.Pattern[str]:
        """Return what finds a word."""
        found = self.patterns[number]
        if found is None:
            found = self.patterns[number] = self.words[number].pattern()
        return found

    def texts_with_any(self, texts: Iterable[str]) -> list[int]:
        """Return at least the numbers of the texts in lower case that have a word."""
        return [
            at
            for at, text, found in self._found_in(texts)
            if self._has_any(found, text)
        ]

    def seeming_in(self, texts: Iterable[str]) -> Iterator[tuple[int, frozenset[int]]]:
        """Yield the numbers of the texts that seem to have words, and which."""
        for at, _, found in self._found_in(texts):
            yield at, self.vague.union(*map(self.holders.__getitem__, found))

    def _found_in(self, texts: Iterable[str]) -> Iterator[tuple[int, str, set[int]]]:
        """Yield the number, the skeleton and the literals of texts that have some."""
        given = f" {_APART} ".join(map(letters, texts))
        whole = f" {' '.join(given.split())} "
        skeletons = whole.split(_APART)
        starts = list(
            accumulate(map(len, skeletons), lambda at, length: at + length + 1)
        )
        found: dict[int, set[int]] = {}
        for one, at in self._found(whole):
            found.setdefault(bisect_right(starts, at), set()).add(one)
        for at, literals in found.items():
            text = skeletons[at]
            there = literals - self.foreign if text.isascii() else literals
            if there:
                yield at, text, there

    def _has_any(self, literals: set[int], text: str) -> bool:
        """Tell whether a skeleton may have a word, by the literals that it has."""
        if not self.telling.isdisjoint(literals):
            return True
        words = set[int]().union(*map(self.holders.__getitem__, literals))
        return any(self._fits(one, text) for one in words)

    def _found(self, text: str) -> Iterable[tuple[int, int]]:
        """Return the literals in a skeleton, and where they begin."""
        if len(text) > _PASS:
            return self._found_by_parts(text)
        found = self.automaton.find_matches_as_indexes(text, overlapping=True)
        return [(one, at) for one, at, _ in found]

    def _found_by_parts(self, text: str) -> Iterator[tuple[int, int]]:
        for start in range(0, len(text), _PASS):
            part = text[start : start + _PASS + self.longest]
            for one, at, _ in self.automaton.find_matches_as_indexes(
                part, overlapping=True
            ):
                yield one, start + at


_skeleton = lru_cache(maxsize=4)(skeleton)
"""A sentence is asked about several times in a row."""


def _foreign(
    words: Sequence[Word], holders: Mapping[str, Sequence[int]]
) -> Iterator[int]:
    """Yield the numbers of literals whose words no ASCII text has."""
    unspaced = frozenset(at for at, word in enumerate(words) if not word.spaced)
    for at, (one, those) in enumerate(holders.items() if unspaced else ()):
        is_one = one.isascii() and unspaced.issuperset(those)
        if is_one and all(words[number].is_foreign() for number in those):
            yield at


def vocabulary_of(words: Mapping[Word, Collection[str] | None]) -> Vocabulary:
    """Return words, numbered in order, as they are looked for.

    ``words``: each with its literals, None if they are to be found.
    """
    known = tuple(words)
    holders: dict[str, list[int]] = {}
    vague: set[int] = set()
    parted: set[int] = set()
    for number, (word, told) in enumerate(words.items()):
        literals = word.literals() if told is None else told
        for one in literals:
            holders.setdefault(one, []).append(number)
        if not literals:
            vague.add(number)
        if _PARTING.search(word.text):
            parted.add(number)
    return Vocabulary(
        known,
        AhoCorasick(list(holders), store_patterns=False),
        max(map(len, holders), default=0),
        tuple(holders.values()),
        frozenset(vague),
        frozenset(parted),
        frozenset(
            at
            for at, those in enumerate(holders.values())
            if not parted.issuperset(those)
        ),
        frozenset(_foreign(known, holders)),
        [None] * len(known),
        [None] * len(known),
    )
