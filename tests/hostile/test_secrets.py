"""What holds a secret does not show it: in repr, str, a message, a log or a report."""

import json
import logging
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from scrapy import Request
from scrapy.http import Response
from scrapy.settings import Settings

from newscrawler.browse.opened import open_to_read
from newscrawler.commands.doctor import examine
from newscrawler.commands.exits import complain
from newscrawler.configuring.configuration import network_problem, read_configuration
from newscrawler.configuring.withheld import Secrets, error_words, without_credentials
from newscrawler.crawl.run_config import run_config
from newscrawler.downloading.bot_auth import read_bot_auth
from newscrawler.downloading.exchange import sent_of
from newscrawler.storage.checkpoint import read_signer
from newscrawler.storage.database import StoreError, open_store
from newscrawler.storage.opening import opened, place, shown_url, store_url
from newscrawler.watching.json_logs import JsonFormatter
from newscrawler.watching.safe_log import SafeFormatter
from newscrawler.workers.jobs import conninfo, job_app

WORD = "Pa55-of-the-desk"
"""A password that nobody may ever see again."""

NOWHERE = "127.0.0.1:1/news"
STORES = {
    "before the host": f"postgresql://desk:{WORD}@{NOWHERE}",
    "with a slash": f"postgresql://desk:/{WORD}@{NOWHERE}",
    "quoted": f"postgresql://desk:{WORD.replace('-', '%2D')}@{NOWHERE}",
    "in the query": f"postgresql://{NOWHERE}?user=desk&password={WORD}",
    "of a certificate": f"postgresql://desk@{NOWHERE}?sslpassword={WORD}",
}


def settings(store: str = STORES["before the host"], **more: object) -> Settings:
    return Settings({"NEWSCRAWLER_STORE": store, **more})


@pytest.fixture
def key(tmp_path: Path) -> Path:
    form = PrivateFormat.PKCS8
    pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, form, NoEncryption())
    file = tmp_path / "key.pem"
    file.touch(0o600)
    file.write_bytes(pem)
    return file


def letters(key: Path) -> str:
    """Return what of a key's file nobody may read."""
    return key.read_text("ascii").splitlines()[1]


def sent() -> object:
    headers = {"Authorization": f"Bearer {WORD}", "Cookie": f"sid={WORD}"}
    return sent_of(Request("https://paper.test/", headers=headers), Response("a:b"))


HOLDERS: dict[str, Callable[[str], object]] = {
    "a configuration": lambda uri: read_configuration(settings(uri)),
    "what a doctor looks at": lambda uri: examine(settings(uri), None, None, 0.0),
    "a run's record": lambda uri: run_config(read_configuration(settings(uri))),
    "secrets": lambda uri: Secrets.of(settings(uri)),
    "jobs": lambda uri: (job_app(uri, None), job_app(uri, None).connector),
    "the place of a store": lambda uri: place(store_url(uri)),
    "an engine's URL": lambda uri: (shown_url(store_url(uri)),),
    "a sent request": lambda _: sent(),
}
"""Whatever has a secret in it, made with the URI of a store."""


@pytest.mark.parametrize("holder", HOLDERS)
@pytest.mark.parametrize("uri", STORES.values(), ids=STORES)
def test_what_holds_a_secret_does_not_show_it(holder: str, uri: str) -> None:
    found = HOLDERS[holder](uri)

    for shown in (repr(found), str(found), f"{found}", f"{[found]!r:.9999}"):
        assert WORD not in shown
        assert "%2Dof" not in shown


def test_the_password_is_there_for_those_who_need_it() -> None:
    for uri in STORES.values():
        assert WORD in without_quotes(conninfo(uri))
        assert WORD in without_quotes(read_configuration(settings(uri)).store or "")


def without_quotes(uri: str) -> str:
    return uri.replace("%2D", "-")


@pytest.mark.parametrize("uri", STORES.values(), ids=STORES)
def test_a_store_that_is_not_there_is_named_without_its_password(uri: str) -> None:
    for opening in (open_store, open_to_read, lambda uri: opened(store_url(uri))):
        with pytest.raises(StoreError) as caught:
            opening(uri)
        said = f"{caught.value} {caught.value!r} {caught.value.__cause__!r}"

        assert "127.0.0.1" in said
        assert WORD not in said
        assert "%2Dof" not in said


def test_what_signs_shows_no_key(key: Path) -> None:
    directory = {"NEWSCRAWLER_BOT_DIRECTORY": "https://desk.test"}
    bot = read_bot_auth(Settings({"NEWSCRAWLER_BOT_KEY": str(key), **directory}))
    signer = read_signer(str(key))
    configured = read_configuration(settings(NEWSCRAWLER_BOT_KEY=str(key), **directory))

    assert bot is not None
    assert signer is not None
    for one in (bot, signer, configured, bot.directory(), signer.public_pem()):
        assert letters(key) not in f"{one!r} {one!s}"
    assert letters(key)[:20] not in repr(bot.directory())


OVERRIDDEN = {
    "AWS_ACCESS_KEY_ID": WORD,
    "AWS_SECRET_ACCESS_KEY": WORD,
    "FTP_PASSWORD": WORD,
    "HTTPAUTH_PASS": WORD,
    "SENTRY_DSN": WORD,
    "ZYTE_API_KEY": WORD,
    "DEFAULT_REQUEST_HEADERS": {
        "Authorization": WORD,
        "X-Api-Key": WORD,
        "Cookie": WORD,
    },
    "FEEDS": {f"s3://key:{WORD}@bucket/a.json": {"format": "json"}},
    "FILES_STORE": f"s3://key:a/{WORD}@bucket/",
    "HTTPPROXY": f"https://desk:{WORD}@proxy.test:8080",
}
"""Settings that are secrets; each as it would stand in a log."""


@pytest.mark.parametrize("name", OVERRIDDEN)
def test_a_setting_that_is_a_secret_is_blank_in_a_log(name: str) -> None:
    value = OVERRIDDEN[name]
    secrets = Secrets.of(Settings({name: value}))
    line = f"Overridden settings: { ({name: value})!r}; again: {value}"
    record = logging.LogRecord("scrapy", 20, "", 1, "%s", (line,), None)

    for formatter in (
        SafeFormatter(logging.Formatter(), secrets),
        JsonFormatter(secrets),
    ):
        found = formatter.format(record)
        assert name in found
        assert WORD not in found


@pytest.mark.parametrize("uri", STORES.values(), ids=STORES)
def test_the_uri_of_a_store_is_not_in_a_log(uri: str) -> None:
    secrets = Secrets.of(settings(uri))
    meant = ("/" if "/Pa" in uri else "") + WORD
    for words in (uri, f"password={WORD} host=db", f"FATAL: {meant}"):
        assert WORD not in secrets.without(words)


def test_a_short_password_blanks_its_url_and_nothing_else() -> None:
    secrets = Secrets.of(settings("postgresql://desk:a@db/news"))

    assert secrets.without("an article of postgresql://desk:a@db/news") == (
        "an article of postgresql://db/news"
    )


def test_paths_and_names_are_no_secrets() -> None:
    given = {
        "NEWSCRAWLER_LEDGER_KEY": "keys/ledger.pem",
        "NEWSCRAWLER_BOT_KEY": "keys/bot.pem",
        "NEWSCRAWLER_TOKEN": "gazettebot",
        "NEWSCRAWLER_STORE": "sqlite:///newscrawler.db",
    }

    assert Secrets.of(Settings(given)) == Secrets()


def test_a_mistake_is_quoted_without_its_password(
    capsys: pytest.CaptureFixture[str],
) -> None:
    typed = f"https://desk:{WORD}@paper.test/"
    complain("audit", f"no source {typed!r}\nNEWSCRAWLER_METRICS: {typed!r}: a port")

    said = capsys.readouterr().err
    assert said.count("'https://desk:***@paper.test/'") == 2
    assert WORD not in said


def test_a_doctor_tells_no_password() -> None:
    given = settings(NEWSCRAWLER_METRICS=f"http://desk:{WORD}@host")
    secrets = Secrets.of(given)
    checks = examine(given, None, f"NEWSCRAWLER_METRICS: http://d:{WORD}@h", 0.0)
    told = [one.without(secrets) for one in checks]

    assert WORD in repr(checks)
    assert WORD not in f"{told}" + json.dumps([str(one) for one in told])


def test_a_contact_with_a_password_is_sent_to_nobody() -> None:
    given = settings(NEWSCRAWLER_CONTACT=f"https://desk:{WORD}@desk.test/crawler")
    problem = network_problem(read_configuration(given), given)

    assert problem is not None
    assert "every site would read" in problem
    assert WORD not in problem


def test_an_error_becomes_a_fault_without_a_proxys_password() -> None:
    error = OSError(f"https://desk:{WORD}@proxy.test:8080 says 407")

    assert error_words(error) == "OSError: https://proxy.test:8080 says 407"
    assert without_credentials("mail desk@paper.test") == "mail desk@paper.test"
