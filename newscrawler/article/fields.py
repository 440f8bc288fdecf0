"""How do the readers' answers become the fields of an article?"""

from newscrawler.article import labels
from newscrawler.article.blocks import Block, without_start
from newscrawler.article.canonical import canonical_url, linked
from newscrawler.article.datelines import find_dateline
from newscrawler.article.furniture import Furniture, furniture_kind
from newscrawler.article.markup import body_html
from newscrawler.article.noting import Found, chosen, source_of, value_of
from newscrawler.article.pictures import find_images, main_image
from newscrawler.article.reading import Reading
from newscrawler.article.related import related_links
from newscrawler.article.rights import Copyright, find_copyright, read_copyright
from newscrawler.article.stated import first_link, first_text
from newscrawler.article.syndication import Signs, find_syndication, stated_origin
from newscrawler.items import Article, Dateline, Image
from newscrawler.page import Json


def found_headline(reading: Reading, _: Article) -> Found:
    """Return the headline, and another one that machines are told."""
    title = reading.title
    if title is None:
        return Found()
    picked = reading.selected.text("alternativeHeadline")
    stated = reading.stated.text("alternativeHeadline", "alternateName")
    other = picked or stated or title.alternative
    named = "select" if picked else "json-ld" if stated else "other headlines"
    return Found(
        {"headline": title.text, "alternativeHeadline": other},
        {"headline": title.source, "alternativeHeadline": named if other else None},
    )


def found_body(reading: Reading, _: Article) -> Found:
    """Return the body, and what was taken from it: dateline, agency and notices."""
    agency = reading.hints.agency
    dateline, blocks = _without_dateline(reading.story.blocks, agency)
    body = "\n\n".join(block.text for block in blocks)
    return Found(
        {
            "articleBody": body or None,
            "articleBodyHtml": body_html(blocks, reading.page.absolute) or None,
            "dateline": dateline,
            "agency": (dateline.agency if dateline else None) or agency,
            "notices": reading.notices or None,
        },
        {
            "articleBody": reading.body_source if body else None,
            "dateline": "text" if dateline else None,
            "agency": _agency_source(dateline, agency),
            "notices": "text" if reading.notices else None,
        },
    )


def _agency_source(dateline: Dateline | None, hinted: str | None) -> str | None:
    if dateline and dateline.agency:
        return "dateline"
    return "hint" if hinted else None


def _without_dateline(
    blocks: tuple[Block, ...], agency: str | None
) -> tuple[Dateline | None, tuple[Block, ...]]:
    """Return the dateline, and the blocks without it: an introduction may precede it."""
    for at, block in enumerate(blocks[:3]):
        if dateline := find_dateline(block.text, agency):
            rest = without_start(block, len(dateline.raw))
            return dateline, (*blocks[:at], rest, *blocks[at + 1 :])
    return None, blocks


def found_labels(reading: Reading, article: Article) -> Found:
    """Return description, section, keywords, breadcrumbs, language and paywall."""
    page, stated, selected = reading.page, reading.stated, reading.selected
    described = chosen(selected.text("description")) or labels.description(page, stated)
    section = chosen(selected.text("articleSection")) or labels.section(page, stated)
    picked = selected.texts("keywords")
    words = (picked, "select") if picked else labels.keywords(page, stated)
    picked = selected.texts("breadcrumbs")
    crumbs = (picked, "select") if picked else _crumbs(reading, article.headline)
    free = labels.is_free(page, stated)
    return Found(
        {
            "description": value_of(described),
            "articleSection": value_of(section),
            "keywords": value_of(words),
            "breadcrumbs": value_of(crumbs),
            "inLanguage": value_of(reading.language),
            "isAccessibleForFree": value_of(free),
        },
        {
            "description": source_of(described),
            "articleSection": source_of(section),
            "keywords": source_of(words),
            "inLanguage": source_of(reading.language),
            "breadcrumbs": source_of(crumbs),
            "isAccessibleForFree": source_of(free),
        },
    )


def _crumbs(
    reading: Reading, headline: str | None
) -> tuple[tuple[str, ...], str] | None:
    """Return the path to the article as it is stated, marked, or else shown."""
    stated = labels.breadcrumbs(reading.stated, headline)
    if stated:
        return stated, "json-ld"
    if marked := labels.marked_breadcrumbs(reading.page, headline):
        return marked
    shown = labels.shown_breadcrumbs(reading.outline, headline)
    return (shown, "links") if shown else None


def found_pictures(reading: Reading, _: Article) -> Found:
    """Return the main picture and those in the article."""
    page = reading.page
    shown = find_images(page, reading.outline, reading.field)
    picked = page.absolute(reading.selected.text("mainImage") or "#")
    if picked and "mainImage" in reading.selected.nodes:
        main: tuple[Image, str] | None = (Image(picked), "select")
    else:
        main = main_image(page, reading.stated, shown)
    return Found(
        {"mainImage": value_of(main), "images": shown or None},
        {"mainImage": source_of(main), "images": "figure" if shown else None},
    )


def found_rights(reading: Reading, _: Article) -> Found:
    """Return publisher and copyright: what JSON-LD says of it, or the printed line."""
    stated, picked = reading.stated, reading.selected.text("copyrightNotice")
    printed = find_copyright(reading.outline, reading.field, reading.story.taken)
    claim = (read_copyright(picked) if picked else printed) or NO_CLAIM
    line = "select" if picked else "text"
    holder = _first(("json-ld", stated.name("copyrightHolder")), (line, claim.holder))
    stated_notice = ("json-ld", stated.text("copyrightNotice"))
    notice = _first(("select", picked), (line, claim.notice), stated_notice)
    year = _year(stated.value("copyrightYear"))
    return Found(
        {
            "publisher": value_of(reading.publisher),
            "copyrightHolder": value_of(holder),
            "copyrightYear": year or claim.year,
            "copyrightNotice": value_of(notice),
        },
        {
            "publisher": source_of(reading.publisher),
            "copyrightHolder": source_of(holder),
            "copyrightYear": "json-ld" if year else line if claim.year else None,
            "copyrightNotice": source_of(notice),
        },
    )


def found_terms(reading: Reading, _: Article) -> Found:
    """Return licence, conditions of use and whom to credit."""
    stated, picked = reading.stated, reading.selected.text("creditText")
    link = next(iter(linked(reading.page, "license")), None)
    said = first_link(stated.value("license"))
    licence = _first(("json-ld", said), ("link", link))
    terms = _first(("json-ld", first_link(stated.value("usageInfo"))))
    credit = _first(("select", picked), ("json-ld", stated.text("creditText")))
    return Found(
        {
            "license": value_of(licence),
            "usageInfo": value_of(terms),
            "creditText": value_of(credit),
        },
        {
            "license": source_of(licence),
            "usageInfo": source_of(terms),
            "creditText": source_of(credit),
        },
    )


NO_CLAIM = Copyright(None, None, None)


def _first(*ways: tuple[str, str | None]) -> tuple[str, str] | None:
    """Return the first of some answers, and where it was read."""
    return next(((text, source) for source, text in ways if text), None)


def _year(stated: Json) -> int | None:
    text = str(stated) if isinstance(stated, int) else first_text(stated) or ""
    return int(text) if len(text) == 4 and text.isdecimal() else None


def found_links(reading: Reading, article: Article) -> Found:
    """Return the canonical URL, the articles pointed to, and the origin of a copy."""
    page, story = reading.page, reading.story
    claim = canonical_url(page, reading.stated)
    originals = [block for block in story.pointers if _is_original(block)]
    others = [block for block in story.pointers if not _is_original(block)]
    tail = find_copyright(reading.outline, reading.field, story.taken, inside=True)
    links = related_links(page, originals)
    signed = (
        article.agency if article.metadata.sources.get("agency") == "author" else None
    )
    signs = Signs(
        links=links,
        stated=stated_origin(page, reading.stated),
        canonical=claim.elsewhere,
        holder=tail.holder if tail else None,
        dateline=article.dateline,
        signed=signed,
    )
    origin = find_syndication(page.url, reading.names, signs)
    related = related_links(page, others) or None
    return Found(
        {"canonicalUrl": claim.url, "relatedLinks": related, "syndication": origin},
        {
            "canonicalUrl": claim.source,
            "relatedLinks": "text" if related else None,
            "syndication": origin.method if origin else None,
        },
        tuple(filter(None, [claim.doubt])),
    )


def _is_original(block: Block) -> bool:
    return furniture_kind(block) is Furniture.ORIGINAL
