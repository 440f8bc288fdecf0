"""Does a sentence refuse what it speaks of, and in which words?"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from newscrawler.notices.acts import Topic, is_for_ai_alone, topics
from newscrawler.notices.model import Act
from newscrawler.notices.reading import Reading, Span, read
from newscrawler.notices.term import Term

_REACH = 30
"""Characters from "no" to the act: our choice."""

_LEAVE = 50
"""Characters from "no" to "without a licence" at most: our choice."""

_OWN = (Term.OURS, Term.HOLDER, Term.PAGE, Term.SITE)
_REFUSING = (Term.BAN, Term.BAR, Term.OPPOSE, Term.RESERVE, Term.NONE, Term.NAY)
_WORDS_OF_A_NAY = 7
_ANSWERS = re.compile(r"\s?[:=]\s?")
"""What stands between an act and the "no" to it, in a table."""

_YEAR = re.compile(r"(?<![\w/-])(?:19|20)\d\d(?![\w/])")
_SEMICOLON = re.compile("[;；]")
_GENERAL = frozenset((Act.AI_TRAIN, Act.AI_INPUT))
_STATEMENT_LENGTH = 120
"""Characters of a line that is a reservation by naming a statute: our choice."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """What is refused, and the kinds of words that do it."""

    acts: frozenset[Act]
    ai_only: bool
    operator: Term | None
    """None: no rule reads it, and its words weigh for it."""

    @property
    def is_ruled(self) -> bool:
        """Tell whether a rule reads it."""
        return self.operator is not None


def has_exception(reading: Reading) -> bool:
    """Tell whether it says on which condition the refused is allowed.

    A consent that is only said not to be given ("is not permitted") is no condition.
    """
    exceptions = reading.spans(Term.EXCEPTION)
    if not exceptions or reading.has(Term.REQUIRE):
        return reading.has(Term.REQUIRE)
    refusing = reading.spans(*_REFUSING)
    return not refusing or any(
        not other.is_within(one) for one in exceptions for other in refusing
    )


def refusal(reading: Reading, under: Term | None = None) -> Refusal | None:
    """Return what a sentence refuses, None if nothing.

    Where one part of it permits and another does not, each part speaks for itself.
    ``under`` is what a heading over it refuses with.
    """
    if under is not None:
        return _by(reading, under) if topics(reading) else None
    has_parts = reading.has(Term.PERMIT, Term.LIFTED)
    parts = list(_parts(reading)) if has_parts else []
    if len(parts) < 2:
        return _refusal(reading)
    found = [one for one in map(_refusal, parts) if one is not None]
    return _search_but_not_ai(reading, _joined(found)) if found else None


def _refusal(reading: Reading) -> Refusal | None:
    spoken = [] if reading.has(Term.LIFTED) else topics(reading)
    operator = _operator(reading, spoken) if spoken else None
    if operator is None:
        return None
    return _search_but_not_ai(reading, _by(reading, operator))


def _by(reading: Reading, operator: Term) -> Refusal:
    acts = frozenset(topic.act for topic in topics(reading))
    return Refusal(acts, is_for_ai_alone(reading), operator)


def _joined(found: list[Refusal]) -> Refusal:
    acts = frozenset(act for one in found for act in one.acts)
    return Refusal(acts, all(one.ai_only for one in found), found[0].operator)


def _search_but_not_ai(reading: Reading, found: Refusal) -> Refusal:
    """Return "search engines may, chatbots may not" as what it is."""
    if not (reading.has(Term.SEARCH) and found.acts <= _GENERAL | {Act.INDEX}):
        return found
    if found.acts == {Act.AI_TRAIN} or not reading.has(
        Term.PERMIT, Term.NAY, Term.NONE
    ):
        return found
    return Refusal(frozenset((Act.AI_INPUT, Act.INDEX)), True, found.operator)


def _parts(reading: Reading) -> Iterator[Reading]:
    """Yield the sentence in parts, cut at semicolons and at words like "but"."""
    cuts = [match.span() for match in _SEMICOLON.finditer(reading.text)]
    cuts += [(span.start, span.end) for span in reading.spans(Term.CONTRAST)]
    at = 0
    for start, end in [*sorted(cuts), (len(reading.text), len(reading.text))]:
        if start - at > 1:
            yield read(reading.text[at:start].strip(), reading.language)
        at = max(at, end)


def _operator(reading: Reading, spoken: Iterable[Topic]) -> Term | None:
    """Return the kind of words that refuses, the surest first."""
    acts = [topic.span for topic in spoken]
    for term in (Term.BAN, Term.RESERVE, Term.REQUIRE):
        if reading.has(term):
            return term
    if reading.has(Term.BAR) and reading.has(*_OWN):
        return Term.BAR
    if _opposes(reading):
        return Term.OPPOSE
    if any(_heads(reading, none, acts) for none in reading.spans(Term.NONE)):
        return Term.NONE
    if any(_needs_leave(reading, none) for none in reading.spans(Term.NONE)):
        return Term.NONE
    nays = [] if _is_of_more_than_ai(reading, spoken) else reading.spans(Term.NAY)
    if any(_ends(reading, nay, acts) for nay in nays):
        return Term.NAY
    return Term.STATUTE if _names_a_statute(reading) else None


def _is_of_more_than_ai(reading: Reading, spoken: Iterable[Topic]) -> bool:
    """Tell whether it names AI alone, and says of it what we cannot read: "AI helped: no"."""
    is_ai = all(topic.act in _GENERAL for topic in spoken)
    named = reading.has(Term.AI_TRAIN, Term.AI_INPUT, Term.TRAIN, *_OWN)
    return is_ai and not named and bool(reading.others())


def _opposes(reading: Reading) -> bool:
    spans = reading.spans(Term.OPPOSE)
    own = reading.has(*_OWN)
    return any(own or reading.begins_clause(span) for span in spans)


def _heads(reading: Reading, none: Span, acts: Iterable[Span]) -> bool:
    """Tell whether a "no" stands at the head of a clause and before an act."""
    near = any(
        0 <= act.start - none.end <= _REACH or act.is_within(none) for act in acts
    )
    return near and reading.begins_clause(none)


def _needs_leave(reading: Reading, none: Span) -> bool:
    """Tell whether a clause begins with "no" and ends "without a licence"."""
    leaves = reading.spans(Term.EXCEPTION)
    near = any(0 < leave.start - none.end <= _LEAVE for leave in leaves)
    return near and reading.begins_clause(none)


def _ends(reading: Reading, nay: Span, acts: Iterable[Span]) -> bool:
    """Tell whether a clause of few words is an act and "no", or an act, a colon and "no"."""
    clauses = reading.clauses()
    for before, clause in zip((Span(0, 0), *clauses), clauses, strict=False):
        if not nay.is_within(clause):
            continue
        if _ANSWERS.fullmatch(reading.text[before.end : nay.start]):
            clause = Span(before.start, clause.end)  # noqa: PLW2901
        text = reading.text[clause.start : clause.end]
        last = not reading.text[nay.end : clause.end].strip(" .!)。）")
        few = len(text.split()) <= _WORDS_OF_A_NAY and len(text) <= 80
        if last and few and any(act.is_within(clause) for act in acts):
            return True
    return False


def _names_a_statute(reading: Reading) -> bool:
    """Tell whether a line is little more than the section that it reserves by."""
    short = len(reading.text) <= _STATEMENT_LENGTH and not reading.has(Term.PERMIT)
    terse = short and reading.is_terse and reading.has(Term.STATUTE)
    return terse and not _is_dated(reading)


def _is_dated(reading: Reading) -> bool:
    """Tell whether a year is named beside the statute: what became of it, and when."""
    statutes = reading.spans(Term.STATUTE)
    years = (Span(*year.span()) for year in _YEAR.finditer(reading.text))
    dated = any(not any(map(year.overlaps, statutes)) for year in years)
    return dated and "©" not in reading.text
