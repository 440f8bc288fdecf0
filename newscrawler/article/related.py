"""To which other articles does this one point its readers?"""

from collections.abc import Iterable

from newscrawler.article.blocks import Block
from newscrawler.article.plain import key, seen
from newscrawler.items import RelatedLink
from newscrawler.page import Page

MAX_HEADLINE = 400
"""Characters of another article's headline: our choice."""


def related_links(page: Page, pointers: Iterable[Block]) -> tuple[RelatedLink, ...]:
    """Return the articles linked by "Baca juga: …" and the like, each once."""
    found: dict[str, RelatedLink] = {}
    for block in pointers:
        for span in block.spans:
            url = (
                page.absolute(span.href)
                if span.href and not span.href.startswith("#")
                else None
            )
            text = seen(span.text)
            if url and url != page.url and key(text):
                known = found.get(url)
                headline = _joined(known.headline if known else None, text)
                found[url] = RelatedLink(url, headline)
    return tuple(found.values())


def _joined(before: str | None, text: str) -> str:
    """Return the text of a link that markup has cut into pieces."""
    return f"{before} {text}"[:MAX_HEADLINE] if before else text[:MAX_HEADLINE]
