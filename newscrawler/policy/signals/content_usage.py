"""What does Content-Usage say, in robots.txt and in the response? IETF AIPREF.

https://datatracker.ietf.org/doc/draft-ietf-aipref-attach/ (05) sections 3.1 and 3.2,
https://datatracker.ietf.org/doc/draft-ietf-aipref-vocab/ (08). In robots.txt the
longest path of the governing group wins, equal paths combine. House rules (strict):
denials outside the grammar are salvaged; a label on which a longer path is silent keeps
the denial of a shorter one; and where the governing group is silent of a label, what is
denied before the first group, to all crawlers, apart from any, or to crawlers of AI.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from itertools import groupby

from newscrawler.page import Page
from newscrawler.policy.formats.content_signals import split_path
from newscrawler.policy.formats.path_pattern import (
    matches,
    normal_path,
    normal_pattern,
)
from newscrawler.policy.formats.robots_lines import Record, set_apart
from newscrawler.policy.formats.usage_preferences import UsagePreference, read_usage
from newscrawler.policy.model import Preference, Statement
from newscrawler.policy.signals.proxy_tokens import said_to_ai
from newscrawler.policy.visit import (
    Signal,
    Visit,
    Words,
    denied_in_metas,
    said_in_header,
    said_in_robots,
)
from newscrawler.purpose import Purpose

NAME = "content-usage"
KEY = "content-usage"
ROBOTS_SPEC = "draft-ietf-aipref-attach-05 section 3.2"
HEADER_SPEC = "draft-ietf-aipref-attach-05 section 3.1"

OF_AI = frozenset((Purpose.AI_TRAIN, Purpose.AI_INPUT, Purpose.TDM))

Said = tuple[Record, UsagePreference]


def statements(visit: Visit) -> Iterator[Statement]:
    """Return the preferences that hold for the URL, those of both carriers."""
    yield from _in_robots(visit)
    page = visit.page
    if page is None:
        return
    value = page.header(KEY)
    if value is not None:
        yield from _in_header(value, page, visit)
    if visit.is_strict:
        read = partial(_in_header, page=page, visit=visit)
        yield from denied_in_metas(page, (KEY,), read)


def _in_header(value: str, page: Page, visit: Visit) -> Iterator[Statement]:
    for one in read_usage(value, liberal=visit.is_strict):
        words = _words(one, f"Content-Usage: {value}", HEADER_SPEC)
        yield said_in_header(words, page, KEY)


def _is_silent(visit: Visit) -> bool:
    return visit.robots is None or KEY not in visit.robots.keys


def _in_robots(visit: Visit) -> Iterator[Statement]:
    robots, agent = visit.robots, visit.terms.agent
    if robots is None or KEY not in robots.keys or not robots.allows(agent, visit.url):
        return  # what may not be requested has no preferences: section 3.2
    found = list(_governing(robots.extensions(agent), visit))
    if visit.is_strict:
        found += _outside(robots.ungrouped, visit, found)
        found += _outside(robots.extensions("*"), visit, found)
        found += _outside(set_apart(robots.records, (KEY,)), visit, found)
        to_ai = _outside(said_to_ai(visit), visit, found)
        found += [(record, one) for record, one in to_ai if one.purposes <= OF_AI]
    for record, one in found:
        yield said_in_robots(_words(one, record.text, ROBOTS_SPEC), visit, record)


def _outside(
    records: Iterable[Record], visit: Visit, found: Iterable[Said]
) -> Iterator[Said]:
    """Return what other lines deny, where those found are silent."""
    stated = {one.label for _, one in found}
    for record, one in _governing(records, visit):
        if one.preference is Preference.DISALLOWED and one.label not in stated:
            yield record, replace(one, salvaged=True)


def _governing(records: Iterable[Record], visit: Visit) -> Iterator[Said]:
    """Return the preferences of the longest matching path, and what outlives it."""
    path = normal_path(visit.url)
    found = [(_path(one), one) for one in records if one.key == KEY]
    matching = [(where, one) for where, one in found if matches(where, path)]
    matching.sort(key=lambda pair: len(pair[0]), reverse=True)
    stated: set[str] = set()
    for depth, (_, same) in enumerate(groupby(matching, lambda pair: len(pair[0]))):
        level = [
            (record, one)
            for _, record in same
            for one in read_usage(_preferences(record), liberal=visit.is_strict)
        ]
        for record, one in level:
            is_denial = one.preference is Preference.DISALLOWED
            if depth == 0 or (is_denial and one.label not in stated):
                yield record, one
        stated |= {one.label for _, one in level}
        if not visit.is_strict:
            return


def _path(record: Record) -> str:
    return normal_pattern(split_path(record.value)[0])


def _preferences(record: Record) -> str:
    return split_path(record.value)[1]


def _words(one: UsagePreference, quote: str, spec: str) -> Words:
    return Words(
        signal=NAME,
        purposes=one.purposes,
        preference=one.preference,
        quote=quote,
        spec=spec,
        condition=one.exceptions,
        salvaged=one.salvaged,
    )


SIGNAL = Signal(NAME, statements, is_alike=_is_silent)
