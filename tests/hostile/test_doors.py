"""Whoever sends us elsewhere: a private address is never asked, by whichever door."""

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from newscrawler.address import host_of
from tests.crawling import Crawled
from tests.wire.world import OPEN, World, story

DOORS: list[dict[str, str]] = tomllib.loads(
    Path(__file__).with_name("doors.toml").read_text("utf-8")
)["door"]
SITE = "https://a.example"
STORY = "/news/2026/11/20/the-story-of-{}"


def private(number: int) -> str:
    """Each door's own address, of every kind that there is."""
    kinds = (
        *("10.9.8.{}", "127.0.0.{}", "169.254.169.{}", "192.168.0.{}", "100.64.0.{}"),
        *("[::ffff:10.9.8.{}]", "[64:ff9b::10.9.8.{}]", "[2002:a09:8{:02}::]"),
    )
    return f"http://{kinds[number % len(kinds)].format(number + 10)}"


def public(number: int) -> str:
    return f"https://far-{number}.example"


def crawl(folder: Path, there: Callable[[int], str]) -> Crawled:
    """Crawl a site that has all the doors, each to a host of its own."""
    world = World(folder)
    doors = [filled(door, there(at)) for at, door in enumerate(DOORS)]
    pages = [door for door in doors if "page" in door]
    items = [SITE + STORY.format(door["page"]) for door in pages]
    items += [door["item"] for door in doors if "item" in door]
    world.site(
        "a.example",
        {
            "robots.txt": OPEN,
            "feed.xml": feed(items),
            "index.xml": listed("sitemapindex", "sitemap", every(doors, "inner")),
            "entries.xml": listed("urlset", "url", every(doors, "entry")),
            "section.html": "".join(
                f"<p><a href='{link}'>{'The boats are counted again ' * 2}</a>"
                for link in every(doors, "link")
            ),
            **{
                f"{STORY.format(door['page'])[1:]}.html": story(
                    door["page"], door.get("head", "")
                )
                for door in pages
                if "location" not in door
            },
        },
        "".join(map(answers, doors)),
    )
    robots = every(doors, "moved_robots")
    world.site("b.example", {}, f'["/robots.txt"]\nlocation = "{robots[0]}"\n')
    hosts = [host_of(there(at)) for at in range(len(doors))]
    (names,) = every(doors, "robots")
    world.site("c.example", {"robots.txt": f"{OPEN}{names}\n"})
    world.source("b.example")
    world.source("c.example")
    world.source(
        "a.example",
        f"feeds = {[f'{SITE}/feed.xml', *every(doors, 'feed')]!r}\n"
        f"sitemaps = {[f'{SITE}/index.xml', f'{SITE}/entries.xml', *every(doors, 'sitemap')]!r}\n"
        f"sections = {[f'{SITE}/section', *every(doors, 'section')]!r}\n",
    )
    file = folder / "sources/a-example.toml"
    named = "domains = ['a.example', " + ", ".join(f"'{host}'" for host in hosts) + "]"
    text = file.read_text("utf-8").replace('domains = ["a.example"]', named)
    file.write_text(text, "utf-8")
    for host in hosts if there is public else ():
        world.site(host, {"robots.txt": OPEN})
    return world.news(NEWSCRAWLER_IMAGE_METADATA=True)


def filled(door: dict[str, str], there: str) -> dict[str, str]:
    return {key: value.replace("{there}", there) for key, value in door.items()}


def every(doors: list[dict[str, str]], key: str) -> list[str]:
    return [door[key] for door in doors if key in door]


def feed(links: list[str]) -> str:
    items = "".join(f"<item><title>A</title><link>{one}</link></item>" for one in links)
    return f"<rss version='2.0'><channel><title>A</title>{items}</channel></rss>"


def listed(root: str, element: str, urls: list[str]) -> str:
    inside = "".join(f"<{element}><loc>{url}</loc></{element}>" for url in urls)
    return f"<{root}>{inside}</{root}>"


def answers(door: dict[str, str]) -> str:
    """Return what site.toml says of a door's page."""
    path = door.get("moved") or (STORY.format(door["page"]) if "page" in door else "")
    found = {key: door[key] for key in ("location",) if key in door}
    lines = [f"{key} = '{value}'" for key, value in found.items()]
    lines += [f"headers = {door['headers']}"] if "headers" in door else []
    return "\n".join((f'["{path}"]', *lines, "")) if lines else ""


@pytest.mark.parametrize("there", [private, public], ids=["private", "public"])
def test_a_door_leads_to_no_private_address(
    tmp_path: Path, there: Callable[[int], str]
) -> None:
    crawled = crawl(tmp_path, there)

    ours = {"a.example", "b.example", "c.example"}
    asked = {host_of(url) for url in crawled.requests} - ours
    far = {f"far-{at}.example": door["name"] for at, door in enumerate(DOORS)}
    assert {far.get(host, host) for host in asked} == (
        set(far.values()) if there is public else set()
    )


@pytest.mark.parametrize("address", ["10.0.0.1", "127.0.0.1", "[::1]", "0x7f.1"])
def test_a_private_host_that_is_listed_is_refused_all_the_same(
    tmp_path: Path, address: str
) -> None:
    world = World(tmp_path)
    world.source("a.example")
    crawled = world.articles(f"http://{address}/a", f"http://{address}:8080/a")

    assert crawled.requests == []
