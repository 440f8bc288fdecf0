"""A store that a real crawl left, its ledger signed: where, by which key, what is in it."""

import json
from pathlib import Path

from tests.wire.running import run, run_program

STORE = ("-s", "NEWSCRAWLER_STORE=sqlite:///newscrawler.db")
KEY = ("-s", "NEWSCRAWLER_LEDGER_KEY=key.pem")


def make_key(folder: Path) -> None:
    """Make the key of ``KEY``, a new one each time."""
    make = ("openssl", "genpkey", "-algorithm", "ed25519", "-out", "key.pem")
    assert run_program(folder, *make).code == 0
    (folder / "key.pem").chmod(0o600)


def crawl_signed(folder: Path) -> Path:
    """Crawl the fixture sites into a folder, and sign the checkpoint."""
    make_key(folder)
    assert run(folder, "crawl", "fixtures", *STORE, *KEY).code == 0
    return folder


def shown(folder: Path, *options: str) -> list[dict[str, object]]:
    ran = run(folder, "ledger", "show", "--json", *options, *STORE)
    assert ran.code == 0, ran.err
    found: list[dict[str, object]] = json.loads(ran.out)
    return found
