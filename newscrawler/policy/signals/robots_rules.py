"""Does robots.txt let our product token request the URL? RFC 9309.

https://www.rfc-editor.org/rfc/rfc9309.html sections 2.2.1 and 2.2.2. Two opinions,
ours with rule and line, and Protego's on the rules of our group: either may refuse.
House rules (strict): a group that names Scrapy is heeded as ours; denials that the
grammar does not see are salvaged.
"""

from collections.abc import Iterator

from newscrawler.policy.formats.rule_set import Rule
from newscrawler.policy.model import Preference, Statement
from newscrawler.policy.visit import ALIAS, Signal, Visit, Words, said_in_robots

NAME = "robots-rules"
SPEC = "RFC 9309 section 2.2.2"
ALIAS_SPEC = "house: a group that names Scrapy; RFC 9309 section 2.2.1"
SALVAGE_SPEC = "house: a denial outside the grammar of RFC 9309 section 2.2"
SECOND_SPEC = "house: Protego's second opinion; RFC 9309 section 2.2.2"


def statements(visit: Visit) -> Iterator[Statement]:
    """Return the rule that governs, and each denial of the house rules."""
    if visit.robots is None:
        return
    rule = visit.robots.rule(visit.terms.agent, visit.url)
    if rule is not None:
        yield _statement(visit, rule, SPEC)
    if rule is None or rule.allow:
        yield from _second_opinion(visit)
    if visit.is_strict:
        yield from _house_denials(visit)


def _house_denials(visit: Visit) -> Iterator[Statement]:
    robots, agent = visit.robots, visit.terms.agent
    assert robots is not None, "asked only where there is one"
    stray = robots.stray_denial(agent, visit.url)
    if stray is not None:
        yield _statement(visit, stray, SALVAGE_SPEC, salvaged=True)
    alias = robots.rules_naming(ALIAS).for_url(visit.url)
    if alias is not None and not alias.allow:
        yield _statement(visit, alias, ALIAS_SPEC)
    for name in (agent, *robots.names((ALIAS,))):
        is_named = name == agent or robots.groups_naming(name)
        find = robots.salvaged_denial if is_named else robots.listed_denial
        salvaged = find(name, visit.url)
        if salvaged is not None:
            yield _statement(visit, salvaged, SALVAGE_SPEC, salvaged=True)


def _second_opinion(visit: Visit) -> Iterator[Statement]:
    """Ask Protego about the merged rules of our group: it splits groups itself."""
    assert visit.robots is not None, "asked only where there is one"
    rules = visit.robots.rules_for(visit.terms.agent)
    if not rules.second_opinion(visit.url):
        rule = next((one for one in rules.rules if not one.allow), rules.rules[0])
        yield _statement(visit, rule, SECOND_SPEC, deny=True)


def _statement(
    visit: Visit, rule: Rule, spec: str, *, salvaged: bool = False, deny: bool = False
) -> Statement:
    allow = rule.allow and not deny
    agents = ", ".join(rule.agents[:8])
    words = Words(
        signal=NAME,
        purposes=frozenset(),
        preference=Preference.ALLOWED if allow else Preference.DISALLOWED,
        quote=f"User-agent: {agents} / {rule.record.text}"
        if agents
        else rule.record.text,
        spec=spec,
        salvaged=salvaged,
    )
    return said_in_robots(words, visit, rule.record)


SIGNAL = Signal(NAME, statements, is_alike=lambda visit: visit.robots is None)
