"""A site can check that a request is ours: every request is signed, by one key."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from http_message_signatures import (
    HTTPMessageVerifier,
    HTTPSignatureKeyResolver,
    InvalidSignature,
    algorithms,
)

from newscrawler.downloading.bot_auth import LIFETIME, BotAuth, Signed
from tests.wire.running import CONTACT, Ran, run, write_sources
from tests.wire.serving import Answer, serving

ORIGIN = "https://crawler.desk.test"
HOST = "127.0.0.9"
RFC_8037 = bytes.fromhex(
    "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"
)
"""The private key of RFC 8037, appendix A: its thumbprint is printed there."""


class Known(HTTPSignatureKeyResolver):
    def __init__(self, key: Ed25519PublicKey) -> None:
        self.key = key

    def resolve_public_key(self, key_id: str) -> Ed25519PublicKey:  # noqa: ARG002
        return self.key


def check(key: Ed25519PrivateKey, url: str, headers: Mapping[str, str]) -> None:
    known = Known(key.public_key())
    verifier = HTTPMessageVerifier(
        signature_algorithm=algorithms.ED25519, key_resolver=known
    )
    verifier.verify(Signed("GET", url, dict(headers)), expect_tag="web-bot-auth")


def test_a_key_is_named_by_its_thumbprint() -> None:
    found = BotAuth(Ed25519PrivateKey.from_private_bytes(RFC_8037), ORIGIN)

    assert found.key_id == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"
    assert found.directory()["keys"][0]["x"] == (
        "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"
    )


def test_a_signature_is_for_one_host_and_one_minute() -> None:
    key = Ed25519PrivateKey.generate()
    now = datetime.now(UTC)
    found = BotAuth(key, ORIGIN)
    headers = found.headers("GET", "https://gazette.example/a", now)

    check(key, "https://gazette.example/b", headers)
    with pytest.raises(InvalidSignature):
        check(key, "https://courier.example/a", headers)
    other = {**headers, "Signature-Agent": 'sig1="https://somebody.test"'}
    with pytest.raises(InvalidSignature):
        check(key, "https://gazette.example/a", other)
    late = found.headers("GET", "https://gazette.example/a", now - 2 * LIFETIME)
    with pytest.raises(InvalidSignature):
        check(key, "https://gazette.example/a", late)
    assert timedelta(0) < LIFETIME <= timedelta(minutes=5)


def write_key(folder: Path, mode: int = 0o600) -> Ed25519PrivateKey:
    key = Ed25519PrivateKey.generate()
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "bot.pem").write_bytes(pem)
    (folder / "bot.pem").chmod(mode)
    return key


def crawl(folder: Path, *settings: str) -> Ran:
    pairs = [word for one in settings for word in ("-s", one)]
    return run(folder, "crawl", "news", "-s", CONTACT, *pairs)


def test_every_request_of_a_crawl_is_signed(tmp_path: Path) -> None:
    key = write_key(tmp_path)
    site = {
        "/robots.txt": Answer(b"User-agent: *\nAllow: /", headers=()),
        "/": Answer(b'<a href="/2026/11/harbour-opens-again-today">Harbour</a>'),
    }
    with serving({HOST: site}) as wire:
        write_sources(tmp_path, "http", wire.port, {HOST: site})
        crawl(
            tmp_path,
            f"NEWSCRAWLER_PRIVATE_HOSTS={HOST}",
            "NEWSCRAWLER_BOT_KEY=bot.pem",
            f"NEWSCRAWLER_BOT_DIRECTORY={ORIGIN}",
            "DOWNLOAD_DELAY=0",
        )

    assert {"/robots.txt", "/"} <= set(wire.paths(HOST))
    nonces = set()
    for one in wire.asked:
        check(key, f"http://{HOST}:{wire.port}{one.path}", one.headers)
        nonces |= set(re.findall('nonce="([^"]+)"', one.headers["Signature-Input"]))
    assert len(nonces) == len(wire.asked)


WRONG = {
    "nobody's file": (
        ("NEWSCRAWLER_BOT_KEY=none.pem",),
        "NEWSCRAWLER_BOT_KEY: none.pem",
    ),
    "no origin": (("NEWSCRAWLER_BOT_KEY=bot.pem",), "is no https origin"),
    "no https": (
        ("NEWSCRAWLER_BOT_KEY=bot.pem", "NEWSCRAWLER_BOT_DIRECTORY=http://desk.test"),
        "is no https origin",
    ),
    "a path": (
        ("NEWSCRAWLER_BOT_KEY=bot.pem", f"NEWSCRAWLER_BOT_DIRECTORY={ORIGIN}/keys"),
        "is no https origin",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_mistake_is_one_line_and_nothing_is_asked(name: str, tmp_path: Path) -> None:
    settings, words = WRONG[name]
    write_key(tmp_path)
    write_sources(tmp_path, "http", 1, {HOST: {}})
    if name == "nobody's file":
        settings = (*settings, f"NEWSCRAWLER_BOT_DIRECTORY={ORIGIN}")

    ran = crawl(tmp_path, *settings)

    assert ran.code == 2
    assert [words in line for line in ran.lines] == [True], ran.err


def test_a_key_that_others_may_read_is_none(tmp_path: Path) -> None:
    write_key(tmp_path, 0o644)
    write_sources(tmp_path, "http", 1, {HOST: {}})

    ran = crawl(
        tmp_path,
        "NEWSCRAWLER_BOT_KEY=bot.pem",
        f"NEWSCRAWLER_BOT_DIRECTORY={ORIGIN}",
    )

    assert ran.code == 2
    assert "chmod 600" in ran.err


def test_the_directory_is_a_key_set_to_serve(tmp_path: Path) -> None:
    key = write_key(tmp_path)
    names = ("NEWSCRAWLER_BOT_KEY=bot.pem", f"NEWSCRAWLER_BOT_DIRECTORY={ORIGIN}")
    pairs = [word for one in names for word in ("-s", one)]

    to_file = run(tmp_path, "bot-directory", "-o", "keys.json", *pairs)
    to_stdout = run(tmp_path, "bot-directory", *pairs)

    assert (to_file.code, to_stdout.code) == (0, 0)
    found = json.loads((tmp_path / "keys.json").read_text())
    assert found == json.loads(to_stdout.out) == BotAuth(key, ORIGIN).directory()
    assert "d" not in found["keys"][0]
    assert run(tmp_path, "bot-directory").code == 2
