"""Did the site refuse us robots.txt itself? RFC 9309 section 2.3.1.3, stricter.

The RFC lets a crawler access anything where robots.txt is "unavailable" (4xx). House
rule: 401, 402, 403 and 451 are a refusal that the server made to us.
https://www.rfc-editor.org/rfc/rfc9309.html
"""

from collections.abc import Iterator

from newscrawler.policy.formats.http_status import status_preference, status_words
from newscrawler.policy.model import Scope, Statement
from newscrawler.policy.visit import Signal, Visit, Words, said_in_document

NAME = "robots-fetch"
SPEC = "house: stricter than RFC 9309 section 2.3.1.3"


def statements(visit: Visit) -> Iterator[Statement]:
    """Return the refusal that the answer to /robots.txt was, if it was one."""
    document = visit.robots_document
    if document is None or document.status is None:
        return
    refusal = status_preference(document.status, document.header("crawler-price"))
    if refusal is None:
        return
    preference, condition = refusal
    words = Words(
        signal=NAME,
        purposes=frozenset(),
        preference=preference,
        quote=status_words(document.status, document.header("crawler-price")),
        spec=SPEC,
        condition=condition,
    )
    yield said_in_document(words, document, None, Scope.SITE)


SIGNAL = Signal(NAME, statements, is_alike=lambda _: True)
