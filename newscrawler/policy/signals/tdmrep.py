"""Is text and data mining reserved? TDMRep, W3C Community Group Final Report 2024.

https://www.w3.org/community/reports/tdmrep/CG-FINAL-tdmrep-20240510/. Carriers: the
file /.well-known/tdmrep.json (first matching location), the response header, the HTML
meta; a later carrier replaces an earlier one (section 6.3), silence resets nothing.
House rules (strict): a reservation covers ai-input too, and denials that the grammar
rejects are salvaged.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from newscrawler.address import authority, host_of, target
from newscrawler.page import Json
from newscrawler.policy.formats.path_pattern import (
    matches,
    normal_path,
    normal_pattern,
)
from newscrawler.policy.formats.robots_lines import decoded
from newscrawler.policy.model import Document, Preference, Statement
from newscrawler.policy.visit import (
    Signal,
    Visit,
    Words,
    said_in_document,
    said_in_header,
    said_in_markup,
)
from newscrawler.purpose import Purpose

NAME = "tdmrep"
SPEC = "TDMRep section 6"
PATH = "/.well-known/tdmrep.json"

_MINING = frozenset((Purpose.TDM, Purpose.AI_TRAIN))
_CONCERNED = _MINING | {Purpose.AI_INPUT}
_SALVAGED_YES = ("1", "true", "yes")


@dataclass(frozen=True, slots=True)
class Reservation:
    """A value that was read: reserved or not, its policy's URL, and the words."""

    reserved: bool
    quote: str
    policy: str | None = None
    salvaged: bool = False


def documents(visit: Visit) -> Iterator[str]:
    """Return the file's URL where a declared purpose is one that it may reserve."""
    site = authority(visit.url)
    if site is not None and visit.terms.purposes & _CONCERNED:
        yield site.origin + PATH


def statements(visit: Visit) -> Iterator[Statement]:
    """Return what each carrier says; which one stands is the lattice's to know."""
    for document in map(visit.document_at, documents(visit)):
        if document is not None:
            for found, line in _in_file(document, visit):
                yield said_in_document(_words(found, visit), document, line)
    page = visit.page
    if page is None:
        return
    policy = page.header("tdm-policy")
    for value in _once(page.header("tdm-reservation")):
        quote = f"tdm-reservation: {value}"
        read = _read_value(value, quote, policy, visit)
        if read is not None:
            yield said_in_header(_words(read, visit), page, "tdm-reservation")
    policy = page.meta("tdm-policy")
    stated = [one.content for one in page.metas if one.name == "tdm-reservation"]
    for value in _once(", ".join(dict.fromkeys(map(str.strip, stated)))):
        read = _read_value(value, value, policy, visit)
        if read is not None:
            selector = 'meta[name="tdm-reservation" i]'
            yield said_in_markup(_words(read, visit), page, selector)


def _once(value: str | None) -> tuple[str, ...]:
    return (value,) if value else ()


def _words(found: Reservation, visit: Visit) -> Words:
    if not found.reserved:
        return Words(NAME, _MINING, Preference.ALLOWED, found.quote, SPEC)
    return Words(
        NAME,
        _CONCERNED if visit.is_strict else _MINING,
        Preference.CONDITIONAL if found.policy else Preference.DISALLOWED,
        found.quote,
        SPEC,
        f"licence: {found.policy}" if found.policy else None,
        salvaged=found.salvaged,
    )


def _read_value(
    value: str, quote: str, policy: str | None, visit: Visit
) -> Reservation | None:
    """Read a header's or meta's value; another value than 0 or 1 is unset."""
    if value.strip() in ("0", "1"):
        return Reservation(value.strip() == "1", quote, policy)
    words = value.lower().replace(",", " ").replace(";", " ").split()
    if visit.is_strict and any(word in _SALVAGED_YES for word in words):
        return Reservation(True, quote, policy, salvaged=True)
    return None


def _in_file(
    document: Document, visit: Visit
) -> Iterator[tuple[Reservation, int | None]]:
    """Return the first rule that matches; strict: a later, longer denial as well."""
    text = decoded(document.body)
    try:
        value: Json = json.loads(text)
    except (ValueError, RecursionError):
        if visit.is_strict and text.lstrip().startswith("[") and _has_denial(text):
            yield Reservation(True, text, salvaged=True), 1
        return
    length = -1
    for number, rule in enumerate(_rules(value, visit)):
        found, where = _read_rule(rule, visit)
        if found is not None and isinstance(value, dict):  # no array: a denial at most
            found = replace(found, salvaged=True) if found.reserved else None
        if found is None or not matches(where, normal_path(visit.url)):
            continue
        if length < 0 or (found.reserved and len(where) > length):
            yield found, _line(text, number)
            if found.reserved or not visit.is_strict:
                return
            length = len(where)


def _has_denial(text: str) -> bool:
    return "tdm-reservation" in text


def _rules(value: Json, visit: Visit) -> list[Mapping[str, Json]]:
    if isinstance(value, dict) and visit.is_strict:
        value = [value]
    return [
        one
        for one in (value if isinstance(value, list) else ())
        if isinstance(one, dict)
    ]


def _read_rule(
    rule: Mapping[str, Json], visit: Visit
) -> tuple[Reservation | None, str]:
    """Return what a rule says and the pattern that it says it for."""
    stated, location = rule.get("tdm-reservation"), rule.get("location")
    policy = rule.get("tdm-policy")
    quote = json.dumps(rule, ensure_ascii=False)
    url = policy if isinstance(policy, str) else None
    is_exact = isinstance(stated, int) and not isinstance(stated, bool)
    where = location if isinstance(location, str) else ""
    if is_exact and stated in (0, 1) and where.startswith(("/", "*")):
        return Reservation(stated == 1, quote, url), normal_pattern(where)
    if not visit.is_strict or str(stated).lower() not in _SALVAGED_YES:
        return None, ""
    found = Reservation(True, quote, url, salvaged=True)
    return found, normal_pattern(_mended(where, visit))


def _mended(where: str, visit: Visit) -> str:
    if "://" in where and host_of(where) == host_of(visit.url):
        return target(where)
    return where if where.startswith(("/", "*")) else f"/{where}"


def _line(text: str, number: int) -> int:
    """Return the line on which the rule with this number begins."""
    at = -1
    for _ in range(number + 1):
        at = text.find('"location"', at + 1)
    return text.count("\n", 0, max(at, 0)) + 1


SIGNAL = Signal(NAME, statements, documents)
