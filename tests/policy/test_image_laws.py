"""What holds of image files, whatever their bytes."""

from collections.abc import Sequence

import cbor2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawler.policy import Preference, Profile
from newscrawler.policy.formats.image_metadata import (
    read_image,
    said_by_c2pa,
    said_by_xmp,
)
from newscrawler.policy.formats.jumbf import read_assertions
from newscrawler.policy.formats.xmp import read_packet
from tests.policy.asked import ALLOW, REFUSE
from tests.policy.images import (
    DMI,
    GUID,
    app1,
    app11,
    box,
    chunk,
    extension,
    image,
    itxt,
    jpeg,
    mining,
    png,
    store,
    webp,
    xmp,
)
from tests.policy.test_image_metadata import DENYING, FORMS, judged

RICH = {
    "jpeg": jpeg(
        app1(xmp(f'xmpNote:HasExtendedXMP="{GUID}"')),
        *extension(mining("PROHIBITED"), 200),
        *app11(DENYING, 80),
    ),
    "png": png(itxt(mining("PROHIBITED"), packed=True), chunk(b"caBX", DENYING)),
    "webp": webp((b"XMP ", mining("PROHIBITED")), (b"C2PA", DENYING)),
}
SILENT = {form: image(form, [xmp()], [store({"c2pa.actions": {}})]) for form in FORMS}

STARTS = st.sampled_from(
    [b"", b"\xff\xd8", b"\x89PNG\r\n\x1a\n", b"RIFF\xff\0\0\0WEBP"]
)
PIECES = st.sampled_from([
    b"\xff\xe1\0\x08", b"\xff\xeb\0\x20JP", b"\xff\xda", b"http://ns.adobe.com/xap/1.0/\0", b"\0\0\0\x08iTXt", b"caBX", b"XML:com.adobe.xmp\0", b"jumb", b"jumd", b"cbor", b"\0\0\0\1",
    b"\0\0\0\0", b"\xff\xff\xff\xff", b"XMP ", b"C2PA", b"<rdf:RDF", b"cawg.training-mining\0", b"\xd8\x1c\x81\xd8\x1d\0", b"\xc5\x82\x1a\x0f\xff\xff\xff\1", b"\x9f", b"\xbf",
])  # fmt: skip
BYTES = st.tuples(STARTS, st.lists(PIECES | st.binary(max_size=8), max_size=20)).map(
    lambda found: found[0] + b"".join(found[1])
)


def read_all(body: bytes) -> None:
    metadata = read_image(body)
    for liberal in (False, True):
        said = [
            *said_by_xmp(metadata, liberal=liberal),
            *said_by_c2pa(metadata, liberal=liberal),
        ]
        assert all(one.quote and one.mining.purposes for one in said)
        assert liberal or not any(one.mining.salvaged for one in said)
        for one in said:
            if one.mining.salvaged:
                assert one.mining.preference is not Preference.ALLOWED


@given(BYTES)
def test_no_bytes_make_the_reader_raise(body: bytes) -> None:
    read_all(body)


@given(st.sampled_from(FORMS), st.data())
def test_no_change_of_a_file_makes_the_reader_raise(
    form: str, data: st.DataObject
) -> None:
    body = bytearray(RICH[form])
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(body) - 1))
        body[at] = data.draw(st.integers(0, 255))

    read_all(bytes(body))


@pytest.mark.parametrize("form", FORMS)
def test_a_denied_picture_is_refused_wherever_it_is_cut(form: str) -> None:
    body = RICH[form]

    for at in range(len(body) + 1):
        assert judged(body[:at]).verdict is REFUSE, at


@pytest.mark.parametrize("form", FORMS)
def test_a_cut_file_is_kept_only_where_its_metadata_has_ended(form: str) -> None:
    body = SILENT[form]
    end = body.index(b"\xff\xda") + 2 if form == "jpeg" else len(body)
    allowed = [at for at in range(len(body) + 1) if judged(body[:at]).verdict is ALLOW]

    assert allowed[-1] == len(body)
    # of a PNG the last chunk's checksum is not looked at
    assert allowed[0] >= (end - 4 if form == "png" else end)


VALUES = st.sampled_from(
    ["ALLOWED", "PROHIBITED", "PROHIBITED-X", "UNSPECIFIED", "x"]
).map(lambda one: f'plus:DataMining="{DMI}{one}"')
USES = st.sampled_from(["allowed", "notAllowed", "constrained", "no", ""])
KEYS = st.sampled_from(["cawg.ai_training", "c2pa.data_mining", "cawg.x", "x"])
MANIFESTS = st.lists(
    st.dictionaries(
        KEYS, st.fixed_dictionaries({"use": USES}), min_size=1, max_size=3
    ).map(lambda found: {"cawg.training-mining": {"entries": found}}),
    max_size=3,
)


@given(st.sampled_from(FORMS), VALUES, MANIFESTS)
def test_strict_is_never_laxer_than_the_letter(
    form: str, value: str, manifests: Sequence[dict[str, object]]
) -> None:
    body = image(form, [xmp(value)], [store(*manifests)])

    if judged(body, Profile.SPEC).verdict is REFUSE:
        assert judged(body).verdict is REFUSE


@given(st.sampled_from(FORMS), VALUES, MANIFESTS)
def test_one_more_denial_is_never_laxer(
    form: str, value: str, manifests: Sequence[dict[str, object]]
) -> None:
    packets = [xmp(value)]

    assert judged(image(form, packets, [store(*manifests), DENYING])).verdict is REFUSE
    more = [*packets, mining("PROHIBITED")]
    assert judged(image(form, more, [store(*manifests)])).verdict is REFUSE


@given(VALUES, MANIFESTS)
def test_a_container_changes_nothing(
    value: str, manifests: Sequence[dict[str, object]]
) -> None:
    found = [
        read_image(image(form, [xmp(value)], [store(*manifests)])) for form in FORMS
    ]

    assert found[0] == found[1] == found[2]
    assert found[0].problem is None


LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.binary(max_size=8)
    | st.text(max_size=8)
    | st.sampled_from(["entries", "use", "notAllowed", "cawg.ai_training"])
)
CBOR = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.text(max_size=8) | KEYS | st.just("use"), inner, max_size=3
        )
        | st.tuples(st.integers(6, 300), inner).map(lambda one: cbor2.CBORTag(*one))
    ),
    max_leaves=12,
)


@given(CBOR.map(cbor2.dumps) | st.binary(max_size=60))
def test_no_cbor_makes_the_reader_raise(content: bytes) -> None:
    assertions, problem = read_assertions(
        store({"cawg.training-mining": box(b"cbor", content)})
    )

    assert assertions or problem


@given(st.text(max_size=60) | st.binary(max_size=60))
def test_no_packet_makes_the_reader_raise(packet: str | bytes) -> None:
    octets = packet.encode("utf-8", "replace") if isinstance(packet, str) else packet

    read_packet(octets)
