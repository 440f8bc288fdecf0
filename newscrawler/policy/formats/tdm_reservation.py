"""Which values reserve? ``tdm-reservation`` and ``tdm-policy``, TDMRep section 6.

The file /.well-known/tdmrep.json is an array of rules, of which the first that matches
counts (section 6.2). Strict: denials that the grammar rejects are salvaged.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from newscrawler.address import host_of, target
from newscrawler.page import Json
from newscrawler.policy.formats.json_text import read_json
from newscrawler.policy.formats.path_pattern import (
    matches,
    normal_path,
    normal_pattern,
)
from newscrawler.policy.formats.robots_lines import decoded

_SALVAGED_YES = ("1", "true", "yes")


@dataclass(frozen=True, slots=True)
class Reservation:
    """A value that was read: reserved or not, its policy's URL, and the words."""

    reserved: bool
    quote: str
    policy: str | None = None
    salvaged: bool = False


def read_value(value: str, quote: str, *, strict: bool) -> Reservation | None:
    """Read a header's or meta's value; another value than 0 or 1 is unset."""
    if value.strip() in ("0", "1"):
        return Reservation(value.strip() == "1", quote)
    words = value.lower().replace(",", " ").replace(";", " ").split()
    if strict and any(word in _SALVAGED_YES for word in words):
        return Reservation(True, quote, salvaged=True)
    return None


def rules_for(
    body: bytes, url: str, *, strict: bool
) -> tuple[tuple[Reservation, int], ...]:
    """Return the first rule of a file that matches, and its line.

    Strict: a later, longer denial as well.
    """
    return _rules_of(body, url, strict=strict) if has_rules(body) else ()


def has_rules(body: bytes) -> bool:
    """Tell whether a file may say anything: an empty array does not."""
    return _read_file(body)[1] != []


@lru_cache(maxsize=64)
def _rules_of(
    body: bytes, url: str, *, strict: bool
) -> tuple[tuple[Reservation, int], ...]:
    """Return the same of a file that is not empty; several readers of a URL ask."""
    text, value = _read_file(body)
    return tuple(_rules_for(text, value, url, strict=strict))


@lru_cache(maxsize=64)
def _read_file(body: bytes) -> tuple[str, Json]:
    """Return a file's text, and its value, None if no JSON; each URL asks again."""
    text = decoded(body)
    try:
        return text, read_json(text)
    except ValueError:
        return text, None


def _rules_for(
    text: str, value: Json, url: str, *, strict: bool
) -> Iterator[tuple[Reservation, int]]:
    if value is None:
        if strict and text.lstrip().startswith("[") and _has_denial(text):
            yield Reservation(True, text, salvaged=True), 1
        return
    length = -1
    for number, rule in enumerate(_rules(value, strict=strict)):
        found, where = _read_rule(rule, url, strict=strict)
        if found is not None and isinstance(value, dict):  # no array: a denial at most
            found = replace(found, salvaged=True) if found.reserved else None
        if found is None or not matches(where, normal_path(url)):
            continue
        if length < 0 or (found.reserved and len(where) > length):
            yield found, _line(text, number)
            if found.reserved or not strict:
                return
            length = len(where)


def _has_denial(text: str) -> bool:
    return "tdm-reservation" in text


def _rules(value: Json, *, strict: bool) -> list[Mapping[str, Json]]:
    if isinstance(value, dict) and strict:
        value = [value]
    return [
        one
        for one in (value if isinstance(value, list) else ())
        if isinstance(one, dict)
    ]


def _read_rule(
    rule: Mapping[str, Json], url: str, *, strict: bool
) -> tuple[Reservation | None, str]:
    """Return what a rule says and the pattern that it says it for."""
    stated, location = rule.get("tdm-reservation"), rule.get("location")
    policy = rule.get("tdm-policy")
    quote = json.dumps(rule, ensure_ascii=False)
    named = policy if isinstance(policy, str) else None
    is_exact = isinstance(stated, int) and not isinstance(stated, bool)
    where = location if isinstance(location, str) else ""
    if is_exact and stated in (0, 1) and where.startswith(("/", "*")):
        return Reservation(stated == 1, quote, named), normal_pattern(where)
    if not strict or str(stated).lower() not in _SALVAGED_YES:
        return None, ""
    found = Reservation(True, quote, named, salvaged=True)
    return found, normal_pattern(_mended(where, url))


def _mended(where: str, url: str) -> str:
    if "://" in where and host_of(where) == host_of(url):
        return target(where)
    return where if where.startswith(("/", "*")) else f"/{where}"


def _line(text: str, number: int) -> int:
    """Return the line on which the rule with this number begins."""
    at = -1
    for _ in range(number + 1):
        at = text.find('"location"', at + 1)
    return text.count("\n", 0, max(at, 0)) + 1
