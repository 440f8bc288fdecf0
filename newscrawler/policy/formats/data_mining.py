"""What do PLUS Data Mining and CAWG training-mining values say of a picture or film?

PLUS and IPTC: property DataMining of http://ns.useplus.org/ldf/xmp/1.0/, values of
http://ns.useplus.org/ldf/vocab/DMI-..., compared by their last part in any case.
CAWG Training and Data Mining Assertion 1.1,
https://cawg.io/training-and-data-mining/1.1/, and C2PA 1.x before it. A copy of an
assertion on a page carries no signature, so it denies at most.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape

from newscrawler.page import Json
from newscrawler.policy.model import Preference
from newscrawler.purpose import Purpose

_TRAIN = frozenset((Purpose.AI_TRAIN,))
_MINE = frozenset((Purpose.TDM, Purpose.AI_TRAIN, Purpose.AI_INPUT))
_EVERYTHING = _MINE | {Purpose.SEARCH}

_PROHIBITED = {
    "prohibited": _EVERYTHING,
    "prohibited-aimltraining": _TRAIN,
    "prohibited-genaimltraining": _TRAIN,
    "prohibited-exceptsearchengineindexing": _MINE,
    "prohibited-seeconstraint": _EVERYTHING,
    "prohibited-seeembeddedrightsexpr": _EVERYTHING,
    "prohibited-seelinkedrightsexpr": _EVERYTHING,
}
_ENTRIES = {
    "data_mining": frozenset((Purpose.TDM,)),
    "ai_inference": frozenset((Purpose.AI_INPUT,)),
    "ai_training": _TRAIN,
    "ai_generative_training": _TRAIN,
}
_ENTRY = re.compile(r"(?:cawg|c2pa)\.(\w+)")
_XMP = re.compile(
    r"(?<![\w-])(?:[\w-]+:)?(DataMining|OtherConstraints)"
    r"(?:\s*+=\s*+[\"']([^\"'<>]*)"
    r"|\s[^<>]{0,200}?resource\s*+=\s*+[\"']([^\"'<>]*)"
    r"|\s*+>([^<>]*)<)",
    re.IGNORECASE,
)

MAX_XMP = 256 * 1024
"""Characters of an XMP packet that we read: our choice."""


@dataclass(frozen=True, slots=True)
class Mining:
    """What a value says; ``condition``: by what else it may be lifted."""

    purposes: frozenset[Purpose]
    preference: Preference
    condition: str | None = None
    salvaged: bool = False


def read_plus(value: str, constraint: str | None, *, liberal: bool) -> Mining | None:
    """Return what a DataMining value says, None if nothing.

    ``constraint``: plus:OtherConstraints, to which a value may refer. Liberally, an
    unknown value that speaks of a prohibition is one.

    >>> read_plus("DMI-PROHIBITED-AIMLTRAINING", None, liberal=False).preference.value
    'disallowed'
    """
    name = re.split("[/#:]", value.strip())[-1].lower()
    if not name.startswith("dmi-"):
        return None
    name = name.removeprefix("dmi-")
    if name == "allowed":
        allowed = frozenset((Purpose.TDM, Purpose.AI_TRAIN))
        return Mining(allowed, Preference.ALLOWED)
    condition = (
        f"see {constraint or 'the rights expression'}" if "-see" in name else None
    )
    if name in _PROHIBITED:
        return Mining(_PROHIBITED[name], Preference.DISALLOWED, condition)
    if liberal and "prohibited" in name:
        return Mining(_EVERYTHING, Preference.DISALLOWED, condition, salvaged=True)
    return None


def read_xmp(text: str) -> Iterator[tuple[str, str | None]]:
    """Return each DataMining value of an XMP packet, with the packet's constraint.

    >>> list(read_xmp('<x plus:DataMining="a/DMI-PROHIBITED"/>'))
    [('a/DMI-PROHIBITED', None)]
    """
    found = [
        (match[1].lower(), unescape(match[2] or match[3] or match[4] or "").strip())
        for match in _XMP.finditer(text[:MAX_XMP])
    ]
    constraints = (value for name, value in found if name == "otherconstraints")
    constraint = next((value for value in constraints if value), None)
    return ((value, constraint) for name, value in found if name == "datamining")


def read_assertion(entries: Mapping[str, Json]) -> Iterator[tuple[str, Mining]]:
    """Return the denials of a training-mining assertion, with the entry's words.

    >>> entries = {"cawg.ai_training": {"use": "notAllowed"}}
    >>> [words for words, _ in read_assertion(entries)]
    ['cawg.ai_training: notAllowed']
    """
    for key, entry in entries.items():
        match = _ENTRY.fullmatch(key)
        if match is None or not isinstance(entry, dict):
            continue
        purposes, use = _ENTRIES.get(match[1]), entry.get("use")
        info = entry.get("constraint_info", entry.get("constraints_info"))
        if purposes is None or use not in ("notAllowed", "constrained"):
            continue
        is_open = use == "constrained" and isinstance(info, str) and bool(info.strip())
        preference = Preference.CONDITIONAL if is_open else Preference.DISALLOWED
        condition = f"see {info}" if is_open else None
        yield f"{key}: {use}", Mining(purposes, preference, condition)
