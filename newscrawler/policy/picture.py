"""May an article keep a picture? Its file is judged as a page is, and binds it alone.

A picture's own headers and metadata speak for it; what its page says of pictures
(scope "asset") does too. What cannot be read refuses the picture, never the page.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property

from newscrawler.page import Page
from newscrawler.policy.decision import Decision
from newscrawler.policy.formats.image_metadata import ImageMetadata, read_image
from newscrawler.policy.model import Scope, Statement


class Picture(Page):
    """An image file, or its beginning: it has headers and metadata, and no markup."""

    @cached_property
    def metadata(self) -> ImageMetadata:
        """Return what the file says of itself."""
        return read_image(self.body)

    @cached_property
    def is_html(self) -> bool:
        """Tell that this is no HTML, whatever its headers say."""
        return False

    @cached_property
    def problem(self) -> str | None:
        """Return why the file may say more than was read, None if it was read whole."""
        return self.metadata.problem

    @cached_property
    def text(self) -> str:
        """Return no text: an image has no markup in which anybody says something."""
        return ""


def picture_decision(own: Decision, page: Decision | None) -> Decision:
    """Return the decision on a picture, with what its page says of its pictures.

    ``own``: the gate's decision on the file; ``page``: on the article's page, if any.
    What is said of an asset binds where that asset is judged; a reading lifts its one
    sentence here as there.
    """
    found = [*own.statements]
    found = [_binding(one) if one.document == own.url else one for one in found]
    if page is not None:
        found += _of_assets(page)
    return replace(own, statements=tuple(dict.fromkeys(found)))


def _of_assets(page: Decision) -> Iterator[Statement]:
    for one in page.statements:
        is_of_page = one.scope is Scope.ASSET and one.document == page.url
        if is_of_page or one.signal == "reading":
            yield _binding(one)


def _binding(one: Statement) -> Statement:
    return replace(one, scope=Scope.PAGE) if one.scope is Scope.ASSET else one
