"""What image files say of themselves: fixtures/signals/image-metadata.toml."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import pytest

from newscrawler.policy import Decision, Profile, Reading, Scope
from newscrawler.policy.permission import quote_sha256
from newscrawler.policy.picture import Picture, picture_decision
from tests.policy.asked import (
    ALLOW,
    LISTING,
    NOW,
    REFUSE,
    SITE,
    gate,
    notice_signal,
    page,
    silent_site,
    with_signal,
)
from tests.policy.images import (
    GUID,
    Assertions,
    app1,
    app11,
    box,
    chunk,
    extension,
    image,
    itxt,
    jpeg,
    manifest,
    mining,
    png,
    segment,
    store,
    superbox,
    webp,
    xmp,
)
from tests.policy.test_signals import FOLDER, check

FORMS = ("jpeg", "png", "webp")
URL = f"{SITE}/a/1.jpg"
DENIED = {"entries": {"cawg.ai_training": {"use": "notAllowed"}}}
DENYING = store({"cawg.training-mining": DENIED})


@dataclass(frozen=True, slots=True)
class Case:
    name: str
    spec: str
    house: bool = False
    form: str | None = None
    xmp: str = ""
    elements: str = ""
    packet: str | None = None
    manifests: Sequence[Assertions] = ()
    cut: int = 0
    headers: Sequence[Sequence[str]] = ()
    expect: Mapping[str, object] = field(default_factory=dict)
    strict: Mapping[str, object] = field(default_factory=dict)
    letter: Mapping[str, object] = field(default_factory=dict)

    def body(self, form: str) -> bytes:
        packets = [xmp(self.xmp, self.elements)] if self.xmp or self.elements else []
        packets += [self.packet.encode()] if self.packet is not None else []
        stores = [store(*self.manifests)] if self.manifests else []
        found = image(form, packets, stores)
        return found[: len(found) - self.cut]


TABLE = tomllib.loads((Path(FOLDER) / "image-metadata.toml").read_text("utf-8"))
CASES = {one["name"]: Case(**one) for one in TABLE["picture"]}


def judged(
    body: bytes,
    profile: Profile = Profile.STRICT,
    headers: Sequence[Sequence[str]] = (),
) -> Decision:
    found = gate(*silent_site(), profile=profile)
    lines = tuple((name, value) for name, value in headers)
    picture = Picture(body, URL, lines, fetched_at=NOW)
    return picture_decision(found.after_fetch(picture, NOW), None)


def problems(body: bytes) -> list[str]:
    return [fault.problem for fault in judged(body).faults]


def quotes(body: bytes) -> list[str]:
    found = judged(body).statements
    return [one.quote for one in found if one.signal == "image-metadata"]


@pytest.mark.parametrize("profile", Profile)
@pytest.mark.parametrize(
    ("name", "form"),
    [
        (name, form)
        for name, case in CASES.items()
        for form in ((case.form,) if case.form else FORMS)
    ],
)
def test_image_metadata(name: str, form: str, profile: Profile) -> None:
    case = CASES[name]

    found = judged(case.body(form), profile, case.headers)

    for expected in (
        case.expect,
        case.strict if profile is Profile.STRICT else case.letter,
    ):
        rest = dict(expected)
        fault = rest.pop("fault", None)
        check(rest, found, found)
        if expected is case.expect:
            heard = [one.problem for one in found.faults]
            assert len(heard) == (fault is not None), heard
            assert all(str(fault) in one for one in heard)


def test_what_a_page_says_of_pictures_binds_until_a_reading_lifts_it() -> None:
    words = "Our photographs may not be used to train AI."
    listing = replace(
        LISTING,
        readings=(
            Reading(quote_sha256(words), "a caption", "desk", date(2026, 12, 31)),
        ),
    )
    own = judged(jpeg())
    found = [
        with_signal(
            gate(*silent_site(), sources=[one]), notice_signal(words, scope=Scope.ASSET)
        )
        for one in (LISTING, listing)
    ]
    said = [one.after_fetch(page(), NOW) for one in found]

    assert [one.verdict for one in said] == [ALLOW, ALLOW]
    assert [picture_decision(own, one).verdict for one in said] == [REFUSE, ALLOW]


def test_an_extended_packet_that_is_named_is_read() -> None:
    named = xmp(f'xmpNote:HasExtendedXMP="{GUID}"')
    parts = extension(mining("ALLOWED"))
    assert len(parts) > 1

    found = judged(jpeg(app1(named), *reversed(parts)))

    assert found.usage == {**found.usage, **judged(jpeg(app1(mining("ALLOWED")))).usage}
    assert problems(jpeg(app1(named), *parts)) == []


def test_an_extended_packet_that_nobody_names_only_denies() -> None:
    assert quotes(jpeg(*extension(mining("ALLOWED")))) == []
    assert len(quotes(jpeg(*extension(mining("PROHIBITED"))))) == 1


@pytest.mark.parametrize("missing", [0, 1, -1])
def test_an_extended_packet_that_is_not_whole_is_a_fault(missing: int) -> None:
    named = app1(xmp(f'xmpNote:HasExtendedXMP="{GUID}"'))
    parts = extension(mining("PROHIBITED"))
    del parts[missing]

    assert problems(jpeg(named, *parts)) == ["extended XMP that is not whole"]
    assert problems(jpeg(named)) == ["extended XMP that is not there"]


@pytest.mark.parametrize("missing", [0, 1, -1])
def test_a_store_that_is_not_whole_is_a_fault(missing: int) -> None:
    parts = app11(DENYING, part=60)
    assert quotes(jpeg(*reversed(parts))) == ["cawg.ai_training: notAllowed"]

    del parts[missing]

    assert "JUMBF" in problems(jpeg(*parts))[0]


def test_what_hides_another_part_is_a_fault() -> None:
    silent = store({"c2pa.actions": {"a": "b"}})
    allowed, denied = (
        extension(mining(one), 10_000)
        for one in ("UNSPECIFIED-ABCDEFGHIJ", "PROHIBITED")
    )
    twice = ["two parts of metadata for one place"]

    assert problems(jpeg(*app11(silent), *app11(DENYING))) == twice
    assert problems(jpeg(*app11(DENYING), *app11(DENYING))) == []
    longer = extension(mining("PROHIBITED") + b" " * 12, 10_000)
    assert [len(one) for one in allowed] == [len(one) for one in longer]
    assert problems(jpeg(*allowed, *longer)) == twice
    assert problems(jpeg(*denied, *denied)) == []


def test_a_box_in_a_jpeg_says_how_long_it_is() -> None:
    endless = b"\0\0\0\0" + DENYING[4:]

    assert problems(jpeg(*app11(endless, 60))) == ["a JUMBF box that is not whole"]


def test_boxes_may_have_long_sizes_or_reach_to_the_end() -> None:
    size, rest = len(DENYING) + 8, DENYING[8:]
    long = b"\0\0\0\1jumb" + size.to_bytes(8) + rest
    open_ended = b"\0\0\0\0jumb" + rest

    assert quotes(png(chunk(b"caBX", long))) == ["cawg.ai_training: notAllowed"]
    assert quotes(png(chunk(b"caBX", open_ended))) == ["cawg.ai_training: notAllowed"]


def test_an_assertion_may_be_json() -> None:
    text = b'{"entries": {"cawg.ai_training": {"use": "notAllowed"}}}'
    found = store({"cawg.training-mining": box(b"json", text)})

    assert quotes(png(chunk(b"caBX", found))) == ["cawg.ai_training: notAllowed"]


def test_a_packet_may_be_compressed() -> None:
    packet = mining("PROHIBITED")

    assert len(quotes(png(itxt(packet, packed=True)))) == 1


TWICE = bytes.fromhex("a2636162630163616263 02".replace(" ", ""))
UNREAD = {
    "no image": b"GIF89a",
    "a page in the picture's place": b"<!doctype html><p>Not found.",
    "nothing": b"",
    "no marker": b"\xff\xd8\x00\x00\x00\x00",
    "a raw profile": png(chunk(b"zTXt", b"Raw profile type xmp\0\0x")),
    "packed nonsense": png(chunk(b"iTXt", b"XML:com.adobe.xmp\0\1\0\0\0x")),
    "a bomb": png(itxt(b" " * 2_000_000, packed=True)),
    "many packets": jpeg(*[app1(xmp())] * 17),
    "a compressed manifest": png(
        chunk(b"caBX", superbox("c2pa", superbox("urn", box(b"brob", b"x"))))
    ),
    "a key twice": png(
        chunk(b"caBX", store({"cawg.training-mining": box(b"cbor", TWICE)}))
    ),
    "deep boxes": png(
        chunk(b"caBX", b"\0\0\0\0jumb" * 40 + manifest(0, {}))
    ),
    "many boxes": webp((b"C2PA", superbox("c2pa", box(b"free", b"") * 5000))),
    "an unknown kind of content": png(
        chunk(b"caBX", store({"cawg.training-mining": box(b"bidb", b"x")}))
    ),
    "many entries": png(
        chunk(
            b"caBX",
            store({"cawg.training-mining": {"entries": dict.fromkeys(map(str, range(65)))}}),
        )
    ),
    "long terms": jpeg(
        app1(xmp("", f"<dc:rights>{'No. ' * 6000}</dc:rights>")),
    ),
    "an unfinished segment": b"\xff\xd8" + segment(0xE1, b"x")[:3],
}  # fmt: skip


@pytest.mark.parametrize("name", UNREAD)
def test_what_cannot_be_read_is_no_picture_to_keep(name: str) -> None:
    found = judged(UNREAD[name])

    assert found.verdict.value == "refuse"
    assert len(found.faults) == 1
    assert found.faults[0].retry_at is None


def test_fill_bytes_and_markers_without_a_segment_are_passed_over() -> None:
    filled = jpeg(b"\xff\xff\xff\x01", app1(mining("PROHIBITED")))

    assert len(quotes(filled)) == 1
