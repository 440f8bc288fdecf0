"""Can a text hold a notice at all, and in which languages?

RE2 answers the first in one pass of constant work a byte, whatever the text: most
pages end here. What it finds is a superset of what the terms find.
"""

from collections.abc import Iterable, Sequence
from functools import cache, lru_cache, partial
from typing import Protocol

import re2

from newscrawler.notices.index import Index, LanguageSet, index_of, union
from newscrawler.notices.language import languages
from newscrawler.notices.pattern import with_hyphens
from newscrawler.notices.spacing import RE2_GAPS
from newscrawler.notices.stem import stem_source
from newscrawler.notices.term import OPERATORS, TOPICS, Term
from newscrawler.recent import Recent, remembered

MEMORY = 256 * 1024 * 1024
"""Bytes that RE2 may use for its tables at most: our choice. It uses a few."""

HIDDEN_LETTERS = (
    r"[\x{ad}\x{591}-\x{5bd}\x{5bf}\x{5c1}-\x{5c7}\x{610}-\x{61a}\x{640}\x{64b}-\x{652}\x{670}\x{958}-\x{95f}\x{200b}-\x{200f}\x{2060}-\x{2064}\x{feff}\x{ff21}-\x{ff5a}]"
    rf"|(?:^|[^\pL])\pL[{RE2_GAPS}]\pL[{RE2_GAPS}](?:\pL|-)[{RE2_GAPS}]\pL(?:$|[^\pL])"
    r"|[ÂÃ][\x{80}-\x{bf}]|[\x{300}-\x{36f}]"
)
"""Where words may be written so that they are not seen: such texts are folded."""


_DISGUISE = rf"&(?:#|[a-zA-Z]{{2,8}};)|{HIDDEN_LETTERS}"

_LOOKED_THROUGH = 4000
"""Letters of a text in which words are looked for by their patterns: our choice."""

_MARK = frozenset([None])

Codes = tuple[str, ...]
"""Languages, in order."""


def may_hold_notice(text: str) -> bool:
    """Tell whether a text has a word of a notice, or letters that may hide one."""
    has_any = any(index_of("acts").vocabulary.texts_with_any([text.lower()]))
    return has_any or _may_be_disguised(text)


def texts_with_acts(lowers: Sequence[str]) -> list[int]:
    """Return the numbers of the folded texts that have a word for an act.

    Of long texts, those that seem to.
    """
    return [
        at
        for at, words in index_of("acts").vocabulary.seeming_in(lowers)
        if len(lowers[at]) > _LOOKED_THROUGH
        or _acts.answer(lowers[at], len(lowers[at]), partial(_has, lowers[at], words))
    ]


def _has(lower: str, acts: Iterable[int]) -> bool:
    search, text = index_of("acts").vocabulary.search, with_hyphens(lower)
    return any(search(one, text) for one in acts)


_acts: Recent[str, bool] = Recent(1 << 11)
"""Which lines have a word for an act: items of lists are read twice on a page."""


def texts_that_may(texts: Sequence[str]) -> list[int]:
    """Return the numbers of the texts that have a word of a notice, or may hide one."""
    known = _recent.answers(texts, lambda new: _acts_in([texts[at] for at in new]))
    return [at for at, acts in enumerate(known) if acts]


_NO_WORD, _HIDDEN = frozenset[int](), frozenset((-1,))

_recent: Recent[str, frozenset[int]] = Recent(1 << 13)
"""Which acts seem to be in texts, or that words may be hidden there."""


def _acts_in(texts: Sequence[str]) -> list[frozenset[int]]:
    lowers = map(str.lower, texts)
    found = dict(index_of("acts").vocabulary.texts_with_any(lowers))
    may_hide = _may_be_disguised("\n".join(texts))  # few pages do
    return [
        found.get(at) or (_HIDDEN if may_hide and _may_be_disguised(text) else _NO_WORD)
        for at, text in enumerate(texts)
    ]


def _may_be_disguised(text: str) -> bool:
    """Tell whether a text has letters that may hide a word."""
    return _disguise().search(text.encode("utf-8", "replace")) is not None


@remembered(1 << 11)
def languages_of(lower: str) -> tuple[Codes, Codes]:
    """Return the languages that have an act and an operator in a folded sentence, and
    those that have an act.
    """
    acts = _having(lower, index_of("acts"), TOPICS)
    able = _having(lower, index_of("operators"), OPERATORS, acts) if acts else 0
    return _codes(able), _codes(acts)


def languages_with(lower: str, operators: frozenset[Term]) -> Codes:
    """Return the languages that have one of some operators in a folded sentence."""
    ask = partial(_having, lower, index_of("operators"), operators)
    return _codes(_operators.answer((lower, operators), len(lower), ask))


_operators: Recent[tuple[str, frozenset[Term]], LanguageSet] = Recent(1 << 11)


def languages_marked(lower: str) -> Codes:
    """Return at least the languages that have one of their marks in a sentence."""
    marks = index_of("marks")
    return _codes(_of_words(marks.vocabulary.seeming(lower), marks, _MARK))


def may_have(lower: str, operators: frozenset[Term]) -> bool:
    """Tell whether a folded text has an operator in any language, or so it seems."""
    return bool(_seeming(lower, index_of("operators"), operators))


def may_refuse_in(lower: str, given: str | None = None) -> bool:
    """Tell whether a folded text has an act and an operator of one language.

    Of a long text it is told whether it seems to. ``given``: the text, where folding
    would leave it as it is.
    """
    acts = _recent.get(given) if given is not None else None
    if acts is None or acts is _HIDDEN:
        acts = index_of("acts").vocabulary.seeming(lower)
    both = _of_words(acts, index_of("acts"), TOPICS)
    if not both:
        return False
    operators = index_of("operators").vocabulary.seeming(lower)
    both &= _of_words(operators, index_of("operators"), OPERATORS)
    if not both or len(lower) > _LOOKED_THROUGH:
        return bool(both)
    found = _among(acts, lower, index_of("acts"), TOPICS, both)
    return bool(
        found and _among(operators, lower, index_of("operators"), OPERATORS, found)
    )


def _seeming(lower: str, index: Index, terms: frozenset[Term]) -> LanguageSet:
    """Return the languages that seem to have one of the words for one of the terms."""
    return _of_words(index.vocabulary.seeming(lower), index, terms)


def _of_words(
    words: Iterable[int], index: Index, terms: frozenset[Term | None]
) -> LanguageSet:
    uses = index.uses(terms)
    return union([uses[number] for number in words])


def _having(
    lower: str, index: Index, terms: frozenset[Term], among: LanguageSet = -1
) -> LanguageSet:
    """Return the languages that do have one of the words in a text for one of the terms."""
    return _among(index.vocabulary.seeming(lower), lower, index, terms, among)


def _among(
    words: Iterable[int],
    lower: str,
    index: Index,
    terms: frozenset[Term],
    among: LanguageSet,
) -> LanguageSet:
    """Return the same, given at least the words that are there.

    A word that would tell nothing new is not looked for.
    """
    uses = index.uses(terms)
    found = 0
    text = with_hyphens(lower)
    for number in words:
        if uses[number] & among & ~found and index.vocabulary.search(number, text):
            found |= uses[number] & among
    return found


@lru_cache(maxsize=1 << 10)
def _codes(found: LanguageSet) -> Codes:
    return tuple(code for at, code in enumerate(languages()) if found >> at & 1)


class _Matcher(Protocol):
    """What we use of re2."""

    def search(self, text: bytes) -> object: ...


@cache
def _disguise() -> _Matcher:
    found: _Matcher = re2.compile(_DISGUISE, options())
    return found


def topic_source() -> str:
    """Return topics of all languages in markup, in either case of letters, for RE2."""
    alike: dict[tuple[bool, bool], set[str]] = {}
    for word in index_of("acts").vocabulary.words():
        alike.setdefault((word.spaced, word.bare), set()).add(word.text)
    sources = (
        stem_source(texts, spaced=spaced, bare=bare)
        for (spaced, bare), texts in sorted(alike.items())
    )
    return f"(?i:{'|'.join(sources)})"


def options() -> re2.Options:
    """Return how RE2 is to read all our patterns."""
    options = re2.Options()
    options.max_mem = MEMORY
    options.log_errors = False
    return options
