"""Which CSS selector leads a person to an element?"""

import re

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
    same = [one for one in node.parent.iter() if one.tag == tag]
    if len(same) < 2:
        return tag
    at = next(count for count, one in enumerate(same, 1) if one.mem_id == node.mem_id)
    return f"{tag}:nth-of-type({at})"
