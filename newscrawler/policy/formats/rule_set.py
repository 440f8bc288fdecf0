"""Which of a crawler's rules governs a path? RFC 9309 section 2.2.2."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from protego import Protego

from newscrawler.policy.formats.path_pattern import (
    matches,
    normal_path,
    with_reserved_encoded,
)
from newscrawler.policy.formats.robots_lines import Record


@dataclass(frozen=True, slots=True)
class Rule:
    """An Allow or Disallow; ``pattern`` in its normal spelling, ``agents`` as the
    user-agent lines of its group have them.
    """

    allow: bool
    pattern: str
    record: Record
    agents: tuple[str, ...] = ()

    @property
    def line(self) -> int:
        """Return the line of the rule, from 1."""
        return self.record.line


class Rules:
    """The rules that govern one crawler, ready to be asked for many paths."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules = tuple(rules)
        self._by_prefix: dict[str, list[Rule]] = {}
        for rule in self.rules:
            if rule.pattern:  # an empty pattern matches nothing
                prefix = rule.pattern.partition("*")[0].removesuffix("$")
                self._by_prefix.setdefault(prefix, []).append(rule)
        self._lengths = sorted({len(prefix) for prefix in self._by_prefix})

    def for_url(self, url: str) -> Rule | None:
        """Return the rule for a URL; where two spellings differ, the one that denies.

        RFC 9309 section 2.2.2 equates reserved octets of a query with their escapes;
        no crawler does, so both spellings are asked.
        """
        path = normal_path(url)
        if not self.rules or path.partition("?")[0] == "/robots.txt":
            return None  # robots.txt is implicitly allowed, section 2.2.2
        rule = self.governing(path)
        if "?" in path and (rule is None or rule.allow):
            other = self._reserved_encoded.governing(with_reserved_encoded(path))
            return other if other is not None and not other.allow else rule
        return rule

    def second_opinion(self, url: str) -> bool:
        """Tell whether Protego, given these rules as one group, would allow the URL."""
        return not self.rules or self._protego.can_fetch(url, "*")

    @cached_property
    def _protego(self) -> Protego:
        lines = (  # normal patterns: it fails on octets beyond UTF-8, and splits at VT
            f"{'Allow' if rule.allow else 'Disallow'}: {rule.pattern}"
            for rule in self.rules
        )
        return Protego.parse("\n".join(("User-agent: *", *lines)))

    @cached_property
    def _reserved_encoded(self) -> "Rules":
        return Rules(
            replace(rule, pattern=with_reserved_encoded(rule.pattern))
            for rule in self.rules
        )

    def governing(self, path: str) -> Rule | None:
        """Return the most specific matching rule, Allow before Disallow: section 2.2.2.

        ``path`` is a normal target. None: no rule matches, so nothing is disallowed.
        """
        best: Rule | None = None
        for rule in self._candidates(path):
            if (best is None or _weight(rule) > _weight(best)) and matches(
                rule.pattern, path
            ):
                best = rule
        return best

    def _candidates(self, path: str) -> Iterator[Rule]:
        for length in self._lengths:
            if length > len(path):
                return
            yield from self._by_prefix.get(path[:length], ())


NO_RULES = Rules(())


def _weight(rule: Rule) -> tuple[int, bool]:
    return len(rule.pattern), rule.allow
