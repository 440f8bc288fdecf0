"""What has changed between two versions of an article?"""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from difflib import unified_diff
from itertools import islice

from newscrawler.items import Article

UNCOMPARED = frozenset(
    ("metadata", "usage", "permission", "decision", "articleBodyHtml")
)
"""Fields that say how we came by an article, or the same as another field."""

CONTEXT = 1
"""Paragraphs around a change that a diff shows."""


@dataclass(frozen=True, slots=True)
class Change:
    """A field that two versions state otherwise; None where one does not state it."""

    field: str
    before: object
    after: object


def changes(before: Article, after: Article) -> tuple[Change, ...]:
    """Return the fields that differ, in their order.

    >>> changes(Article("https://a.example/", headline="A"), Article("https://a.example/"))
    (Change(field='headline', before='A', after=None),)
    """
    return tuple(_changes(before, after))


def _changes(before: Article, after: Article) -> Iterator[Change]:
    for one in fields(Article):
        if one.name not in UNCOMPARED:
            old, new = getattr(before, one.name), getattr(after, one.name)
            if old != new:
                yield Change(one.name, old, new)


def body_diff(before: Article, after: Article) -> str:
    """Return how the body changed, paragraph by paragraph, as a unified diff.

    Empty where it did not. A line that begins with "-" went, one with "+" came.
    """
    old, new = (_paragraphs(article) for article in (before, after))
    lines = unified_diff(old, new, n=CONTEXT, lineterm="")
    return "\n".join(islice(lines, 2, None))  # two lines would name files


def _paragraphs(article: Article) -> list[str]:
    body = article.articleBody or ""
    return [" ".join(text.split()) for text in body.split("\n\n") if text.strip()]
