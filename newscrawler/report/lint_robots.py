"""Which lines of a robots.txt do not say what they seem to? RFC 9309 section 2.2."""

import re
from collections.abc import Iterator

from newscrawler.address import authority, target
from newscrawler.policy.formats.robots_lines import WHITE, Record, decoded
from newscrawler.policy.hearing import Kind, Outcome, hear
from newscrawler.report.published import (
    Flaw,
    Published,
    flaw_at,
    nearest,
    robots_flaw,
)

READ_BY_ALL = 500 * 1024
"""Octets that every crawler has to read: RFC 9309 section 2.5."""

SPELLINGS = {
    "user-agent": "User-agent",
    "allow": "Allow",
    "disallow": "Disallow",
    "sitemap": "Sitemap",
    "crawl-delay": "Crawl-delay",
    "content-signal": "Content-Signal",
    "content-usage": "Content-Usage",
    "license": "License",
    "request-rate": "Request-rate",
    "visit-time": "Visit-time",
    "clean-param": "Clean-param",
    "host": "Host",
}
"""Keys that some crawler reads, as they are usually written."""

UNSUPPORTED = {
    "noindex": "X-Robots-Tag: noindex (a response header)",
    "nofollow": "X-Robots-Tag: nofollow (a response header)",
    "disallowaitraining": "Content-Signal: ai-train=no",
    "disallowai": "Content-Signal: ai-train=no, ai-input=no",
    "disallow-ai-training": "Content-Signal: ai-train=no",
}
"""Keys that were proposed or dropped, and what is read in their place."""

_RULES = ("allow", "disallow", "crawl-delay", "content-usage", "request-rate")
_PATHS = ("allow", "disallow", "noindex")
_LINE_END = re.compile("\r\n|\r|\n")
_NUMBER = re.compile(r"\d+(\.\d+)?")


def html_in_its_place(published: Published) -> Iterator[Flaw]:
    """Find an HTML page where robots.txt should be."""
    document = published.robots_document
    if document is None:
        return
    heard = hear(document, Kind.ROBOTS, now=document.fetched_at)
    if heard.outcome is not Outcome.HEARD:
        yield flaw_at(
            document.url,
            "",
            "",
            wrong=heard.problem or "cannot be read as robots.txt",
            meaning="crawlers find no rule in it, and most take that for leave",
            mend="a text file, or answer 404 if there are no rules",
        )


def too_long(published: Published) -> Iterator[Flaw]:
    """Find a file of which crawlers need not read the end."""
    document = published.robots_document
    if document is not None and len(document.body) > READ_BY_ALL:
        yield flaw_at(
            document.url,
            "",
            "",
            wrong=f"is {len(document.body)} bytes long",
            meaning="crawlers need not read beyond 500 KiB (RFC 9309 section 2.5)",
            mend="fewer rules, with * in their paths",
        )


def lines_without_colon(published: Published) -> Iterator[Flaw]:
    """Find lines that are neither a record nor a comment."""
    document = published.robots_document
    if document is None or published.robots is None:
        return
    for number, whole in enumerate(_LINE_END.split(decoded(document.body)), 1):
        line = whole[:500].partition("#")[0].strip(WHITE)
        if not line or ":" in line:
            continue
        key, *rest = line.split(None, 1)
        known = key.lower() if key.lower() in SPELLINGS else nearest(key, _KNOWN)
        mend = f"{SPELLINGS[known]}: {''.join(rest)}" if known else f"# {line}"
        yield flaw_at(
            document.url,
            f"line {number}",
            line,
            wrong="has no colon",
            meaning="by RFC 9309 section 2.2 the line says nothing",
            mend=mend.strip(),
        )


def misspelt_keys(published: Published) -> Iterator[Flaw]:
    """Find keys that no crawler, or not every crawler, knows."""
    for record, key in _keys(published):
        if key in SPELLINGS or key in UNSUPPORTED or key == "comment":
            continue
        known = record.key if record.key in SPELLINGS else nearest(key, _KNOWN)
        if known:
            mend = f"{SPELLINGS[known]}: {record.value}".strip()
        else:
            mend = "nothing, or a comment (#): " + ", ".join(SPELLINGS.values())
        yield robots_flaw(
            published,
            record,
            f"the key {key!r} is not in the standard",
            "most crawlers leave the line out and read on",
            mend if known else f"{mend} are read",
        )


def unsupported_keys(published: Published) -> Iterator[Flaw]:
    """Find keys that were proposed or dropped, and that hardly anybody reads."""
    for record, key in _keys(published):
        if key in UNSUPPORTED:
            yield robots_flaw(
                published,
                record,
                f"{key!r} in robots.txt is no standard",
                "the large crawlers do not read it",
                UNSUPPORTED[key],
            )


def rules_before_groups(published: Published) -> Iterator[Flaw]:
    """Find rules that stand before the first User-agent line."""
    robots = published.robots
    for record in robots.ungrouped if robots is not None else ():
        if record.key in _RULES:
            yield robots_flaw(
                published,
                record,
                "stands before the first User-agent line",
                "a rule outside any group binds nobody (RFC 9309 section 2.2.1)",
                f"User-agent: * / {record.text}",
            )


def missing_slashes(published: Published) -> Iterator[Flaw]:
    """Find paths that begin with neither a slash nor a star."""
    for record, _ in _keys(published):
        value = record.value
        if record.key not in _PATHS or not value or value.startswith(("/", "*")):
            continue
        is_url = authority(value) is not None
        path = target(value) if is_url else f"/{value}"
        key = SPELLINGS.get(record.key, "Noindex")
        yield robots_flaw(
            published,
            record,
            "is a whole URL" if is_url else "its path has no slash at the beginning",
            "it matches no path, so nothing follows from it (section 2.2.2)",
            f"{key}: {path}",
        )


def agent_lists(published: Published) -> Iterator[Flaw]:
    """Find several crawlers in one User-agent line."""
    for record, _ in _keys(published):
        names = [one.strip() for one in record.value.split(",") if one.strip()]
        if record.key == "user-agent" and "," in record.value:
            others = ", ".join(names[1:])
            yield robots_flaw(
                published,
                record,
                "names several crawlers in one line",
                f"crawlers read the first name alone (erratum 8895): not {others}",
                " / ".join(f"User-agent: {name}" for name in names),
            )


def agents_that_are_none(published: Published) -> Iterator[Flaw]:
    """Find User-agent lines whose value is empty or has blanks in it."""
    for record, _ in _keys(published):
        if record.key != "user-agent" or "," in record.value:
            continue
        first, *rest = record.value.split() or [""]
        if not first or rest:
            read = f"crawlers read {first!r} alone" if first else "it names nobody"
            yield robots_flaw(
                published,
                record,
                "is no product token (RFC 9309 section 2.2.1)",
                read,
                f"User-agent: {''.join((first, *rest)) or '*'}",
            )


def delays_that_are_none(published: Published) -> Iterator[Flaw]:
    """Find a Crawl-delay that is no number of seconds."""
    for record, _ in _keys(published):
        if record.key == "crawl-delay" and not _NUMBER.fullmatch(record.value):
            digits = _NUMBER.search(record.value)
            yield robots_flaw(
                published,
                record,
                "is no number of seconds",
                "crawlers that keep a delay keep none here",
                f"Crawl-delay: {digits[0] if digits else '10'}",
            )


def relative_addresses(published: Published) -> Iterator[Flaw]:
    """Find a Sitemap or a License that is no whole URL."""
    for record, key in _keys(published):
        if record.key in ("sitemap", "license") and authority(record.value) is None:
            example = f"https://www.example.com/{record.value.lstrip('/')}"
            yield robots_flaw(
                published,
                record,
                "is no absolute URL",
                "crawlers that ask for a whole URL do not find it",
                f"{SPELLINGS.get(key, key)}: {example} (your own host)",
            )


_KNOWN = tuple(SPELLINGS)


def _keys(published: Published) -> Iterator[tuple[Record, str]]:
    """Yield the records, each with its key as it was written."""
    robots = published.robots
    for record in robots.records if robots is not None else ():
        written, colon, _ = record.text.partition("#")[0].partition(":")
        yield record, written.strip(WHITE).lower() if colon else record.key


CHECKS = (
    html_in_its_place,
    too_long,
    lines_without_colon,
    misspelt_keys,
    unsupported_keys,
    rules_before_groups,
    missing_slashes,
    agent_lists,
    agents_that_are_none,
    delays_that_are_none,
    relative_addresses,
)
