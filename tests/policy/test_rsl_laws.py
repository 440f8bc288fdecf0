"""What always holds of a reader of RSL: it never raises, loosens or takes long."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from newscrawler.page import Page
from newscrawler.policy import Preference, Profile
from newscrawler.policy.formats.link_header import read_links
from newscrawler.policy.formats.rsl import read_rsl
from newscrawler.policy.formats.rsl_xml import MAX_BYTES
from newscrawler.policy.lattice import usage
from newscrawler.policy.operator import Operator
from newscrawler.policy.signals.rsl import documents, statements
from newscrawler.purpose import Purpose
from tests.policy.asked import URL, document
from tests.policy.asked import page as a_page
from tests.policy.asked import robots as robots_txt
from tests.policy.test_rsl import LICENSE, ROBOTS_TEXT, licensed, rsl, visit

HARD = {
    Preference.UNKNOWN: 0,
    Preference.ALLOWED: 0,
    Preference.CONDITIONAL: 1,
    Preference.DISALLOWED: 2,
}


@given(some.binary(), some.sampled_from(Profile))
def test_whatever_the_octets_it_does_not_raise(body: bytes, profile: Profile) -> None:
    for one in (body, rsl("").encode()[:-6] + body + b"</rsl>"):
        assert read_rsl(one).problem
        found = [robots_txt(ROBOTS_TEXT), document(LICENSE, one)]
        said = list(statements(visit(found, profile, a_page())))
        assert said


@given(some.binary(), some.text(), some.sampled_from(Profile))
def test_whatever_declares_it_does_not_raise(
    body: bytes, text: str, profile: Profile
) -> None:
    robots = robots_txt(b"License: " + body)
    markup = f'<script type="application/rsl+xml">{text}</script><rsl:content>{text}'
    page = a_page(f"{markup}<link rel=license type=application/rsl+xml href='{text}'>")
    headers = (("link", f"<{text}>; rel=license; type=application/rsl+xml"),)
    page = Page(page.body, URL, headers)
    asked = visit([robots], profile, page)

    assert isinstance(list(documents(asked)), list)
    assert isinstance(list(statements(asked)), list)


TOKENS = ["all", "ai-all", "ai-train", "ai-input", "ai-index", "search", "train-ai"]
USERS = ["commercial", "non-commercial", "education"]
A_LIST = some.lists(some.sampled_from(TOKENS), max_size=3).map(" ".join)
A_USE = some.tuples(some.sampled_from(["permits", "prohibits"]), A_LIST).map(
    lambda pair: f'<{pair[0]} type="usage">{pair[1]}</{pair[0]}>'
)
A_USER = some.tuples(
    some.sampled_from(["permits", "prohibits"]), some.sampled_from(USERS)
).map(lambda pair: f'<{pair[0]} type="user">{pair[1]}</{pair[0]}>')
A_PRICE = some.sampled_from(["free", "attribution", "use"]).map(
    lambda kind: f'<payment type="{kind}"/>'
)
A_LICENSE = some.lists(some.one_of(A_USE, A_USER, A_PRICE), max_size=4)
CONTENTS = some.lists(
    some.tuples(
        some.sampled_from(["/", "/a/", "/b/", "https://gazette.example/a/1"]),
        some.lists(A_LICENSE, min_size=1, max_size=2),
    ),
    min_size=1,
    max_size=3,
)
OPERATORS = some.builds(
    Operator,
    commercial=some.none() | some.booleans(),
    types=some.none() | some.just(frozenset(("education",))),
)


def document_of(contents: list[tuple[str, list[list[str]]]]) -> str:
    return rsl(
        "".join(
            f'<content url="{url}">'
            + "".join(f"<license>{''.join(parts)}</license>" for parts in licenses)
            + "</content>"
            for url, licenses in contents
        )
    )


def uses_of(
    contents: list[tuple[str, list[list[str]]]], profile: Profile, operator: Operator
) -> dict[Purpose, Preference]:
    found = [robots_txt(ROBOTS_TEXT), document(LICENSE, document_of(contents))]
    asked = visit(found, profile, a_page(), operator=operator)
    return usage(list(statements(asked)), asked.terms)


@given(CONTENTS, A_LIST, OPERATORS, some.sampled_from(Profile), some.data())
def test_a_further_prohibits_never_loosens(
    contents: list[tuple[str, list[list[str]]]],
    tokens: str,
    operator: Operator,
    profile: Profile,
    data: some.DataObject,
) -> None:
    before = uses_of(contents, profile, operator)
    kind = data.draw(some.sampled_from(["usage", "user"]))
    _, licenses = data.draw(some.sampled_from(contents))
    parts = data.draw(some.sampled_from(licenses))
    parts.append(f'<prohibits type="{kind}">{tokens}</prohibits>')

    after = uses_of(contents, profile, operator)

    for purpose, preference in before.items():
        assert HARD[after[purpose]] >= HARD[preference], purpose
        if preference is not Preference.ALLOWED:
            assert after[purpose] is not Preference.ALLOWED


@given(CONTENTS, OPERATORS)
def test_strict_is_never_laxer_than_the_letter(
    contents: list[tuple[str, list[list[str]]]], operator: Operator
) -> None:
    letter = uses_of(contents, Profile.SPEC, operator)
    strict = uses_of(contents, Profile.STRICT, operator)

    for purpose, preference in letter.items():
        assert HARD[strict[purpose]] >= HARD[preference], purpose


@given(CONTENTS, OPERATORS, some.sampled_from(Profile))
def test_the_order_of_elements_does_not_matter(
    contents: list[tuple[str, list[list[str]]]], operator: Operator, profile: Profile
) -> None:
    turned = [
        (url, [parts[::-1] for parts in licenses[::-1]])
        for url, licenses in contents[::-1]
    ]

    assert uses_of(contents, profile, operator) == uses_of(turned, profile, operator)


LAUGHS = "<!DOCTYPE l [<!ENTITY a0 'ha'>{}]><rsl>&a30;</rsl>".format(
    "".join(f"<!ENTITY a{at + 1} '&a{at};&a{at};'>" for at in range(30))
)
HOSTILE: dict[str, str | bytes] = {
    "billion laughs": LAUGHS,
    "billion laughs in UTF-16": LAUGHS.encode("utf-16"),
    "an external entity": '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    + licensed('<permits type="usage">&x;</permits>'),
    "nested elements": rsl("<content>" * (MAX_BYTES // 10))[:MAX_BYTES],
    "nested to the bound": rsl("<content>" * 200 + "</content>" * 200),
    "many elements": rsl("<content/>" * (MAX_BYTES // 10 - 8)),
    "many contents": rsl(
        '<content url="/*"><license/></content>' * 3000,
    ),
    "a million attributes": "<rsl "
    + " ".join(f'a{at}=""' for at in range(95_000))
    + "/>",
    "one long list": licensed(
        "<prohibits>" + "ai-train " * 110_000 + "</prohibits>",
    ),
    "many words": licensed(
        f'<prohibits type="usage">{" ".join(map(str, range(150_000)))}</prohibits>'
    ),
    "prohibits without end": "<prohibits" * (MAX_BYTES // 10),
    "prohibits, broken": "<prohibits>all" * (MAX_BYTES // 14),
    "more than a mebibyte": licensed("x" * MAX_BYTES),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_documents_take_no_time_and_grant_nothing(name: str) -> None:
    found = HOSTILE[name]
    site = [robots_txt(ROBOTS_TEXT), document(LICENSE, found)]
    asked = visit(site, Profile.STRICT, a_page())

    said = list(statements(asked))

    assert len(said) < 20
    assert {one.preference for one in said} <= {Preference.DISALLOWED}
    assert any(Purpose.AI_TRAIN in one.purposes for one in said)


@pytest.mark.parametrize(
    "piece", ["<", "<a>;", '<a>;b="', "<a>;b=\\", '<a>;b="\\"', "<a> ", ";", "<a>;  "]
)
def test_hostile_link_headers_take_no_time(piece: str) -> None:
    assert isinstance(list(read_links(piece * 100_000)), list)


def test_the_same_link_a_thousand_times_is_read_once() -> None:
    link = f'<link rel=license type="application/rsl+xml" href="{LICENSE}">'
    page = a_page(link * 2000)
    contents = '<content url="/*"><license/></content>' * 2000
    found = [robots_txt(""), document(LICENSE, rsl(contents))]

    said = list(statements(visit(found, Profile.STRICT, page)))

    assert len(said) < 10
