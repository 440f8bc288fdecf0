"""What does a Content-Signal value say? contentsignals.org, draft-romm-aipref.

Not a structured field: ``key=yes|no`` pairs after commas, with a path before them on
some sites. ``use=immediate|reference|full`` was announced in July 2026.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from newscrawler.policy.formats.denied_pairs import denied_labels

_YES_NO = frozenset(("search", "ai-input", "ai-train"))
_USES = frozenset(("immediate", "reference", "full"))
_LEAST_FIRST = ("no", "yes", "immediate", "reference", "full")
_PAIR = re.compile(r"\s*([A-Za-z-]+)\s*=\s*([A-Za-z]+)\s*")
_USE = re.compile(
    r"(?<![\w-])use\s*+[=:]\s*+[^\w\s,;]{0,3}(immediate|reference)(?![\w-])",
    re.IGNORECASE,
)
_SAME = {
    "train-ai": ("ai-train",),
    "train-genai": ("ai-train",),
    "genai": ("ai-train",),
    "ai-use": ("ai-input",),
    "ai-output": ("ai-input",),
    "inference": ("ai-input",),
    "ai": ("ai-train", "ai-input"),
    "bots": (),
    "all": (),
}
"""Labels of Content-Usage that sites write here, in our keys; of all uses none speaks."""


@dataclass(frozen=True, slots=True)
class ContentSignal:
    """A key ("search", "ai-input", "ai-train", "tdm", "use") with its value, lower case."""

    key: str
    value: str
    salvaged: bool = False

    def restrains_more_than(self, other: "ContentSignal") -> bool:
        """Tell whether this value of the same key permits less."""
        return _LEAST_FIRST.index(self.value) < _LEAST_FIRST.index(other.value)


def split_path(value: str) -> tuple[str, str]:
    """Return the path that a value begins with ("" if none), and its pairs.

    >>> split_path("/news/ ai-train=no")
    ('/news/', 'ai-train=no')
    """
    if not value.startswith("/"):
        return "", value
    path, *rest = re.split("[ \t]+", value, maxsplit=1)
    return path, "".join(rest)


@lru_cache(maxsize=1024)
def read_content_signals(pairs: str, *, liberal: bool) -> tuple[ContentSignal, ...]:
    """Return what the pairs say; a ``no`` beside a ``yes`` for one key is a ``no``.

    >>> read_content_signals("ai-train=no, ai-input=maybe", liberal=True)
    (ContentSignal(key='ai-train', value='no', salvaged=False),)
    """
    found: dict[str, ContentSignal] = {}
    salvaged = _salvaged(pairs) if liberal else ()
    for one in (*_read(pairs), *salvaged):
        known = found.get(one.key)
        if known is None or one.restrains_more_than(known):
            found[one.key] = one
    return tuple(found.values())


def _read(pairs: str) -> Iterator[ContentSignal]:
    for pair in pairs.split(","):
        match = _PAIR.fullmatch(pair)
        if match is None:
            continue
        key, value = match[1].lower(), match[2].lower()
        is_known = key in _YES_NO and value in ("yes", "no")
        if is_known or (key == "use" and value in _USES):
            yield ContentSignal(key, value)


def _salvaged(pairs: str) -> Iterator[ContentSignal]:
    for label in denied_labels(pairs):
        for key in _SAME.get(label, (label,)):
            yield ContentSignal(key, "no", salvaged=True)
    for match in _USE.finditer(pairs):
        yield ContentSignal("use", match[1].lower(), salvaged=True)
