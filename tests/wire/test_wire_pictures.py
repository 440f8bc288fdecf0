"""What the real command asks for of a picture, and what it makes of it."""

from pathlib import Path

from newscrawler.items import Article
from newscrawler.storage.database import open_store
from tests.policy.images import app1, chunk, jpeg, mining, png
from tests.wire.running import CONTACT, Ran, run, write_sources
from tests.wire.serving import Answer, serving
from tests.wire.sites import EVERYBODY, article

HOST = "127.0.0.21"
PIXELS = bytes(12 * 1024 * 1024)
"""More than DOWNLOAD_MAXSIZE, and far more than is read of a picture."""

PICTURES = {
    "plain": jpeg() + PIXELS,
    "denied": jpeg(app1(mining("PROHIBITED"))) + PIXELS,
    "endless": png(chunk(b"IDAT", PIXELS)),
}


def site(port: int) -> dict[str, Answer]:
    found = {"/robots.txt": EVERYBODY}
    for name, body in PICTURES.items():
        image = f'<meta property="og:image" content="http://{HOST}:{port}/{name}.jpg">'
        page = article(name.title()).replace(b"<head>", b"<head>" + image.encode())
        found[f"/{name}.html"] = Answer(page)
        found[f"/{name}.jpg"] = Answer(
            body, headers=((b"Content-Type", b"image/jpeg"),)
        )
    return found


def articles(ran: Ran) -> dict[str, Article]:
    store = open_store(f"sqlite:///{ran.folder / 'newscrawler.db'}")
    try:
        return {one.url.rpartition("/")[2]: one for one in store.articles()}
    finally:
        store.close()


def test_a_large_picture_is_judged_by_its_beginning(tmp_path: Path) -> None:
    answers: dict[str, Answer] = {}
    with serving({HOST: answers}) as wire:
        answers.update(site(wire.port))
        write_sources(tmp_path, "http", wire.port, [HOST])
        urls = " ".join(f"http://{HOST}:{wire.port}/{name}.html" for name in PICTURES)
        settings = (
            *(CONTACT, f"NEWSCRAWLER_PRIVATE_HOSTS={HOST}", "DOWNLOAD_DELAY=0"),
            *("RETRY_ENABLED=0", "NEWSCRAWLER_IMAGE_METADATA=1"),
        )
        given = [part for one in settings for part in ("-s", one)]
        ran = run(tmp_path, "crawl", "article", "-a", f"url={urls}", *given)

    assert ran.code == 0, ran.err
    assert "Traceback" not in ran.err
    found = articles(ran)
    assert {name: one.mainImage is not None for name, one in found.items()} == {
        "plain.html": True,
        "denied.html": False,
        "endless.html": False,
    }
    assert "PROHIBITED" in found["denied.html"].metadata.validationMessages[-1]
    assert "cut off" in found["endless.html"].metadata.validationMessages[-1]
