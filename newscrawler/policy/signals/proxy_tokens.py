"""Does robots.txt turn away the crawlers of a use? RFC 9309, read as an inference.

A site that disallows GPTBot has said nothing formally about us; it is the commonest
machine-readable way to say "no AI training". House rule: for a purpose, one token of
its list that a group names and disallows here is a reservation, or as many as the
operator asks for. ``*`` names nobody, and an Allow for such a token grants us nothing:
it may be a private deal.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib import resources

from newscrawler.policy.formats.robots_lines import Record
from newscrawler.policy.formats.robots_txt import RobotsTxt
from newscrawler.policy.formats.rule_set import Rule
from newscrawler.policy.model import Preference, Statement
from newscrawler.policy.proxy import Proxy, is_reserved
from newscrawler.policy.visit import ALIAS, Signal, Visit, Words, said_in_robots
from newscrawler.purpose import Purpose

NAME = "proxy-tokens"

Denied = dict[tuple[int, bool], tuple[Rule, list[str]]]
"""A rule and the tokens that it turns away, by its line and whether it is salvaged."""


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


def named_tokens(robots: RobotsTxt) -> Sequence[str]:
    """Return the tokens of the table that a robots.txt names."""
    return robots.naming(_lower_tokens())


def said_to_ai(visit: Visit) -> Iterator[Record]:
    """Return what is said, beside rules, to the crawlers whose refusal stands for ours.

    House rule (strict), by inference as above, of what we are made with as well. Where
    the operator asks for more of them than one, nobody can tell from these.
    """
    robots = visit.robots
    if robots is None or not visit.is_strict or visit.terms.proxy != 1:
        return
    for token in (ALIAS, *named_tokens(robots)):
        if robots.groups_naming(token):
            yield from robots.extensions(token)


def statements(visit: Visit) -> Iterator[Statement]:
    """Return one statement for each rule that turns such crawlers away here."""
    if visit.robots is None:
        return
    version, table = token_table()
    denied, named = _turned_away(visit.robots, visit)
    turned_away = [token for _, tokens in denied.values() for token in tokens]
    reserved = _reserved(turned_away, named, visit.terms.proxy)
    for (_, salvaged), (rule, all_tokens) in denied.items():
        tokens = [token for token in all_tokens if table[token] & reserved]
        if not tokens:
            continue
        words = Words(
            signal=NAME,
            purposes=frozenset().union(*(table[token] for token in tokens)) & reserved,
            preference=Preference.DISALLOWED,
            quote=f"User-agent: {', '.join(tokens)} / {rule.record.text}",
            spec=f"house: token table {version}; RFC 9309 section 2.2.1",
            salvaged=salvaged,
        )
        yield said_in_robots(words, visit, rule.record)


def _is_silent(visit: Visit) -> bool:
    return visit.robots is None or not named_tokens(visit.robots)


def _turned_away(robots: RobotsTxt, visit: Visit) -> tuple[Denied, list[str]]:
    """Return the tokens by the rule that turns them away, and all that are named."""
    named: list[str] = []
    denied: Denied = {}
    for token in named_tokens(robots):
        rule, salvaged = _denial(robots, token, visit)
        if rule is not None:
            denied.setdefault((rule.line, salvaged), (rule, []))[1].append(token)
        if rule is not None or robots.groups_naming(token):
            named.append(token)
    return denied, named


def _reserved(
    denied: Sequence[str], named: Sequence[str], proxy: Proxy
) -> frozenset[Purpose]:
    """Return the purposes of whose crawlers enough are turned away."""
    if not denied:
        return frozenset()
    return frozenset(
        purpose
        for purpose in Purpose
        if is_reserved(
            proxy,
            denied=_standing_for(purpose, denied),
            named=_standing_for(purpose, named),
            listed=_standing_for(purpose, token_table()[1]),
        )
    )


def _standing_for(purpose: Purpose, tokens: Iterable[str]) -> int:
    """Return how many of the tokens stand for a purpose."""
    table = token_table()[1]
    return sum(purpose in table[token] for token in tokens)


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


SIGNAL = Signal(NAME, statements, is_alike=_is_silent)
