"""Does a site turn away the crawlers of a use? RFC 9309, read as an inference.

A site that disallows GPTBot has said nothing formally about us; it is the commonest
machine-readable way to say "no AI training". House rule: for a purpose, one token of
its list that a group names and disallows here is a reservation, or as many as the
operator asks for. ``*`` names nobody, and an Allow for such a token grants us nothing:
it may be a private deal. Strict, X-Robots-Tag and metas that deny it a use turn it away
from their page: ``<meta name="GPTBot" content="noindex">``.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib import resources
from itertools import product

from newscrawler.page import Page
from newscrawler.policy.formats.robots_lines import Record
from newscrawler.policy.formats.robots_tag import Directive, read_directives
from newscrawler.policy.formats.robots_txt import RobotsTxt
from newscrawler.policy.formats.rule_set import Rule
from newscrawler.policy.model import Preference, Statement
from newscrawler.policy.proxy import Proxy, is_reserved
from newscrawler.policy.signals.robots_tag import denied_by, names_in
from newscrawler.policy.visit import (
    ALIAS,
    Signal,
    Visit,
    Words,
    said_in_header,
    said_in_markup,
    said_in_robots,
)
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
    """Return what turns such crawlers away, by robots.txt and (strict) by the page."""
    if visit.robots is not None:
        yield from _in_robots(visit.robots, visit)
    if visit.page is not None and visit.is_strict:
        yield from _on_page(visit.page, visit)


def _in_robots(robots: RobotsTxt, visit: Visit) -> Iterator[Statement]:
    """Return one statement for each rule that turns such crawlers away here."""
    denied, named = _turned_away(robots, visit)
    turned_away = [token for _, tokens in denied.values() for token in tokens]
    reserved = _reserved(turned_away, named, visit.terms.proxy)
    for (_, salvaged), (rule, tokens) in denied.items():
        words = _words(tokens, reserved, rule.record.text, salvaged=salvaged)
        if words is not None:
            yield said_in_robots(words, visit, rule.record)


def _on_page(page: Page, visit: Visit) -> Iterator[Statement]:
    """Return the same of the header X-Robots-Tag, and of metas of their names."""
    denied: dict[str, tuple[str, str | None]] = {}
    named: dict[str, None] = {}
    for agent, directive, text, meta in _directives(page):
        token = _lower_tokens().get(agent)
        if token is not None:
            named[token] = None
            if denied_by(directive, visit):
                denied.setdefault(token, (text, meta))
    reserved = _reserved(tuple(denied), tuple(named), visit.terms.proxy)
    for token, (text, meta) in denied.items():
        words = _words([token], reserved, text, salvaged=True)
        if words is None:
            continue
        if meta is None:
            yield said_in_header(words, page, "x-robots-tag")
        else:
            yield said_in_markup(words, page, f'meta[name="{meta}" i]')


def _directives(page: Page) -> Iterator[tuple[str, Directive, str, str | None]]:
    """Yield each directive with a crawler that it is for, its text, and its meta."""
    for line in page.header_lines("x-robots-tag"):
        for one in read_directives(line, liberal=True):
            if one.agent is not None:
                yield one.agent, one, line, None
    for meta in page.metas:
        names = [one for one in names_in(meta.name) if one in _lower_tokens()]
        if names:
            found = read_directives(meta.content, liberal=True, has_agents=False)
            for name, one in product(names, found):
                yield name, one, meta.content, meta.name


def _words(
    tokens: Iterable[str], reserved: frozenset[Purpose], text: str, *, salvaged: bool
) -> Words | None:
    """Return what it says that tokens are turned away, None if nothing is reserved."""
    version, table = token_table()
    standing = [token for token in tokens if table[token] & reserved]
    if not standing:
        return None
    return Words(
        signal=NAME,
        purposes=frozenset().union(*(table[token] for token in standing)) & reserved,
        preference=Preference.DISALLOWED,
        quote=f"User-agent: {', '.join(standing)} / {text}",
        spec=f"house: token table {version}; RFC 9309 section 2.2.1",
        salvaged=salvaged,
    )


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
