"""Which tags of a document may have more attributes than one may have?

A tag that may is found wherever it could begin; whether it begins there, the parser says
of the text before it. Nearly all end at the next ">", too soon for so many: those are
told by where ">" stands, not taken apart.
"""

import re
from collections.abc import Iterator
from itertools import islice

import re2

MAX_ATTRIBUTES = 256
"""Attributes of one tag: our choice. Real tags stay under 100."""

MAX_DOUBTS = 64
"""Places where a tag too large could begin, and does not: our choice."""

_NEAR = 16384
"""Bytes in which the end of a tag is looked for before anything else of it."""

_MAX_OVERLAP = 8 * 1024 * 1024
"""Bytes that are looked at more than once, for tags that could overlap."""

TAG_START = re.compile(b"<(?=/?[a-zA-Z])")
_NAMED = rb"""=?[^\t\n\f\r />=]++(?:[\t\n\f\r ]*+=[\t\n\f\r ]*+
    (?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|[^\t\n\f\r >"'][^\t\n\f\r >]*+)?+)?+"""
_MANY = re.compile(
    rb"(?:(?:[\t\n\f\r />]|=(?![^\t\n\f\r />=]))*+%b){%d}+"
    % (_NAMED, MAX_ATTRIBUTES + 2),
    re.VERBOSE,
)
"""More attributes than one tag may have; its name counts as one."""
_TAG = re.compile(  # HTML standard, sections 13.2.5.8 and 13.2.5.32 to 13.2.5.40
    rb"</?[^\t\n\f\r />]++(?:[\t\n\f\r /]++|%b|=(?=[\t\n\f\r />=]))*+" % _NAMED,
    re.VERBOSE,
)
PLAIN_ATTRIBUTE = rb"""[\t\n\f\r ]++[^\t\n\f\r />"'=<]++
    (?:=(?:"[^"]*+"|'[^']*+'|[^\t\n\f\r "'=<>`]++))?+"""
"""An attribute that has but one reading, whatever stands around it."""

_SEPARATORS = b"\t\n\f\r /\"'"
"""What stands before an attribute: space, a slash, or another one's last quote."""

_DOUBTFUL = re.compile(
    rb"""<(?!/?[^\t\n\f\r />"'=<]*+
    (?:%b){0,%d}+[\t\n\f\r ]*+/?>)"""
    % (PLAIN_ATTRIBUTE, MAX_ATTRIBUTES - 1),
    re.VERBOSE,
)
"""A tag, where one could begin, that is not written plainly or has too many attributes."""

_SMALL = 2 * MAX_ATTRIBUTES
"""Bytes in which no more attributes have place."""

_MAX_QUOTED = 4096
"""Tags that a quoted ">" may not end, from which on all tags are looked at: our choice."""


def _bytewise() -> re2.Options:
    options = re2.Options()
    options.encoding = re2.Options.Encoding.LATIN1
    return options


_QUOTED_END = re2.compile(
    rb"""<[/a-zA-Z][^>]*=[ \t\n\r\v\f]*(?:"[^">]*|'[^'>]*)>""", _bytewise()
)
"""Up to a ">" before which the last quotation mark may open a value. RE2 reads all in
a quarter of the time that Python takes."""


def doubts_in(markup: bytes) -> frozenset[int] | None:
    """Return where tags too large could begin, None if that is too much to find out."""
    found: set[int] = set()
    left = len(markup) + _MAX_OVERLAP
    for match in _starts_of_large(markup):
        start = match.start()
        if not _DOUBTFUL.match(markup, start) or _is_small(markup, start):
            continue
        tag = _TAG.match(markup, start)
        text = tag[0] if tag else b""
        left -= len(text)
        if _may_be_large(text) and _MANY.match(text, 1):
            found.add(start)
        if left < 0 or len(found) > MAX_DOUBTS:
            return None
    return frozenset(found)


def _starts_of_large(markup: bytes) -> Iterator[re.Match[bytes]]:
    """Yield at least the places where tags could begin that are not small, in order.

    The next ">" is far from those, or in the value that a quotation mark opens.
    """
    quoted = list(islice(_QUOTED_END.finditer(markup), _MAX_QUOTED))
    if len(quoted) == _MAX_QUOTED:
        yield from TAG_START.finditer(markup)
        return
    runs = {match.end() - 1: match.start() for match in quoted}
    known = frozenset(runs)
    runs.update(_long_runs(markup))
    for end, start in sorted(runs.items()):
        opening = markup.find(b"<", start, end)  # many times sooner than a pattern does
        first = TAG_START.search(markup, opening, end) if opening >= 0 else None
        if first and (end in known or _may_be_large(markup[first.start() : end])):
            yield from TAG_START.finditer(markup, first.start(), end)


def _long_runs(markup: bytes) -> Iterator[tuple[int, int]]:
    """Yield where runs without a ">" end and begin that have place for a large tag."""
    at = 0
    while at < len(markup):
        last = markup.rfind(b">", at, at + _SMALL)
        if last < 0:
            last = markup.find(b">", at + _SMALL)
            last = last if last >= 0 else len(markup)
            yield last, at
        at = last + 1


def _is_small(markup: bytes, start: int) -> bool:
    """Tell whether a tag surely ends at the next ">", too soon for many attributes.

    That would have to stand in the value that the last quotation mark before it opens.
    """
    end = markup.find(b">", start, start + _NEAR)
    if end < 0:
        return False
    tag = markup[start:end]
    for mark in (b'"', b"'"):
        if mark in tag and tag[: tag.rfind(mark)].rstrip().endswith(b"="):
            return False
    return not _may_be_large(tag)


def _may_be_large(tag: bytes) -> bool:
    """Tell whether a tag may have too many attributes; a separator sets off each."""
    if len(tag) <= _SMALL:
        return False
    return len(tag) - len(tag.translate(None, _SEPARATORS)) > MAX_ATTRIBUTES
