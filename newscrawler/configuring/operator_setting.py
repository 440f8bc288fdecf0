"""Who does the setting NEWSCRAWLER_OPERATOR say that runs the crawler?"""

import json
from collections.abc import Iterator, Mapping

from newscrawler.policy.operator import COUNTRIES, TYPES, UNKNOWN, Operator
from newscrawler.sources.nearest import suggestion

KEYS = ("country", "type", "commercial")
COMMERCIAL = {"commercial": True, "non-commercial": False}
EXAMPLE = "country=DE,type=education,commercial=false"

_NOT_CODES = {"UK": "GB", "EL": "GR"}


def read_operator(stated: object) -> Operator:
    """Return the operator of a mapping, a JSON object or ``key=value,key=value``.

    ValueError, with the mend, where it says nonsense.

    >>> read_operator("country=DE,commercial=false")
    Operator(country='DE', types=None, commercial=False)
    """
    found = dict(_pairs(stated))
    for key in found:
        if key not in KEYS:
            raise ValueError(f"{key!r} is no key; {suggestion(key, KEYS)}")
    if not found:
        return UNKNOWN
    types = list(_types(found.get("type")))
    commercial = _commercial(found.get("commercial"))
    for one in types:
        if one in COMMERCIAL and commercial not in (None, COMMERCIAL[one]):
            raise ValueError(f"type {one!r} contradicts commercial; leave one out")
        commercial = COMMERCIAL.get(one, commercial)
    others = frozenset(types) - COMMERCIAL.keys()
    return Operator(_country(found.get("country")), others or None, commercial)


def _pairs(stated: object) -> Iterator[tuple[str, object]]:
    if isinstance(stated, str):
        stated = _read_text(stated.strip())
    if stated is not None and not isinstance(stated, Mapping):
        raise ValueError(f"{stated!r} is no operator; write {EXAMPLE}")
    for key, value in (stated or {}).items():
        yield str(key).strip(), value


def _read_text(text: str) -> object:
    if text.startswith(("{", "[")):
        try:
            value: object = json.loads(text)
        except (ValueError, RecursionError):
            raise ValueError(f"{text[:80]!r} is no JSON; write {EXAMPLE}") from None
        return value
    found: dict[str, str] = {}
    for part in filter(str.strip, text.split(",")):
        key, equals, value = part.partition("=")
        if not equals or key.strip() in found:
            raise ValueError(f"{part.strip()[:80]!r} is no key=value; write {EXAMPLE}")
        found[key.strip()] = value
    return found


def _country(stated: object) -> str | None:
    if stated is None:
        return None
    code = str(stated).strip().upper()
    if code not in COUNTRIES:
        mend = _NOT_CODES.get(code)
        hint = f"did you mean {mend}?" if mend else "ISO 3166-1 alpha-2, such as DE"
        raise ValueError(f"country {stated!r} is none; {hint}")
    return code


def _types(stated: object) -> Iterator[str]:
    known = (*COMMERCIAL, *TYPES)
    words = stated.split() if isinstance(stated, str) else stated
    if not isinstance(words, list | tuple | None):
        raise ValueError(f"type {stated!r} is no word; known: {', '.join(known)}")
    for word in words or ():
        if word not in known:
            raise ValueError(f"type {word!r} is none; {suggestion(str(word), known)}")
        yield str(word)


def _commercial(stated: object) -> bool | None:
    if stated is None or isinstance(stated, bool):
        return stated
    words = str(stated).strip().lower()
    if words not in ("true", "false"):
        raise ValueError(f"commercial {stated!r} is neither true nor false")
    return words == "true"
