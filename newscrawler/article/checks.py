"""Is it an article, and is it the same as another?"""

import hashlib

from newscrawler.address import host_of
from newscrawler.article.plain import is_short, key
from newscrawler.items import Article

LEAST_BODY = 120
"""Letters that a body has at least, Chinese, Japanese and Korean counted as more."""


def problems(article: Article) -> tuple[str, ...]:
    """Return the names of the fields that we require and an article lacks.

    >>> problems(Article("https://a.example/", headline="Kebun Raya Dibuka"))
    ('articleBody',)
    """
    missing: list[str] = []
    if not article.headline:
        missing.append("headline")
    if is_short(article.articleBody or "", LEAST_BODY):
        missing.append("articleBody")
    return tuple(missing)


def content_hash(article: Article) -> str:
    """Return the SHA-256 of the words of headline and body, in hexadecimal.

    Width, case, punctuation and white space do not count (NFKC, case folding).
    """
    words = (key(article.headline or ""), key(article.articleBody or ""))
    return hashlib.sha256("\n".join(words).encode()).hexdigest()


def own_canonical(article: Article) -> str:
    """Return the canonical URL where it is on the page's own host, else the page's.

    A page must not be able to have another site's article taken for one we have.
    """
    canonical = article.canonicalUrl
    if canonical is None or host_of(canonical) != host_of(article.url):
        return article.url
    return canonical
