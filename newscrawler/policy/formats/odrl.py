"""What does a TDM policy ask and permit? ODRL 2.2 as JSON-LD, in the profile of TDMRep.

https://www.w3.org/TR/odrl-model/ and TDMRep, "Expressing a TDM Policy". A duty is read
wherever it may stand. A permission is one only to the letter: an Offer of the profile
to everybody, mining for research and nothing asked; an extension makes it none. The
target names the collection by any URI, it does not say which pages are in it.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from newscrawler.page import Json
from newscrawler.policy.formats.json_text import read_json
from newscrawler.policy.formats.robots_lines import decoded

MAX_BYTES = 1024 * 1024
"""Bytes of a policy that we read: our choice."""

MOST_DUTIES = 8
"""Duties that a condition names: our choice. The profile has 2."""

MAX_WORD = 60
"""Characters of a duty's name: our choice."""

PROFILE = "http://www.w3.org/ns/tdmrep"

_PREFIXES = {
    "http://www.w3.org/ns/odrl/2/": "",
    "odrl:": "",
    f"{PROFILE}#": "tdm:",
    f"{PROFILE}/": "tdm:",
}
_RESEARCH = ["tdm:research"]
_PLAIN = frozenset(
    ("target", "action", "duty", "constraint", "assigner", "uid", "@id", "@type")
)
"""What a rule may have and be no more than it seems."""
_CONSTRAINT = frozenset(("leftOperand", "operator", "rightOperand", "uid", "@id"))

Node = Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class MiningPolicy:
    """``duties`` are asked of who mines, for whatever but research alone.

    ``research`` is the permission that asks nothing, as published, None if there is
    none; ``line``, from 1, is where its purpose is first named.
    """

    duties: tuple[str, ...] = ()
    research: str | None = None
    line: int = 1


@lru_cache(maxsize=16)
def read_policy(body: bytes) -> MiningPolicy | None:
    """Return what a policy says, None where nothing can be read: conditions unknown.

    >>> rule = '{"action": "tdm:mine", "duty": {"action": "obtainConsent"}}'
    >>> read_policy(f'{{"permission": [{rule}]}}'.encode()).duties
    ('obtainConsent',)
    """
    text = decoded(body) if len(body) <= MAX_BYTES else ""
    policy = _read(text)
    if not isinstance(policy, dict):
        return None
    permissions = [one for one in _nodes(policy, "permission") if _mines(one)]
    duties = _nodes(policy, "obligation")
    for one in permissions:
        if _purposes(one) != _RESEARCH:
            duties += _nodes(one, "duty")
    names = dict.fromkeys(_duty(one) for one in duties)
    research = _research(policy, permissions)
    line = text.count("\n", 0, max(text.find("research"), 0)) + 1
    return MiningPolicy(tuple(names)[:MOST_DUTIES], research, line)


def _read(text: str) -> Json:
    try:
        return read_json(text, is_strict=True)
    except ValueError:
        return None


def _members(node: Node, name: str) -> list[Json]:
    """Return the values of a member in whichever spelling, a list laid flat."""
    found: list[Json] = []
    for key, value in node.items():
        if _name(key) == name:
            found += value if isinstance(value, list) else [value]
    return [one for one in found if one is not None]


def _nodes(node: Node, name: str) -> list[Node]:
    """Return the objects of a member; what is there and is none is an empty one."""
    return [one if isinstance(one, dict) else {} for one in _members(node, name)]


def _name(word: str) -> str:
    """Return a name without ODRL's prefix, and with TDMRep's."""
    word = word.strip()
    if word in ("type", "id"):
        return f"@{word}"
    plain = f"http:{word[6:]}" if word.startswith("https:") else word
    for prefix, short in _PREFIXES.items():
        if plain.startswith(prefix):
            return short + plain.removeprefix(prefix)
    return word


def _words(node: Node, name: str) -> list[str]:
    """Return the names that a member holds: texts, or objects with an ``@id``."""
    found: list[str] = []
    for one in _members(node, name):
        inner = one.get("rdf:value", one) if isinstance(one, dict) else one
        if isinstance(inner, dict):
            inner = inner.get("@id", inner.get("id", inner.get("@value")))
        found.append(_name(inner) if isinstance(inner, str) else "")
    return found


def _mines(rule: Node) -> bool:
    """Tell whether a rule is of mining, or of nobody knows what."""
    actions = _words(rule, "action")
    return not actions or any(one in ("tdm:mine", "mine", "") for one in actions)


def _duty(duty: Node) -> str:
    """Return what a duty asks, in the publisher's own word."""
    words = " ".join(_words(duty, "action")).split()
    return " ".join(words)[:MAX_WORD] or "another duty"


def _purposes(rule: Node) -> list[str]:
    """Return the purposes that a rule is for and no other; none: it is for any."""
    found = []
    for one in _nodes(rule, "constraint"):
        is_plain = {_name(key) for key in one} <= _CONSTRAINT
        left, operator = _words(one, "leftOperand"), _words(one, "operator")
        if not is_plain or (left, operator) != (["purpose"], ["eq"]):
            return []
        found += _words(one, "rightOperand")
    return found


def _research(policy: Node, permissions: Sequence[Node]) -> str | None:
    """Return the permission for research of which all of the policy leaves no doubt."""
    if (
        _words(policy, "@type") != ["Offer"]
        or _words(policy, "profile") not in ([PROFILE], ["tdm:"])  # with a last slash
        or any(_members(policy, name) for name in ("obligation", "assignee", "@graph"))
        or any(_purposes(one) != ["tdm:non-research"] for one in _prohibitions(policy))
    ):
        return None
    found = [one for one in permissions if _purposes(one) == _RESEARCH]
    if not found or not all(map(_asks_nothing, found)):
        return None
    quotes = [json.dumps(one, ensure_ascii=False) for one in found]
    is_narrowed = any("refinement" in quote for quote in quotes)  # section 2.5.1
    return None if is_narrowed else quotes[0]


def _prohibitions(policy: Node) -> list[Node]:
    return _nodes(policy, "prohibition")


def _asks_nothing(permission: Node) -> bool:
    is_plain = {_name(key) for key in permission} <= _PLAIN
    is_mining = _words(permission, "action") == ["tdm:mine"]
    return is_plain and is_mining and not _members(permission, "duty")
