"""Which words does a text give a meaning of acts, to refuse them by those words?

"'Machine Use' means crawling or mining. … No reader shall make Machine Use."
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from newscrawler.notices.acts import is_for_ai_alone, topics
from newscrawler.notices.language import Language
from newscrawler.notices.model import Act
from newscrawler.notices.reading import Reading, read
from newscrawler.notices.refusal import Refusal
from newscrawler.notices.term import Term
from newscrawler.notices.voice import veto

_REACH = 1500
"""Characters that a definition reaches over its text: our choice."""

_ENDING = 4
"""Letters at the end of a word that may change when it is used, at most: our choice."""

_DEFINED = re.compile(
    r"[^\"“”„«‘’‚'「『»]{0,30}[\"“„«‘‚'「『»]\s?(\w[^\"“”„«»‘’‚'」』.;:!?]{3,40}?)\s?[\"”“»«’'」』]"
)
"""The word in quotation marks that a sentence begins with."""

_OPERATORS = (Term.BAN, Term.REQUIRE, Term.RESERVE, Term.OPPOSE, Term.BAR)


class Definition(NamedTuple):
    """A word and the acts that a text says it means, up to a place in it."""

    word: re.Pattern[str]
    acts: frozenset[Act]
    ai_only: bool
    language: Language
    until: int


def may_define(lower: str) -> bool:
    """Tell whether a sentence begins with words in quotation marks."""
    return _DEFINED.match(lower) is not None


def definition_in(lower: str, end: int, known: Iterable[Language]) -> Definition | None:
    """Return what a sentence defines, if that is acts; ``end`` is where it ends."""
    named = _DEFINED.match(lower)
    if named is None:
        return None
    for language in known:
        meant = read(lower[named.end() :], language)
        acts = frozenset(topic.act for topic in topics(meant))
        if acts and not read(named[1], language).has(Term.YOURS):
            word, ai_only = _inflected(named[1]), is_for_ai_alone(meant)
            return Definition(word, acts, ai_only, language, end + _REACH)
    return None


def _inflected(phrase: str) -> re.Pattern[str]:
    """Return what finds a phrase, whatever the endings of its longer words."""
    stems = (
        word[: len(word) - min(_ENDING, len(word) // 3)] for word in phrase.split()
    )
    return re.compile(r"\w{0,6}\s".join(map(re.escape, stems)))


def refused_by_name(lower: str, defined: Definition) -> tuple[Reading, Refusal] | None:
    """Return what a sentence refuses by a word that was defined before it."""
    if defined.word.search(lower) is None:
        return None
    reading = read(lower, defined.language)
    if veto(reading) is not None or reading.has(Term.LIFTED):
        return None
    operator = next((term for term in _OPERATORS if reading.has(term)), None)
    if operator is None:
        return None
    acts = defined.acts | {topic.act for topic in topics(reading)}
    return reading, Refusal(acts, defined.ai_only, operator)
