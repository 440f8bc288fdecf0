"""Who has a lease, and is he known to be dead? Only of this machine can anybody tell."""

import os
import socket
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
PID_NAMESPACE = Path("/proc/self/ns/pid")


def owner_name() -> str:
    """Return a name of this process's own: its host, where its number counts, number."""
    return f"{_machine()}/{_place()}/{os.getpid()}/{uuid4().hex}"


def is_dead(owner: str) -> bool:
    """Tell whether an owner ran where we run, and runs no more.

    Numbers of processes are compared within one boot of one machine and one namespace
    alone: elsewhere the same number is somebody else's. What cannot be told is alive;
    so is a number that another process has by now.
    """
    machine, place, number = [*owner.split("/"), "", ""][:3]
    is_here = place != "" and (machine, place) == (_machine(), _place())
    if not is_here or not number.isdecimal():
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except OSError:  # it is another user's
        return False
    return False


def _machine() -> str:
    return socket.gethostname().replace("/", "-")


def _place() -> str:
    """Return in what this process's number counts, "" where nobody can tell."""
    with suppress(OSError):
        return f"{BOOT_ID.read_text().strip()}-{PID_NAMESPACE.stat().st_ino}"
    return ""
