"""What does a Content-Usage value prefer? draft-ietf-aipref-vocab, RFC 9651.

A Structured Fields dictionary whose known keys have the token ``y`` or ``n``; keys
of older drafts are read as denials alone.
https://datatracker.ietf.org/doc/draft-ietf-aipref-vocab/
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import http_sf

from newscrawler.policy.formats.denied_pairs import denied_labels
from newscrawler.policy.model import Preference
from newscrawler.purpose import Purpose

_AI_TRAIN = frozenset((Purpose.AI_TRAIN,))
_AI_INPUT = frozenset((Purpose.AI_INPUT,))
_SEARCH = frozenset((Purpose.SEARCH,))

LABELS = {"train-ai": _AI_TRAIN, "ai-use": _AI_INPUT, "search": _SEARCH}
"""The labels of vocab-08."""

OLD_LABELS = {
    "train-genai": _AI_TRAIN,
    "ai": _AI_TRAIN,
    "genai": _AI_TRAIN,
    "ai-output": _AI_INPUT,
    "inference": _AI_INPUT,
    "tdm": frozenset((Purpose.TDM, Purpose.AI_TRAIN, Purpose.AI_INPUT)),
    "bots": frozenset(Purpose),
    "all": frozenset(Purpose),
}
"""Labels of vocab-01 to -04, which sites have copied: they deny, and allow nothing."""

_OF_SIGNALS = {"ai-train": _AI_TRAIN, "ai-input": _AI_INPUT}
"""Labels of Content-Signal that sites write here: read as denials alone."""

_PURPOSES = LABELS | OLD_LABELS


@dataclass(frozen=True, slots=True)
class UsagePreference:
    """One label's preference; ``exceptions`` is a CC signal's, such as "cc-cr"."""

    label: str
    purposes: frozenset[Purpose]
    preference: Preference
    exceptions: str | None = None
    salvaged: bool = False


@lru_cache(maxsize=1024)
def read_usage(value: str, *, liberal: bool) -> tuple[UsagePreference, ...]:
    """Return what a value prefers; liberally, with the denials only we see in it.

    >>> [one.label for one in read_usage("train-ai=n, search=y, x=1", liberal=False)]
    ['train-ai', 'search']
    >>> read_usage("Train-AI=n", liberal=False)
    ()
    """
    found = {one.label: one for one in _read(value)}
    if liberal:
        for one in _salvaged(value):
            known = found.get(one.label)
            if known is None or known.preference is Preference.ALLOWED:
                found[one.label] = one
    return tuple(found.values())


def _read(value: str) -> Iterator[UsagePreference]:
    try:
        fields = http_sf.parse(value.encode("ascii"), tltype="dictionary")
    except ValueError:
        return
    assert isinstance(fields, dict), "a dictionary was asked for"
    for label, item in fields.items():
        if label not in _PURPOSES or not isinstance(item, tuple):
            continue
        token, parameters = item
        if not isinstance(token, http_sf.Token):
            continue  # the string "n" equals the token n, and says nothing
        if token == http_sf.Token("n"):
            denied = Preference.DISALLOWED
            named = parameters.get("exceptions")
            exceptions = None if named is None else str(named)
            yield UsagePreference(label, _PURPOSES[label], denied, exceptions)
        elif token == http_sf.Token("y") and label in LABELS:
            yield UsagePreference(label, LABELS[label], Preference.ALLOWED)


def _salvaged(value: str) -> Iterator[UsagePreference]:
    known = _PURPOSES | _OF_SIGNALS
    for label in denied_labels(value):
        denied = Preference.DISALLOWED
        yield UsagePreference(label, known[label], denied, salvaged=True)
