"""What do the readers of an article's fields share?"""

from dataclasses import dataclass, replace

from newscrawler.article.blocks import Block, Outline
from newscrawler.article.body import Field, find_field
from newscrawler.article.headline import Title, find_headline
from newscrawler.article.hints import Hints
from newscrawler.article.languages import find_language
from newscrawler.article.noting import value_of
from newscrawler.article.outline import read_outline
from newscrawler.article.people import shown_names
from newscrawler.article.plain import key, reading_length, seen
from newscrawler.article.reserved import split_notices
from newscrawler.article.selected import Selected, read_selected
from newscrawler.article.sites import office_names, publisher, site_names
from newscrawler.article.state import outline_in_scripts
from newscrawler.article.stated import Stated, read_stated, texts, written
from newscrawler.article.story import Story, find_story
from newscrawler.article.weight import HEADINGS
from newscrawler.items import PrintedNotice
from newscrawler.page import Page

RESCUE = 2.0
"""How many times longer than ours a stated body must be to be believed: our choice."""

LEAST_STATED = 300
"""Characters that a stated body must have to be believed."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A page read once: its outline, what it states, and where the article stands."""

    page: Page
    hints: Hints
    selected: Selected
    stated: Stated
    outline: Outline
    field: Field
    title: Title | None
    story: Story
    body_source: str
    language: tuple[str, str] | None
    notices: tuple[PrintedNotice, ...]
    publisher: tuple[str, str] | None
    names: tuple[str, ...]
    offices: tuple[str, ...]


def read_page(page: Page, hints: Hints) -> Reading:
    """Return what all fields of the article are read from."""
    selected = read_selected(page, hints)
    stated = read_stated(page)
    named = publisher(page, stated)
    names = site_names(page, stated, value_of(named))
    root = page.tree.root
    outline = read_outline(root, page.told.left_out) if root else Outline()
    title = _title(page, outline, stated, selected, names)
    field = _headed(find_field(outline), outline, title)
    story, source = _story(page, outline, field, title, stated, selected)
    text = "\n".join(block.text for block in story.blocks[:40])
    language = find_language(page, stated, text, hints.languages)
    story, notices = _without_notices(story, outline, field, value_of(language))
    return Reading(
        page, hints, selected, stated, outline, field, title, story, source,
        language, notices, named, names, office_names(page, value_of(named)),
    )  # fmt: skip


def _without_notices(
    story: Story, outline: Outline, field: Field, language: str | None
) -> tuple[Story, tuple[PrintedNotice, ...]]:
    """Return the story without reservations of rights, and those near its end."""
    beside = (*story.taken, *outline.blocks[field.end : field.end + 6])
    blocks, notices = split_notices(story.blocks, beside, language)
    return replace(story, blocks=blocks), notices


def _title(
    page: Page,
    outline: Outline,
    stated: Stated,
    selected: Selected,
    names: tuple[str, ...],
) -> Title | None:
    if text := selected.text("headline"):
        return Title(text, "select")
    return find_headline(page, outline, stated, names)


def _headed(field: Field, outline: Outline, title: Title | None) -> Field:
    """Return the field with the headline's place: the last one above it, or its first."""
    wanted = key(title.text) if title else ""
    places = [
        number
        for number, block in enumerate(outline.blocks[: field.end])
        if wanted and block.kind in HEADINGS and key(block.text) == wanted
    ]
    above = [number for number in places if number <= field.start]
    head = above[-1] if above else places[0] if places else field.head
    return replace(field, head=head)


def _story(
    page: Page,
    outline: Outline,
    field: Field,
    title: Title | None,
    stated: Stated,
    selected: Selected,
) -> tuple[Story, str]:
    """Return the story as the operator's selector, the page, or what rescues it has it."""
    headline = title.text if title else None
    if nodes := selected.nodes.get("articleBody"):
        stories = [
            _selected_story(read_outline(node, page.told.left_out), headline)
            for node in nodes
        ]
        blocks = tuple(block for story in stories for block in story.blocks)
        pointers = tuple(block for story in stories for block in story.pointers)
        taken = tuple(block for story in stories for block in story.taken)
        return Story(blocks, pointers, taken), "select"
    story = find_story(outline, field, headline, _stated_authors(stated))
    if outline.leaves_out:  # what the markup leaves out stands elsewhere all the same
        return story, "page"
    return _rescued(page, story, headline, stated)


def _rescued(
    page: Page, story: Story, headline: str | None, stated: Stated
) -> tuple[Story, str]:
    """Return the story, or what JSON-LD or a script has where the page has too little."""
    length = sum(len(block.text) for block in story.blocks)
    said = stated_paragraphs(stated)
    if sum(map(len, said)) > max(RESCUE * length, LEAST_STATED):
        blocks = tuple(Block("p", text, ((text, None, ""),), 0, 0) for text in said)
        return replace(story, blocks=blocks), "json-ld"
    if length < LEAST_STATED and _is_short(story):
        summary = stated.text("description") or page.meta("og:description") or ""
        if found := outline_in_scripts(page, f"{headline or ''} {summary}"):
            shown = _selected_story(found, headline)
            if sum(len(block.text) for block in shown.blocks) > RESCUE * length:
                return replace(story, blocks=shown.blocks), "script"
    return story, "page"


def _is_short(story: Story) -> bool:
    read = sum(reading_length(block.text) for block in story.blocks)
    return read < LEAST_STATED


def _stated_authors(stated: Stated) -> tuple[str, ...]:
    said = texts(stated.value("author"))
    return tuple(name for text in said for name in shown_names(text))


def _selected_story(outline: Outline, headline: str | None) -> Story:
    """Return the story of an element that holds the article and nothing else."""
    quiet = (False,) * len(outline.boxes)
    every = tuple(range(len(outline.blocks)))
    return find_story(outline, Field(0, len(outline.blocks), every, quiet), headline)


def stated_paragraphs(stated: Stated) -> tuple[str, ...]:
    """Return the paragraphs of a body that JSON-LD states."""
    body = stated.value("articleBody")
    if not isinstance(body, str):
        return ()
    for end in ("</p>", "<br>", "<br/>", "<br />"):
        body = body.replace(end, "\n")
    return tuple(text for line in body.splitlines() if (text := seen(written(line))))
