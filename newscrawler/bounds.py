"""Is this markup shallow enough for the parser?

lexbor is quadratic in the depth of elements and in the attributes of a tag, inside
one C call that nothing can interrupt: 100,000 nested ``<div>`` take it 16 seconds.
One linear scan bounds both first. It follows the HTML standard's tokenizer to the
letter, its tree builder roughly: elements that a sibling ends (``<p>``, ``<li>``)
count for nothing, so the real depth may be up to three times what is counted here.
"""

import re
from collections import Counter

MAX_DEPTH = 512
"""Elements open at once: our choice. Real pages stay under 100."""

MAX_ATTRIBUTES = 1024
"""Attributes of one tag: our choice. Real tags stay under 100."""

_TAG = re.compile(
    r"""<(?:
        (/?)([a-z][^\s/>]*+)                           # a tag, HTML standard 13.2.5
        ( (?: [\s/]++
            | =?[^\s/>=]++ (?: \s*+=\s*+
                (?: "[^"]*+(?:"|\Z) | '[^']*+(?:'|\Z) | [^\s>"'][^\s>]*+ )?+ )?+
            | =(?=[\s/>=])
          )*+
        )(?:>|\Z)
      | !--(?:-?>|.*?(?:--!?>|\Z))                     # a comment
      | [!?/].*?(?:>|\Z)                               # a bogus one, a doctype
    )""",
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_ATTRIBUTE = re.compile(
    r"""=?[^\s/>=]++(?:\s*+=\s*+(?:"[^"]*+"?|'[^']*+'?|[^\s>"'][^\s>]*+)?+)?+"""
)

_VOID = frozenset(
    ["area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "image", "img", "input", "keygen", "link", "meta", "param", "source", "track", "wbr"]
)
_IMPLIED_END = frozenset(
    ["body", "caption", "colgroup", "dd", "dt", "head", "html", "li", "optgroup", "option", "p", "rb", "rp", "rt", "rtc", "tbody", "td", "tfoot", "th", "thead", "tr"]
)
_UNCOUNTED = _VOID | _IMPLIED_END
"""Outside foreign content these nest only with a counted element between them."""

_RAW_TEXT = frozenset(["iframe", "noembed", "noframes", "script", "style", "textarea", "title", "xmp"])
_RAW_END = {
    name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in _RAW_TEXT
}
_FOREIGN = frozenset(("svg", "math"))
_BARRIERS = frozenset(
    ["annotation-xml", "applet", "desc", "foreignobject", "marquee", "mi", "mn", "mo", "ms", "mtext", "object", "table", "template", "title"]
)
"""What an end tag cannot reach across: HTML standard 13.2.4.2, "in scope"."""


def markup_problem(text: str) -> str | None:
    """Return why a document is not given to the parser, None if it may be.

    >>> markup_problem("<p>" * 10_000), markup_problem("<b>" * 513)
    (None, 'elements nested deeper than 512')
    """
    elements = _Open()
    at: int | None = 0
    while at is not None:
        at = _read_to_raw_text(text, at, elements)
    if elements.depth > MAX_DEPTH:
        return f"elements nested deeper than {MAX_DEPTH}"
    if elements.attributes > MAX_ATTRIBUTES:
        return f"a tag with more than {MAX_ATTRIBUTES} attributes"
    return None


def _read_to_raw_text(text: str, at: int, elements: "_Open") -> int | None:
    """Count tags; return where to go on after raw text, None at the end or a bound."""
    for match in _TAG.finditer(text, at):
        end, name, attributes = match.groups()
        if name is None:
            continue
        name = name.lower()
        if end:
            elements.close(name)
            continue
        if len(attributes) > 2 * MAX_ATTRIBUTES:
            elements.attributes = len(_ATTRIBUTE.findall(attributes))
        if elements.foreign:
            if not attributes.endswith("/"):
                elements.open(name)
        elif name in _RAW_TEXT:
            raw_end = _RAW_END[name].search(text, match.end())
            return raw_end.start() if raw_end else None
        elif name not in _UNCOUNTED:
            elements.open(name)
        if elements.depth > MAX_DEPTH or elements.attributes > MAX_ATTRIBUTES:
            return None
    return None


class _Open:
    """The open elements, in segments that end tags cannot reach across."""

    __slots__ = (
        "_barriers",
        "_counts",
        "_names",
        "_outer",
        "attributes",
        "depth",
        "foreign",
    )

    def __init__(self) -> None:
        self._names: list[str] = []
        self._counts: dict[str, int] = {}
        self._outer: list[tuple[str, list[str], dict[str, int]]] = []
        self._barriers: Counter[str] = Counter()
        self.depth = 0
        self.foreign = 0
        self.attributes = 0

    def open(self, name: str) -> None:
        self.depth += 1
        if name in _FOREIGN:
            self.foreign += 1
        if name in _BARRIERS:
            self._barriers[name] += 1
            self._outer.append((name, self._names, self._counts))
            self._names, self._counts = [], {}
        else:
            self._names.append(name)
            self._counts[name] = self._counts.get(name, 0) + 1

    def close(self, name: str) -> None:
        if self._counts.get(name):
            while self._pop() != name:
                pass
        elif self._barriers[name] if name in _BARRIERS else 0:
            barrier = None
            while barrier != name:
                while self._names:
                    self._pop()
                barrier, self._names, self._counts = self._outer.pop()
                self._barriers[barrier] -= 1
                self.depth -= 1

    def _pop(self) -> str:
        name = self._names.pop()
        self._counts[name] -= 1
        self.depth -= 1
        if name in _FOREIGN:
            self.foreign -= 1
        return name
