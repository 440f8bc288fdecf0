"""How many articles of a source have which fields, now and in its past?"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from functools import reduce

from newscrawler.items import Article
from newscrawler.policy.record import Value

OURS = frozenset(("url", "usage", "permission", "decision", "metadata"))
"""Fields that are ours, and there in every article."""

FIELDS = tuple(one.name for one in fields(Article) if one.name not in OURS)


@dataclass(frozen=True, slots=True)
class Coverage:
    """Counts of kept articles: all, those with doubts, those with each field.

    ``invalid``: pages beside them that were allowed and held no article.
    """

    articles: int = 0
    doubtful: int = 0
    invalid: int = 0
    fields: Mapping[str, int] = field(default_factory=dict)

    def __add__(self, other: "Coverage") -> "Coverage":
        """Return what both counted."""
        counted = Counter(self.fields) + Counter(other.fields)
        return Coverage(
            self.articles + other.articles,
            self.doubtful + other.doubtful,
            self.invalid + other.invalid,
            dict(counted),
        )


def with_article(before: Coverage, article: Article) -> Coverage:
    """Return what was counted, and one article more."""
    counted = dict(before.fields)
    for name in FIELDS:
        if getattr(article, name) is not None:
            counted[name] = counted.get(name, 0) + 1
    doubtful = before.doubtful + bool(article.metadata.validationMessages)
    return Coverage(before.articles + 1, doubtful, before.invalid, counted)


def added(some: Iterable[Coverage]) -> Coverage:
    """Return what all of them counted."""
    return reduce(Coverage.__add__, some, Coverage())


def coverage_record(one: Coverage) -> dict[str, Value]:
    """Return it as JSON; pages without an article are counted elsewhere."""
    return {
        "articles": one.articles,
        "doubtful": one.doubtful,
        "fields": dict(sorted(one.fields.items())),
    }


def read_coverage(value: object, invalid: int = 0) -> Coverage:
    """Return what JSON says, nothing where it is something else."""
    if not isinstance(value, dict) or not isinstance(value.get("fields"), dict):
        return Coverage(invalid=invalid)
    counts = {str(key): _count(many) for key, many in value["fields"].items()}
    articles, doubtful = _count(value.get("articles")), _count(value.get("doubtful"))
    return Coverage(articles, doubtful, invalid, counts)


def _count(value: object) -> int:
    return value if isinstance(value, int) else 0
