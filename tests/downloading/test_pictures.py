"""Which pictures does an article keep, when their files are asked?"""

import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from scrapy.settings import Settings

from newscrawler.configuring.configuration import ConfigurationError, read_configuration
from newscrawler.downloading.pictures import MOST
from newscrawler.items import Article, Image
from newscrawler.policy import Decision, Verdict
from tests.crawling import Crawled
from tests.policy.images import app1, jpeg, mining, png
from tests.wire.world import CLOSED, OPEN, World, decisions, story

ON: dict[str, object] = {"NEWSCRAWLER_IMAGE_METADATA": True}
SITE = "https://a.example"
PAGE = f"{SITE}/a"
MAIN = f"{SITE}/main.jpg"
SILENT = jpeg()
DENIED = jpeg(app1(mining("PROHIBITED")))


def headed(url: str = MAIN, more: str = "") -> str:
    return story("A", f'<meta property="og:image" content="{url}">{more}')


def figures(*names: str) -> str:
    shown = "".join(f'<figure><img src="/{one}"></figure>' for one in names)
    return headed().replace("<p>", f"{shown}<p>")


def crawled(
    folder: Path,
    page: str,
    pictures: Mapping[str, bytes],
    toml: str = "",
    **settings: object,
) -> Crawled:
    world = World(folder)
    world.source("a.example")
    world.site("a.example", {"robots.txt": OPEN, "a.html": page}, toml)
    for host, robots in (("b.example", OPEN), ("closed.example", CLOSED)):
        world.site(host, {"robots.txt": robots})
        (folder / "sites" / host / "main.jpg").write_bytes(SILENT)
    world.source("closed.example")
    for name, body in pictures.items():
        (folder / "sites" / "a.example" / name).write_bytes(body)
    return world.articles(PAGE, **{**ON, **settings})


def kept(found: Crawled) -> Article:
    (article,) = found.articles()
    return article


def left_out(article: Article) -> list[str]:
    """Return what the article tells of its pictures."""
    return [m for m in article.metadata.validationMessages if m.startswith("picture")]


def last(found: Crawled, url: str = MAIN) -> Decision:
    return decisions(found, url)[-1]


def test_a_file_that_says_nothing_is_kept_with_a_decision(tmp_path: Path) -> None:
    found = crawled(tmp_path, headed(), {"main.jpg": SILENT})

    assert kept(found).mainImage == Image(MAIN)
    assert MAIN in found.requests
    assert last(found).verdict is Verdict.ALLOW


def test_a_file_that_forbids_is_left_out_and_the_text_stays(tmp_path: Path) -> None:
    found = crawled(tmp_path, headed(), {"main.jpg": DENIED})

    article = kept(found)

    assert article.articleBody
    assert article.mainImage is None
    assert "mainImage" not in article.metadata.sources
    assert article.usage is not None
    assert set(article.usage.values()) == {"unknown"}
    (message,) = left_out(article)
    assert message.startswith(f"picture left out: {MAIN}: refused: image-metadata: ")
    assert last(found).verdict is Verdict.REFUSE
    assert [one.signal for one in last(found).deciding] == ["image-metadata"]
    stats = found.crawler.stats
    assert stats.get_value("newscrawler/picture/refuse") == 1


def test_without_the_setting_no_picture_is_asked_for(tmp_path: Path) -> None:
    files = {"main.jpg": DENIED}
    found = crawled(tmp_path, headed(), files, NEWSCRAWLER_IMAGE_METADATA=False)

    assert kept(found).mainImage == Image(MAIN)
    assert MAIN not in found.requests


UNHEARD = {
    "not there": ({}, ""),
    "a page in its place": ({"main.jpg": b"<!doctype html><p>Gone."}, ""),
    "cut off": ({"main.jpg": SILENT[:-5]}, ""),
    "too long to be read whole": ({"main.jpg": b"\x89PNG\r\n\x1a\n\0\x30\0\0IDAT" + bytes(0x300000)}, ""),
    "a format that is not read": ({"main.jpg": b"GIF89a"}, ""),
    "timeout": ({}, '["/main.jpg"]\nfailure = "timeout"'),
    "broken off": ({}, '["/main.jpg"]\nfailure = "truncated"'),
    "server error": ({"main.jpg": SILENT}, '["/main.jpg"]\nstatus = 500'),
    "refused": ({"main.jpg": SILENT}, '["/main.jpg"]\nstatus = 403'),
    "paid": ({"main.jpg": SILENT}, '["/main.jpg"]\nstatus = 402'),
    "elsewhere": ({}, '["/main.jpg"]\nlocation = "https://b.example/main.jpg"'),
    "a header": ({"main.jpg": SILENT}, '["/main.jpg"]\nheaders = { X-Robots-Tag = "noai" }'),
    "reserved by header": ({"main.jpg": SILENT}, '["/main.jpg"]\nheaders = { tdm-reservation = "1" }'),
}  # fmt: skip


@pytest.mark.parametrize("name", UNHEARD)
def test_a_picture_that_was_not_heard_is_left_out(tmp_path: Path, name: str) -> None:
    files, toml = UNHEARD[name]
    found = crawled(tmp_path, headed(), files, toml)

    assert kept(found).mainImage is None
    assert not [
        one
        for one in found.decisions()
        if one.url.endswith("main.jpg") and one.verdict is Verdict.ALLOW
    ]


def test_a_picture_of_a_host_that_is_not_listed_is_not_asked_for(
    tmp_path: Path,
) -> None:
    url = "https://b.example/main.jpg"
    found = crawled(tmp_path, headed(url), {})

    assert kept(found).mainImage is None
    assert not [one for one in found.requests if "b.example" in one]
    (message,) = left_out(kept(found))
    assert "b.example is not listed" in message


def test_a_picture_that_robots_txt_forbids_is_not_asked_for(tmp_path: Path) -> None:
    url = "https://closed.example/main.jpg"
    found = crawled(tmp_path, headed(url), {})

    assert kept(found).mainImage is None
    assert "https://closed.example/robots.txt" in found.requests
    assert url not in found.requests


def test_what_the_page_says_of_its_pictures_binds_them(tmp_path: Path) -> None:
    said = '<meta name="robots" content="noimageindex">'
    found = crawled(tmp_path, headed(more=said), {"main.jpg": SILENT})

    assert kept(found).mainImage is None
    assert [one.signal for one in last(found).deciding] == ["robots-tag"]


def test_each_picture_is_judged_by_itself(tmp_path: Path) -> None:
    files = {"main.jpg": SILENT, "one.jpg": DENIED, "two.jpg": png()}
    found = crawled(tmp_path, figures("one.jpg", "two.jpg"), files)

    article = kept(found)

    assert article.mainImage == Image(MAIN)
    assert article.images == (Image(f"{SITE}/two.jpg"),)


def test_no_more_pictures_are_asked_for_than_the_bound(tmp_path: Path) -> None:
    names = [f"{number}.jpg" for number in range(MOST + 2)]
    files = {"main.jpg": SILENT, **dict.fromkeys(names, SILENT)}
    found = crawled(tmp_path, figures(*names), files)

    article = kept(found)

    assert len([one for one in found.requests if one.endswith(".jpg")]) == MOST
    assert len(article.images or ()) == MOST - 1
    assert len(left_out(article)) == 3


def test_a_file_is_asked_for_once_however_many_pages_show_it(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.source("a.example")
    pages = {f"{name}.html": headed().replace("A ", f"{name} ") for name in "abc"}
    world.site("a.example", {"robots.txt": OPEN, **pages})
    (tmp_path / "sites" / "a.example" / "main.jpg").write_bytes(DENIED)

    found = world.articles(*(f"{SITE}/{name}" for name in "abc"), **ON)

    assert found.requests.count(MAIN) == 1
    assert {one.mainImage for one in found.articles()} == {None}
    assert len(found.articles()) == 3


def test_without_the_extra_nothing_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "cbor2", None)  # as if it were not installed

    assert not read_configuration(Settings()).image_metadata
    with pytest.raises(ConfigurationError) as caught:
        read_configuration(Settings(ON))

    assert str(caught.value) == (
        "NEWSCRAWLER_IMAGE_METADATA: cbor2 is not installed; "
        "pip install 'newscrawler[images]'"
    )


def test_a_setting_that_is_neither_is_named() -> None:
    with pytest.raises(ConfigurationError, match="'yes' is neither True nor False"):
        read_configuration(Settings({"NEWSCRAWLER_IMAGE_METADATA": "yes"}))
