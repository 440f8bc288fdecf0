"""What does an image file say of its own mining? PLUS/IPTC in XMP, CAWG in C2PA.

PLUS LDF XMP 1.0, property DataMining (IPTC Photo Metadata Standard 2023.1 has the same);
CAWG Training and Data Mining Assertion 1.1. Permissions are read strictly: of the
picture itself, in a packet that can be read; an assertion's signature is not verified,
so it denies at most. A manifest or RightsML elsewhere, to which a file may refer, is not
asked for.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from newscrawler.page import Json
from newscrawler.policy.formats.data_mining import (
    Mining,
    read_assertion,
    read_plus,
)
from newscrawler.policy.formats.image_file import find_metadata
from newscrawler.policy.formats.jpeg_segments import Found
from newscrawler.policy.formats.jumbf import Assertion, read_assertions
from newscrawler.policy.formats.xmp import Packet, read_packet
from newscrawler.policy.model import Preference

MOST = 64
"""Values and entries that one file states: our choice. Most state one or four."""

MAX_TERMS = 10_000
"""Characters of terms of use that we read, all together: our choice."""

_USES = ("allowed", "notAllowed", "constrained")


@dataclass(frozen=True, slots=True)
class ImageMetadata:
    """What an image file holds; ``problem``: why there may be more, None if not."""

    packets: tuple[Packet, ...] = ()
    assertions: tuple[Assertion, ...] = ()
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """What a property or an assertion's entry says: its words, and where they stand."""

    quote: str
    place: str
    mining: Mining


def read_image(data: bytes) -> ImageMetadata:
    """Return the metadata in the bytes of an image, or in its beginning."""
    found = find_metadata(data)
    packets, missing = _packets(found)
    stores = [read_assertions(store) for store in found.stores]
    assertions = tuple(one for said, _ in stores for one in said)
    problems = (
        found.problem,
        *(packet.problem for packet in packets),
        *(problem for _, problem in stores),
        missing,
        _excess(packets, assertions),
    )
    problem = next((one for one in problems if one is not None), None)
    return ImageMetadata(packets, assertions, problem)


def said_by_xmp(metadata: ImageMetadata, *, liberal: bool) -> Iterator[Said]:
    """Return what DataMining properties say; liberally, denials wherever they stand."""
    for packet in metadata.packets:
        for value in packet.mining:
            mining = read_plus(value, packet.constraint, liberal=liberal)
            if mining is not None:
                yield Said(value, "XMP plus:DataMining", mining)
        for value in packet.others if liberal else ():
            mining = read_plus(value, packet.constraint, liberal=True)
            if mining is not None and mining.preference is not Preference.ALLOWED:
                salvaged = replace(mining, salvaged=True)
                yield Said(value, "XMP plus:DataMining", salvaged)


def said_by_c2pa(metadata: ImageMetadata, *, liberal: bool) -> Iterator[Said]:
    """Return what training-mining assertions deny.

    To the letter those of the active manifest; liberally those of what the picture was
    made from too, and uses in words that the assertion does not know.
    """
    for assertion in metadata.assertions:
        if assertion.manifest and not liberal:
            continue
        place = f"C2PA {assertion.label}"
        for words, mining in read_assertion(assertion.entries):
            salvaged = replace(mining, salvaged=bool(assertion.manifest))
            yield Said(words, place, salvaged)
        unknown = _unknown(assertion.entries) if liberal else {}
        for words, mining in read_assertion(unknown):
            key = words.partition(":")[0]
            entry = assertion.entries[key]
            use = entry.get("use") if isinstance(entry, dict) else entry
            yield Said(f"{key}: {use}", place, replace(mining, salvaged=True))


def _packets(found: Found) -> tuple[tuple[Packet, ...], str | None]:
    """Return the packets, and which extension is missing; one that nobody names only
    denies: XMP part 3 section 1.1.3.1 has it ignored.
    """
    packets = [read_packet(body) for body in found.packets]
    named = {one.extension.encode() for one in packets if one.extension is not None}
    for guid, body in found.extensions.items():
        packet = read_packet(body)
        if guid not in named:
            others = (*packet.mining, *packet.others)
            packet = replace(packet, mining=(), others=others)
        packets.append(packet)
    is_whole = named <= found.extensions.keys()
    return tuple(packets), None if is_whole else "extended XMP that is not there"


def _excess(packets: Sequence[Packet], assertions: Sequence[Assertion]) -> str | None:
    """Return why a file says more than is read, None if it does not."""
    values = sum(len(one.mining) + len(one.others) for one in packets)
    if values + sum(len(one.entries) for one in assertions) > MOST:
        return f"more than {MOST} values about mining"
    if sum(len(text) for one in packets for text in one.terms) > MAX_TERMS:
        return f"terms of use of more than {MAX_TERMS} characters"
    return None


def _unknown(entries: Mapping[str, Json]) -> dict[str, Json]:
    """Return the entries whose use is none that we know, each read as a denial."""
    denied: Json = {"use": "notAllowed"}
    uses = {
        key: entry.get("use") if isinstance(entry, dict) else entry
        for key, entry in entries.items()
    }
    return {key: denied for key, use in uses.items() if use not in _USES}
