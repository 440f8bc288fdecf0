"""What does the site license, to whom, at what price? Really Simple Licensing 1.0.

https://rslstandard.org/rsl. Of documents at one level the most restrictive counts, a
narrower level (the page, a longer path) goes before a broader. House rules (strict):
what the narrower is silent of, the broader may still deny; and what is declared but
not to be had licenses nothing.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from newscrawler.address import authority, host_of, target
from newscrawler.policy.formats.path_pattern import (
    matches,
    normal_pattern,
    normal_target,
)
from newscrawler.policy.formats.rsl import Content, Rsl, read_rsl
from newscrawler.policy.formats.rsl_declared import NAME, Declared, declared
from newscrawler.policy.formats.rsl_terms import (
    Term,
    Terms,
    prohibitions,
    terms_of,
    unlicensed,
    weight,
)
from newscrawler.policy.formats.rsl_xml import Source
from newscrawler.policy.model import Document, Scope, Statement
from newscrawler.policy.operator import Operator
from newscrawler.policy.visit import Signal, Visit, Words, said_in_document
from newscrawler.purpose import Purpose

Placed = Callable[[Words, int], Statement]
"""Places words, and the line of a document on which they stand."""


@dataclass(frozen=True, slots=True)
class Found:
    """A term for a use, and how it is placed."""

    purpose: Purpose
    term: Term
    placed: Placed


def documents(visit: Visit) -> Iterator[str]:
    """Return the URLs of the licence documents that the site names."""
    yield from dict.fromkeys(one.url for one in declared(visit) if one.url is not None)


def statements(visit: Visit) -> Iterator[Statement]:
    """Return what is licensed to the operator, the narrowest declarations first."""
    operator = visit.terms.operator
    of_page: list[Found] = []
    of_site: list[Found] = []
    denials: list[Found] = []
    for one in _once(declared(visit)):
        found = _found(one, visit, operator)
        if one.denies_only:
            denials += _restraints(found)
        else:
            (of_page if one.is_page else of_site).extend(found)
    yield from _stated(_narrowest((of_page, of_site), visit) + denials)


def _is_silent(visit: Visit) -> bool:
    return next(declared(visit), None) is None


def _once(found: Iterable[Declared]) -> list[Declared]:
    """Return each licence once, however often it is declared."""
    known: dict[tuple[str | None, str | None, bool, bool], Declared] = {}
    for one in found:
        known.setdefault((one.url, one.text, one.is_page, one.denies_only), one)
    return list(known.values())


def _found(one: Declared, visit: Visit, operator: Operator) -> list[Found]:
    """Return what a declared licence says of the URL."""
    if one.text is not None:
        body = one.text.encode("utf-8", "replace")
        return _in_rsl(read_rsl(body), one, visit, operator, _at_declaration(one))
    document = visit.document_at(one.url or "")
    if document is None and visit.is_unheard(one.url or ""):
        return []  # a fault already
    if document is None:
        return _all(unlicensed(Source(1, one.quote)), _at_declaration(one))
    rsl, placed = read_rsl(document.body), _in_document(document, one)
    found = _in_rsl(rsl, one, visit, operator, placed)
    is_elsewhere = authority(document.url) != authority(visit.url)
    is_old = visit.now - document.fetched_at > rsl.max_age
    if is_old or (rsl.is_embedded and is_elsewhere):  # a feed speaks for its origin
        return _restraints(found)
    return found


def _in_rsl(
    rsl: Rsl, one: Declared, visit: Visit, operator: Operator, placed: Placed
) -> list[Found]:
    layers: dict[int, list[Found]] = {}
    foreign: list[Found] = []
    has_scopes = one.is_page or rsl.is_embedded or all(c.url for c in rsl.contents)
    if rsl.problem is not None or not has_scopes:
        return _salvaged(rsl, one, visit, operator, placed)
    for content in rsl.contents:
        length = _match(content, visit)
        is_copy = visit.is_strict and one.is_page and _is_foreign(content, visit)
        if length is None and not is_copy:
            continue
        found = _all(terms_of(content, operator, strict=visit.is_strict), placed)
        if length is not None:
            layers.setdefault(length, []).extend(found)
        else:
            foreign += _restraints(found)  # a copy that brought its licence with it
    narrow_first = [_worst(layers[length]) for length in sorted(layers, reverse=True)]
    return _narrowest(narrow_first, visit) + _worst(foreign)


def _salvaged(
    rsl: Rsl, one: Declared, visit: Visit, operator: Operator, placed: Placed
) -> list[Found]:
    """Return what a document that is not conformant comes to: section 4.9."""
    found = _all(unlicensed(Source(1, one.quote)), _at_declaration(one))
    said: list[Found] = []
    for content in rsl.contents if visit.is_strict else ():
        if not content.url or _match(content, visit) is not None:
            said += _all(prohibitions(content, operator), placed)
    return found + _worst(said)


def _match(content: Content, visit: Visit) -> int | None:
    """Return how closely a content matches the URL, None if it does not."""
    url = content.url or ""
    if not url:
        return 1 << 30  # whatever the declaration is for: nothing is narrower
    if not url.startswith(("/", "*")):
        if host_of(url) != host_of(visit.url):
            return None
        url = target(url)
    pattern = normal_pattern(url)
    is_match = matches(pattern, normal_target(target(visit.url)))
    return len(pattern) if is_match else None


def _is_foreign(content: Content, visit: Visit) -> bool:
    host = host_of(content.url or "")
    return host not in ("", host_of(visit.url))


def _narrowest(layers: Iterable[list[Found]], visit: Visit) -> list[Found]:
    """Return what stands of layers, narrowest first; strict: and what a broader one
    denies where the narrower are silent.
    """
    standing: list[Found] = []
    for layer in layers:
        settled = {one.purpose for one in standing}
        if not standing:
            standing += layer
        elif visit.is_strict:
            later = [one for one in layer if one.purpose not in settled]
            standing += _restraints(later)
    return standing


def _worst(found: Iterable[Found]) -> list[Found]:
    """Return the most restrictive term for each use, the first of equals."""
    worst: dict[Purpose, Found] = {}
    for one in found:
        known = worst.get(one.purpose)
        if known is None or weight(one.term) > weight(known.term):
            worst[one.purpose] = one
    return list(worst.values())


def _restraints(found: Iterable[Found]) -> list[Found]:
    return [one for one in found if one.term.restrains]


def _all(terms: Terms, placed: Placed) -> list[Found]:
    return [Found(purpose, term, placed) for purpose, term in terms.items()]


def _at_declaration(one: Declared) -> Placed:
    return lambda words, _: one.said(words)


def _in_document(document: Document, one: Declared) -> Placed:
    scope = Scope.PAGE if one.is_page else Scope.PATH
    return lambda words, line: said_in_document(words, document, line, scope)


def _stated(found: Iterable[Found]) -> Iterator[Statement]:
    """Return one statement for all the uses to which the same words speak."""
    purposes: dict[tuple[Term, Placed], set[Purpose]] = {}
    for one in found:
        purposes.setdefault((one.term, one.placed), set()).add(one.purpose)
    for (term, placed), spoken_of in purposes.items():
        words = Words(
            NAME,
            frozenset(spoken_of),
            term.preference,
            term.source.quote,
            term.spec,
            term.condition,
            salvaged=term.salvaged,
        )
        yield placed(words, term.source.line)


SIGNAL = Signal(NAME, statements, documents, is_alike=_is_silent)
