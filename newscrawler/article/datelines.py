"""Where, by whom and when was a report filed, by its own first words?"""

import re
from dataclasses import replace
from functools import lru_cache

from newscrawler.article.people import is_agency
from newscrawler.article.plain import key
from newscrawler.items import Dateline

MAX_DATELINE = 110
"""Characters that a dateline has at most: our choice."""

_DASH = re.compile(r"\s?(?:[–—―]|--|(?<=[\s)）])-)\s?|(?<=\))\s?:\s|(?<=[)）\]】])\s")
_BRACKET = re.compile(r"[(（\[【]([^()（）\[\]【】]{2,60})[)）\]】]")
_PLACE = re.compile(r"[^\W\d_][^\d()（）\[\]:;!?\"“”]{0,50}")
_NUMBER = re.compile(r"\d")
_SIGNED = re.compile(
    r"^[(（\[【]([^()（）\[\]【】=]{1,30})=([^()（）\[\]【】=]{1,30})[)）\]】]\s*"
    r"(?:[^=()]{2,40}=\s*)?"
)
"""Place and agency, and perhaps the reporter, as Korean agencies begin."""

_NAMED = re.compile(
    r"^[(（\[【]([^()（）\[\]【】=]{2,30})[)）\]】]\s*(?:[–—-]{1,2}\s+)?"
)
_WIRED = re.compile(
    r"^[【(（]?([\u4e00-\u9fff]{2,4}[社网網])([\u4e00-\u9fff]{2,8}?)(\d{1,2}月\d{1,2}日)"
    r"[\u4e00-\u9fff]{0,4}?[电電][】)）]?(?:\s?[(（][^()（）]{2,20}[)）])?\s*"
)
"""Agency, place and day, and perhaps the reporter, as Chinese agencies begin."""

_HOST = re.compile(r"[^\W_]+(?:\.[a-z]{2,})+", re.IGNORECASE)
"""What a site signs with that signs with its host's name: "KOMPAS.com"."""

_FIRST = re.compile(r"([^.!?]{2,30})\.\s")
_SLASH = re.compile(r"\s*[/,]\s*")


def find_dateline(text: str, agency: str | None = None) -> Dateline | None:
    """Return the dateline that a first paragraph begins with, None if with none.

    ``agency`` is one that is known to sign here.

    >>> find_dateline("Jakarta (ANTARA) - Menteri itu berkata").place
    'Jakarta'
    >>> line = find_dateline("PARIS, 3 juin (AFP) — Le ministre")
    >>> line.place, line.agency, line.date
    ('PARIS', 'AFP', '3 juin')
    """
    if signed := _SIGNED.match(text):
        place, agency_name = signed.groups()
        return Dateline(signed[0].strip(), place.strip(), agency_name.strip())
    if wired := _WIRED.match(text):
        agency_name, place, date = wired.groups()
        return Dateline(wired[0].strip(), place, agency_name, date)
    if (named := _NAMED.match(text)) and (
        is_agency(named[1]) or _same(named[1], agency)
    ):
        return Dateline(named[0].strip(), None, named[1].strip())
    match = _DASH.search(text, 0, MAX_DATELINE)
    if match is None or match.end() >= len(text):
        return None
    head = text[: match.start()].strip()
    found = _read(text[: match.end()].strip(), head, agency)
    first = _FIRST.match(text, match.end())
    if found and found.agency is None and first and is_agency(first[1]):
        return replace(found, agency=first[1], raw=text[: first.end()].strip())
    return found


def _read(raw: str, head: str, agency: str | None) -> Dateline | None:
    """Return what stands before the dash, if it is a place and who filed from it."""
    bracket = _BRACKET.search(head)
    inside = bracket[1].strip() if bracket else None
    before = head[: bracket.start()] if bracket else head
    place, _, rest = before.partition(",")
    place, rest = place.strip(), rest.strip(" ,")
    if inside is None and _HOST.fullmatch(place):
        place, rest = rest, place
    date = rest if _NUMBER.search(rest) else None
    if not _is_place(place):
        return None
    if inside is None:
        return _unsigned(raw, before.strip(), date, agency)
    if date is None and rest and not _NUMBER.search(rest):
        place = f"{place}, {rest}"
    if _NUMBER.search(inside):
        agency_part, _, dated = (
            inside.partition(",") if "," in inside else ("", "", inside)
        )
        return Dateline(raw, place, agency_part.strip() or None, dated.strip())
    return Dateline(raw, place, inside, date) if _is_signature(inside, agency) else None


def _unsigned(
    raw: str, before: str, date: str | None, agency: str | None
) -> Dateline | None:
    """Return a dateline without brackets: a place in capitals, or one and who signs."""
    parts = [part.strip() for part in before.split(",") if part.strip()]
    for at, part in enumerate(parts) if len(parts) == 2 else ():
        if _HOST.fullmatch(part) or is_agency(part) or _same(part, agency):
            other = parts[1 - at]
            return Dateline(raw, other, part, None) if _is_place(other) else None
    place = parts[0] if date and parts else before
    return Dateline(raw, place, None, date) if _is_loud(place) else None


def _is_place(text: str) -> bool:
    """Tell whether words can name a place: few, and each long one in capitals."""
    words = text.split()
    if not words or len(words) > 4 or not _PLACE.fullmatch(text):
        return False
    return all(not word[0].islower() or len(word) <= 3 for word in words)


def _is_loud(place: str) -> bool:
    """Tell whether a place without an agency is in capitals, as wires write it."""
    letters = [char for char in place if char.isalpha()]
    return len(letters) > 2 and sum(map(str.isupper, letters)) > 0.7 * len(letters)


def _is_signature(text: str, agency: str | None) -> bool:
    """Tell whether words in brackets sign a report: an agency's, or all in capitals."""
    names = [part for part in _SLASH.split(text) if part]
    known = any(is_agency(name) or _same(name, agency) for name in names)
    return known or (len(text) <= 25 and text.upper() == text and text.lower() != text)


@lru_cache(maxsize=256)
def _same(name: str, agency: str | None) -> bool:
    return bool(agency) and key(name) == key(agency or "")
