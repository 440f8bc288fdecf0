"""Which labels does a text deny, in whatever spelling? Of Content-Usage, Content-Signal.

House rule: sites write the one vocabulary where the other is read, underscores for
hyphens, and other words than the grammar's for "no". What denies is heard all the same.
"""

import re
from collections.abc import Iterator

_LABELS = {
    "train-ai": r"train[-_]?ai",
    "train-genai": r"train[-_]?gen[-_]?ai",
    "ai-train": r"ai[-_]?train(?:ing)?",
    "ai-use": r"ai[-_]use",
    "ai-input": r"ai[-_]input",
    "ai-output": r"ai[-_]output",
    "genai": r"gen[-_]?ai",
    "ai": "ai",
    "inference": "inference",
    "search": "search",
    "tdm": "tdm",
    "bots": "bots",
    "all": "all",
}
_PAIR = re.compile(
    rf"(?<![\w.*-])(?:{'|'.join(f'({one})' for one in _LABELS.values())})"
    r"(?:\s*+[=:]\s*+|\s++)[^\w\s,;=:-]{0,3}"
    r"(?:n|no|none|never|not|false|0|den(?:y|ied)|disallow(?:ed)?|forbidden|prohibited)"
    r"(?!\w)",
    re.IGNORECASE,
)


def denied_labels(text: str) -> Iterator[str]:
    """Return the labels that a text denies, as their vocabulary spells them.

    >>> list(denied_labels("AI_train: no, search=yes, tdm=?0"))
    ['ai-train', 'tdm']
    """
    for match in _PAIR.finditer(text):
        assert match.lastindex is not None, "one of the labels matched"
        yield tuple(_LABELS)[match.lastindex - 1]
