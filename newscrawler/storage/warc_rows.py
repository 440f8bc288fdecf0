"""In which WARC record is the page of an article that is in the store?"""

import json

from sqlalchemy import Connection, select

from newscrawler.storage.schema import articles, urls
from newscrawler.storage.url_keys import url_key
from newscrawler.storage.warc import Place


def place_of_article(connection: Connection, url: str) -> Place | None:
    """Return where the page of a URL's article was written, None if nowhere."""
    found = connection.scalar(
        select(articles.c.record)
        .join(urls, urls.c.article == articles.c.number)
        .where(urls.c.url_hash == url_key(url))
    )
    named = json.loads(found).get("metadata", {}).get("warc") if found else None
    return Place.read(named) if isinstance(named, str) else None
