"""Which words are there in letters that stand apart, "N o   A I"?

Where some gaps are wider than others, those part the words. Where all are alike, as when
a browser has made one blank of several, the letters are cut so that the fewest are in
no word of the language files: an attempt that finds what notices say, and little else.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from ahocorasick_rs import AhoCorasick

from newscrawler.notices.alternatives import GAP, longer_side
from newscrawler.notices.language import languages
from newscrawler.notices.lexicon_file import lexicon_file
from newscrawler.notices.skeleton import skeleton
from newscrawler.notices.written import Written, columns, word_in

GAPS = r" \u00a0\u2000-\u200a\u202f\u205f"
"""What may stand between letters, as a class of ``re``."""

RE2_GAPS = re.sub(r"\\u(\w{4})", r"\\x{\1}", GAPS)
"""The same, as RE2 writes it."""

_GAP = re.compile(f"[{GAPS}]+")
_SHORTEST = 4
"""Letters of the shortest run that is cut: our choice."""

_LONGEST = 24
"""Letters of a word that is believed to be one: our choice."""

_UNKNOWN = 0.9
"""What a letter costs that is in no word; it goes with the word before it. By trial on
sentences of the language files, as the next three are."""

_WORD = 1.2
_STEM = 1.25
_LETTER = 1.8
"""What a word, the beginning of one, and a word of one letter cost."""

_SHORTEST_STEM = 3


@dataclass(frozen=True, slots=True, eq=False)
class _Words:
    """Words and beginnings of words of all languages, and what each costs."""

    automaton: AhoCorasick
    costs: Sequence[float]


def words_of_letters(run: str) -> list[str]:
    """Return the words that spaced letters make.

    >>> words_of_letters("N o   A I")
    ['No', 'AI']
    >>> words_of_letters("k e i n T r a i n i n g")
    ['kein', 'Training']
    """
    gaps = _GAP.findall(run)
    kinds = Counter(gaps)
    if len(kinds) < 2:
        return _cut(_GAP.sub("", run))
    inner = max(kinds, key=lambda gap: (kinds[gap], -len(gap)))
    letters = _GAP.split(run)
    words = [letters[0]]
    for gap, letter in zip(gaps, letters[1:], strict=True):
        if gap == inner:
            words[-1] += letter
        else:
            words.append(letter)
    return [part for word in words for part in _parts(word)]


def _parts(word: str) -> list[str]:
    return _cut(word) if len(word) > _LONGEST else [word]


def _cut(letters: str) -> list[str]:
    """Return the words of letters that nothing parts, as well as can be told."""
    if len(letters) < _SHORTEST:
        return [letters]
    starts = _starts("".join(map(_letter, letters)))
    return [letters[at:end] for at, end in pairwise([*starts, len(letters)])]


def _letter(letter: str) -> str:
    """Return a letter as the words have it, one for each."""
    return skeleton(letter.lower()).strip()[:1] or letter


def _starts(line: str) -> list[int]:
    """Return where words begin, the first at 0: the cheapest way to cut a line."""
    words = _words()
    ending: dict[int, list[tuple[int, float]]] = {}
    for one, start, end in words.automaton.find_matches_as_indexes(
        line, overlapping=True
    ):
        ending.setdefault(end, []).append((start, words.costs[one]))
    least, before = [0.0], [0]
    begins = [False]
    for end in range(1, len(line) + 1):
        ways = [
            (least[start] + cost, start, True) for start, cost in ending.get(end, ())
        ]
        cost, start, is_word = min(ways, default=(float("inf"), 0, False))
        alone = least[end - 1] + _UNKNOWN
        if alone <= cost:
            cost, start, is_word = alone, end - 1, False
        least.append(cost)
        before.append(start)
        begins.append(is_word)
    return sorted({0, *_back(before, begins)})


def _back(before: Sequence[int], begins: Sequence[bool]) -> Iterator[int]:
    at = len(before) - 1
    while at:
        if begins[at]:
            yield before[at]
        at = before[at]


@cache
def _words() -> _Words:
    """Return the words; made when a page first spaces its letters."""
    costs: dict[str, float] = {}
    for text, is_whole in _pieces():
        cost = (_LETTER if len(text) == 1 else _WORD) if is_whole else _STEM
        if is_whole or len(text) >= _SHORTEST_STEM:
            costs[text] = min(cost, costs.get(text, cost))
    return _Words(AhoCorasick(list(costs), store_patterns=False), tuple(costs.values()))


def _pieces() -> Iterator[tuple[str, bool]]:
    """Yield words of the literals, and whether they are whole or begin one."""
    for code, language in languages().items():
        marks = (skeleton(one) for one in language.marks if "*" not in one)
        for literal in (*_literals(lexicon_file(code).written), *marks):
            *firsts, last = literal.split()
            for text in firsts if literal.startswith(" ") else firsts[1:]:
                yield text, True
            if firsts or literal.startswith(" "):
                yield last, literal.endswith(" ")


def _literals(written: Written) -> Iterator[str]:
    """Yield the literals of words, and of the longer sides of those that have a gap."""
    known, _ = columns(written.literals, 2)
    yield from known[1:]
    texts, forms, _ = columns(written.words, 3)
    for text, form in zip(texts, forms, strict=True):
        if GAP in text:
            yield from word_in(longer_side(text), form).literals()
