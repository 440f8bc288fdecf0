"""What is in an export, in numbers? Counted as its rows go by."""

from collections import Counter
from dataclasses import dataclass, field

from newscrawler.policy.record import Value
from newscrawler.purpose import Purpose
from newscrawler.storage.export.columns import Row


@dataclass(slots=True)
class Share:
    """What one domain, or one language, has in an export."""

    articles: int = 0
    characters: int = 0


@dataclass(slots=True)
class Facts:
    """Counts of an export; times are epoch seconds, None while nothing is in it.

    ``left_out``: how many articles by why, a signal or "fault" or "silence".
    """

    purpose: Purpose
    at: float
    items: int = 0
    characters: int = 0
    first_kept: float | None = None
    last_kept: float | None = None
    oldest_hearing: float | None = None
    domains: dict[str, Share] = field(default_factory=dict)
    languages: Counter[str] = field(default_factory=Counter)
    permissions: Counter[str] = field(default_factory=Counter)
    conditions: Counter[str] = field(default_factory=Counter)
    sources: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)

    @property
    def excluded(self) -> int:
        """Return how many articles were left out."""
        return self.left_out.total()

    def add(self, row: Row, domain: str, kept_at: float, heard_at: float) -> None:
        """Count an article that is in it."""
        size = len(str(row.get("articleBody") or ""))
        self.items += 1
        self.characters += size
        share = self.domains.get(domain)
        if share is None:
            share = self.domains[domain] = Share()
        share.articles += 1
        share.characters += size
        self.languages[str(row.get("inLanguage") or "unknown")] += 1
        self.sources[str(row.get("source") or "unknown")] += 1
        if row.get("permission"):
            self.permissions[str(row["permission"])] += 1
        if row.get("conditions"):
            self.conditions.update(_texts(row["conditions"]))
        if self.first_kept is None or kept_at < self.first_kept:
            self.first_kept = kept_at
        if self.last_kept is None or kept_at > self.last_kept:
            self.last_kept = kept_at
        if self.oldest_hearing is None or heard_at < self.oldest_hearing:
            self.oldest_hearing = heard_at

    def by_size(self) -> list[tuple[str, Share]]:
        """Return the domains, those with the most text first."""
        return sorted(
            self.domains.items(),
            key=lambda one: (-one[1].characters, -one[1].articles, one[0]),
        )


def _texts(value: Value) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else []
