"""What do a source's own selectors find on a page?"""

from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode, SelectolaxError

from newscrawler.article.hints import Hints
from newscrawler.article.plain import seen
from newscrawler.page import Page

ALIASES = {
    "body": "articleBody",
    "author": "authors",
    "date": "datePublished",
    "image": "mainImage",
}
"""Short names of fields in ``[select]`` tables."""


SELECTABLE = (
    "headline", "alternativeHeadline", "description", "articleBody", "authors", "datePublished", "dateModified",
    "articleSection", "breadcrumbs", "keywords", "mainImage", "copyrightNotice", "creditText",
)  # fmt: skip
"""The fields that a selector may fill."""


@dataclass(frozen=True, slots=True)
class Selected:
    """The elements found for each field, and what was wrong with selectors."""

    nodes: dict[str, tuple[LexborNode, ...]] = field(default_factory=dict)
    messages: tuple[str, ...] = ()

    def text(self, name: str) -> str | None:
        """Return what the first element found for a field says."""
        return next(iter(self.texts(name)), None)

    def texts(self, name: str) -> tuple[str, ...]:
        """Return what the elements found for a field say, machine-readable first."""
        return tuple(filter(None, map(_said, self.nodes.get(name, ()))))


def _said(node: LexborNode) -> str:
    attributes = node.attributes
    for name in ("content", "datetime"):
        if stated := attributes.get(name):
            return seen(stated)
    if node.tag == "img":
        return (attributes.get("src") or "").strip()
    return seen(node.text(separator=" "))


def read_selected(page: Page, hints: Hints) -> Selected:
    """Return what the selectors of a source find; one that finds nothing is told."""
    nodes: dict[str, tuple[LexborNode, ...]] = {}
    messages: list[str] = []
    for stated, selector in hints.select.items():
        name = ALIASES.get(stated, stated)
        if name not in SELECTABLE:
            messages.append(f"select.{stated}: no field that a selector fills")
            continue
        try:
            found = tuple(page.tree.css(selector))
        except (SelectolaxError, ValueError):
            messages.append(f"select.{stated}: not a selector: {selector!r}")
            continue
        if found:
            nodes[name] = found
        else:
            messages.append(f"select.{stated}: nothing matches {selector!r}")
    return Selected(nodes, tuple(messages))
