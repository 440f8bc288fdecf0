"""What does Content-Signal say, in robots.txt and in the response? Cloudflare.

https://contentsignals.org/ and draft-romm-aipref-contentsignals-00. The sources leave
the scope open; we resolve each key by itself: the longest path of the group that
governs us, else of the lines outside any group. House rules (strict): where our own
group is silent, a ``no`` holds to all crawlers, apart from any group (some readers take
the record for the whole file's) or, of AI, to its crawlers; salvaged denials count.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache, partial

from newscrawler.policy.formats.content_signals import (
    ContentSignal,
    read_content_signals,
    split_path,
)
from newscrawler.policy.formats.path_pattern import (
    matches,
    normal_path,
    normal_pattern,
)
from newscrawler.policy.formats.robots_lines import Record, set_apart
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

NAME = "content-signal"
SPEC = "draft-romm-aipref-contentsignals-00"
KEYS = ("content-signal", "content-signals")

_OF_AI = ("ai-train", "ai-input", "tdm")
_PURPOSES = {one.value: frozenset((one,)) for one in Purpose}
_STORES_NOTHING = frozenset(
    (Purpose.SEARCH, Purpose.ARCHIVE, Purpose.AI_TRAIN, Purpose.TDM)
)

Line = tuple[ContentSignal, str, Record | None]
"""A key's value, the words that say it, and their line (None: in the header)."""


def statements(visit: Visit) -> Iterator[Statement]:
    """Return what the signals say of the URL, those of both carriers."""
    if visit.robots is not None and not visit.robots.keys.isdisjoint(KEYS):
        yield from _statements(_in_robots(visit), visit)
    page = visit.page
    for name in KEYS if page is not None else ():
        value = page.header(name) if page is not None else None
        if value is not None:
            yield from _of_page(value, visit)
    if page is not None and visit.is_strict:
        yield from denied_in_metas(page, KEYS, partial(_of_page, visit=visit))


def _of_page(value: str, visit: Visit) -> Iterator[Statement]:
    found = read_content_signals(split_path(value)[1], liberal=visit.is_strict)
    quote = f"Content-Signal: {value}"
    yield from _statements({one.key: (one, quote, None) for one in found}, visit)


def _names_no_path(visit: Visit) -> bool:
    records = visit.robots.records if visit.robots is not None else ()
    return not any(one.key in KEYS and _read_line(one.value)[0] for one in records)


def _in_robots(visit: Visit) -> dict[str, Line]:
    robots = visit.robots
    assert robots is not None, "asked only where there is one"
    ours, for_all = robots.extensions(visit.terms.agent), robots.extensions("*")
    of_ours = _stated(ours, visit)
    ungrouped = _stated(robots.ungrouped, visit) if robots.ungrouped else {}
    found = ungrouped | of_ours
    if visit.is_strict and for_all != ours:
        for key, line in _stated(for_all, visit).items():
            if line[0].value == "no" and key not in of_ours:
                found[key] = line
    if visit.is_strict:
        apart = _stated(set_apart(robots.records, KEYS), visit)
        to_ai = _stated(said_to_ai(visit), visit)
        of_ai = {key: to_ai[key] for key in _OF_AI if key in to_ai}
        for key, (signal, quote, record) in (*apart.items(), *of_ai.items()):
            if signal.value == "no" and key not in found:
                found[key] = replace(signal, salvaged=True), quote, record
    return found


def _stated(records: Iterable[Record], visit: Visit) -> dict[str, Line]:
    """Return each key's value: of the longest path, and of equals the ``no``."""
    path = normal_path(visit.url)
    found: dict[str, tuple[int, Line]] = {}
    for record in records:
        if record.key not in KEYS:
            continue
        pattern, pairs = _read_line(record.value)
        if not matches(pattern, path):
            continue
        for one in read_content_signals(pairs, liberal=visit.is_strict):
            known = found.get(one.key)
            length = len(pattern)
            if known is None or _weighs_more(length, one, known):
                found[one.key] = (length, (one, record.text, record))
    return {key: line for key, (_, line) in found.items()}


@lru_cache(maxsize=1024)
def _read_line(value: str) -> tuple[str, str]:
    """Return the normal pattern and the pairs of a line: each URL asks again."""
    where, pairs = split_path(value)
    return normal_pattern(where), pairs


def _weighs_more(length: int, one: ContentSignal, known: tuple[int, Line]) -> bool:
    if length != known[0]:
        return length > known[0]
    return one.restrains_more_than(known[1][0])


def _statements(found: dict[str, Line], visit: Visit) -> Iterator[Statement]:
    for key, line in found.items():
        if key == "use":
            asked = found.get("ai-input")
            allows_input = asked is not None and asked[0].value == "yes"
            yield from _use_statements(line, visit, allows_input=allows_input)
        else:
            purposes = _PURPOSES[key]
            if line[0].value == "yes":
                yield _statement(line, visit, purposes, Preference.ALLOWED)
                continue
            if key == "ai-train" and visit.is_strict:
                # the preamble reserves under Directive (EU) 2019/790 article 4
                purposes |= {Purpose.TDM}
            yield _statement(line, visit, purposes, Preference.DISALLOWED)


def _use_statements(
    line: Line, visit: Visit, *, allows_input: bool
) -> Iterator[Statement]:
    denied = Preference.DISALLOWED
    if line[0].value == "immediate":
        yield _statement(line, visit, _STORES_NOTHING, denied)
    if line[0].value == "reference":
        search = frozenset((Purpose.SEARCH,))
        yield _statement(line, visit, search, Preference.CONDITIONAL, "excerpt")
        shown = {Purpose.ARCHIVE} | (set() if allows_input else {Purpose.AI_INPUT})
        yield _statement(line, visit, frozenset(shown), denied)


def _statement(
    line: Line,
    visit: Visit,
    purposes: frozenset[Purpose],
    preference: Preference,
    condition: str | None = None,
) -> Statement:
    signal, quote, record = line
    words = Words(
        NAME, purposes, preference, quote, SPEC, condition, salvaged=signal.salvaged
    )
    if record is not None:
        return said_in_robots(words, visit, record)
    assert visit.page is not None, "a header came with a page"
    return said_in_header(words, visit.page, "content-signal")


SIGNAL = Signal(NAME, statements, is_alike=_names_no_path)
