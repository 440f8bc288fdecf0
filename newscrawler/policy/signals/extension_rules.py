"""Do robots.txt records of no standard deny a use? Noindex, DisallowAITraining.

Noindex: never specified, dropped by Google in 2019,
https://developers.google.com/search/blog/2019/07/a-note-on-unsupported-rules-in-robotstxt.
DisallowAITraining and its family: draft-canel-robots-ai-control (00 and 01, expired),
https://datatracker.ietf.org/doc/draft-canel-robots-ai-control/. Nobody has to heed
them, so to the letter they say nothing. House rules (strict): a pattern that matches
denies, whatever other record allows the same path; the records of our group count,
those before the first group, and a word about AI to all crawlers, to those of AI, or
apart from any group.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain

from newscrawler.policy.formats.path_pattern import (
    MAX_PATTERN,
    matches,
    normal_path,
    normal_pattern,
)
from newscrawler.policy.formats.robots_lines import Record, set_apart
from newscrawler.policy.model import Preference, Statement
from newscrawler.policy.signals.proxy_tokens import said_to_ai
from newscrawler.policy.visit import Signal, Visit, Words, said_in_robots
from newscrawler.purpose import Purpose

NAME = "extension-rules"
NOINDEX_SPEC = "house: Noindex, no longer supported by Google since 2019-09-01"
AI_SPEC = "house: draft-canel-robots-ai-control, expired"

_AI_KEY = re.compile(r"disallow-?ai(.*)", re.DOTALL)


def statements(visit: Visit) -> Iterator[Statement]:
    """Return a denial for each record that matches the URL; none to the letter."""
    if visit.robots is None or not visit.is_strict:
        return
    for record in _records(visit):
        if not _is_for(record, normal_path(visit.url)):
            continue
        is_noindex = record.key == "noindex"
        words = Words(
            signal=NAME,
            purposes=_purposes(record.key),
            preference=Preference.DISALLOWED,
            quote=record.text,
            spec=NOINDEX_SPEC if is_noindex else AI_SPEC,
            salvaged=True,
        )
        yield said_in_robots(words, visit, record)


def _is_silent(visit: Visit) -> bool:
    is_read = visit.robots is not None and visit.is_strict
    return not is_read or not any(_records(visit))


def _records(visit: Visit) -> Iterator[Record]:
    """Return the records that speak to us, each once, if they deny a use."""
    robots = visit.robots
    assert robots is not None, "asked only where there is one"
    if not any(map(_purposes, robots.keys)):
        return
    ours = chain(robots.ungrouped, robots.extensions(visit.terms.agent))
    keys = tuple(one for one in robots.keys if _purposes(one))
    apart = set_apart(robots.records, keys)
    others = chain(robots.extensions("*"), apart, said_to_ai(visit))
    of_ai = (one for one in others if one.key != "noindex")
    found = (one for one in chain(ours, of_ai) if _purposes(one.key))
    yield from dict.fromkeys(found)


@lru_cache(maxsize=256)
def _purposes(key: str) -> frozenset[Purpose]:
    if key == "noindex":
        return frozenset((Purpose.SEARCH,))
    match = _AI_KEY.fullmatch(key)
    if match is None:
        return frozenset()
    if match[1].strip("-_ "):
        return frozenset((Purpose.AI_TRAIN,))
    return frozenset((Purpose.AI_TRAIN, Purpose.AI_INPUT))


def _is_for(record: Record, path: str) -> bool:
    """Tell whether a record's pattern, mended with its slash, matches the path."""
    where = record.value[:MAX_PATTERN]
    if where and not where.startswith(("/", "*", "$")):
        where = f"/{where}"
    return bool(where) and matches(normal_pattern(where), path)


SIGNAL = Signal(NAME, statements, is_alike=_is_silent)
