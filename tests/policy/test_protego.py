"""Where does Protego read robots.txt otherwise than we do? Each class has a name."""

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from protego import Protego

from newscrawler.policy.formats.robots_txt import RobotsTxt
from tests.policy.asked import SITE
from tests.policy.test_robots_txt import PATHS, PATTERNS, US

# Protego, where it reads the same octets otherwise. Each class is a rewriting of the
# file after which Protego answers as we do.

OTHERS = re.compile(
    r"(?im)^(?!\s*(?:user-agent|allow|disallow|content-usage)\s*:).*\n?"
)
AGENT = re.compile(r"(?im)^user-agent:[ \t]*(.*)$")


def named(match: re.Match[str]) -> str:
    """Return the user-agent line by its product token; a part of ours is no match."""
    value = match[1]
    if value.startswith("*"):
        return "User-agent: *"
    token = re.match("[A-Za-z_-]*", value)
    name = token[0].lower() if token else ""
    return f"User-agent: {US if name == US else 'other-' + name}"


REWRITINGS: dict[str, Callable[[str], str]] = {
    "it takes Content-Usage for no rule": lambda text: re.sub(
        "(?im)^content-usage:.*$", "Disallow: /never/matched", text
    ),
    "any other record parts its user-agent lines": lambda text: OTHERS.sub("", text),
    "it compares whole user-agent values, and parts of ours": lambda text: AGENT.sub(
        named, text
    ),
}

DIFFERENCES = [
    # what differs, the file, the path, whether we allow it (Protego does the contrary)
    ("a record between user-agent lines", "User-agent: newscrawler\nFoo: x\nUser-agent: b\nDisallow: /", "/", False),
    ("a Crawl-delay between them", "User-agent: newscrawler\nCrawl-delay: 1\nUser-agent: b\nDisallow: /", "/", False),
    ("a signal between them", "User-agent: newscrawler\nContent-Signal: ai-train=no\nUser-agent: b\nDisallow: /", "/", False),
    ("a version behind the token", "User-agent: newscrawler/1.0\nDisallow: /", "/", False),
    ("words behind the token", "User-agent: newscrawler bot\nDisallow: /", "/", False),
    ("words behind the asterisk", "User-agent: * all\nDisallow: /", "/", False),
    ("the first of a comma list", "User-agent: newscrawler, b\nDisallow: /", "/", False),
    ("a token that begins ours", "User-agent: news\nDisallow: /", "/", True),
    ("a vertical tab", "User-agent: *\nAllow: /b\vDisallow: /", "/", True),
    ("a line separator", "User-agent: *\nAllow: /b\u2028Disallow: /", "/", True),
    ("index.html stands for its folder", "User-agent: *\nDisallow: /\nAllow: /index.html", "/", False),
    ("reserved octets of the query", "User-agent: *\nDisallow: /?u=https://b", "/?u=https%3A%2F%2Fb", False),
    ("a path that climbs", "User-agent: *\nDisallow: /b", "/a/../b", False),
]  # fmt: skip


@pytest.mark.parametrize(
    ("what", "text", "path", "ours"), DIFFERENCES, ids=[one[0] for one in DIFFERENCES]
)
def test_protego_differs(what: str, text: str, path: str, *, ours: bool) -> None:
    assert RobotsTxt(text).allows(US, SITE + path) is ours, what
    assert Protego.parse(text).can_fetch(SITE + path, US) is not ours, what


AGENTS = [
    "*",
    "newscrawler",
    "NewsCrawler/1.0",
    "newscrawler, b",
    "news",
    "b",
    "* x",
    "crawler",
]
LINES = st.one_of(
    st.sampled_from(AGENTS).map("User-agent: {}".format),
    st.sampled_from(PATTERNS).map("Disallow: {}".format),
    st.sampled_from(PATTERNS).map("Allow: {}".format),
    st.sampled_from(["", "# c", "Foo: 1", "Crawl-delay: 2", "Sitemap: https://x.example/s", "Content-Signal: search=no", "Content-Usage: search=n"]),
)  # fmt: skip
FILES = st.lists(LINES, max_size=14).map("\n".join)


@given(FILES, PATHS)
def test_every_other_difference_from_protego_has_a_name(text: str, path: str) -> None:
    rewritten = text
    for rewriting in REWRITINGS.values():
        rewritten = rewriting(rewritten)

    theirs = Protego.parse(rewritten).can_fetch(SITE + path, US)

    assert RobotsTxt(text).allows(US, SITE + path) is theirs, rewritten


@given(FILES, PATHS)
def test_protego_agrees_on_the_merged_rules_of_our_group(text: str, path: str) -> None:
    robots = RobotsTxt(text)

    assert robots.rules_for(US).second_opinion(SITE + path) is robots.allows(
        US, SITE + path
    )
