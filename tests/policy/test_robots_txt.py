"""Does the reader of robots.txt keep to RFC 9309?"""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawler.policy.formats.path_pattern import MAX_PATTERN, matches
from newscrawler.policy.formats.robots_lines import MAX_BYTES, MAX_LINE
from newscrawler.policy.formats.robots_txt import RobotsTxt
from newscrawler.policy.formats.rule_set import Rule, Rules
from tests.policy.asked import SITE, URL

US = "newscrawler"
PATTERNS = ["/", "", "/a", "/a/", "/a/1", "/a*", "/*1", "/a$", "/a/1$", "*", "/b$c", "/%61/", "/a**$", "a", "/ab", "/*/1*", "/ツ"]  # fmt: skip
PATHS = st.sampled_from(
    ["/", "/a", "/a/", "/a/1", "/ab", "/b$c", "/a?x=1", "/%E3%83%84/1", "/b"]
)


def line_of(text: str, path: str = "/a/1", agent: str = US) -> int | None:
    """Return the line of the rule that governs, negative where it disallows."""
    rule = RobotsTxt(text).rule(agent, SITE + path)
    if rule is None:
        return None
    return rule.line if rule.allow else -rule.line


def denies(body: bytes, path: str = "/a/1") -> bool:
    return not RobotsTxt.from_bytes(body).allows(US, SITE + path)


@pytest.mark.parametrize(
    ("section", "text", "path", "line"),
    [
        ("2.2.1 a token knows no case", "user-AGENT: NewsCrawler\nDISallow: /", "/", -2),
        ("2.2.1 ours before all", "User-agent: *\nDisallow: /\n\nUser-agent: newscrawler\nAllow: /", "/", 5),
        ("2.2.1 no group, no rules", "User-agent: other\nDisallow: /", "/", None),
        ("2.2.1 groups merge", "User-agent: *\nAllow: /a\n\nUser-agent: *\nDisallow: /a/1", "/a/1", -5),
        ("2.2.2 the longest", "User-agent: *\nDisallow: /a/1\nAllow: /a", "/a/1", -2),
        ("2.2.2 Allow of two equals", "User-agent: *\nDisallow: /a\nAllow: /a", "/a/1", 3),
        ("2.2.2 no rule matches", "User-agent: *\nDisallow: /b", "/a/1", None),
        ("2.2.2 empty matches nothing", "User-agent: *\nDisallow:\nAllow:", "/a/1", None),
        ("2.2.2 from the first octet", "User-agent: *\nDisallow: /1", "/a/1", None),
        ("2.2.2 query", "User-agent: *\nDisallow: /a?x=1", "/a?x=1&y", -2),
        ("2.2.2 an empty query", "User-agent: *\nDisallow: /a?", "/a?", -2),
        ("2.2.2 no fragment", "User-agent: *\nDisallow: /a/1$", "/a/1#top", -2),
        ("2.2.2 the root", "User-agent: *\nDisallow: /$", "", -2),
        ("2.2.2 hexadecimal knows no case", "User-agent: *\nDisallow: /%3c", "/%3C", -2),
        ("2.2.2 a slash is not its escape", "User-agent: *\nDisallow: /a%2F1", "/a/1", None),
        ("2.2.3 asterisks", "User-agent: *\nDisallow: *.gif$", "/x/y.gif", -2),
        ("2.2.3 an anchor", "User-agent: *\nDisallow: /*.php$", "/a.php?x", None),
        ("2.2.3 nothing is a run too", "User-agent: *\nDisallow: /a*/1", "/a/1", -2),
        ("2.2.3 an escaped dollar", "User-agent: *\nDisallow: /a%24", "/a$1", -2),
        ("2.2.4 others part nothing", "User-agent: newscrawler\nFoo: 1\n\n#\nUser-agent: b\nDisallow: /", "/", -6),
        ("2.2.4 nor after a rule", "User-agent: newscrawler\nAllow: /b\nFoo: 1\nDisallow: /", "/", -4),
        ("2.2.4 Sitemap parts nothing", "User-agent: newscrawler\nSitemap: https://x\nDisallow: /", "/", -3),
        ("attach-05 3.2 Content-Usage does", "User-agent: newscrawler\nContent-Usage: search=y\nUser-agent: b\nDisallow: /", "/", None),
        ("2.2 before all groups", "Disallow: /\nUser-agent: *\nAllow: /b", "/", None),
    ],
    ids=str,
)  # fmt: skip
def test_reading_keeps_to_rfc_9309(
    section: str, text: str, path: str, line: int | None
) -> None:
    assert line_of(text, path) == line, section


def test_a_rule_knows_its_line_its_words_and_its_group() -> None:
    robots = RobotsTxt(
        "# us\n\nUser-agent: a\nUser-agent: NewsCrawler/2\n\nDisallow : /x # y"
    )

    rule = robots.rule(US, f"{SITE}/x")

    assert rule is not None
    assert (rule.line, rule.agents) == (6, ("a", "NewsCrawler/2"))
    assert rule.record.text == "Disallow : /x # y"


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"], ids=["LF", "CR", "CRLF"])
def test_lines_are_counted_by_any_line_end(end: str) -> None:
    assert line_of(end.join(["User-agent: *", "", "Disallow: /a"])) == -3


@pytest.mark.parametrize("mark", ["\v", "\f", "\x1c", "\x85", "\u2028", "\u2029"])
def test_nothing_else_ends_a_line(mark: str) -> None:
    assert line_of(f"User-agent: *\nAllow: /b{mark}Disallow: /a\nDisallow: /b") is None


@pytest.mark.parametrize(
    "body",
    [
        b"\xef\xbb\xbfUser-agent: *\nDisallow: /a",
        "\ufeffUser-agent: *\nDisallow: /a".encode("utf-16-le"),
        "\ufeffUser-agent: *\nDisallow: /a".encode("utf-16-be"),
        b"User-agent: *\nX: \xff\xfe\xe9\nDisallow: /a",
        b"\0\0\nUser-agent: *\n\0\nDisallow: /a",
        b"User-agent: *\n" + b"x" * 2_000 + b"\nDisallow: /a",
    ],
    ids=["BOM", "UTF-16LE", "UTF-16BE", "no UTF-8", "NUL", "a long line"],
)
def test_every_line_that_can_be_read_is_read(body: bytes) -> None:
    assert denies(body)


def test_a_line_that_never_ends_is_cut_and_the_others_are_used() -> None:
    assert denies(b"User-agent: *\nDisallow: /a\n" + b"x" * 2_000_000)
    assert denies(b"User-agent: *\nDisallow: /a" + b" " * 2_000_000)


def test_allow_in_a_line_that_was_cut_allows_nothing() -> None:
    cut = " " * (MAX_LINE - len("Allow:") - 2) + "/abc"

    assert line_of(f"User-agent: *\nDisallow: /\nAllow:{cut}") == -2


def test_a_pattern_beyond_the_cap_denies_what_is_left_and_allows_nothing() -> None:
    long = "/" + "a" * MAX_PATTERN

    assert line_of(f"User-agent: *\nDisallow: {long}bb", f"{long}") == -2
    assert line_of(f"User-agent: *\nDisallow: /a\nAllow: {long}", long) == -2


def test_a_file_beyond_the_bound_is_read_up_to_its_last_whole_line() -> None:
    head = b"User-agent: *\nDisallow: /a\n"
    filler = b"#" * 99 + b"\n"
    lines = (MAX_BYTES - len(head) - 20) // len(filler)
    body = head + filler * lines
    body += b"#" * (MAX_BYTES - len(body) - len(b"\nAllow: /a/1")) + b"\nAllow: /a/1"

    whole, cut = RobotsTxt.from_bytes(body), RobotsTxt.from_bytes(body + b"/only")

    assert len(body) == MAX_BYTES
    assert (whole.truncated, whole.allows(US, URL)) == (False, True)
    assert (cut.truncated, cut.allows(US, URL)) == (True, False)


def test_at_least_500_kib_are_read() -> None:
    assert denies(b"#\n" * 256_000 + b"User-agent: *\nDisallow: /a")


def test_a_comma_list_denies_and_never_allows() -> None:
    listed = RobotsTxt("User-agent: a, newscrawler\nDisallow: /\nAllow: /a")

    assert listed.allows(US, URL)
    assert listed.salvaged_denial(US, URL) is None
    assert listed.salvaged_denial(US, f"{SITE}/b") is not None


def test_the_names_of_a_comma_list_are_found() -> None:
    robots = RobotsTxt("User-agent: GPTBot, CCBot , *\nDisallow: /")

    assert robots.names(["CCBot", "GPTBot", "Diffbot"]) == ["CCBot", "GPTBot"]


@pytest.mark.parametrize(
    "key", ["disalow", "dissallow", "dissalow", "diasllow", "disallaw", "Dissallow"]
)
def test_misspelt_disallow_is_understood(key: str) -> None:
    assert line_of(f"User agent: *\n{key}: /a") == -2


@pytest.mark.parametrize("key", ["disallows", "alow", "dis-allow", "disallow/"])
def test_other_misspellings_are_other_records(key: str) -> None:
    assert line_of(f"User-agent: *\n{key}: /a") is None


def test_keys_without_a_colon_deny_and_never_allow() -> None:
    assert line_of("User-agent *\nDisallow\t/a") == -2
    assert line_of("User-agent *\nDisallow /a\nAllow /a/1") == -2
    assert line_of("User-agent *\nDisallow") is None


@given(st.lists(st.sampled_from(PATTERNS[:-1]), max_size=6), PATHS)
def test_the_order_of_rules_never_matters(patterns: list[str], path: str) -> None:
    rules = [
        f"{'Allow' if at % 2 else 'Disallow'}: {one}" for at, one in enumerate(patterns)
    ]

    there = RobotsTxt("\n".join(["User-agent: *", *rules]))
    back = RobotsTxt("\n".join(["User-agent: *", *reversed(rules)]))

    assert there.allows(US, SITE + path) is back.allows(US, SITE + path)


@given(st.binary(max_size=300))
def test_no_octets_make_the_reader_raise(body: bytes) -> None:
    robots = RobotsTxt.from_bytes(b"User-agent: *\nDisallow: /x\n" + body)

    robots.rules_for(US).second_opinion(URL)
    robots.salvaged_denial(US, URL)
    assert isinstance(robots.allows(US, URL), bool)


def slowly(pattern: str, path: str) -> bool:
    """Match by the letter of RFC 9309 section 2.2.3, with a regular expression."""
    anchored = pattern.endswith("$")
    body = ".*".join(map(re.escape, pattern.removesuffix("$").split("*")))
    return re.match(body + (r"\Z" if anchored else ""), path, re.DOTALL) is not None


@given(
    st.text("ab*", max_size=8), st.sampled_from(["", "$"]), st.text("ab", max_size=12)
)
def test_matching_is_what_the_definition_says(
    pattern: str, end: str, path: str
) -> None:
    pattern = f"/{pattern}{end}"

    assert matches(pattern, f"/{path}") is slowly(pattern, f"/{path}")


def test_matching_looks_at_each_octet_once_or_so() -> None:
    looked = 0

    class Counted(str):
        __slots__ = ()

        def find(self, *args: object) -> int:
            nonlocal looked
            piece, at = str(args[0]), int(str(args[1]))
            found = str.find(self, piece, at)
            looked += (len(self) if found < 0 else found) - at + 1
            return found

    target = Counted("/" + "a" * 2_000)

    assert not matches("/" + "*a" * 1_000 + "*b", target)
    assert looked < 4 * len(target)


def test_a_file_of_hostile_size_is_read_and_asked() -> None:
    groups = b"".join(
        b"User-agent: b%d\nDisallow: /%d*a*a*a*b\n" % (at, at) for at in range(20_000)
    )
    robots = RobotsTxt.from_bytes(
        groups + b"User-agent: *\nDisallow: /*a*a*a*a*a*a*b\n" * 1_000
    )

    assert robots.allows(US, f"{SITE}/{'a' * 2_000}")
    assert len(robots.groups) > 20_000


def test_crawlers_of_one_group_share_its_rules() -> None:
    names = ["GPTBot", "CCBot", "Diffbot"]
    robots = RobotsTxt(
        "\n".join([*(f"User-agent: {one}" for one in names), "Disallow: /"])
    )

    shared = {id(robots.rules_for(one)) for one in names}

    assert len(shared) == 1


def test_only_rules_that_can_match_are_tried() -> None:
    robots = RobotsTxt(
        "User-agent: *\n" + "".join(f"Disallow: /{at}/\n" for at in range(5_000))
    )

    tried = list(robots.rules_for(US)._candidates("/7/x"))

    assert [rule.pattern for rule in tried] == ["/7/"]


def test_no_rules_are_asked_for_no_second_opinion() -> None:
    none: list[Rule] = []

    assert Rules(none).second_opinion(URL)
