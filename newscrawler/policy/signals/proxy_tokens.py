"""Does robots.txt turn away the crawlers of a use? RFC 9309, read as an inference.

A site that disallows GPTBot has said nothing formally about us; it is the commonest
machine-readable way to say "no AI training". House rule: for a purpose, one token of
its list that a group names and disallows here is a reservation. ``*`` names nobody,
and an Allow for such a token grants us nothing: it may be a private deal.
"""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources

from newscrawler.policy.formats.robots_txt import RobotsTxt
from newscrawler.policy.formats.rule_set import Rule
from newscrawler.policy.model import Preference, Statement
from newscrawler.policy.visit import Signal, Visit, Words, said_in_robots
from newscrawler.purpose import Purpose

NAME = "proxy-tokens"


@cache
def token_table() -> tuple[str, dict[str, frozenset[Purpose]]]:
    """Return the table's version, and the purposes that each token stands for."""
    text = resources.files(__package__).joinpath("proxy_tokens.toml").read_text("utf-8")
    table = tomllib.loads(text)
    found: dict[str, frozenset[Purpose]] = {}
    for purpose in Purpose:
        for token in table.get(purpose.value, ()):
            found[token] = found.get(token, frozenset()) | {purpose}
    return str(table["version"]), found


@cache
def _lower_tokens() -> Mapping[str, str]:
    """Return the tokens by their lower case, in which they are compared."""
    return {token.lower(): token for token in token_table()[1]}


def statements(visit: Visit) -> Iterator[Statement]:
    """Return one statement for each rule that turns such crawlers away here."""
    if visit.robots is None:
        return
    version, table = token_table()
    denied: dict[tuple[int, bool], tuple[Rule, list[str]]] = {}
    for token in visit.robots.naming(_lower_tokens()):
        rule, salvaged = _denial(visit.robots, token, visit)
        if rule is not None:
            denied.setdefault((rule.line, salvaged), (rule, []))[1].append(token)
    for (_, salvaged), (rule, tokens) in denied.items():
        words = Words(
            signal=NAME,
            purposes=frozenset().union(*(table[token] for token in tokens)),
            preference=Preference.DISALLOWED,
            quote=f"User-agent: {', '.join(tokens)} / {rule.record.text}",
            spec=f"house: token table {version}; RFC 9309 section 2.2.1",
            salvaged=salvaged,
        )
        yield said_in_robots(words, visit, rule.record)


def _denial(robots: RobotsTxt, token: str, visit: Visit) -> tuple[Rule | None, bool]:
    """Return the rule that turns a token away, and whether only we read it so."""
    rule = robots.rules_naming(token).for_url(visit.url)
    if rule is not None and not rule.allow:
        return rule, False
    if not visit.is_strict:
        return None, False
    is_named = robots.groups_naming(token)
    find = robots.salvaged_denial if is_named else robots.listed_denial
    return find(token, visit.url), True


SIGNAL = Signal(NAME, statements)
