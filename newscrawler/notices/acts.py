"""What would a sentence refuse, if it refuses?"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from newscrawler.notices.model import Act
from newscrawler.notices.reading import Reading, Span
from newscrawler.notices.term import Term

_NEAR = 14
"""Characters within which "AI" belongs to a robot or an act: our choice."""

_OBJECT = 30
"""Characters from "train" to what is trained: our choice."""

_LINK = re.compile(r"[^,;:.、，]*")
_PREFIXED_AND = ("و", "ו")
"""The "and" that Arabic and Hebrew write as a part of the next word."""

_AI_USE = frozenset((Act.AI_TRAIN, Act.AI_INPUT))
_BY_ITSELF: Mapping[Term, Act] = {
    Term.AI_TRAIN: Act.AI_TRAIN,
    Term.AI_INPUT: Act.AI_INPUT,
    Term.CRAWL: Act.CRAWL,
    Term.TDM: Act.TDM,
    Term.STATUTE: Act.TDM,
}
_SUPPORT = (
    Term.SITE,
    Term.PAGE,
    Term.OURS,
    Term.CONTENT,
    Term.AI,
    Term.AUTO,
    Term.HOLDER,
)
_ANCHORS = tuple(term for term in _SUPPORT if term is not Term.AI)
_CONTENTS = (Term.SITE, Term.PAGE, Term.OURS, Term.CONTENT)
_HARVESTING = (Term.SCRAPE, Term.CRAWL)
"""What is done for training, where both are named: "scraping? training? no"."""

_OWN_CONTENTS = (Term.SITE, Term.PAGE, Term.OURS)
_COLLECTING = (Term.CRAWL, Term.SCRAPE, Term.BOT)


@dataclass(frozen=True, slots=True)
class Topic:
    """An act and the words for it."""

    act: Act
    span: Span


def topics(reading: Reading) -> list[Topic]:
    """Return the acts that a sentence speaks of, each with its words."""
    found = [*_specific(reading), *_machine_acts(reading)]
    return [*found, *_ai_in_general(reading, found)]


def is_of_contents(reading: Reading) -> bool:
    """Tell whether an act is named, or AI as who uses: "KI writes our texts" is neither."""
    named = [*_specific(reading), *_machine_acts(reading)]
    return bool(named) or reading.has(Term.FEED) or _is_for_ai(reading)


def is_for_ai_alone(reading: Reading) -> bool:
    """Tell whether all the collecting and indexing is by or for AI.

    Where it is unclear how far "for AI" reaches over a list, it does not reach.
    """
    spans = reading.spans(*_COLLECTING, Term.INDEX)
    if not spans or not reading.has(Term.AI):
        return False
    own = [
        span
        for span in spans
        if _is_near_ai(reading, span) or _reaches_ai(reading, span)
    ]
    bots = reading.spans(Term.BOT)
    by_ai_bots = bool(bots) and all(bot in own for bot in bots) and bots[0] == spans[0]
    several = reading.has(Term.COLLECT) and reading.has(*_COLLECTING) and not bots
    return by_ai_bots or (len(own) == len(spans) and not several)


def _specific(reading: Reading) -> Iterator[Topic]:
    kept = reading.spans(Term.INDEX, Term.ARCHIVE)
    for term, act in _BY_ITSELF.items():
        for span in reading.spans(term):
            # "automatic indexing" is by machine, and no more than indexing
            if term is not Term.CRAWL or not any(one.is_within(span) for one in kept):
                yield Topic(act, span)
    yield from (
        Topic(Act.AI_TRAIN, span)
        for span in _unfed(reading, Term.TRAIN)
        if _is_of_ai(reading, span)
    )
    if reading.has(Term.AI):
        answers = [*_unfed(reading, Term.ANSWER), *_other_uses(reading)]
        yield from (Topic(Act.AI_INPUT, span) for span in answers)
    elif reading.has(*_OWN_CONTENTS):
        yield from (
            Topic(Act.AI_INPUT, span)
            for span in reading.spans(Term.ANSWER)
            if _is_near_model(reading, span)
        )


def _unfed(reading: Reading, term: Term) -> list[Span]:
    """Return where a term is, but for words that feed AI with something."""
    fed = reading.spans(Term.FEED) if reading.has(Term.AI) else []
    return [one for one in reading.spans(term) if not any(map(one.overlaps, fed))]


def _other_uses(reading: Reading) -> Iterator[Span]:
    """Yield the use that is named after training, as in "training and use".

    Where nothing joins them, it is the use for training.
    """
    trainings = reading.spans(Term.TRAIN, Term.AI_TRAIN)
    last = max((train.end for train in trainings), default=len(reading.text))
    joins = [one.start for one in reading.spans(Term.AND) if one.start >= last]
    first = min(joins, default=len(reading.text))
    yield from (use for use in reading.spans(Term.USE) if use.start >= first)


def _is_of_ai(reading: Reading, train: Span) -> bool:
    """Tell whether it is AI that is trained, or a model on somebody's contents."""
    if reading.has(Term.AI) or (reading.has(*_HARVESTING) and reading.is_terse):
        return True
    return _is_near_model(reading, train) and reading.has(*_ANCHORS, Term.FIRST)


def _is_near_model(reading: Reading, act: Span) -> bool:
    """Tell whether a model or a machine is named beside an act."""
    return any(
        max(act.start - one.end, one.start - act.end) <= _OBJECT
        for one in reading.spans(Term.MODEL)
    )


def _machine_acts(reading: Reading) -> Iterator[Topic]:
    """Yield what is an act only by machine, or only where there are contents."""
    helped = reading.is_label or reading.has(*_SUPPORT) or _is_of_crawlers(reading)
    helped = helped or reading.has(Term.SEARCH)  # "crawlers other than search engines"
    by_machine = reading.has(Term.AUTO, Term.CRAWL) or (
        helped and reading.has(Term.BOT)
    )
    if helped or (reading.has(Term.SCRAPE) and reading.has(Term.BOT)):
        yield from (
            Topic(Act.CRAWL, span) for span in reading.spans(Term.SCRAPE, Term.BOT)
        )
    if by_machine:
        yield from (Topic(Act.CRAWL, span) for span in reading.spans(Term.COLLECT))
        yield from (Topic(Act.ARCHIVE, span) for span in reading.spans(Term.ARCHIVE))
    if by_machine or reading.has(Term.AI):
        yield from (Topic(Act.INDEX, span) for span in reading.spans(Term.INDEX))


def _is_of_crawlers(reading: Reading) -> bool:
    """Tell whether several kinds are named: "spiders and robots" are no toys.

    Three letters tell them apart, whatever their endings.
    """
    kinds = {reading.text[one.start : one.start + 3] for one in reading.spans(Term.BOT)}
    return len(kinds) > 1


def _ai_in_general(reading: Reading, found: list[Topic]) -> Iterator[Topic]:
    """Yield "for AI" itself: both uses, unless the sentence says which."""
    acts = {topic.act for topic in found}
    bound = (
        acts
        or reading.is_label
        or reading.has(*_ANCHORS)
        or _is_for_ai(reading)
        or _is_banned_itself(reading)
    )
    if not (bound or (reading.is_terse and reading.has(Term.EXCEPTION, Term.REQUIRE))):
        return
    if acts & _AI_USE:
        yield from _beside(reading, found)
        return
    tools = () if reading.has(*_CONTENTS) else reading.spans(Term.TOOL)
    for span in reading.spans(Term.AI):
        if _is_near_bot(reading, span):
            continue
        if any(map(span.overlaps, tools)):
            continue
        answers = acts == {Act.INDEX} or _is_assistant(reading)
        for use in (Act.AI_INPUT,) if answers else (Act.AI_INPUT, Act.AI_TRAIN):
            yield Topic(use, span)


def _beside(reading: Reading, found: list[Topic]) -> Iterator[Topic]:
    """Yield "for AI" that a list names beside a use of it: "AI models or AI answers"."""
    uses = [topic.span for topic in found if topic.act in _AI_USE]
    assistants = reading.spans(Term.ASSISTANT)
    for span in reading.spans(Term.AI):
        if any(map(span.overlaps, uses)) or not all(
            _is_listed(reading, span, use) for use in uses
        ):
            continue
        yield Topic(Act.AI_INPUT, span)
        if not any(map(span.overlaps, assistants)):
            yield Topic(Act.AI_TRAIN, span)


def _is_listed(reading: Reading, ai: Span, use: Span) -> bool:
    """Tell whether a comma or an "or" parts AI from a use; after who uses, verbs follow."""
    first, second = sorted((ai, use))
    between = Span(first.end, second.start)
    if first is ai:
        between = Span(ai.end, min(ai.end + _NEAR, use.start))
    joins = any(one.overlaps(between) for one in reading.spans(Term.AND))
    return joins or "," in reading.text[between.start : between.end]


def _is_assistant(reading: Reading) -> bool:
    """Tell whether all AI that is spoken of answers people."""
    assistants = reading.spans(Term.ASSISTANT)
    return bool(assistants) and all(
        any(map(span.overlaps, assistants)) for span in reading.spans(Term.AI)
    )


def _is_for_ai(reading: Reading) -> bool:
    """Tell whether AI is who uses, not what is used."""
    return any(_is_near_ai(reading, span) for span in reading.spans(Term.TOWARD))


def _is_banned_itself(reading: Reading) -> bool:
    """Tell whether the ban names AI as who may not: "no AI has the right"."""
    bans = reading.spans(Term.BAN)
    return any(one.is_within(ban) for one in reading.spans(Term.AI) for ban in bans)


def _is_near_bot(reading: Reading, ai: Span) -> bool:
    """Tell whether it is the robots that are of AI; "robots for AI" collect for it."""
    towards = reading.spans(Term.TOWARD)
    return any(
        _are_near(reading, ai, bot)
        and not any(one.is_within(Span(bot.end, ai.start)) for one in towards)
        for bot in reading.spans(Term.BOT)
    )


def _is_near_ai(reading: Reading, act: Span) -> bool:
    return any(_are_near(reading, act, ai) for ai in reading.spans(Term.AI))


def _reaches_ai(reading: Reading, act: Span) -> bool:
    """Tell whether "for AI" or "by AI" follows in the same breath: no list between."""
    for ai in reading.spans(Term.AI):
        between = Span(act.end, ai.start)
        if any(toward.is_within(between) for toward in reading.spans(Term.TOWARD)):
            return _is_one_breath(reading, between)
    return False


def _are_near(reading: Reading, one: Span, other: Span) -> bool:
    first, second = sorted((one, other))
    between = Span(first.end, second.start)
    return between.end - between.start <= _NEAR and _is_one_breath(reading, between)


def _is_one_breath(reading: Reading, between: Span) -> bool:
    """Tell whether neither a mark nor a word like "and" parts what is around."""
    parts = any(map(between.overlaps, reading.spans(Term.AND)))
    joined = reading.text[between.end : between.end + 1] in _PREFIXED_AND
    text = reading.text[between.start : between.end]
    return not (parts or joined) and _LINK.fullmatch(text) is not None
