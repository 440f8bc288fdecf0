"""A made-up news site of any size: seeded, with the furniture that news pages carry.

Each host has robots.txt, a news sitemap and articles of some 70 KB: style sheets and
scripts in the page, long menus, teasers, captions, advertisements, comments, JSON-LD.
Words are made of syllables, so no two pages share their text.
"""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

CONSONANTS, VOWELS = "bcdfghklmnprstvw", "aeiou"
COMMON = ("and", "the", "after", "before", "while", "near", "under", "over", "when")
FIRST_DAY = datetime(2026, 11, 1, 6, tzinfo=UTC)
PARAGRAPHS, MENU, TEASERS, FOOTER, COMMENTS = (9, 26), 120, 24, 40, 20
STYLE, SCRIPT = 270, 330
"""How many there are on a page: what makes it as long as real ones."""


@dataclass(frozen=True, slots=True)
class Story:
    """An article before it is a page; ``path`` begins with a slash."""

    path: str
    headline: str
    author: str
    published: datetime


class Prose:
    """Makes up words, names and paragraphs."""

    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed)
        self._rare = sorted({self._word(1 + n % 3) for n in range(6000)})

    def _word(self, syllables: int) -> str:
        pairs = zip(
            self.draw.choices(CONSONANTS, k=syllables),
            self.draw.choices(VOWELS, k=syllables),
            strict=True,
        )
        return "".join(map("".join, pairs))

    def words(self, many: int) -> list[str]:
        """Return words, nearly half of them common ones."""
        draw = self.draw
        return [
            draw.choice(COMMON if draw.random() < 0.47 else self._rare)
            for _ in range(many)
        ]

    def sentence(self) -> str:
        """Return nine to twenty-six words."""
        return f"{' '.join(self.words(self.draw.randint(9, 26))).capitalize()}."

    def paragraph(self) -> str:
        """Return three to seven sentences."""
        return " ".join(self.sentence() for _ in range(self.draw.randint(3, 7)))

    def name(self) -> str:
        """Return a person's name."""
        return " ".join(self.draw.choice(self._rare).capitalize() for _ in range(2))

    def story(self, number: int) -> Story:
        """Return the story with this number."""
        words = self.words(self.draw.randint(6, 11))
        published = FIRST_DAY + timedelta(minutes=self.draw.randint(0, 30_000))
        path = f"/{published:%Y/%m/%d}/{'-'.join(words[:7])}-{number}.html"
        return Story(path, " ".join(words).capitalize(), self.name(), published)

    def links(self, many: int, folder: str) -> str:
        """Return a list of links, as menus and footers have them."""
        items = (
            f'<li class="item"><a href="/{folder}/{n}">{" ".join(self.words(2))}</a></li>'
            for n in range(many)
        )
        return f"<ul>{''.join(items)}</ul>"

    def filler(self, many: int) -> str:
        """Return rules of a style sheet, or what passes for a script."""
        bits = self.draw.getrandbits
        return "\n".join(
            f".c{bits(40):x}{{margin:{bits(6)}px;color:#{bits(24):06x};font:400 16px Georgia}}"
            for _ in range(many)
        )


def site(origin: str, articles: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of each file of a host."""
    prose = Prose(seed)
    stories = [prose.story(number) for number in range(articles)]
    yield "/robots.txt", b"User-agent: *\nDisallow: /private/\nAllow: /\n"
    entries = (f"<url><loc>{origin}{one.path}</loc></url>" for one in stories)
    namespace = "http://www.sitemaps.org/schemas/sitemap/0.9"
    urls = f'<urlset xmlns="{namespace}">{"".join(entries)}</urlset>'
    yield "/sitemap.xml", urls.encode()
    menu, style = prose.links(MENU, "section"), prose.filler(STYLE)
    for number, one in enumerate(stories):
        others = [stories[(number + n) % articles] for n in range(1, TEASERS + 1)]
        yield one.path, page(prose, origin, one, others, menu, style).encode()


def page(
    prose: Prose, origin: str, one: Story, others: list[Story], menu: str, style: str
) -> str:
    """Return an article's page."""
    url, iso = origin + one.path, one.published.isoformat()
    told = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": one.headline,
        "datePublished": iso,
        "author": [{"@type": "Person", "name": one.author}],
        "mainEntityOfPage": {"@type": "WebPage", "@id": url},
        "isAccessibleForFree": True,
    }
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f"<title>{one.headline} - The Bench</title>"
        f'<link rel="canonical" href="{url}"><meta property="og:type" content="article">'
        f'<meta property="article:published_time" content="{iso}"><style>{style}</style>'
        f'<script type="application/ld+json">{json.dumps(told)}</script>'
        f"<script>/*{prose.filler(SCRIPT)}*/</script></head><body>"
        f'<header><a href="/">The Bench</a><nav>{menu}</nav></header><main>'
        f"<article><h1>{one.headline}</h1><div class=byline>By {one.author} "
        f'<time datetime="{iso}">{one.published:%d %B %Y %H:%M}</time></div>'
        f"<div class=story__body>{body(prose)}</div></article>"
        f"<aside class=related><h2>More stories</h2>{teasers(prose, others)}</aside>"
        f"<section class=comments>{comments(prose)}</section></main>"
        f"<footer>{prose.links(FOOTER, 'about')}<p>&copy; 2026 The Bench</p></footer>"
        f"</body></html>"
    )


def body(prose: Prose) -> str:
    """Return the paragraphs, with pictures and advertisements among them."""
    found = []
    for number in range(prose.draw.randint(*PARAGRAPHS)):
        found.append(f"<p>{prose.paragraph()}</p>")
        if number % 6 == 3:
            caption = f"<figcaption>{prose.sentence()}</figcaption>"
            found.append(
                f'<figure><img src="/i/{number}.jpg" alt="">{caption}</figure>'
            )
        if number % 5 == 4:
            found.append('<div class="ad-slot"><span>Advertisement</span></div>')
    return "".join(found)


def teasers(prose: Prose, others: list[Story]) -> str:
    """Return the related stories."""
    return "".join(
        f'<div class="teaser"><h3><a href="{one.path}">{one.headline}</a></h3>'
        f"<p>{prose.sentence()}</p></div>"
        for one in others
    )


def comments(prose: Prose) -> str:
    """Return what readers said."""
    return "".join(
        f'<div class="comment"><b>{prose.name()}</b><p>{prose.sentence()}</p></div>'
        for _ in range(prose.draw.randint(0, COMMENTS))
    )
