"""May this image file be mined? PLUS/IPTC DataMining, CAWG and C2PA, terms in words.

http://ns.useplus.org/ldf/xmp/1.0/DataMining, https://iptc.org/std/photometadata/,
https://cawg.io/training-and-data-mining/1.1/. Read off pictures alone, and about them
alone. House rule: terms of use in the file (XMP UsageTerms, dc:rights, OtherConstraints)
are read as notices on a page are.
"""

from collections.abc import Iterator

from newscrawler.notices import find_notices
from newscrawler.policy.formats.image_metadata import (
    MAX_TERMS,
    Said,
    said_by_c2pa,
    said_by_xmp,
)
from newscrawler.policy.model import Preference, Statement
from newscrawler.policy.picture import Picture
from newscrawler.policy.signals.media_mining import CAWG_SPEC, PLUS_SPEC
from newscrawler.policy.signals.notice import NAME as NOTICE
from newscrawler.policy.signals.notice import SPEC as NOTICE_SPEC
from newscrawler.policy.signals.notice import is_ours, refused_purposes
from newscrawler.policy.visit import Signal, Visit, Words, said_in_markup

NAME = "image-metadata"


def statements(visit: Visit) -> Iterator[Statement]:
    """Return what a picture's file says of the picture, each once."""
    picture = visit.page
    if not isinstance(picture, Picture):
        return
    liberal = visit.is_strict
    by_xmp = dict.fromkeys(said_by_xmp(picture.metadata, liberal=liberal))
    by_c2pa = dict.fromkeys(said_by_c2pa(picture.metadata, liberal=liberal))
    for said in by_xmp:
        yield _statement(said, PLUS_SPEC, picture)
    for said in by_c2pa:
        yield _statement(said, CAWG_SPEC, picture)
    yield from _notices(picture, visit)


def _statement(said: Said, spec: str, picture: Picture) -> Statement:
    words = Words(
        signal=NAME,
        purposes=said.mining.purposes,
        preference=said.mining.preference,
        quote=said.quote,
        spec=spec,
        condition=said.mining.condition,
        salvaged=said.mining.salvaged,
    )
    return said_in_markup(words, picture, said.place)


def _notices(picture: Picture, visit: Visit) -> Iterator[Statement]:
    """Return what terms of use refuse; they speak of the picture, whatever they name."""
    terms = [text for packet in picture.metadata.packets for text in packet.terms]
    if sum(map(len, terms)) > MAX_TERMS:
        return  # a fault already
    for text in dict.fromkeys(terms):
        for found in find_notices(text, in_rights_zone=True):
            holder = found.rights_holder
            is_foreign = holder is not None and not is_ours(holder, visit)
            words = Words(
                signal=NOTICE,
                purposes=refused_purposes(found, strict=visit.is_strict),
                preference=Preference.DISALLOWED,
                quote=found.text,
                spec=NOTICE_SPEC,
                condition="written permission" if found.exception else None,
                holder=holder if is_foreign else None,
            )
            yield said_in_markup(words, picture, "XMP terms of use")


SIGNAL = Signal(NAME, statements, of_page=True)
