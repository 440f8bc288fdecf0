"""How does a site misbehave? Its answers, as a row of the table has them."""

import gzip
import random
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from tests.faults.table import WireFault
from tests.wire.certifying import DAY, Authority
from tests.wire.serving import Answer, self_signed
from tests.wire.sites import EVERYBODY, article

EACH = 3
"""Articles of a site that may be kept; one more is reserved."""

RESERVED = (b"X-Robots-Tag", b"noai")


def path_of(number: int) -> str:
    return f"/2026/11/02/boat-{number}"


@dataclass(frozen=True)
class Site:
    """A site at a loopback address, or at a name that leads nowhere."""

    host: str
    origin: str
    fault: WireFault | None = None

    def may_keep(self) -> set[str]:
        return {self.origin + path_of(number) for number in range(EACH)}

    @property
    def reserved(self) -> str:
        return self.origin + path_of(EACH)

    def answers(self) -> dict[str, Answer]:
        """Return what the site answers when nothing is wrong."""
        paths = [path_of(number) for number in range(EACH + 1)]
        places = "".join(f"<url><loc>{self.origin}{path}</loc></url>" for path in paths)
        pages = {
            path: Answer(article(f"Boat of {self.origin}{path}")) for path in paths
        }
        last = pages[paths[-1]]
        pages[paths[-1]] = replace(last, headers=(*last.headers, RESERVED))
        sitemap = Answer(f"<urlset>{places}</urlset>".encode())
        return {"/robots.txt": EVERYBODY, "/sitemap.xml": sitemap, **pages}

    def misbehaving(self, seed: int) -> dict[str, Answer]:
        """Return what it answers by its fault."""
        found = self.answers()
        assert self.fault is not None
        paths = {
            "robots": ["/robots.txt"],
            "sitemap": ["/sitemap.xml"],
            "article": [path_of(0)],
            "articles": [path_of(number) for number in range(EACH + 1)],
        }
        for path in paths.get(self.fault.of, []):
            found[path] = changed(found[path], self.fault.answer, seed)
        return found

    def write_source(self, folder: Path) -> None:
        name = "h" + self.host.replace(".", "-")
        (folder / f"{name}.toml").write_text(
            f'id = "{name}"\nname = "{self.host}"\nhome = "{self.origin}/"\n'
            f'domains = ["{self.host}"]\nsitemaps = ["{self.origin}/sitemap.xml"]\n',
            "utf-8",
        )


def changed(answer: Answer, wanted: Mapping[str, object], seed: int) -> Answer:
    """Return an answer with what a row says of it."""
    rest = dict(wanted)
    body, headers = answer.body, answer.headers
    if (said := rest.pop("body", None)) is not None:
        body = str(said).encode()
    if rest.pop("packed", False):
        body = gzip.compress(body, mtime=0)
        headers = (*headers, (b"Content-Encoding", b"gzip"))
    body = body[: len(body) - int(str(rest.pop("short", 0)))]
    body = flipped(body, int(str(rest.pop("flips", 0))), seed)
    return replace(answer, body=body, headers=headers, **rest)  # type: ignore[arg-type]


def flipped(body: bytes, many: int, seed: int) -> bytes:
    """Return a body with so many of its bits inverted."""
    found = bytearray(body)
    for at in random.Random(seed).sample(range(8 * len(body)), many):
        found[at // 8] ^= 1 << at % 8
    return bytes(found)


def shown(
    site: Site, authority: Authority, elsewhere: str, folder: Path
) -> ssl.SSLContext:
    """Return the certificate that a site with a fault of TLS shows."""
    assert site.fault is not None
    match site.fault.does:
        case "expired":
            return authority.context(site.host, lasts=timedelta(days=-1))
        case "wrong host":
            return authority.context(elsewhere)
        case "unknown":
            return self_signed(site.host, folder)
        case _:
            return authority.context(site.host, lasts=DAY)
