"""Image files for tests, built byte by byte: they hold metadata and no picture.

A JPEG is SOI, segments, SOS (ITU-T T.81 annex B); a PNG its signature and chunks; a WebP
a RIFF file. An XMP packet stands in APP1, iTXt or ``XMP ``, a C2PA manifest store (JUMBF,
ISO/IEC 19566-5) in APP11, ``caBX`` or ``C2PA``.
"""

import zlib
from collections.abc import Mapping, Sequence

import cbor2

DMI = "http://ns.useplus.org/ldf/vocab/DMI-"
GUID = "0123456789ABCDEF0123456789ABCDEF"
UUID = bytes.fromhex("6332706100110010800000aa00389b71")
PLUS = 'xmlns:plus="http://ns.useplus.org/ldf/xmp/1.0/"'

Assertions = Mapping[str, object]
"""A manifest: its assertions' content by label."""


def xmp(attributes: str = "", elements: str = "") -> bytes:
    """Return a packet that describes the file by attributes and elements."""
    names = (
        f'{PLUS} xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/" '
        'xmlns:xmpNote="http://ns.adobe.com/xmp/note/"'
    )
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description rdf:about="" {names} {attributes}>{elements}'
        "</rdf:Description></rdf:RDF></x:xmpmeta>"
        f"{' ' * 64}<?xpacket end='w'?>"
    ).encode()


def mining(value: str) -> bytes:
    return xmp(f'plus:DataMining="{DMI}{value}"')


def box(kind: bytes, content: bytes) -> bytes:
    return (len(content) + 8).to_bytes(4) + kind + content


def superbox(label: str, *contents: bytes) -> bytes:
    description = UUID + b"\x03" + label.encode() + b"\0"
    return box(b"jumb", box(b"jumd", description) + b"".join(contents))


def store(*manifests: Assertions) -> bytes:
    """Return a manifest store; the last manifest is the active one."""
    return superbox("c2pa", *(manifest(at, one) for at, one in enumerate(manifests)))


def manifest(number: int, assertions: Assertions) -> bytes:
    boxes = [
        superbox(label, content if isinstance(content, bytes) else cbor(content))
        for label, content in assertions.items()
    ]
    return superbox(f"urn:c2pa:{number}", superbox("c2pa.assertions", *boxes))


def cbor(content: object) -> bytes:
    return box(b"cbor", cbor2.dumps(content))


def segment(marker: int, content: bytes) -> bytes:
    return b"\xff" + bytes([marker]) + (len(content) + 2).to_bytes(2) + content


def app1(packet: bytes) -> bytes:
    return segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + packet)


def extension(packet: bytes, part: int = 300, guid: str = GUID) -> list[bytes]:
    """Return extended XMP in parts of so many bytes, XMP part 3 section 1.1.3.1."""
    head = b"http://ns.adobe.com/xmp/extension/\0" + guid.encode()
    head += len(packet).to_bytes(4)
    return [
        segment(0xE1, head + at.to_bytes(4) + packet[at : at + part])
        for at in range(0, len(packet), part)
    ]


def app11(manifests: bytes, part: int = 300) -> list[bytes]:
    """Return a store in parts that each repeat its header, ISO/IEC 19566-5 D.2."""
    header, content = manifests[:8], manifests[8:]
    starts = range(0, len(content), part)
    return [
        segment(0xEB, b"JP\0\1" + number.to_bytes(4) + header + content[at : at + part])
        for number, at in enumerate(starts, 1)
    ]


def jpeg(*segments: bytes) -> bytes:
    start = b"\xff\xd8" + segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0")
    return start + b"".join(segments) + b"\xff\xda\0\2\xff\xd9"


def chunk(kind: bytes, content: bytes) -> bytes:
    return (
        len(content).to_bytes(4)
        + kind
        + content
        + zlib.crc32(kind + content).to_bytes(4)
    )


def itxt(packet: bytes, *, packed: bool = False) -> bytes:
    flags, text = (b"\1\0", zlib.compress(packet)) if packed else (b"\0\0", packet)
    return chunk(b"iTXt", b"XML:com.adobe.xmp\0" + flags + b"\0\0" + text)


def png(*chunks: bytes) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks) + chunk(b"IEND", b"")


def webp(*chunks: tuple[bytes, bytes]) -> bytes:
    content = b"WEBP" + b"".join(map(_riff, chunks))
    return b"RIFF" + len(content).to_bytes(4, "little") + content


def _riff(one: tuple[bytes, bytes]) -> bytes:
    kind, content = one
    size = len(content).to_bytes(4, "little")
    return kind + size + content + b"\0" * (len(content) % 2)


def image(form: str, packets: Sequence[bytes], stores: Sequence[bytes]) -> bytes:
    """Return an image of a format that holds packets and manifest stores."""
    if form == "jpeg":
        boxes = [part for one in stores for part in app11(one)]
        return jpeg(*map(app1, packets), *boxes)
    if form == "png":
        picture = chunk(b"IDAT", b"\0")
        caBX = [chunk(b"caBX", one) for one in stores]  # noqa: N806  its name
        return png(*caBX, picture, *map(itxt, packets))
    assert form == "webp"
    return webp(
        (b"VP8 ", b"\0\0\0"),
        *((b"XMP ", one) for one in packets),
        *((b"C2PA", one) for one in stores),
    )
