"""Which HTML elements hold text, and of which kind?"""

UNREAD = [
    "script",
    "style",
    "noscript",
    "template",
    "svg",
    "iframe",
    "object",
    "embed",
    "canvas",
    "video",
    "audio",
    "select",
    "textarea",
    "button",
    "input",
    "map",
    "head",
    "title",
    "meta",
    "link",
    "datalist",
    "rt",
    "rp",
    "progress",
    "meter",
    "dialog",
    "area",
    "source",
    "track",
    "param",
]
"""Elements whose text is no reading matter, or another reader's."""

BOXES = [
    "html",
    "body",
    "main",
    "article",
    "section",
    "div",
    "header",
    "footer",
    "aside",
    "nav",
    "form",
    "fieldset",
    "figure",
    "ul",
    "ol",
    "dl",
    "menu",
    "table",
    "thead",
    "tbody",
    "tfoot",
    "tr",
    "center",
    "details",
    "hgroup",
    "search",
    "address",
    "picture",
]

LEAVES = {
    "p": "p",
    "h1": "h1",
    "h2": "h2",
    "h3": "h3",
    "h4": "h4",
    "h5": "h5",
    "h6": "h6",
    "pre": "pre",
    "blockquote": "blockquote",
    "li": "li",
    "td": "td",
    "th": "td",
    "dt": "p",
    "dd": "p",
    "figcaption": "figcaption",
    "caption": "figcaption",
    "summary": "p",
    "legend": "p",
}
"""Elements that begin a block, and the kind of block."""

MARKS = {
    "b": "strong",
    "strong": "strong",
    "i": "em",
    "em": "em",
    "code": "code",
    "sub": "sub",
    "sup": "sup",
}
"""Inline elements that are kept, and as what."""

NAMED = ["span", "time", "small", "cite", "label", "font", "s"]
"""Inline elements whose names may tell that they are no running text."""

KEPT_INSIDE = frozenset(("li", "blockquote", "td", "figcaption"))
"""Kinds of block that a ``<p>`` or ``<div>`` inside does not change."""

_PLAIN = frozenset(("p", "div", "li"))
"""Kinds of block that are no more than text inside an item, a cell or a quotation."""


def kind_inside(tag: str, outer: str) -> str:
    """Return the kind of block that an element begins inside another."""
    kind = LEAVES.get(tag, outer)
    return outer if outer in KEPT_INSIDE and kind in _PLAIN else kind


NOISE_TAGS = ("nav", "aside", "footer", "menu", "search")

NOISE_ROLES = frozenset(
    (
        "navigation",
        "complementary",
        "contentinfo",
        "banner",
        "search",
        "dialog",
        "alert",
        "menu",
        "toolbar",
    )
)
"""ARIA roles of what is no article: WAI-ARIA 1.2 sections 5.3.4 and 5.3.6."""
