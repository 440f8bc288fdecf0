"""What is body and what is not: one class of pages each."""

import pytest

from newscrawler.article import extract
from newscrawler.article.outline import read_outline
from newscrawler.page import Page

URL = "https://gazette.example/news/harbour"
LONG = "The harbour opened again on Monday, and three hundred people came to see it. "
OTHER = "Two ferries a day will cross the bay until the summer, the council has said. "
THIRD = "Fishermen had waited for two years, and some of them had sold their boats. "


def body(inside: str, head: str = "") -> str:
    page = f"<html><head>{head}</head><body><h1>Harbour opens</h1>{inside}"
    return extract(Page.from_html(page.encode(), URL)).articleBody or ""


def test_a_paragraph_that_stands_twice_among_the_same_others_is_meant() -> None:
    twice = f"<div class=text><p>{LONG}</p><p>{OTHER}</p><p>{LONG}</p></div>"

    assert body(twice).count(LONG.strip()) == 2


def test_a_last_paragraph_that_only_weighs_like_a_notice_stays() -> None:
    last = (
        "When she is not writing, she is training for the harbour swim and does not "
        "miss a morning. Write to her at ida@gazette.example or on her own page."
    )

    assert body(f"<div class=text><p>{LONG}{OTHER}</p><p>{last}</p></div>").endswith(
        last
    )


@pytest.mark.parametrize(
    "again",
    ["<blockquote>{}</blockquote>", "<div class=narrow-screens><p>{}</p></div>"],
)
def test_a_pull_quote_and_a_copy_are_left_out(again: str) -> None:
    page = f"<div class=text><p>{LONG}</p><p>{OTHER}</p>{again.format(LONG)}</div>"

    assert body(page).count(LONG.strip()) == 1


def test_a_linked_item_stays_in_a_list_of_prose() -> None:
    items = f"<li>{LONG}</li><li><a href=/a>Timetable of the ferries</a></li>"
    page = f"<div class=text><p>{LONG}{OTHER}</p><ul>{items}<li>{THIRD}</li></ul></div>"

    assert "Timetable of the ferries" in body(page)


def test_a_list_of_links_is_left_out() -> None:
    items = "".join(f"<li><a href=/{at}>Other story {at}</a></li>" for at in range(4))
    page = f"<div class=text><p>{LONG}</p><ul>{items}</ul><p>{OTHER}</p></div>"

    assert "Other story" not in body(page)


def test_the_teaser_between_headline_and_text_is_the_articles_own() -> None:
    page = f"<div class=teaser-text><p>{THIRD}</p></div>"
    text = f"<div class=text><p>{LONG}{OTHER}</p><p>{OTHER}{LONG}</p></div>"

    assert body(page + text).startswith(THIRD.strip())


@pytest.mark.parametrize("charset", ["gbk", "iso-8859-1", "shift_jis"])
def test_what_is_utf8_is_read_so_whatever_is_stated(charset: str) -> None:
    page = f"<p>渡轮将在夏天之前每天两次穿越海湾。</p><p>{LONG}</p>"

    assert "渡轮" in body(page, f"<meta charset={charset}>")


def test_what_is_not_utf8_is_read_as_stated() -> None:
    head = "<meta charset=gbk>"
    page = f"{head}<p>渡轮将在夏天之前每天两次穿越海湾。</p><p>{LONG}</p>".encode("gbk")

    assert "渡轮" in (extract(Page.from_html(page, URL)).articleBody or "")


@pytest.mark.parametrize(
    ("html", "texts"),
    [
        ("<p>a <b>b</b> c</p>", ["a b c"]),
        ("<p>a<br>b<br><br>c", ["a b", "c"]),
        ("<div>a<p>b</p>c</div>", ["a", "b", "c"]),
        ("<svg><text>a</text></svg><noscript>b</noscript>c", ["c"]),
        ("<x-card>a</x-card><x-card>b</x-card>", ["a", "b"]),
        ("<a href=/a><div>a</div><div>b</div></a>c", ["a", "b", "c"]),
        ("<span class=byline>a</span><span>b</span>", ["a", "b"]),
        ("<p>a\u00adb\u200bc</p>", ["abc"]),
        ("<div data-nosnippet>a</div>b", ["b"]),
        ("<div style='visibility: hidden'>a</div>", ["a"]),
    ],
)
def test_blocks_are_read_in_order(html: str, texts: list[str]) -> None:
    root = Page.from_html(html.encode(), URL).tree.root
    assert root is not None

    assert [block.text for block in read_outline(root).blocks] == texts


def test_a_link_is_known_by_the_span_it_holds() -> None:
    root = Page.from_html(b"<p>a <a href='/x?b'>b <i>c</i></a> d", URL).tree.root
    assert root is not None
    [block] = read_outline(root).blocks

    assert [(span.text, span.href, span.mark) for span in block.spans] == [
        ("a ", "", ""), ("b ", "/x?b", ""), ("c", "/x?b", "em"), (" d", "", ""),
    ]  # fmt: skip
    assert block.linked == 2


@pytest.mark.parametrize(
    ("html", "tags"),
    [
        ("<div><div><br></div><p class=a>a</p></div>", ["html", "body", "div", "p"]),
        ("<div><div><svg></svg></div></div><ul> </ul>", ["html"]),
        (
            "<figure><div><img src=a></div></figure><p>",
            ["html", "body", "figure", "div"],
        ),
        ("<div><img src=a><div></div></div><p>", ["html", "body", "div"]),
    ],
)
def test_boxes_without_text_or_picture_are_not_kept(html: str, tags: list[str]) -> None:
    root = Page.from_html(html.encode(), URL).tree.root
    assert root is not None

    assert [box.tag for box in read_outline(root).boxes] == tags


ITEMS = "".join(f"<li><a href=/{at}>Section {at}</a></li>" for at in range(40))
DATED = "".join(f"<li><a datetime=2026 href=/{at}>{LONG}</a></li>" for at in range(8))
PROSE = f"<div class=text><p>{LONG}{OTHER}</p><p>{OTHER}{THIRD}</p></div>"
COMMENTS = f"<div class=comments><p>{LONG}</p><p>{OTHER}{THIRD}</p></div>"


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        (f"<nav><ul>{ITEMS}</ul></nav>", 12),
        (f"<div class=main-menu>{ITEMS}</div>", 12),
        (f"{PROSE}<aside>{ITEMS}<p>{LONG}</p></aside>", 2 + 12),
        (f"{PROSE}{COMMENTS}", 2),
        (f"<nav><h1>Harbour opens</h1>{ITEMS}</nav>", 1 + 40),
        (f"<nav>{ITEMS}<time>3 June 2026</time></nav>", 40 + 1),
        (f"<nav class=breadcrumbs>{ITEMS}</nav>", 40),
        (f"<div class=sidebar><p>{LONG * 6}</p>{ITEMS}</div>", 1 + 40),
        (f"{COMMENTS}{PROSE}", 2 + 2),
        (f"<div class=text>{ITEMS}</div>", 40),
        ("<nav><a href=/a>Home</a><a href=/b>News</a></nav>", 1),
        (f"<nav>{DATED}</nav>", 8),
    ],
)
def test_large_furniture_is_known_by_its_first_links(html: str, kept: int) -> None:
    root = Page.from_html(html.encode(), URL).tree.root
    assert root is not None

    assert len(read_outline(root).blocks) == kept


def test_an_article_in_a_box_called_furniture_is_read() -> None:
    page = (
        f"<div class=has-menu><nav>{ITEMS}</nav><p>{LONG * 3}</p><p>{OTHER}</p></div>"
    )

    assert body(page).startswith(LONG.strip())


def test_a_menu_names_no_photographer() -> None:
    menu = f"<nav><li><a href=/f>Fotos</a><li><a href=/v>Ida Kern</a>{ITEMS}</nav>"
    page = f"<h1>Harbour opens</h1>{menu}{PROSE}"

    assert extract(Page.from_html(page.encode(), URL)).bylines is None


def test_the_copyright_line_of_a_large_footer_is_read() -> None:
    foot = (
        f"<footer><div>{ITEMS}</div><div>\u00a9 2026 <b>Gazette</b> Ltd</div></footer>"
    )
    article = extract(Page.from_html(f"<h1>A</h1>{PROSE}{foot}".encode(), URL))

    assert article.copyrightNotice == "\u00a9 2026 Gazette Ltd"


STATE = """<script>self.__next_f.push([1,"25:[\\"$\\",null,{\\"body\\":\\"%s\\"}]"])</script>"""


def test_a_text_that_only_a_script_holds_is_read() -> None:
    text = f"<p>{LONG}{OTHER}</p><p>{THIRD}{OTHER}</p>" * 2
    page = (STATE % text).replace("<p>", r"\\u003cp>")

    assert body(page).startswith(LONG + OTHER.strip())


def test_a_text_of_a_script_that_is_not_the_articles_is_not_read() -> None:
    cookies = "We and our partners store cookies on your device for many reasons. " * 9

    assert body(f'<script>x = {{"notice": "{cookies}"}}</script>') == ""


def test_a_script_of_quotes_is_read_in_linear_time() -> None:
    assert body("<script>'" + r'"\\"' * 400_000 + "</script>") == ""
