"""Sites that answer well, badly and not at all."""

import gzip
import random

from tests.wire.serving import HTML, Answer

TEXT = " ".join(
    f"The harbour council met on day {day} to count its boats." for day in range(40)
)
NOTICE = (
    "Dilarang mengambil konten, melakukan perayapan (crawling), atau pengindeksan "
    "otomatis untuk AI pada situs ini tanpa izin tertulis dari Kantor Berita."
)
EVERYBODY = Answer(b"User-agent: *\nAllow: /\n", headers=())
NOBODY = b"User-agent: *\nDisallow: /\n"
PACKED = ((b"Content-Type", HTML), (b"Content-Encoding", b"gzip"))


def article(name: str, footer: str = "") -> bytes:
    return (
        f"<html lang=en><head><title>{name} counted</title></head><body><article>"
        f"<h1>{name} counted</h1><p>{name}. {TEXT}</p></article>"
        f"<footer><p>{footer}</p></footer></body></html>"
    ).encode()


def packed(body: bytes, cut: int = 0) -> Answer:
    found = gzip.compress(body)
    return Answer(found[: len(found) - cut], headers=PACKED)


def header(name: bytes, value: bytes, status: int = 200, body: bytes = b"") -> Answer:
    return Answer(body, status, ((b"Content-Type", HTML), (name, value)))


OPEN, LONG, BOMB, TORN, RESET, SLOW, CLOSED, HUGE, CODED = (
    f"127.0.0.{number}" for number in range(2, 11)
)
ONE_LINE = b"User-agent: *\nDisallow: /private/\n# " + b"x" * 2_000_000
SITES = {
    OPEN: {
        "/robots.txt": EVERYBODY,
        "/plain.html": Answer(article("Plain")),
        "/packed.html": packed(article("Packed")),
        "/huge.html": Answer(b"<p>" + b"word " * 10_000_000),
        "/endless.html": Answer(b"<p>" + b"word " * 2_400_000, has_length=False),
        "/unmeasured.html": Answer(article("Unmeasured") + b"\n", has_length=False),
        "/unsized.html": Answer(
            gzip.compress(article("Unsized")), headers=PACKED, has_length=False
        ),
        "/half.html": Answer(article("Half", NOTICE)[:-200], has_length=False),
        "/missing.html": Answer(b"No such page", 404, has_length=False),
        "/binary.html": Answer(random.Random(7).randbytes(50_000)),
        "/nul.html": Answer(article("Nul", NOTICE).replace(b"a", b"a\0", 40)),
        "/charset.html": header(
            b"Content-Type", b"text/html; charset=utf-16", body=article("Lied", NOTICE)
        ),
        "/latin.html": Answer(
            article("Latin", NOTICE + " é").decode().encode("latin1")
        ),
        "/bomb.html": packed(b"<p>" + b"0" * 30_000_000),
        "/torn.html": packed(article("Torn", NOTICE), cut=100),
        "/unsealed.html": packed(article("Unsealed"), cut=4),
        "/secret.html": header(b"Content-Encoding", b"x-own", body=article("Secret")),
        "/reset.html": Answer(resets=True),
        "/location.html": header(b"Location", b"/\xff\xfe\x80.html", 302),
        "/bracket.html": header(b"Location", b"http://[bad/", 302),
        "/private.html": header(b"Location", b"http://127.0.0.77/secret", 302),
        "/local.html": header(b"Location", b"http://localhost/secret", 302),
        "/mail.html": header(b"Location", b"mailto:desk@a.test", 302),
        "/circle.html": header(b"Location", b"/circle.html", 301),
        "/utf8.html": Answer(
            b"", 302, ((b"Location", "/café.html".encode()), (b"X-Robots-Tag", b"noai"))
        ),
        "/caf%C3%A9.html": Answer(article("Cafe")),
    },
    LONG: {
        "/robots.txt": Answer(ONE_LINE, headers=()),
        "/private/a.html": Answer(article("Private")),
        "/long.html": Answer(article("Long")),
    },
    BOMB: {
        "/robots.txt": packed(b"User-agent: *\nAllow: /\n#" + b"0" * 60_000_000),
        "/a.html": Answer(article("Bomb")),
    },
    TORN: {
        "/robots.txt": packed(b"User-agent: *\nAllow: /\n" + NOBODY * 400, cut=40),
        "/a.html": Answer(article("Behind torn rules")),
    },
    RESET: {
        "/robots.txt": Answer(resets=True),
        "/a.html": Answer(article("Behind reset rules")),
    },
    SLOW: {
        "/robots.txt": Answer(NOBODY, delay=0.5),
        **{f"/{number}.html": Answer(article("Closed")) for number in range(12)},
    },
    CLOSED: {"/robots.txt": Answer(NOBODY), "/a.html": Answer(article("Closed"))},
    HUGE: {
        "/robots.txt": Answer(NOBODY + b"#" * 20_000_000),
        "/a.html": Answer(article("Behind huge rules")),
    },
    CODED: {
        "/robots.txt": header(b"Content-Encoding", b"x-own", body=b"User-agent: *\n"),
        "/a.html": Answer(article("Behind secret rules")),
    },
}
