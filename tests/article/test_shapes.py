"""An article in other shapes: schema.org, an item, a sketch, versions, rules."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from itemadapter import ItemAdapter

from newscrawler.article import (
    Hints,
    body_diff,
    changes,
    content_hash,
    extract,
    from_schema_org,
    rule_reports,
    to_schema_org,
)
from newscrawler.article.near_duplicates import Seen, Sketch, likeness, sketch
from newscrawler.items import (
    Article,
    Author,
    AuthorType,
    Byline,
    Dateline,
    Image,
    RelatedLink,
    Role,
)
from newscrawler.page import Page

URL = "https://gazette.example/a"
PAGES = Path(__file__).parents[2] / "fixtures" / "pages"
TEXT = st.text(min_size=1, max_size=12)
MAYBE = st.none() | TEXT
NAMES = st.none() | st.lists(TEXT, min_size=1, max_size=3).map(tuple)
IMAGES = st.builds(Image, TEXT, MAYBE, MAYBE)
ARTICLES = st.builds(
    Article,
    url=TEXT,
    canonicalUrl=MAYBE,
    headline=MAYBE,
    alternativeHeadline=MAYBE,
    articleBody=MAYBE,
    datePublished=MAYBE,
    keywords=NAMES,
    breadcrumbs=NAMES,
    authors=st.none()
    | st.lists(
        st.builds(Author, TEXT, st.none(), MAYBE, st.sampled_from(AuthorType)),
        min_size=1,
        max_size=2,
    ).map(tuple),
    mainImage=st.none() | IMAGES,
    images=st.none() | st.lists(IMAGES, min_size=1, max_size=2).map(tuple),
    isAccessibleForFree=st.none() | st.booleans(),
    copyrightYear=st.none() | st.integers(1900, 2100),
    license=MAYBE,
    dateline=st.none() | st.builds(Dateline, TEXT, MAYBE),
    relatedLinks=st.none()
    | st.lists(st.builds(RelatedLink, TEXT, MAYBE), min_size=1, max_size=2).map(tuple),
)


@given(ARTICLES)
def test_what_schema_org_is_told_reads_back_equal(article: Article) -> None:
    told = json.loads(json.dumps(to_schema_org(article)))

    assert from_schema_org(told) == article


def test_every_role_is_told_and_read_back() -> None:
    names = {role: f"{role.value} Kern" for role in Role if role is not Role.AUTHOR}
    bylines = tuple(Byline(name, role, name) for role, name in names.items())

    read = from_schema_org(to_schema_org(Article(URL, bylines=bylines)))

    assert set(read.bylines or ()) == set(bylines)


def test_an_object_without_a_url_is_no_article() -> None:
    with pytest.raises(ValueError, match="without a url"):
        from_schema_org({"@type": "NewsArticle"})


def test_scrapys_item_adapter_reads_an_article() -> None:
    page = PAGES / "id-kantor-berita" / "page.html"
    article = extract(Page.from_html(page.read_bytes(), URL))

    item = ItemAdapter(article)

    assert item["headline"] == article.headline
    assert json.loads(json.dumps(item.asdict()))["bylines"][0]["role"] == "author"


STORIES = {
    "id": "Pemerintah kabupaten membuka kembali jembatan gantung setelah perbaikan selama delapan bulan di desa itu. ",
    "zh": "县政府在八个月的维修之后重新开放了村里的吊桥居民不必再绕行二十公里孩子们上学也不会迟到了。",
    "th": "รัฐบาลท้องถิ่นเปิดสะพานแขวนอีกครั้งหลังจากซ่อมแซมเป็นเวลาแปดเดือนชาวบ้านไม่ต้องอ้อมอีกต่อไป",
    "ja": "県は八か月の修理を終えて村のつり橋を再び開いた。住民は二十キロの遠回りをしなくてよくなった。",
}


def told_again(text: str, count: int = 12) -> str:
    """A story of paragraphs that differ by a number."""
    return "\n\n".join(f"{number}. {text}{number * 7}" for number in range(count))


@pytest.mark.parametrize("text", STORIES.values(), ids=STORIES)
def test_a_story_with_another_end_is_found_again(text: str) -> None:
    story = sketch(told_again(text))
    copy = sketch(told_again(text) + "\n\nCopyright © Suara Contoh 2026")
    others = [sketch(told_again(other)) for other in STORIES.values() if other != text]
    seen = Seen()
    for number, other in enumerate(others):
        assert other is not None
        seen.add(str(number), other)

    assert story is not None
    assert copy is not None
    assert seen.like(copy) == ()
    seen.add("story", story)
    ((name, much),) = seen.like(copy)
    assert (name, much > 0.8) == ("story", True)


def test_a_sketch_is_the_same_in_every_release() -> None:
    """A store keeps sketches: when this fails, VERSION must change with it."""
    found = sketch(told_again(STORIES["id"]))

    assert found is not None
    assert found.numbers[:4] == FIRST_NUMBERS


FIRST_NUMBERS = (765447480, 3229264325, 3230313233, 1742839996)


def test_a_sketch_reads_back_equal_and_is_never_compared_with_another_kind() -> None:
    found = sketch(told_again(STORIES["zh"]))

    assert found is not None
    assert Sketch.from_bytes(found.to_bytes()) == found
    with pytest.raises(ValueError, match="versions"):
        likeness(found, Sketch(found.numbers, version=0))
    with pytest.raises(ValueError, match="no sketch"):
        Sketch.from_bytes(b"\1")


def test_a_text_without_end_is_read_in_part() -> None:
    text = "".join(f"{number} " for number in range(20_000))

    assert sketch(text) == sketch(text + "and more" * 100_000)


def test_width_case_and_spaces_do_not_count_and_a_short_text_has_no_sketch() -> None:
    text = told_again(STORIES["id"])

    assert sketch(text) == sketch(text.upper().replace(" ", "  "))
    assert sketch("Too short") is None


BEFORE = Article(URL, headline="Ferry runs", articleBody="One.\n\nTwo.\n\nThree.")


def test_versions_differ_by_field_and_paragraph() -> None:
    after = Article(URL, headline="Ferry runs", articleBody="One.\n\n2.\n\nThree.")

    assert [change.field for change in changes(BEFORE, after)] == ["articleBody"]
    assert body_diff(BEFORE, after).splitlines()[1:] == [
        " One.",
        "-Two.",
        "+2.",
        " Three.",
    ]
    assert content_hash(after) != content_hash(BEFORE)


def test_the_same_words_are_no_new_version() -> None:
    after = Article(URL, headline="FERRY runs!", articleBody="One. Two. Three.")

    assert content_hash(after) == content_hash(BEFORE)
    assert body_diff(BEFORE, BEFORE) == ""
    assert changes(BEFORE, BEFORE) == ()


RULES = Hints(
    {
        "headline": "h2",
        "authors": ".nobody",
        "datePublished": "p",
        "weather": "p",
        "body": "p >",
    }
)


def test_a_report_says_what_each_rule_gives_and_what_would_be_read_without() -> None:
    page = Page.from_html(
        b"<h1>Printed above</h1><h2>Ferry runs</h2><p>No day</p>", URL
    )

    reports = {report.field: report for report in rule_reports(page, RULES)}

    headline = reports["headline"]
    assert (headline.selector, headline.matches, headline.selected) == (
        "h2",
        1,
        "Ferry runs",
    )
    assert (headline.generic, headline.source) == ("Printed above", "h1")
    assert headline.problem is None
    assert reports["authors"].problem == "select.authors: nothing matches '.nobody'"
    dates = reports["datePublished"]
    assert (dates.matches, dates.selected) == (1, None)
    assert (
        dates.problem == "select.datePublished: what it matches gives no datePublished"
    )
    assert (
        reports["weather"].problem == "select.weather: no field that a selector fills"
    )
    assert "not a selector" in (reports["articleBody"].problem or "")
    assert reports["keywords"].selector is reports["keywords"].problem is None


def test_a_rule_that_matches_nothing_is_told_and_the_rest_is_read() -> None:
    article = extract(Page.from_html(b"<h1>Ferry</h1>", URL), Hints({"headline": ".x"}))

    assert article.headline == "Ferry"
    told = article.metadata.validationMessages
    assert told[0] == "select.headline: nothing matches '.x'"
    assert not any("headline" in message for message in told[1:])


def test_rules_win_over_what_the_page_states() -> None:
    html = (
        '<meta property="article:section" content="News"><h1>Ferry</h1><i>Kicker</i>'
        "<nav><a>Home</a><a>Sea</a></nav><small>© 2026 Ida Kern</small><b>Foto: Kern</b>"
    )
    select = {
        "alternativeHeadline": "i",
        "breadcrumbs": "nav a",
        "copyrightNotice": "small",
        "creditText": "b",
    }

    article = extract(Page.from_html(html.encode(), URL), Hints(select))

    assert article.alternativeHeadline == "Kicker"
    assert article.breadcrumbs == ("Home", "Sea")
    assert (article.copyrightHolder, article.copyrightYear) == ("Ida Kern", 2026)
    assert article.creditText == "Foto: Kern"
    sources = article.metadata.sources
    assert {sources[name] for name in (*select, "copyrightHolder")} == {"select"}
