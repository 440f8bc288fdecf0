"""Which rule of a robots.txt governs a URL? RFC 9309, with line and group.

https://www.rfc-editor.org/rfc/rfc9309.html with its errata. ``allows`` and ``rule``
are the RFC alone; what we read beyond it, always as a denial, is
``salvaged_denial``.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from newscrawler.address import host_of, target
from newscrawler.policy.formats.path_pattern import MAX_PATTERN, normal_pattern
from newscrawler.policy.formats.robots_agents import (
    QUOTES,
    is_pattern_of,
    listed_tokens,
    tokens_of,
)
from newscrawler.policy.formats.robots_lines import (
    MAX_BYTES,
    MAX_LINE,
    Record,
    decoded,
    read_records,
)
from newscrawler.policy.formats.rule_set import NO_RULES, Rule, Rules

_REMARK = re.compile(r"\s+(?://|;|--|<!--).*|[;,\s]+\Z", re.DOTALL)
"""What stands behind a path and is none: a remark in another language's way."""
_LISTED = re.compile(r"[\s,;]+(?=[\"'`/*])")
"""What parts several paths on one line."""

_ENDS_AGENTS = ("allow", "disallow", "content-usage")
"""Rules: RFC 9309 section 2.2.4, draft-ietf-aipref-attach section 3.2. After one, a
user-agent line begins a new group; after any other record it does not."""


@dataclass(frozen=True, slots=True)
class Group:
    """User-agent lines and the records that follow them, RFC 9309 section 2.2.1."""

    agents: tuple[Record, ...]
    records: tuple[Record, ...]

    @property
    def is_for_all(self) -> bool:
        """Tell whether the group is for every crawler that no other group names."""
        return any(one.value.split(None, 1)[:1] == ["*"] for one in self.agents)


class RobotsTxt:
    """A robots.txt file, read once and asked often."""

    def __init__(self, text: str, *, truncated: bool = False) -> None:
        self.truncated = truncated
        self.records = tuple(read_records(text))
        self.groups, self.ungrouped = _groups(self.records)
        self._rules: dict[tuple[int, ...], Rules] = {}
        self._listing: dict[str, Rules] = {}
        self._extensions: dict[str, tuple[Record, ...]] = {}
        self._naming: dict[int, tuple[Mapping[str, str], list[str]]] = {}

    @classmethod
    def from_bytes(cls, body: bytes) -> "RobotsTxt":
        """Return the file in these octets; whatever they are, it does not raise."""
        truncated = len(body) > MAX_BYTES
        text = decoded(body[:MAX_BYTES])
        end = max(text.rfind("\n"), text.rfind("\r"), 0)
        if truncated and len(text) - end <= MAX_LINE:
            text = text[:end]  # the last line may have lost its end, and its meaning
        return cls(text, truncated=truncated)

    def allows(self, agent: str, url: str) -> bool:
        """Tell whether a crawler with this product token may request the URL."""
        rule = self.rule(agent, url)
        return rule is None or rule.allow

    def rule(self, agent: str, url: str) -> Rule | None:
        """Return the rule that says so, None if none matches."""
        return self.rules_for(agent).for_url(url)

    def salvaged_denial(self, agent: str, url: str) -> Rule | None:
        """Return a Disallow that the RFC does not see, None if there is none.

        Ours: a path without its slash, in quotes or beside others, a URL of the same
        host in place of a path, and groups whose user-agent line is a list, in quotes, a
        whole User-Agent or a pattern of names. They deny and never allow.
        """
        rule = self._with_slashes(agent, host_of(url)).for_url(url)
        if rule is not None and not rule.allow and _is_mended(rule):
            return rule
        listed = self.listed_denial(agent, url)
        if listed is None and not self.groups_naming(agent):
            return self.listed_denial("*", url)
        return listed

    def stray_denial(self, agent: str, url: str) -> Rule | None:
        """Return a Disallow before any user-agent line, None if there is none.

        Nobody's to the RFC, and everybody's to who wrote it. What our own group allows
        as closely is allowed.
        """
        if not self.ungrouped:
            return None
        key = f"{agent} stray"
        if key not in self._listing:
            stray = _rules((Group((), self.ungrouped),))
            self._listing[key] = Rules((*self.rules_for(agent).rules, *stray))
        rule = self._listing[key].for_url(url)
        return rule if rule is not None and not (rule.allow or rule.agents) else None

    def listed_denial(self, agent: str, url: str) -> Rule | None:
        """Return the Disallow of a group that has the token in a list."""
        rule = self._lists(agent).for_url(url)
        return rule if rule is not None and not rule.allow else None

    def groups_for(self, agent: str) -> tuple[Group, ...]:
        """Return the groups that govern: those that name the token, else those for all.

        Several are one group, merged; one that names never inherits from ``*``.
        """
        return self.groups_naming(agent) or self.groups_for_all

    def groups_naming(self, agent: str) -> tuple[Group, ...]:
        """Return the groups that name the token themselves."""
        return tuple(self._named.get(agent.lower(), {}).values())

    def names(self, agents: Iterable[str]) -> list[str]:
        """Return those of the tokens that a user-agent line names, comma lists too."""
        return [agent for agent in agents if agent.lower() in self._tokens]

    def naming(self, agents: Mapping[str, str]) -> list[str]:
        """Return the same of tokens by their lower case, in their order."""
        if id(agents) not in self._naming:
            found = [name for token, name in agents.items() if token in self._tokens]
            self._naming[id(agents)] = (agents, found)
        return self._naming[id(agents)][1]

    @cached_property
    def _tokens(self) -> frozenset[str]:
        return frozenset(self._named) | frozenset(self._listed)

    @cached_property
    def _named(self) -> dict[str, dict[int, Group]]:
        """Index the groups by each token that a user-agent line names."""
        found: dict[str, dict[int, Group]] = {}
        for number, group in enumerate(self.groups):
            for record in group.agents:
                for token in tokens_of(record.value):
                    found.setdefault(token, {})[number] = group
        return found

    @cached_property
    def _listed(self) -> dict[str, dict[int, Group]]:
        """Index them by the further tokens of lists, no grammar: erratum 8895."""
        found: dict[str, dict[int, Group]] = {}
        for number, group in enumerate(self.groups):
            for record in group.agents:
                for token in listed_tokens(record.value):
                    found.setdefault(token, {})[number] = group
        return found

    @cached_property
    def groups_for_all(self) -> tuple[Group, ...]:
        """Return the groups for every crawler that no group names."""
        return tuple(group for group in self.groups if group.is_for_all)

    @cached_property
    def keys(self) -> frozenset[str]:
        """Return the keys of all records, in lower case: most files have few."""
        return frozenset(record.key for record in self.records)

    def extensions(self, agent: str) -> tuple[Record, ...]:
        """Return what the groups that govern say beside Allow and Disallow.

        ``agent`` "*": the groups for every crawler that no group names.
        """
        if agent not in self._extensions:
            for_all = self.groups_for_all
            groups = for_all if agent == "*" else self.groups_for(agent)
            records = (record for group in groups for record in group.records)
            self._extensions[agent] = tuple(
                one for one in records if one.key not in ("allow", "disallow")
            )
        return self._extensions[agent]

    def rules_for(self, agent: str) -> Rules:
        """Return the rules that govern a crawler with this product token."""
        named = self._named.get(agent.lower())
        key = tuple(named) if named else ()
        if key not in self._rules:  # crawlers with the same groups share their rules
            self._rules[key] = Rules(_rules(self.groups_for(agent)))
        return self._rules[key]

    def rules_naming(self, agent: str) -> Rules:
        """Return the rules of the groups that name the token, never those for all."""
        return self.rules_for(agent) if self.groups_naming(agent) else NO_RULES

    def _lists(self, agent: str) -> Rules:
        if agent not in self._listing:
            groups = self._listed.get(agent.lower(), {}) | self._matching(agent.lower())
            self._listing[agent] = Rules(_rules(groups.values()))
        return self._listing[agent]

    def _matching(self, agent: str) -> dict[int, Group]:
        """Return the groups of which a user-agent line is a pattern such as "*bot"."""
        return {
            number: group
            for number, group in enumerate(self.groups)
            for one in group.agents
            if is_pattern_of(one.value, agent)
        }

    def _with_slashes(self, agent: str, host: str) -> Rules:
        key = f"{agent} {host}"
        if key not in self._listing:
            rules = self.rules_for(agent).rules
            found = [one for rule in rules for one in _mended(rule, host)]
            self._listing[key] = Rules((*rules, *found) if found else ())
        return self._listing[key]


def _is_mended(rule: Rule) -> bool:
    return rule.pattern != normal_pattern(rule.record.value[:MAX_PATTERN])


def _mended(rule: Rule, host: str) -> Iterator[Rule]:
    """Yield what a Disallow means that is quoted, lists paths, or lacks a slash."""
    if rule.allow:
        return
    value = _REMARK.sub("", rule.record.value[:MAX_PATTERN])
    first, *others = _LISTED.split(value)
    for piece in (first, *(one for one in others if one != "*")):
        path = piece.strip(QUOTES)
        if "://" in path:
            path = target(path) if host_of(path) == host else ""
        elif path and not path.startswith(("/", "*", "$")):
            path = f"/{path}"
        if path and normal_pattern(path) != rule.pattern:
            yield Rule(False, normal_pattern(path), rule.record, rule.agents)


def _groups(
    records: Iterable[Record],
) -> tuple[tuple[Group, ...], tuple[Record, ...]]:
    """Return the groups, and the records before the first of them."""
    ungrouped: list[Record] = []
    open_groups: list[tuple[list[Record], list[Record]]] = []
    ended = True
    for record in records:
        if record.key == "user-agent":
            if ended:
                open_groups.append(([], []))
            open_groups[-1][0].append(record)
            ended = False
        elif open_groups:
            open_groups[-1][1].append(record)
            ended = ended or record.key in _ENDS_AGENTS
        else:
            ungrouped.append(record)
    groups = tuple(Group(tuple(agents), tuple(rest)) for agents, rest in open_groups)
    return groups, tuple(ungrouped)


def _rules(groups: Iterable[Group]) -> Iterator[Rule]:
    for group in groups:
        agents = tuple(record.value for record in group.agents)
        for record in group.records:
            if record.key == "allow" and len(record.value) > MAX_PATTERN:
                continue  # cut, it would allow more than it says
            if record.key in ("allow", "disallow"):
                pattern = normal_pattern(record.value[:MAX_PATTERN])
                yield Rule(record.key == "allow", pattern, record, agents)
