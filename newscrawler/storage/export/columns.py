"""Which columns does an exported article have, and of which types?

One table for all forms. The rights come after the article's own fields.
"""

from enum import Enum
from typing import TypeAlias

from newscrawler.policy.record import Value
from newscrawler.purpose import Purpose

Row: TypeAlias = dict[str, Value]


class Type(Enum):
    """What a column holds; TIME is ISO 8601 with offset, epoch milliseconds in Parquet."""

    TEXT = "text"
    TEXTS = "texts"
    NUMBER = "number"
    TRUTH = "truth"
    TIME = "time"
    USAGE = "usage"
    JSON = "json"
    """Of many parts: JSON text where the form has no place for objects."""


COLUMNS: dict[str, Type] = {
    "url": Type.TEXT,
    "canonicalUrl": Type.TEXT,
    "headline": Type.TEXT,
    "alternativeHeadline": Type.TEXT,
    "description": Type.TEXT,
    "articleBody": Type.TEXT,
    "articleBodyHtml": Type.TEXT,
    "datePublished": Type.TIME,
    "datePublishedRaw": Type.TEXT,
    "dateModified": Type.TIME,
    "dateModifiedRaw": Type.TEXT,
    "authors": Type.JSON,
    "inLanguage": Type.TEXT,
    "articleSection": Type.TEXT,
    "breadcrumbs": Type.TEXTS,
    "keywords": Type.TEXTS,
    "mainImage": Type.JSON,
    "images": Type.JSON,
    "isAccessibleForFree": Type.TRUTH,
    "publisher": Type.TEXT,
    "copyrightHolder": Type.TEXT,
    "copyrightYear": Type.NUMBER,
    "copyrightNotice": Type.TEXT,
    "creditText": Type.TEXT,
    "license": Type.TEXT,
    "usageInfo": Type.TEXT,
    "bylines": Type.JSON,
    "agency": Type.TEXT,
    "dateline": Type.JSON,
    "relatedLinks": Type.JSON,
    "notices": Type.JSON,
    "syndication": Type.JSON,
    "metadata": Type.JSON,
    "usage": Type.USAGE,
    "permission": Type.TEXT,
    "decision": Type.TEXT,
    "purpose": Type.TEXT,
    "conditions": Type.TEXTS,
    "notice": Type.TEXT,
    "source": Type.TEXT,
    "keptAt": Type.TIME,
    "heardAt": Type.TIME,
}
"""Names are schema.org's where it has one, as in ``items``; then those of the rights:
``usage`` by purpose as it is today, ``conditions`` that whoever uses it has to meet,
``notice`` in the publisher's words, ``heardAt``: when its site was asked last."""

USES = tuple(purpose.value for purpose in Purpose)
