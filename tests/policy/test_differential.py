"""Where do other readers of robots.txt answer otherwise than ours, and why?

Protego and robotspy are put to generated files and paths. A difference is classified
by the rewritings of the file and the path after which the other reader answers as we
do: each rewriting says the same in other octets (RFC 9309 section 2.2), so what it
undoes is theirs; and each has a file below that it alone explains. What no rewriting
can say is a difference by its features alone, and has to be the stricter of the two.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from itertools import combinations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from protego import Protego
from robots import RobotsParser

from newscrawler.policy.formats.path_pattern import normal_pattern, normal_target
from newscrawler.policy.formats.robots_txt import RobotsTxt
from tests.policy.asked import SITE

US = "newscrawler"


@dataclass(frozen=True)
class Case:
    """A robots.txt, and the path that is asked for."""

    text: str
    path: str


Reader = Callable[[Case], bool]
Rewriting = Callable[[Case], Case]


def ours(case: Case) -> bool:
    return RobotsTxt(case.text).allows(US, SITE + case.path)


def protego(case: Case) -> bool:
    return bool(Protego.parse(case.text).can_fetch(SITE + case.path, US))


def robotspy(case: Case) -> bool:
    return bool(RobotsParser.from_string(case.text).can_fetch(US, SITE + case.path))


READERS: Mapping[str, Reader] = {"protego": protego, "robotspy": robotspy}


def lines_of(
    pattern: str, replacement: str | Callable[[re.Match[str]], str]
) -> Rewriting:
    """Return a rewriting of the lines that match, keys in any case."""
    known = re.compile(f"(?im)^{pattern}")
    return lambda case: replace(case, text=known.sub(replacement, case.text))


def token(match: re.Match[str]) -> str:
    """Return a user-agent line that names us exactly, or all, or another crawler."""
    value = match[1].strip(" \t\v\f")
    if value.split(None, 1)[:1] == ["*"]:
        return "User-agent: *"
    found = re.match("[A-Za-z_-]*", value)
    name = found[0].lower() if found else ""
    return f"User-agent: {US if name == US else 'other'}"


def spelt(text: str) -> str:
    """Return normal octets as letters that no reader takes for anything else."""
    return text.replace("%", "_").replace("?", "Q").replace("[", "B")


def octets(case: Case) -> Case:
    """Return patterns and path in one spelling, their escapes as plain letters."""

    def rule(match: re.Match[str]) -> str:
        pattern = match[2].strip(" \t\v\f")
        return f"{match[1]}: {spelt(normal_pattern(pattern))}"

    known = re.compile(r"(?im)^((?:dis)?allow)[ \t]*:([^#\n]*).*$")
    path, mark, query = case.path.partition("?")
    target = normal_target((path or "/") + mark + query)
    return Case(known.sub(rule, case.text), spelt(target))


def parted(case: Case) -> Case:
    """Return the file with a group of its own for each user-agent line."""
    found: list[str] = []
    agents: list[str] = []
    rules: list[str] = []
    for line in [*case.text.split("\n"), "User-agent: other"]:
        is_agent = line.lower().startswith("user-agent:")
        if is_agent and rules:
            found += [part for one in agents for part in (one, *rules)]
            agents, rules = [], []
        if is_agent:
            agents.append(line)
        elif agents and line:
            rules.append(line)
    return replace(case, text="\n".join(found))


REWRITINGS: Mapping[str, Rewriting] = {
    # in the order in which they are made
    "other ends of a line": lambda case: replace(
        case, text=re.sub("\r\n?", "\n", case.text)
    ),
    "misspelt keys": lambda case: lines_of("user ?agent:", "User-agent:")(
        lines_of("(?:disalow|dissallow):", "Disallow:")(case)
    ),
    "Allow without its colon": lines_of(r"allow[ \t]+[^:\n]*$", ""),
    "Content-Usage is a rule": lines_of(
        "content-usage:.*$", "Disallow: /never/matched"
    ),
    "other records part nothing": lines_of(
        r"(?!(?:user-agent|(?:dis)?allow|content-usage)[ \t]*:)[^:\n]*:.*\n?", ""
    ),
    "user-agent values by their token": lines_of("user-agent:([^#\n]*).*$", token),
    "octets and their escapes": octets,
    "crawlers of one group": parted,
}


def has_reserved_query(case: Case) -> bool:
    """Section 2.2.2 equates reserved octets of a query with escapes; nobody does."""
    return re.search(r"\?.*(?:%[23][0-9A-F]|[:/?])", case.path) is not None


def has_index_page(case: Case) -> bool:
    """Google's extension: Allow of an index page is Allow of its folder."""
    return re.search(r"(?im)^allow:.*/index\.html?$", case.text) is not None


def has_run_of_slashes(case: Case) -> bool:
    """No text says that a run of slashes is one."""
    return "//" in case.path


FEATURES: Mapping[str, Mapping[str, Callable[[Case], bool]]] = {
    "protego": {
        "reserved octets of a query": has_reserved_query,
        "an index page stands for its folder": has_index_page,
    },
    "robotspy": {"runs of slashes are folded": has_run_of_slashes},
}

MAY_ALLOW = {"runs of slashes are folded"}
"""Where ours is to the letter, and the other way round is no denial of the text's."""


def rewritten(case: Case, names: frozenset[str]) -> Case:
    for name, rewriting in REWRITINGS.items():
        if name in names:
            case = rewriting(case)
    return case


def explanation(case: Case, reader: str) -> frozenset[str] | None:
    """Return the fewest names that explain a difference; none for no difference."""
    answer = ours(case)
    for size in range(len(REWRITINGS) + 1):
        for names in map(frozenset, combinations(REWRITINGS, size)):
            same = rewritten(case, names)
            if ours(same) is answer and READERS[reader](same) is answer:
                return names
    for name, holds in FEATURES[reader].items():
        if holds(case) and (not answer or name in MAY_ALLOW):
            return frozenset((name,))
    return None


EXAMPLES = [
    # reader, the one name, the file, the path
    ("robotspy", "other ends of a line", "User-agent: *\rDisallow: /a", "/a"),
    ("robotspy", "misspelt keys", "User-agent: *\nDisalow: /a", "/a"),
    ("robotspy", "misspelt keys", "Useragent: *\nDisallow: /a", "/a"),
    ("robotspy", "Allow without its colon", "User-agent: *\nDisallow: /\nAllow /a", "/a"),
    ("robotspy", "Content-Usage is a rule", "User-agent: newscrawler\nContent-Usage: search=n\nUser-agent: b\nDisallow: /", "/a"),
    ("robotspy", "user-agent values by their token", "User-agent: newscrawler is us\nDisallow: /", "/a"),
    ("robotspy", "user-agent values by their token", "User-agent: *\nDisallow: /b\nUser-agent: 1\nDisallow: /", "/a"),
    ("robotspy", "octets and their escapes", "User-agent: *\nDisallow: /a%2Fb", "/a/b"),
    ("robotspy", "octets and their escapes", "User-agent: *\nAllow: /ツ\nDisallow: /*****", "/ツ"),
    ("robotspy", "octets and their escapes", "User-agent: *\nDisallow: /*a?$", "/1ab"),
    ("robotspy", "octets and their escapes", "User-agent: *\nDisallow: /*[ab]", "/1a"),
    ("robotspy", "octets and their escapes", "User-agent: *\nDisallow: /a$", "/a$"),
    ("robotspy", "octets and their escapes", "User-agent: *\nDisallow: /a b", "/a%20b"),
    ("robotspy", "runs of slashes are folded", "User-agent: *\nDisallow: /a/1", "/a//1"),
    ("protego", "Allow without its colon", "User-agent: *\nDisallow: /\nAllow /a", "/a"),
    ("protego", "other records part nothing", "User-agent: newscrawler\nFoo: x\nUser-agent: b\nDisallow: /", "/a"),
    ("protego", "user-agent values by their token", "User-agent: newscrawler/1.0\nDisallow: /", "/a"),
    ("protego", "user-agent values by their token", "User-agent: news\nDisallow: /", "/a"),
    ("protego", "octets and their escapes", "User-agent: *\nAllow: /b\vDisallow: /a", "/a"),
    ("protego", "an index page stands for its folder", "User-agent: *\nDisallow: /\nAllow: /index.html", "/"),
    ("protego", "reserved octets of a query", "User-agent: *\nDisallow: /?u=/b", "/?u=%2Fb"),
]  # fmt: skip


@pytest.mark.parametrize(("reader", "name", "text", "path"), EXAMPLES)
def test_each_kind_of_difference_is_there(
    reader: str, name: str, text: str, path: str
) -> None:
    case = Case(text, path)

    assert READERS[reader](case) is not ours(case)
    assert explanation(case, reader) == frozenset((name,))


def test_every_name_but_one_has_its_example() -> None:
    # robotspy's leak depends on the order of a set of texts: the next test's
    named = {name for _, name, _, _ in EXAMPLES}
    features = {name for known in FEATURES.values() for name in known}

    assert (set(REWRITINGS) | features) - named == {"crawlers of one group"}


def test_robotspy_gives_a_crawler_rules_of_others_in_its_group() -> None:
    apart = "User-agent: b\nDisallow: /b\n\nUser-agent: c\nDisallow: /c\n\n"
    read = RobotsParser.from_string(
        f"{apart}User-agent: b\nUser-agent: c\nDisallow: /d"
    )

    theirs = {(one, path): read.can_fetch(one, SITE + path) for one, path in FOREIGN}
    assert not all(theirs.values())
    robots = RobotsTxt(f"{apart}User-agent: b\nUser-agent: c\nDisallow: /d")
    assert all(robots.allows(one, SITE + path) for one, path in FOREIGN)


FOREIGN = [("b", "/c"), ("c", "/b")]

AGENTS = ["*", US, "NewsCrawler/1.0", "newscrawler, b", "newscrawler bots", "news"]
AGENTS += ["b", "* x", "crawler", "newscrawler2", "1", ""]
PATTERNS = ["/", "", "/a", "/a/", "/a/1", "/a*", "/*1", "/a$", "/a/1$", "*", "/b$c"]
PATTERNS += ["/%61/", "/a**$", "a", "/ab", "/*/1*", "/ツ", "/a%2F1", "/a b", "/*a?$"]
PATTERNS += [
    "/?u=c:d",
    "/?u=/b",
    "/*[ab]",
    "/index.html",
    "/A",
    "/%e3%83%84",
    "/a\u2028b",
]
OTHERS = ["", "# c", "Foo: 1", "Crawl-delay: 2", "Sitemap: https://x.example/s"]
OTHERS += ["Content-Signal: search=no", "Content-Usage: search=n", "nonsense"]
AGENT_KEYS = ["User-agent", "user-AGENT", "Useragent", "User agent"]
RULE_KEYS = ["Disallow", "Allow", "DISALLOW", "Disalow", "Dissallow"]
LINES = st.one_of(
    st.builds("{}: {}".format, st.sampled_from(AGENT_KEYS), st.sampled_from(AGENTS)),
    st.builds("{}: {}".format, st.sampled_from(RULE_KEYS), st.sampled_from(PATTERNS)),
    st.builds(
        "{}: {} # c".format, st.sampled_from(RULE_KEYS), st.sampled_from(PATTERNS)
    ),
    st.sampled_from(PATTERNS[2:5]).map("Allow {}".format),
    st.sampled_from(OTHERS),
)
PATHS = ["/", "/a", "/a/", "/a/1", "/ab", "/b$c", "/a?x=1", "/%E3%83%84/1", "/b", "/A"]
PATHS += [
    "/a//1",
    "/?u=/b",
    "/?u=%2Fb",
    "/?u=c%3Ad",
    "/a%2F1",
    "/a$",
    "/1a?",
    "/a%20b",
    "/index.html",
]
CASES = st.builds(
    lambda end, lines, path: Case(end.join(lines), path),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.lists(LINES, max_size=14),
    st.sampled_from(PATHS),
)


@settings(max_examples=400)
@given(CASES)
def test_every_difference_has_a_name(case: Case) -> None:
    for reader in READERS:
        assert explanation(case, reader) is not None, reader


@given(CASES)
def test_what_explains_a_difference_says_the_same_to_us(case: Case) -> None:
    # but where section 2.2.2 has us ask for two spellings of a query
    assume(not has_reserved_query(case))

    assert ours(rewritten(case, frozenset(REWRITINGS))) is ours(case)
