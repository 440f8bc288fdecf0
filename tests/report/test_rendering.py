"""Whatever a text is, a page has the same elements as with a harmless one."""

from html.parser import HTMLParser
from unicodedata import category

from hypothesis import given
from hypothesis import strategies as some

from newscrawler.report.blocks import (
    Chart,
    Code,
    Figure,
    Lines,
    Link,
    Mark,
    Moment,
    Number,
    Page,
    Paragraph,
    Quote,
    Quotes,
    Row,
    Section,
    Series,
    Share,
    State,
    Table,
    Terms,
    Text,
    Written,
)
from newscrawler.report.harmless import KEPT, web_url
from newscrawler.report.rendering import html
from newscrawler.report.wording import read_words
from tests.storage.samples import NOW

WORDS = read_words("en")
HOSTILE = some.one_of(
    some.text(min_size=1),
    some.lists(
        some.sampled_from(
            (
                *(
                    "<",
                    ">",
                    '"',
                    "'",
                    "&",
                    "--",
                    "]]>",
                    "\u202e",
                    "\u2028",
                    "\0",
                    "\r",
                    "\n",
                ),
                *("</script>", "</style>", "</title>", "<!--", "{{", "}}", "{%", "%}"),
                *("javascript:", "data:text/html,", "onerror=x", "`", "\\", "&lt;"),
            )
        ),
        min_size=1,
    ).map("".join),
)


def page(text: str, url: str) -> Page:
    """A page with a text at each place that a site's words may come to."""
    cells = (
        *(Text(text), Number(1), Share(1), Moment(0.0), Code(text), Link(url, text)),
        Written((text, text)),
        *(Mark(State.BAD, text, text), Quotes((Quote(text, url, text),)), Link(url)),
    )
    rows = (Row(cells, source=text, verdict=text),)
    series = (Series(text, State.BAD, (1, 2)),)
    blocks = (
        Paragraph(text),
        Lines(text, (text, text)),
        Terms(((text, Text(text)),)),
        Chart(text, text, (text, text), series),
        Table(text, tuple(text for _ in cells), rows, 1, text),
    )
    figures = (Figure(text, Text(text)),)
    section = Section("one", text, blocks)
    return Page(text, text, text, Terms(((text, Code(text)),)), figures, (section,))


class Shape(HTMLParser):
    """The elements of a file with the names of their attributes, and its text."""

    def __init__(self, file: str) -> None:
        super().__init__()
        self.found: list[tuple[str, tuple[str, ...]]] = []
        self.text: list[str] = []
        self.feed(file)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, tuple(name for name, _ in attrs)))

    def handle_data(self, data: str) -> None:
        self.text.append(data)


PLAIN = Shape(html(page("plain", "nowhere"), WORDS, NOW)).found


@given(HOSTILE)
def test_no_text_adds_an_element_or_an_attribute(text: str) -> None:
    file = html(page(text, f"javascript:{text}"), WORDS, NOW)

    assert Shape(file).found == PLAIN
    assert all(category(one)[0] != "C" or one in KEPT for one in file)
    assert not {"\u2028", "\u2029"} & set(file)


@given(HOSTILE)
def test_what_is_led_to_is_of_the_web(text: str) -> None:
    for url in (text, f"https://a.example/{text}", f"https:{text}", f" {text}"):
        found = web_url(url)
        assert found is None or found.startswith(("https://", "http://"))


def test_the_words_of_a_publisher_are_all_there() -> None:
    text = "Kein <Data Mining> & kein „Training“ – §44b; 未经许可"

    found = Shape(html(page(text, "https://a.example/"), WORDS, NOW)).text

    assert found.count(text) > 10
