"""Does a feed reserve the article by its words of rights, or by a licence it names?

Directive (EU) 2019/790 article 4(3), as of sentences on the page: ``<dc:rights>``,
``<media:copyright>``, Atom's ``<rights>`` of an entry speak of what it links to, those of
the feed of its whole site. The feed is heard again like any document of policy; one that
cannot be had says nothing.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from newscrawler.address import canonical_form
from newscrawler.policy.formats.feed_entries import ENTRIES, reserved_by
from newscrawler.policy.model import Place, Scope, Statement
from newscrawler.policy.signals import licence
from newscrawler.policy.signals.notice import NAME, words_of
from newscrawler.policy.visit import Signal, Visit, said_in_document


def documents(visit: Visit) -> Iterable[str]:
    """Return the feeds of the site that reserve, but for the one that is asked for."""
    named = visit.earlier.get(ENTRIES, ())
    return (one for one in named if one != visit.url)


def statements(visit: Visit) -> Iterator[Statement]:
    """Return what feeds say of the rights in what is at the URL."""
    for document in map(visit.document_at, documents(visit)):
        if document is None:
            continue
        reserved = reserved_by(document)
        place = canonical_form(visit.url)
        here = reserved.entries.get(place, ())
        for found, scope in ((here, Scope.PAGE), (reserved.whole, Scope.SITE)):
            for element, notice in found:
                said = said_in_document(words_of(notice, visit), document, None, scope)
                yield replace(said, place=Place(selector=element))
        for where, scope in ((place, Scope.PAGE), ("", Scope.SITE)):
            for value in reserved.licences.get(where, ()):
                for words in licence.words_of(value, visit):
                    said = said_in_document(words, document, None, scope)
                    yield replace(said, place=Place(selector="license"))


def _is_silent(visit: Visit) -> bool:
    return not visit.earlier.get(ENTRIES)


SIGNAL = Signal(NAME, statements, documents, is_alike=_is_silent, optional=True)
