"""Which pictures does the article show, with which captions and credits?"""

import re
from collections.abc import Iterator

from newscrawler.article.blocks import Outline, Picture
from newscrawler.article.body import Field
from newscrawler.article.names import Part
from newscrawler.article.stated import Stated, first_text, listed
from newscrawler.items import Image
from newscrawler.page import Json, Page

ABOVE = 12
"""Blocks above the article's box among which its pictures may stand: our choice."""

MAX_CAPTION = 1000
"""Characters of a caption: our choice."""

MAX_BLOCKS = 12
"""Blocks of a figure that are read for its caption."""

_SOURCES = (
    "src",
    "data-src",
    "data-original",
    "data-lazy-src",
    "data-srcset",
    "srcset",
)
_CREDIT = re.compile(
    r"(?:^|[\s(\[/|–—-])(?:photo|photograph|picture|image|illustration|foto|fotos|fotografie|bild|beeld|imagen|fotografía|crédit|credit|credits|courtesy|quelle|source|sumber|photo by|foto oleh|ảnh|kuva|fot|фото|写真|사진|©|\(c\))(?!o?s?/)\s?(?:[:：.]|by\b|oleh\b|von\b|©)?\s*"
    r"|(?<=[\s.(])(?=(?-i:[A-Z]{2,})\s(?:foto|photo)/)",
    re.IGNORECASE,
)
"""What a credit begins after, or with: "ANTARA FOTO/Ayu Sari"."""


def find_images(page: Page, outline: Outline, field: Field) -> tuple[Image, ...]:
    """Return the pictures of the article, in order, each address once."""
    found: dict[str, Image] = {}
    for picture in outline.pictures:
        if not field.start - ABOVE <= picture.at <= field.end or not _is_shown(
            picture, outline, field
        ):
            continue
        url = _address(picture, page)
        if url and not _is_ornament(picture):
            caption, credit = _caption(picture, outline)
            found.setdefault(url, Image(url, caption, credit))
    return tuple(found.values())


def _is_shown(picture: Picture, outline: Outline, field: Field) -> bool:
    """A figure is noise to the text, but its picture belongs to the article."""
    number = _figure(picture, outline)
    number = picture.box if number is None else outline.boxes[number].parent
    return not field.noisy[number]


def _address(picture: Picture, page: Page) -> str | None:
    for name in _SOURCES:
        stated = (picture.attributes.get(name) or "").strip()
        if stated and not stated.startswith("data:"):
            first = stated.split(",")[0].split() if "srcset" in name else [stated]
            if first and (url := page.absolute(first[0])):
                return url
    return None


def _is_ornament(picture: Picture) -> bool:
    """Tell whether a picture is too small to be one: an icon, a counting pixel."""
    sizes = [picture.attributes.get(name) or "" for name in ("width", "height")]
    return any(size.isdecimal() and int(size[:6]) < 80 for size in sizes)


def _figure(picture: Picture, outline: Outline) -> int | None:
    at = picture.box
    while at:
        box = outline.boxes[at]
        if box.tag == "figure" or (
            Part.CAPTION in box.parts and box.tag != "figcaption"
        ):
            return at
        at = box.parent
    return None


def _caption(picture: Picture, outline: Outline) -> tuple[str | None, str | None]:
    """Return the caption of a picture's figure, and the credit in or beside it."""
    number = _figure(picture, outline)
    if number is None:
        return None, None
    box = outline.boxes[number]
    blocks = outline.blocks[box.start : min(box.end, box.start + MAX_BLOCKS)]
    if not blocks or sum(len(block.text) for block in blocks) > MAX_CAPTION:
        return None, None
    texts = list(dict.fromkeys(block.text for block in blocks))
    whole = " ".join(texts)
    match = next(iter(reversed(list(_CREDIT.finditer(whole)))), None)
    if match is None or len(whole) - match.end() > 80:
        return whole, None
    caption, credit = (
        whole[: match.start()].strip(" |/–—-(["),
        whole[match.end() :].strip(" .)]"),
    )
    return caption or None, credit or None


def main_image(
    page: Page, stated: Stated, shown: tuple[Image, ...]
) -> tuple[Image, str] | None:
    """Return the picture that stands for the article, with its caption if it is shown."""
    said = next(_said(stated.value("image", "thumbnailUrl"), page), None)
    source = "json-ld"
    if said is None:
        stated_url = page.meta(
            "og:image", "og:image:url", "twitter:image", "twitter:image:src"
        )
        url = page.absolute(stated_url) if stated_url else None
        said, source = Image(url) if url else None, "meta"
    if said is None:
        return (shown[0], "figure") if shown else None
    same = next((image for image in shown if _file(image.url) == _file(said.url)), None)
    return (
        Image(said.url, said.caption or same.caption, said.credit or same.credit)
        if same
        else said
    ), source


def _file(url: str) -> str:
    return url.partition("?")[0].rpartition("/")[2]


def _said(value: Json, page: Page) -> Iterator[Image]:
    for one in listed(value):
        stated = one
        if isinstance(one, dict):
            stated = first_text(one.get("url")) or first_text(one.get("contentUrl"))
        if isinstance(stated, str) and (url := page.absolute(stated)):
            caption = first_text(one.get("caption")) if isinstance(one, dict) else None
            credit = (
                first_text(one.get("creditText") or one.get("creator"))
                if isinstance(one, dict)
                else None
            )
            yield Image(url, caption, credit)
