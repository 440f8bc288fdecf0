"""How do the readers' answers become the fields of an article?"""

from dataclasses import replace

from newscrawler.article import labels
from newscrawler.article.blocks import Block, without_start
from newscrawler.article.canonical import canonical_url, linked
from newscrawler.article.datelines import find_dateline
from newscrawler.article.furniture import Furniture, furniture_kind
from newscrawler.article.markup import body_html
from newscrawler.article.noting import chosen, source_of, sourced, told, value_of
from newscrawler.article.pictures import find_images, main_image
from newscrawler.article.reading import Reading
from newscrawler.article.related import related_links
from newscrawler.article.rights import Copyright, find_copyright
from newscrawler.article.sites import publisher
from newscrawler.article.stated import first_text
from newscrawler.article.syndication import find_syndication
from newscrawler.items import Article, Dateline, Image
from newscrawler.page import Json


def with_headline(reading: Reading, article: Article) -> Article:
    """Fill the headline, and another one that machines are told."""
    title = reading.title
    if title is None:
        return article
    article = replace(
        article, headline=title.text, alternativeHeadline=title.alternative
    )
    return sourced(article, headline=title.source)


def with_body(reading: Reading, article: Article) -> Article:
    """Fill the body, and what was taken from it: dateline, agency and notices."""
    agency = reading.hints.agency
    dateline, blocks = _without_dateline(reading.story.blocks, agency)
    body = "\n\n".join(block.text for block in blocks)
    article = replace(
        article,
        articleBody=body or None,
        articleBodyHtml=body_html(blocks, reading.page.absolute) or None,
        dateline=dateline,
        agency=(dateline.agency if dateline else None) or agency,
        notices=reading.notices or None,
    )
    return sourced(
        article,
        articleBody=reading.body_source if body else None,
        dateline="text" if dateline else None,
        agency=_agency_source(dateline, agency),
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


def with_labels(reading: Reading, article: Article) -> Article:
    """Fill description, section, keywords, breadcrumbs, language and paywall."""
    page, stated, selected = reading.page, reading.stated, reading.selected
    described = chosen(selected.text("description")) or labels.description(page, stated)
    section = chosen(selected.text("articleSection")) or labels.section(page, stated)
    picked = selected.texts("keywords")
    words = (picked, "select") if picked else labels.keywords(page, stated)
    article = replace(
        article,
        description=value_of(described),
        articleSection=value_of(section),
        keywords=value_of(words),
        breadcrumbs=labels.breadcrumbs(stated, article.headline),
        inLanguage=value_of(reading.language),
        isAccessibleForFree=labels.is_free(page, stated),
    )
    return sourced(
        article,
        description=source_of(described),
        articleSection=source_of(section),
        keywords=source_of(words),
        inLanguage=source_of(reading.language),
    )


def with_pictures(reading: Reading, article: Article) -> Article:
    """Fill the main picture and those in the article."""
    page = reading.page
    shown = find_images(page, reading.outline, reading.field)
    picked = page.absolute(reading.selected.text("mainImage") or "#")
    if picked and "mainImage" in reading.selected.nodes:
        main: tuple[Image, str] | None = (Image(picked), "select")
    else:
        main = main_image(page, reading.stated, shown)
    article = replace(article, mainImage=value_of(main), images=shown or None)
    return sourced(
        article, mainImage=source_of(main), images="figure" if shown else None
    )


def with_rights(reading: Reading, article: Article) -> Article:
    """Fill publisher, copyright, licence and conditions of use."""
    stated, page = reading.stated, reading.page
    named = publisher(page, stated)
    printed = find_copyright(reading.outline, reading.field, reading.story.taken)
    claim = printed or Copyright(None, None, None)
    holder = stated.text("copyrightHolder")
    article = replace(
        article,
        publisher=value_of(named),
        copyrightHolder=holder or claim.holder,
        copyrightYear=_year(stated.value("copyrightYear")) or claim.year,
        copyrightNotice=claim.notice or stated.text("copyrightNotice"),
        license=stated.text("license") or next(iter(linked(page, "license")), None),
        usageInfo=stated.text("usageInfo"),
    )
    return sourced(
        article,
        publisher=source_of(named),
        copyrightHolder="json-ld" if holder else "text" if claim.holder else None,
        copyrightNotice="text" if claim.notice else None,
    )


def _year(stated: Json) -> int | None:
    text = str(stated) if isinstance(stated, int) else first_text(stated) or ""
    return int(text) if len(text) == 4 and text.isdecimal() else None


def with_links(reading: Reading, article: Article) -> Article:
    """Fill the canonical URL, the articles pointed to, and the origin of a copy."""
    page, story = reading.page, reading.story
    url, doubt = canonical_url(page, reading.stated)
    originals = [block for block in story.pointers if _is_original(block)]
    others = [block for block in story.pointers if not _is_original(block)]
    tail = find_copyright(reading.outline, reading.field, story.taken, inside=True)
    links = related_links(page, originals)
    holder = tail.holder if tail else None
    article = replace(
        article,
        canonicalUrl=url,
        relatedLinks=related_links(page, others) or None,
        syndication=find_syndication(
            page.url, reading.names, links, article.dateline, holder
        ),
    )
    return told(article, doubt) if doubt else article


def _is_original(block: Block) -> bool:
    return furniture_kind(block) is Furniture.ORIGINAL
