"""Fundus with a parser for the made-up site; no delay, one thread a publisher."""

import sys
from urllib.parse import urlsplit

from fundus import Crawler, Sitemap
from fundus.parser import BaseParser, ParserProxy, attribute
from fundus.parser.utility import (
    extract_article_body_with_selector,
    generic_author_parsing,
    generic_date_parsing,
)
from fundus.publishers.base_objects import Publisher, PublisherGroup
from lxml.etree import XPath


class MadeUp(ParserProxy):
    """Reads what the made-up site's articles have."""

    class V1(BaseParser):
        """The only version of that site."""

        _paragraphs = XPath("//article//p")

        @attribute
        def title(self):
            """Return the headline."""
            return self.precomputed.meta.get("og:title")

        @attribute
        def body(self):
            """Return the paragraphs."""
            return extract_article_body_with_selector(
                self.precomputed.doc, paragraph_selector=self._paragraphs
            )

        @attribute
        def authors(self):
            """Return who wrote it."""
            return generic_author_parsing(self.precomputed.ld.bf_search("author"))

        @attribute
        def publishing_date(self):
            """Return when it was published."""
            return generic_date_parsing(self.precomputed.ld.bf_search("datePublished"))


def publisher(sitemap):
    """Return the publisher whose sitemap that is."""
    home = "http://" + urlsplit(sitemap).netloc + "/"
    return Publisher(
        name=home,
        domain=home,
        parser=MadeUp,
        sources=[Sitemap(sitemap, languages={"en"})],
    )


members = {f"P{at}": publisher(one) for at, one in enumerate(sys.argv[1:])}
group = PublisherGroup("MadeUpSites", (), {"default_language": "en", **members})
texts = 0
for article in Crawler(group, delay=0.0).crawl(only_complete=False):
    texts += bool(article.body and str(article.body))
print(texts)
