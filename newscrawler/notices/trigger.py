"""Can a text hold a notice at all, and in which languages?

RE2 answers in one pass of constant work a byte, whatever the text: most pages end
here. What it finds is a superset of what the terms find.
"""

from collections.abc import Iterable
from functools import cache
from typing import Protocol

import re2

from newscrawler.notices.language import Language, languages
from newscrawler.notices.pattern import trigger_source
from newscrawler.notices.term import OPERATORS, TOPICS, Term

MEMORY = 256 * 1024 * 1024
"""Bytes that RE2 may use for its tables at most: our choice. It uses a few."""

HIDDEN_LETTERS = (
    r"[\x{ad}\x{591}-\x{5bd}\x{5bf}\x{5c1}-\x{5c7}\x{610}-\x{61a}\x{640}\x{64b}-\x{652}\x{670}\x{958}-\x{95f}\x{200b}-\x{200f}\x{2060}-\x{2064}\x{feff}\x{ff21}-\x{ff5a}]"
    r"|(?:^|[^\pL])\pL[ \x{a0}]\pL[ \x{a0}](?:\pL|-)[ \x{a0}]\pL(?:$|[^\pL])|[ÂÃ][\x{80}-\x{bf}]|[\x{300}-\x{36f}]"
)
"""Where words may be written so that they are not seen: such texts are folded."""


_DISGUISE = rf"&(?:#|[a-zA-Z]{{2,8}};)|{HIDDEN_LETTERS}"
_NEVER = r"[^\x00-\x{10ffff}]"


def may_hold_notice(text: str) -> bool:
    """Tell whether a text has a word of a notice, or letters that may hide one."""
    return bool(_anything().search(text.encode("utf-8", "replace")))


def languages_of(lower: str) -> tuple[list[str], list[str]]:
    """Return the languages that have an act and an operator in a folded sentence, and
    those that have an act.
    """
    if not may_hold_notice(lower):
        return [], []
    codes = list(languages())
    found = set(_set_of_both().Match(lower.encode("utf-8", "replace")) or ())
    acts = sorted(at for at in found if at < len(codes))
    able = [codes[at] for at in acts if at + len(codes) in found]
    return able, [codes[at] for at in acts]


def languages_with(lower: str, terms: frozenset[Term]) -> list[str]:
    """Return the languages that have one of the terms in a folded sentence."""
    return _matching(_set_of(terms), lower)


def languages_marked(lower: str) -> list[str]:
    """Return at least the languages that have one of their marks in a sentence."""
    return _matching(_set_of_marks(), lower)


def _matching(by_language: "_Set", lower: str) -> list[str]:
    found = by_language.Match(lower.encode("utf-8", "replace"))
    codes = list(languages()) if found else []
    return [codes[at] for at in sorted(found or ())]


def may_have(lower: str, terms: frozenset[Term]) -> bool:
    """Tell whether a folded text has one of the terms in any language, or so it seems."""
    return bool(_any_of(terms).search(lower.encode("utf-8", "replace")))


def terms_in(lower: str, language: Language) -> frozenset[Term]:
    """Return at least the terms that a folded sentence has in a language."""
    found = _set_of_terms(language.code).Match(lower.encode("utf-8", "replace"))
    return frozenset(_TERMS[at] for at in found or ())


_TERMS = tuple(Term)


class _Matcher(Protocol):
    """What we use of re2."""

    def search(self, text: bytes) -> object: ...


class _Set(Protocol):
    """What we use of re2.Set."""

    def Match(self, text: bytes) -> list[int]: ...  # noqa: N802


@cache
def _anything() -> _Matcher:
    return _union([_source(code, TOPICS) for code in languages()], _DISGUISE)


@cache
def _any_of(terms: frozenset[Term]) -> _Matcher:
    return _union([_source(code, terms) for code in languages()], _NEVER)


def _union(sources: Iterable[str], other: str) -> _Matcher:
    chosen = options()
    chosen.never_capture = True
    found: _Matcher = re2.compile(f"(?i:{'|'.join(sources)})|{other}", chosen)
    return found


@cache
def _set_of(terms: frozenset[Term]) -> _Set:
    return _set(_source(code, terms) for code in languages())


@cache
def _set_of_both() -> _Set:
    """Return what finds acts, by language, and then operators."""
    return _set(
        _source(code, terms) for terms in (TOPICS, OPERATORS) for code in languages()
    )


@cache
def _set_of_terms(code: str) -> _Set:
    return _set(_source(code, (term,)) for term in _TERMS)


@cache
def _set_of_marks() -> _Set:
    known = languages().values()
    return _set(trigger_source(one.marks, spaced=one.spaced) for one in known)


def _set(sources: Iterable[str]) -> _Set:
    found = re2.Set.SearchSet(options())
    for source in sources:
        found.Add(source)
    found.Compile()
    checked: _Set = found
    return checked


def _source(code: str, terms: Iterable[Term]) -> str:
    """Return all the words of a language for some terms, for RE2."""
    language = languages()[code]
    words = [word for term in terms for word in language.words[term]]
    return trigger_source(words, spaced=language.spaced)


def topic_source(*, in_markup: bool = False) -> str:
    """Return the words of topics of all languages for RE2, in either case of letters."""
    sources = (
        trigger_source(
            [word for term in TOPICS for word in language.words[term]],
            spaced=language.spaced,
            in_markup=in_markup,
        )
        for language in languages().values()
    )
    return f"(?i:{'|'.join(sources)})"


def options() -> re2.Options:
    """Return how RE2 is to read all our patterns."""
    options = re2.Options()
    options.max_mem = MEMORY
    options.log_errors = False
    return options
