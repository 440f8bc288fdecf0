"""Which values reserve? ``tdm-reservation`` and ``tdm-policy``, TDMRep section 6.

The file /.well-known/tdmrep.json is an array of rules, of which the first that matches
counts (section 6.2). Strict: denials that the grammar rejects are salvaged, and of two
for one location that disagree the denial stands.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypeGuard

from newscrawler.address import host_of, target
from newscrawler.page import Json
from newscrawler.policy.formats.json_text import read_json
from newscrawler.policy.formats.path_pattern import (
    matches,
    normal_path,
    normal_pattern,
)
from newscrawler.policy.formats.robots_lines import decoded

_SALVAGED_YES = ("1", "1.0", "true", "yes")

MOST_VALUES = 100_000
"""Values of a file that are looked at: our choice."""

_PARTED = re.compile("[\\s,;=:\"']+")
"""What parts the words of a value that is neither 0 nor 1."""

_NAMED = re.compile("tdm[-_]reservation", re.IGNORECASE)
_RESERVED = re.compile(
    r"tdm[-_]reservation[\"']?\s*[:=]\s*[\"']?(?:1|true|yes)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Reservation:
    """A value that was read: reserved or not, its policy's URL, and the words."""

    reserved: bool
    quote: str
    policy: str | None = None
    salvaged: bool = False


def is_reserving(value: str) -> bool:
    """Tell whether a value reserves, in whatever spelling."""
    return value.strip().lower() in _SALVAGED_YES


def read_value(value: str, quote: str, *, strict: bool) -> Reservation | None:
    """Read a header's or meta's value; another value than 0 or 1 is unset."""
    if value.strip() in ("0", "1"):
        return Reservation(value.strip() == "1", quote)
    if strict and any(word in _SALVAGED_YES for word in _PARTED.split(value.lower())):
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
        if strict and _has_denial(text):
            yield Reservation(True, text, salvaged=True), 1
        return
    length, number = -1, 0
    proper = [one for one in value if isinstance(one, dict)] if _is_list(value) else []
    known = {id(one) for one in proper}
    for rule in _objects(value) if strict else proper:
        found, where = _read_rule(rule, url, strict=strict)
        line, number = _line(text, number), number + ("location" in rule)
        if found is not None and id(rule) not in known:  # a denial at most
            found = replace(found, salvaged=True) if found.reserved else None
        if found is None or not matches(where, normal_path(url)):
            continue
        if length < 0 or (found.reserved and len(where) >= length):
            yield found, line
            if found.reserved or not strict:
                return
            length = len(where)


def _has_denial(text: str) -> bool:
    """Tell whether what is no JSON reserves, as far as anybody can tell."""
    if text.lstrip().startswith(("[", "{")):
        return _NAMED.search(text) is not None
    return _RESERVED.search(text) is not None


def _is_list(value: Json) -> TypeGuard[list[Json]]:
    return isinstance(value, list)


def _objects(value: Json) -> Iterator[Mapping[str, Json]]:
    """Yield all objects, those in others or in further arrays too, as they stand."""
    waiting = [value]
    for _ in range(MOST_VALUES):
        if not waiting:
            return
        at = waiting.pop()
        if isinstance(at, dict):
            yield at
            waiting += reversed(at.values())
        elif isinstance(at, list):
            waiting += reversed(at)


def _read_rule(
    rule: Mapping[str, Json], url: str, *, strict: bool
) -> tuple[Reservation | None, str]:
    """Return what a rule says and the pattern that it says it for."""
    stated, location = rule.get("tdm-reservation"), rule.get("location")
    policy = rule.get("tdm-policy")
    quote = json.dumps(rule, ensure_ascii=False)
    named = policy if isinstance(policy, str) else None
    is_exact = isinstance(stated, int | float) and not isinstance(stated, bool)
    where = location if isinstance(location, str) else ""
    is_regex = strict and stated == 1 and ".*" in where
    if is_exact and stated in (0, 1) and where.startswith(("/", "*")) and not is_regex:
        return Reservation(stated == 1, quote, named), normal_pattern(where)
    if strict:
        return _salvaged(rule, quote, url)
    return None, ""


def _salvaged(
    rule: Mapping[str, Json], quote: str, url: str
) -> tuple[Reservation | None, str]:
    """Return the same of a rule in other spelling, as a denial at most."""
    known = {key.strip().lower().replace("_", "-"): rule[key] for key in rule}
    stated = str(known.get("tdm-reservation")).strip().lower()
    if stated not in _SALVAGED_YES:
        return None, ""
    location, policy = known.get("location"), known.get("tdm-policy")
    where = location.strip() if isinstance(location, str) else ""
    named = policy if isinstance(policy, str) else None
    found = Reservation(True, quote, named, salvaged=True)
    return found, normal_pattern(_mended(where, url))


def _mended(where: str, url: str) -> str:
    """Return the path that is meant by a URL, a host with its path, an expression."""
    host = host_of(url).removeprefix("www.")
    where = where.removeprefix("^").replace(".*", "*")
    if "://" in where and host_of(where).removeprefix("www.") == host:
        return target(where)
    for name in (host, f"www.{host}"):
        where = where.removeprefix(name) if where.startswith(f"{name}/") else where
    return where if where.startswith(("/", "*")) else f"/{where}"


def _line(text: str, number: int) -> int:
    """Return the line on which the rule with this number begins."""
    at = -1
    for _ in range(number + 1):
        at = text.find('"location"', at + 1)
    return text.count("\n", 0, max(at, 0)) + 1
