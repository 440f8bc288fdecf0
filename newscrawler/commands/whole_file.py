"""How is a file written, so that it is there in whole, or as it was before?"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex


def write_whole(file: Path, content: str | bytes) -> None:
    """Write a file in one act: whoever looks finds all of it, or what was there.

    OSError names the file where it could not be.
    """
    place = file.resolve()  # what a link leads to is replaced, not the link
    with _beside(place, content) as beside:
        if place.exists():
            shutil.copymode(place, beside)
        beside.replace(place)


def write_new(file: Path, content: str) -> None:
    """Write a file that is not there yet; FileExistsError if it is, nothing changed."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with _beside(file, content) as beside:
        file.touch(exist_ok=False)
        try:
            beside.replace(file)
        except BaseException:
            file.unlink()
            raise


@contextmanager
def _beside(file: Path, content: str | bytes) -> Iterator[Path]:
    """Yield a file beside another that holds all of it; nothing is left of it."""
    beside = file.with_name(f".{token_hex(4)}.{file.name}")
    octets = content.encode() if isinstance(content, str) else content
    try:
        with beside.open("xb") as written:
            written.write(octets)
            written.flush()
            os.fsync(written.fileno())
        yield beside
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(file)) from None
    finally:
        beside.unlink(missing_ok=True)
