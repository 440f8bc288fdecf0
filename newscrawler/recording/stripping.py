"""What is taken out of a page before it is written? Scripts, and personal data.

Found are: scripts, but JSON in them stays, since articles and rights are stated there;
``on…`` attributes and ``javascript:`` links; e-mail addresses; telephone numbers that
are links, international or labelled; the names of authors that JSON-LD, a ``meta``,
``rel="author"`` or ``itemprop="author"`` states, wherever on the page they stand.

Not found are: other names, of the people that an article is about too; addresses that
are spelt out ("desk at gazette"); numbers without a label; pictures; postal addresses.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from html import escape
from itertools import count

from selectolax.lexbor import LexborHTMLParser

from newscrawler.markup.told import Json
from newscrawler.page import Page


class Strip(StrEnum):
    """What may be taken out."""

    SCRIPTS = "scripts"
    PERSONAL = "personal"


@dataclass(frozen=True, slots=True)
class Stripped:
    """A page's text as it is written, and how often what was taken out, by its kind."""

    text: str
    counts: dict[str, int]


_JSON_TYPES = re.compile(r"application/(?:[\w.+-]+\+)?json", re.IGNORECASE)
_SCRIPT = re.compile(
    r"<script\b([^>]*)>.*?(?:</script\s*>|\Z)", re.IGNORECASE | re.DOTALL
)
_EMAIL = re.compile(r"[\w.+-]+(?:@|%40|\\u0040)(?:[\w-]+\.)+[^\W\d_]{2,}")
_HIDDEN_EMAIL = re.compile(r'(data-cfemail="|/email-protection#)[0-9a-f]+')
_TEL = re.compile(r"(?:tel|sms|callto):[^\"'<>\s]+", re.IGNORECASE)
_NUMBER = r"\(?\d[\d ()./\u2011\u00a0-]{5,18}\d"
_INTERNATIONAL = re.compile(rf"(?<![\w+])\+{_NUMBER}")
_LABELLED = re.compile(
    r"(?:\b(?:tele(?:ph|f)on\w*|t[eé]l(?:p|[eé]phone|[eé]fono)?|phone|fax|mobile|hp|wa"
    rf"|whats ?app)\b\W{{0,4}}|[☎📞☏]\W{{0,4}}|電話\W{{0,4}}|전화\W{{0,4}}){_NUMBER}",
    re.IGNORECASE,
)
_METAS = ("author", "article:author", "dc.creator", "parsely-author", "byl")
_AUTHORS = '[rel~="author"], [itemprop~="author"], [itemprop~="creator"]'
_KEYS = ("author", "creator", "editor", "contributor")

FIRST_NAMES = ("Robin", "Sasha", "Kim", "Noa", "Alex", "Sam", "Jules", "Toni")
LAST_NAMES = ("Example", "Sample", "Muster", "Specimen")


def stripped(page: Page, what: frozenset[Strip]) -> Stripped:
    """Return the text of an HTML page without what is to be taken out."""
    counts: dict[str, int] = {}
    tree = LexborHTMLParser(page.text)
    if Strip.SCRIPTS in what:
        counts["handlers"] = _take_handlers(tree)
    text = tree.html or ""
    if Strip.SCRIPTS in what:
        text, counts["scripts"] = _without_scripts(text)
    if Strip.PERSONAL in what:
        text, counts["names"] = _without_names(text, sorted(names_in(page)))
        text, counts["emails"] = _EMAIL.subn("somebody@example.invalid", text)
        text, hidden = _HIDDEN_EMAIL.subn(r"\g<1>", text)
        counts["emails"] += hidden
        text, counts["numbers"] = _without_numbers(text)
    return Stripped(text, counts)


def _take_handlers(tree: LexborHTMLParser) -> int:
    """Take out what runs without a ``<script>``; return how many there were."""
    taken = 0
    for node in tree.css("*"):
        for name, value in list(node.attributes.items()):
            words = "".join((value or "").split()).lower()
            if name.startswith("on") or words.startswith("javascript:"):
                del node.attrs[name]
                taken += 1
    return taken


def _without_scripts(text: str) -> tuple[str, int]:
    taken = count()

    def replaced(found: re.Match[str]) -> str:
        if _JSON_TYPES.search(found[1]):
            return found[0]
        next(taken)
        return ""

    text = _SCRIPT.sub(replaced, text)
    return text, next(taken)


def names_in(page: Page) -> frozenset[str]:
    """Return the names of authors that the markup states, of two letters or more."""
    found = [one.content for one in page.metas if one.name in _METAS]
    found += [node.text() for node in page.css(_AUTHORS)]
    for block in page.json_ld:
        found += _stated(block)
    plain = (" ".join(one.split()) for one in found)
    return frozenset(one for one in plain if _is_name(one))


def _is_name(text: str) -> bool:
    """Tell whether a text is a name; a word such as "div" stands in the markup too."""
    is_word = text.isascii() and text.islower() and " " not in text
    return 2 <= len(text) <= 80 and "/" not in text and not is_word


def _stated(value: Json, key: str = "") -> Iterator[str]:
    """Yield the names of persons under the keys that schema.org has for authors."""
    waiting: list[tuple[Json, str]] = [(value, key)]
    while waiting:
        at, under = waiting.pop()
        if isinstance(at, str) and under in _KEYS:
            yield at
        elif isinstance(at, list):
            waiting += [(one, under) for one in at]
        elif isinstance(at, dict):
            named = at.get("name")
            is_group = "Organization" in str(at.get("@type"))
            if under in _KEYS and isinstance(named, str) and not is_group:
                yield named
            waiting += [(one, name) for name, one in at.items()]


def _without_names(text: str, names: list[str]) -> tuple[str, int]:
    """Return a text with other names in place of some, each always the same."""
    taken = 0
    invented = _invented()
    for name in sorted(names, key=len, reverse=True):
        other = next(invented)
        for form, instead in _forms(name, other):
            pattern = re.escape(form)
            if form[0].isascii() and form[-1].isascii():
                pattern = rf"(?<!\w){pattern}(?!\w)"
            text, many = re.subn(pattern, instead, text, flags=re.IGNORECASE)
            taken += many
    return text, taken


def _forms(name: str, other: str) -> Iterator[tuple[str, str]]:
    """Yield the ways in which a name is written in HTML, JSON and addresses."""
    told = json.dumps(name)[1:-1]
    yield from dict.fromkeys((name, escape(name), told), other).items()
    for between in ("-", "_", "%20", "+"):
        if " " in name:
            yield name.replace(" ", between), other.lower().replace(" ", between)


def _invented() -> Iterator[str]:
    for number in count():
        first = FIRST_NAMES[number % len(FIRST_NAMES)]
        last = LAST_NAMES[number // len(FIRST_NAMES) % len(LAST_NAMES)]
        yield f"{first} {last}"


def _without_numbers(text: str) -> tuple[str, int]:
    """Return a text with zeros for the digits of its telephone numbers."""
    taken = count()

    def zeros(found: re.Match[str]) -> str:
        instead = re.sub(r"\d", "0", found[0])
        if instead != found[0]:  # a link is labelled too
            next(taken)
        return instead

    for pattern in (_TEL, _INTERNATIONAL, _LABELLED):
        text = pattern.sub(zeros, text)
    return text, next(taken)
