"""Which of many thousand words of language files may a text hold, and which are there?

An Aho-Corasick automaton finds the words' literals in the skeleton of a text, all in
one pass and in constant work a letter; it is made whole at once, so that text which
nobody has met costs what every text costs. A word whose literal is there is then
looked for by its own pattern, compiled when first asked for.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import TypeVar

from ahocorasick_rs import AhoCorasick

from newscrawler.notices.skeleton import letters, skeleton, with_single_blanks
from newscrawler.notices.word import Literals, Word
from newscrawler.notices.written import Written, columns, numbers, uses_in, word_in

T = TypeVar("T")

_PASS = 1 << 16
"""Letters that are read at once, so that a text of one word a million times costs no
memory: our choice.
"""

_SHORT = 300
"""Letters of a text that a pattern is sooner looked for in than its literals: our
choice."""

_APART = "|"
"""Between texts that are read together; in none of them, for it has no skeleton."""


class Made(dict[int, T]):
    """What is made of each number, when first asked for."""

    def __init__(self, make: Callable[[int], T]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, number: int) -> T:
        found = self[number] = self._make(number)
        return found


class Vocabulary:
    """Words that are looked for together; they are known by their numbers.

    Of few of many thousand words more is asked than whether they are there: what was
    written down of the others is not taken apart.
    """

    def __init__(self, written: Written) -> None:
        texts, forms, told = columns(written.words, 3)
        (foreign, *literals), (vague, *holders) = columns(written.literals, 2)
        self._automaton = AhoCorasick(literals, store_patterns=False)
        self._longest = max(map(len, literals), default=0)
        self._foreign = frozenset(numbers(foreign))
        self._vague = frozenset(numbers(vague))
        self._holders = Made(lambda literal: numbers(holders[literal]))
        self._words = Made(lambda one: word_in(texts[one], forms[one]))
        self._parted = Made(lambda one: self._words[one].is_parted())
        self._parts = Made(lambda one: self._words[one].parts())
        self._all = texts, forms
        self.patterns = Made(lambda one: self._words[one].pattern())
        """What finds each word."""
        self.uses = Made(lambda one: uses_in(told[one]))
        """What each word is for."""

    def words(self) -> Iterator[Word]:
        """Yield the words, in order."""
        return map(word_in, *self._all)

    def seeming(self, lower: str) -> frozenset[int]:
        """Return at least the words that are in a text in lower case."""
        text = _skeleton(lower)
        literals = {one for one, _ in self._found(text)}
        if text.isascii():
            literals -= self._foreign
        return self._vague | self._holding(literals)

    def _holding(self, literals: Iterable[int]) -> frozenset[int]:
        return frozenset[int]().union(*map(self._holders.__getitem__, literals))

    def search(self, number: int, lower: str) -> re.Match[str] | None:
        """Return where a word that seems to be in a text is first found there.

        What was compiled is sooner asked than whether the word fits a short text.
        """
        is_compiled = len(lower) <= _SHORT and number in self.patterns
        if is_compiled or not self._parted[number]:
            return self.patterns[number].search(lower)
        fits = self._fits(number, _skeleton(lower))
        return self.patterns[number].search(lower) if fits else None

    def _fits(self, number: int, text: str) -> bool:
        """Tell whether a skeleton has all that those of a word's matches have."""
        return all(_has_one(text, part) for part in self._parts[number])

    def texts_with_any(
        self, texts: Iterable[str]
    ) -> Iterator[tuple[int, frozenset[int]]]:
        """Yield at least the numbers of the texts in lower case that have a word, each
        with what is ``seeming`` to be in it.
        """
        for at, text, found in self._found_in(texts):
            words = self._holding(found)
            if self._has_any(words, text):
                yield at, self._vague | words

    def seeming_in(self, texts: Iterable[str]) -> Iterator[tuple[int, frozenset[int]]]:
        """Yield the numbers of the texts that seem to have words, and which."""
        for at, _, found in self._found_in(texts):
            yield at, self._vague | self._holding(found)

    def _found_in(self, texts: Iterable[str]) -> Iterator[tuple[int, str, set[int]]]:
        """Yield the number, the skeleton and the literals of texts that have some."""
        whole = with_single_blanks(f" {_APART} ".join(map(letters, texts)))
        skeletons = whole.split(_APART)
        starts = list(accumulate(len(one) + 1 for one in skeletons))
        found: dict[int, set[int]] = {}
        for one, at in self._found(whole):
            found.setdefault(bisect_right(starts, at), set()).add(one)
        for at, literals in found.items():
            text = skeletons[at]
            there = literals - self._foreign if text.isascii() else literals
            if there:
                yield at, text, there

    def _has_any(self, words: frozenset[int], text: str) -> bool:
        """Tell whether a skeleton may have one of the words whose literals it has."""
        if not all(map(self._parted.__getitem__, words)):
            return True
        return any(self._fits(one, text) for one in words)

    def _found(self, text: str) -> Iterable[tuple[int, int]]:
        """Return the literals in a skeleton, and where they begin."""
        if len(text) > _PASS:
            return self._found_by_parts(text)
        found = self._automaton.find_matches_as_indexes(text, overlapping=True)
        return [(one, at) for one, at, _ in found]

    def _found_by_parts(self, text: str) -> Iterator[tuple[int, int]]:
        for start in range(0, len(text), _PASS):
            part = text[start : start + _PASS + self._longest]
            for one, at, _ in self._automaton.find_matches_as_indexes(
                part, overlapping=True
            ):
                yield one, start + at


_skeleton = lru_cache(maxsize=4)(skeleton)
"""A sentence is asked about several times in a row."""


def _has_one(text: str, part: Sequence[Literals]) -> bool:
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
