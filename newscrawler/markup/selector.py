"""Which CSS selector leads a person to an element?"""

import re
from collections.abc import Callable, Iterator
from operator import attrgetter

from selectolax.lexbor import LexborNode


def css_path(node: LexborNode) -> str:
    """Return a CSS selector that leads a person to an element.

    >>> from selectolax.lexbor import LexborHTMLParser
    >>> tree = LexborHTMLParser("<html><footer><p>a<p id=x>b")
    >>> [css_path(node) for node in tree.css("p")]
    ['body > footer > p:nth-of-type(1)', 'p#x']
    """
    steps: list[str] = []
    at: LexborNode | None = node
    while at is not None and at.tag and at.tag not in ("html", "-undef", "#document"):
        steps.append(_step(at))
        if "#" in steps[-1]:
            break
        at = at.parent
    return " > ".join(reversed(steps))


def _step(node: LexborNode) -> str:
    tag = node.tag or "*"
    identity = node.attributes.get("id") or ""
    if re.fullmatch(r"[A-Za-z_][\w-]{0,63}", identity, re.ASCII):
        return f"{tag}#{identity}"
    if tag in ("body", "head") or node.parent is None:
        return tag
    before = sum(1 for _ in _alike(node, _before))
    if before == 0 and next(_alike(node, _after), None) is None:
        return tag
    return f"{tag}:nth-of-type({before + 1})"


_before, _after = attrgetter("prev"), attrgetter("next")


def _alike(
    node: LexborNode, step: Callable[[LexborNode], LexborNode | None]
) -> Iterator[LexborNode]:
    """Yield the elements of the same name beside one, in one direction."""
    own, at = node.tag_id, step(node)
    while at is not None:
        if at.tag_id == own:
            yield at
        at = step(at)
