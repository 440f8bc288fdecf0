"""Which groups of a robots.txt bind others than they seem to? RFC 9309 section 2.2.1."""

from collections.abc import Iterator

from newscrawler.policy.formats.path_pattern import normal_pattern, normal_target
from newscrawler.policy.formats.robots_lines import Record
from newscrawler.policy.formats.robots_txt import Group, RobotsTxt
from newscrawler.policy.formats.rule_set import Rule
from newscrawler.report.published import Flaw, Published, robots_flaw

MOST_LOST = 3
"""Lost rules that one line of the report names: our choice."""

MOST = 500
"""Groups, and rules for all, that are held against each other: our choice."""

_PREFERENCES = ("content-signal", "content-usage")


def merged_groups(published: Published) -> Iterator[Flaw]:
    """Find a crawler that several groups name: they are read as one."""
    first: dict[str, Record] = {}
    for group in _groups(published):
        for agent in group.agents if group.records else ():
            known = first.setdefault(agent.value.lower(), agent)
            if known is not agent and known not in group.agents:
                yield robots_flaw(
                    published,
                    agent,
                    f"line {known.line} has a group for {agent.value} already",
                    "crawlers join the two: neither replaces the other",
                    f"one group for {agent.value}, with the rules of both",
                )


def lost_inheritance(published: Published) -> Iterator[Flaw]:
    """Find a group of a crawler's own that is without what * has to obey."""
    robots = published.robots
    if robots is None:
        return
    for_all = [one for group in robots.groups_for_all for one in group.records]
    for group in robots.groups[:MOST]:
        if group.is_for_all or "," in group.agents[0].value:
            continue
        lost = [one for one in for_all[:MOST] if _is_lost(one, robots, group)]
        if lost:
            name = group.agents[0].value
            shown = " / ".join(one.text for one in lost[:MOST_LOST])
            more = " and more" if lost[MOST_LOST:] else ""
            yield robots_flaw(
                published,
                group.agents[0],
                f"{name} has a group of its own",
                f"what * has to obey does not bind it: {shown}{more}",
                f"in the group of {name} as well: {shown}{more}",
            )


def split_groups(published: Published) -> Iterator[Flaw]:
    """Find a record between User-agent lines that is no rule, such as Content-Signal."""
    for group in _groups(published):
        last = group.agents[-1]
        between = [one for one in group.records if one.line < last.line]
        if not between:
            continue
        one = between[0]
        before = ", ".join(each.value for each in group.agents if each.line < one.line)
        after = ", ".join(each.value for each in group.agents if each.line > one.line)
        rules = [each for each in group.records if each.line > last.line]
        bound = f"{rules[0].text!r} binds {before} too" if rules else "all share it"
        yield robots_flaw(
            published,
            one,
            "stands between User-agent lines and is no rule: it ends no group",
            f"by RFC 9309 {before} and {after} are one group, so {bound};"
            " many readers split it, and to them the first has no rules",
            f"{one.text} / Allow: / (ends the group of {before}), or move it below"
            f" 'User-agent: {last.value}'",
        )


def tied_rules(published: Published) -> Iterator[Flaw]:
    """Find an Allow and a Disallow of the same path for the same crawler."""
    robots = published.robots
    if robots is None:
        return
    tokens = dict.fromkeys(group.agents[0].value.lower() for group in robots.groups)
    for token in tokens:
        rules = robots.rules_for(token).rules
        allowed = {one.pattern for one in rules if one.allow and one.pattern}
        for one in rules:
            if not one.allow and one.pattern in allowed:
                yield robots_flaw(
                    published,
                    one.record,
                    f"the same crawler has 'Allow: {one.record.value}' too",
                    "of equal rules Allow wins: nothing is disallowed (section 2.2.2)",
                    f"{one.record.text} alone, or the Allow alone",
                )


def _groups(published: Published) -> tuple[Group, ...]:
    return published.robots.groups if published.robots is not None else ()


def _is_lost(record: Record, robots: RobotsTxt, group: Group) -> bool:
    """Tell whether a denial for all has no counterpart in a group, none on purpose."""
    own = robots.rules_for(group.agents[0].value).rules
    if any(not one.pattern or _is_everything(one) for one in own if not one.allow):
        return False  # everything or nothing is disallowed: that is on purpose
    if record.key in _PREFERENCES:
        has_own = any(one.key == record.key for one in group.records)
        return not has_own and "=n" in record.value.replace(" ", "").lower()
    if record.key != "disallow" or not record.value:
        return False
    path = normal_target(record.value.replace("*", "").rstrip("$"))
    wanted = normal_pattern(record.value)
    names = robots.rules_for(group.agents[0].value)
    is_same = any(one.pattern == wanted for one in own)
    return not is_same and names.governing(path) is None


def _is_everything(rule: Rule) -> bool:
    return rule.pattern in ("/", "*", "/*")


CHECKS = (merged_groups, lost_inheritance, split_groups, tied_rules)
