"""Purge a store, and die by SIGKILL at the act of a number: a child's program.

``python -m tests.storage.dying FILE CERTIFICATE NUMBER``; 0 never dies, and prints how
many acts there were.
"""

import sys
from contextlib import closing
from pathlib import Path

from newscrawler.storage.database import open_store
from newscrawler.storage.purging import Erased, erase_withdrawn
from newscrawler.storage.withdrawing import held_articles, withdraw
from tests.dying import doomed
from tests.storage.samples import NO_TRAINING, NOW, decision


def purge(file: Path, certificate: Path) -> None:
    """Withdraw all that is held, erase it, and write which URLs that were."""

    def give_out(found: Erased) -> None:
        urls = (one.url for one in found.articles)
        certificate.write_text("\n".join(urls), "utf-8")

    with closing(open_store(f"sqlite:///{file}")) as store:
        run = store.begin_run("purge", {}, "1", NOW)
        for held in list(held_articles(store)):
            refusing = decision(held.decision.url, NO_TRAINING, at=NOW + 1)
            withdraw(store, run, held.number, refusing)
        erase_withdrawn(store, run, NOW + 2, give_out)
        store.end_run(run, NOW + 3, {})


def _main(file: str, certificate: str, last: str) -> None:
    fate = doomed(int(last))
    purge(Path(file), Path(certificate))
    sys.stdout.write(str(fate.count))


if __name__ == "__main__":
    _main(*sys.argv[1:])
