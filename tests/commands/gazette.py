"""A newspaper of two articles, crawled into a store, and how it takes them back."""

import json
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from tests.wire.running import Ran, run

HOST = "gazette.example"
SITE = f"https://{HOST}"
SETTINGS = (
    *("-s", "NEWSCRAWLER_FIXTURES=sites"),
    *("-s", "NEWSCRAWLER_STORE=sqlite:///newscrawler.db"),
)
WARC = ("-s", "NEWSCRAWLER_WARC=captures")
SOURCE = f"""\
id = "gazette"
name = "The Gazette"
home = "{SITE}/"
domains = ["{HOST}"]
owner = "Gazette Media Ltd"
sections = ["{SITE}/"]
"""
LETTER = "You may."
PERMISSION = f"""
[[permission]]
id = "gzm-1"
grantor = "Gazette Media Ltd"
scope = ["{HOST}/*"]
purposes = ["search", "archive", "ai-input", "ai-train", "tdm"]
valid_from = 2026-01-01
valid_until = {{until}}
document = "permission.txt"
sha256 = "{sha256(LETTER.encode()).hexdigest()}"
"""
OBJECTION = """\
who = "Ann Author"
when = 2026-01-01
scope = ["{scope}"]
contact = "ann@mail.example"
reason = "never asked"
"""
SLUGS = ("lantern-walrus-opens-library", "ferry-pier-keeps-its-bell")
TITLES = tuple(slug.replace("-", " ") for slug in SLUGS)
URLS = tuple(f"{SITE}/news/2026/11/{slug}.html" for slug in SLUGS)
PAGE = """<!doctype html><html lang="en"><head><title>{title}</title>
<meta property="og:type" content="article">
<script type="application/ld+json">{{"@context": "https://schema.org",
"@type": "NewsArticle", "headline": "{title}",
"datePublished": "2026-11-18T09:00:00+00:00"}}</script>{head}</head>
<body><article><h1>{title}</h1>{body}</article></body></html>
"""


def sentence(title: str, number: int) -> str:
    """Return one of the five sentences that an article of this title has alone."""
    return (
        f"The {title} was opened on Tuesday by the harbour master, who said that"
        f" paragraph {number} of the plan had taken longer than anybody expected."
    )


def paragraphs(title: str) -> str:
    return "".join(f"<p>{sentence(title, number)}</p>" for number in range(5))


def page(title: str, head: str = "", body: str = "") -> str:
    """Return an article; without a body, with the one of its title."""
    return PAGE.format(title=title, head=head, body=body or paragraphs(title))


def site(host: str, pages: Mapping[str, str]) -> dict[str, str]:
    """Return the files of a site by URL."""
    links = "".join(f'<a href="{url}">{url}</a>' for url in pages)
    return {
        f"sites/{host}/robots.txt": "User-agent: *\nAllow: /\n",
        f"sites/{host}/index.html": f"<html><body>{links}</body></html>",
        **{f"sites/{url.partition('://')[2]}": text for url, text in pages.items()},
    }


def write(folder: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")


def crawl(folder: Path, *more: str) -> Ran:
    return run(folder, "crawl", "news", "-a", "ask=all", *SETTINGS, *more)


def crawled_gazette(folder: Path, *more: str) -> Path:
    """Fill a folder with the source, its site, and a store with both its articles."""
    pages = {url: page(title) for url, title in zip(URLS, TITLES, strict=True)}
    write(folder, {"sources/gazette.toml": SOURCE, **site(HOST, pages)})
    ran = crawl(folder, *more)
    assert (ran.code, ran.kept()) == (0, set(URLS)), ran.err
    return folder


def rechecked(folder: Path, *options: str) -> dict[str, object]:
    ran = run(folder, "recheck", "--json", *options, *SETTINGS)
    assert ran.code in (0, 4), ran.err
    found: dict[str, object] = json.loads(ran.out)
    found["withdrawn"] = sorted(
        (one["url"], one["reason"].partition(":")[0])
        for one in json.loads(ran.out)["withdrawn"]
    )
    return found


def robots(folder: Path) -> None:
    write(folder, {f"sites/{HOST}/robots.txt": "User-agent: *\nDisallow: /*walrus\n"})


def token(folder: Path) -> None:
    text = "User-agent: *\nContent-Signal: ai-train=no\nAllow: /\n"
    write(folder, {f"sites/{HOST}/robots.txt": text})


def objection(folder: Path, scope: str = f"{HOST}/news/2026/11/lantern*") -> None:
    """Let an author object, to the first of the articles unless told otherwise."""
    write(folder, {"objections/ann.toml": OBJECTION.format(scope=scope)})


def permission(folder: Path, until: str = "2099-12-31") -> None:
    """Let the newspaper permit what its pages reserve, from January on."""
    text = SOURCE + PERMISSION.format(until=until)
    files = {"sources/gazette.toml": text, "sources/permission.txt": LETTER}
    write(folder, files)


def retention(folder: Path) -> None:
    write(folder, {"sources/gazette.toml": SOURCE + 'retention = "0.001 s"\n'})
