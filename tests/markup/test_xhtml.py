"""A page in XML hides nothing from a parser of HTML."""

import pytest

from newscrawler.page import Meta, Page


def of(markup: str | bytes, stated: str) -> Page:
    body = markup.encode() if isinstance(markup, str) else markup
    return Page.from_html(body, "https://gazette.example/a", {"Content-Type": stated})


XHTML = "application/xhtml+xml; charset=utf-8"


@pytest.mark.parametrize(
    "before",
    [
        '<script src="a.js"/>',
        "<script src='a.js' />",
        '<title lang="a/b>c"/>',
        "<style/><textarea/><template/><select/><iframe src='b'/>",
        '<SCRIPT async=""/>',
    ],
)
def test_what_ends_itself_in_xhtml_swallows_nothing(before: str) -> None:
    markup = f'<html><head>{before}<meta name="robots" content="noai"/></head></html>'

    assert of(markup, XHTML).metas == (Meta("robots", "noai"),)


def test_a_prefix_hides_nothing_of_xhtml() -> None:
    page = of(
        '<h:html xmlns:h="http://www.w3.org/1999/xhtml"><h:head>'
        '<h:meta name="robots" content="noai"/></h:head><h:body><h:p>a</h:p></h:body></h:html>',
        XHTML,
    )

    assert page.metas == (Meta("robots", "noai"),)
    assert page.tree.css("p")[0].text() == "a"


def test_words_that_entities_stand_for_are_not_read() -> None:
    page = of(
        '<!DOCTYPE html [<!ENTITY legal "No AI training.">]><html><p>&legal;</p></html>',
        XHTML,
    )

    assert page.problem == "XHTML with entities of its own"
