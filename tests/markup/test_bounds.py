"""Is what the parser is given small, whatever the markup?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from newscrawler.markup.bounds import MAX_DEPTH, MAX_TAGS, _left_open, bounded_tree
from newscrawler.markup.wide_tags import (
    _MANY,
    _TAG,
    MAX_ATTRIBUTES,
    TAG_START,
    doubts_in,
)

DEEP = f"elements nested deeper than {MAX_DEPTH}"
WIDE = f"a tag with more than {MAX_ATTRIBUTES} attributes"
NESTED = "<div>" * (MAX_DEPTH + 10)
DOUBT = "<b;" + " x" * 300 + ">"
ATTRIBUTES = "<a " + " ".join(f"a{at}" for at in range(MAX_ATTRIBUTES + 100)) + ">"
QUOTED_ENDS = ATTRIBUTES[:-1].replace(" a", " b='<p>' a") + ">"


def problem(markup: str, deepest: int = MAX_DEPTH) -> str | None:
    return bounded_tree(markup, deepest)[1]


def depth(html: str) -> int:
    """Return how deep the parser nests elements, itself asked."""
    node, at, deepest = LexborHTMLParser(html).root, 1, 1
    while node is not None:
        deepest = max(deepest, at)
        if node.child is not None:
            node, at = node.child, at + 1
            continue
        while node is not None and node.next is None:
            node, at = node.parent, at - 1
        node = node.next if node is not None else None
    return deepest


@pytest.mark.parametrize(
    "markup",
    [
        "",
        "<p>" * 10_000,
        "<li>" * 10_000,
        "<br>" * 10_000,
        "<div></div>" * 10_000,
        "<div>" * 200,
        "<p>a < b, b <c, c </p>",
        "<!--" + NESTED + "-->",
        f"<script>'{NESTED}'</script>",
        f'<a title="{NESTED}">',
        f"<img src='data:{'A' * 200_000}'>",
        f"<script>for (i = 0; i <n; i++) {'word ' * 5_000}</script>",
        "<script>" + "'<p'+x+'>' " * 3_000 + "</script>",
        f"<!-- {ATTRIBUTES} -->",
        f'<b title="{ATTRIBUTES}">',
        "<p><font><b><i>" * 10_000,
        "<p><i class='a'></i><b>x</b>" * 9_000,
        "".join(f"<p><i class=x{at}></i><b id='{at}'>x</b>" for at in range(9_000)),
    ],
    ids=lambda markup: markup[:20],
)
def test_what_is_shallow_is_parsed(markup: str) -> None:
    tree, problem = bounded_tree(markup)

    assert problem is None
    assert tree is not None


@pytest.mark.parametrize(
    "before",
    [
        "",
        "<script><!--<script></script><title>--></script>",
        "<svg><title>",
        "<svg><![CDATA[<!--]]></svg>",
        "<p title='>'>",
        "<noscript><!--</noscript>-->",
        "<title>&lt;</title>",
        "<textarea></textarea >",
        "<style></style x='",
    ],
)
def test_no_prefix_hides_what_is_deep(before: str) -> None:
    markup = before + "'>" + NESTED

    if depth(markup) > MAX_DEPTH:
        assert problem(markup) == DEEP


@pytest.mark.parametrize(
    "name", ["div", "dl><dd", "optgroup", "rt", "li><dt", "center"]
)
def test_no_element_hides_what_is_deep(name: str) -> None:
    assert problem(f"<{name}>" * (MAX_DEPTH + 10)) == DEEP


@pytest.mark.parametrize(
    "before",
    [
        "",
        "<p>text",
        "<script><!--<script></script><title>--></script>",
        "<frameset>",
        "<select>",
        "<table><colgroup>",
        "</html>",
        "<svg>",
        "<textarea></textarea>",
        f"<script>{DOUBT}</script>",
        f"<script>{DOUBT}</SCRIPT\n>{DOUBT}",
        f"<script><!--probe--></script><textarea>{DOUBT}</textarea>",
        f"<svg><script><![CDATA[{DOUBT}]]>",
        f"<svg><foreignObject><script>{DOUBT}</script>",
    ],
)
@pytest.mark.parametrize(
    "tag", [ATTRIBUTES, ATTRIBUTES.replace("<a", "</a"), ATTRIBUTES[:-1], QUOTED_ENDS]
)
def test_no_prefix_hides_a_tag_with_many_attributes(before: str, tag: str) -> None:
    assert problem(before + tag) == WIDE


def test_a_script_may_compare_as_often_as_it_likes() -> None:
    assert problem(f"<script>{DOUBT * 20}</script><p>text") is None


def test_formatting_that_is_opened_again_and_again_is_found() -> None:
    fonts = "".join(f"<font size={at}>" for at in range(300))

    assert problem(f"<p>{fonts}" + "<p>x" * 2_000) is not None


def test_formatting_left_open_in_many_ways_is_not_parsed() -> None:
    fonts = "".join(f"<p><font size={at}>x" for at in range(9_000))

    words = "more than 932 formatting elements left open among 18000 tags"
    assert problem(fonts) == words


@pytest.mark.parametrize(
    "tag",
    [
        "<b>{}<i>x</i></b>",
        "<b title='>'>{}<i></b>",
        '<b " a=">{}</b>">',
        "<B>{}<p>",
        "<font size=1 {}><p>",
    ],
)
def test_no_way_of_writing_hides_what_is_left_open(tag: str) -> None:
    assert _left_open(tag.format("x").encode() * 5) >= 3


@pytest.mark.parametrize(
    "markup",
    [
        "<div>" * 1_000_000,
        "<a" * 60_000,
        "<a " * 60_000,
        "<a b='" * 60_000,
        '<a b=">' * 200_000,
        "<a " + "x=y " * 1_000_000,
        "<" * 1_000_000,
        "</" * 1_000_000,
        "<!--" * 1_000_000,
        "<a b=" + '"' * 1_000_000,
        "<a " + "=" * 1_000_000,
    ],
    ids=lambda markup: markup[:8],
)
def test_hostile_markup_comes_to_an_end(markup: str) -> None:
    tree, problem = bounded_tree(markup)

    assert (tree is None) is (problem is not None)


def test_there_are_bounds_to_what_is_tried() -> None:
    assert problem("<b></b>" * MAX_TAGS) == f"more than {MAX_TAGS} tags"


NAMES = ["div", "b", "p", "li", "dl", "dd", "dt", "table", "tr", "td", "caption", "select", "option", "optgroup", "ruby", "rt", "svg", "math", "title", "desc", "foreignObject", "mi", "annotation-xml", "script", "style", "textarea", "noscript", "template", "a", "form", "button", "h1", "font", "frameset", "noframes", "nobr", "applet", "details"]  # fmt: skip
PIECES = st.one_of(
    st.sampled_from(NAMES).map("<{}>".format),
    st.sampled_from(NAMES).map("</{}>".format),
    st.sampled_from(NAMES).map("<{}/>".format),
    st.sampled_from(["<!--", "-->", "<![CDATA[", "]]>", "<!doctype html>", "x", "'", '"', ">", "<", "/", "=", " "]),
)  # fmt: skip


@given(
    st.lists(PIECES, max_size=6),
    st.lists(PIECES, min_size=1, max_size=8),
    st.sampled_from([1, 30]),
)
def test_what_passes_a_limit_is_no_deeper(
    before: list[str], unit: list[str], times: int
) -> None:
    markup, limit = "".join(before) + "".join(unit) * times, 12

    if problem(markup, limit) is None:
        assert depth(markup) <= limit + 1, markup


@given(st.text(max_size=60))
def test_no_text_makes_the_scan_raise(text: str) -> None:
    bounded_tree(text)
    bounded_tree(f"<{text}<a {text}" * 3)


TAG_PIECES = st.sampled_from(["<", "</", ">", "a", "<a ", " a=1", '="', "='", "=", "'", '"', " ", "/", "><", ";", " x" * 150, " b='>'" * 150, "y" * 600, "<!--", "</script>"])  # fmt: skip


@given(st.lists(TAG_PIECES, max_size=30).map("".join))
def test_no_tag_that_may_be_too_large_is_passed_over(markup: str) -> None:
    given = markup.encode()
    tags = ((at.start(), _TAG.match(given, at.start())) for at in TAG_START.finditer(given))  # fmt: skip

    large = frozenset(start for start, tag in tags if tag and _MANY.match(tag[0], 1))

    assert doubts_in(given) == large
