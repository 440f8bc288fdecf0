"""What is an article on its way into the store, and what may become of it there?"""

from dataclasses import dataclass
from enum import Enum

from newscrawler.article import Sketch
from newscrawler.items import Article
from newscrawler.storage.decision_rows import Entry
from newscrawler.storage.superseding import Replaced
from newscrawler.storage.text import storable
from newscrawler.storage.upsert import Row
from newscrawler.storage.visit_rows import Visit


class Kept(Enum):
    """What became of an article that was to be kept."""

    STORED = "stored"
    CHANGED = "changed"
    """It is the next version of an article that was asked for again."""
    SAME_URL = "same_url"
    SAME_CONTENT = "same_content"
    WITHDRAWN = "withdrawn"
    """It was taken out of the store, and is not taken in again."""


NEW = (Kept.STORED, Kept.CHANGED)
"""What is written as an article, or a version, of its own."""


@dataclass(frozen=True, slots=True)
class NewArticle:
    """An article on its way; ``row`` lacks its own JSON, which may name a record yet.

    ``forms`` are the URLs that it is remembered by, by hash; ``sketch`` finds its like.
    ``replaces``: the version that it may follow; ``visit``: when it was had, and is due
    again.
    """

    entry: Entry
    article: Article
    row: Row
    forms: dict[str, str]
    replaces: Replaced | None = None
    visit: Visit | None = None
    sketch: Sketch | None = None

    @property
    def content(self) -> str:
        """Return the hash of its content, as its column holds it."""
        return storable(str(self.row["content_hash"]))
