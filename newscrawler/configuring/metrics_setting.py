"""Where do a crawl's numbers go? To a port or into a file, by NEWSCRAWLER_METRICS.

A port tells whoever can reach it, so it is on the loopback address unless another one
is named. It answers whatever Host header it is asked with: there is nothing here that
a page in somebody's browser could change, and nothing secret.
"""

import ipaddress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from scrapy.settings import BaseSettings

NAME = "NEWSCRAWLER_METRICS"
LOOPBACK = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Port:
    """Where a server listens."""

    address: str
    number: int


def read_metrics(settings: BaseSettings) -> Port | Path | None:
    """Return where metrics go, None for nowhere; ValueError says what to write."""
    stated = str(settings[NAME] or "").strip()
    if not stated:
        return None
    if find_spec("prometheus_client") is None:
        raise ValueError(
            f"{NAME}: prometheus-client is not installed;"
            " pip install 'newscrawler[metrics]'"
        )
    if stated.endswith(".prom"):
        return _file(Path(stated))
    address, _, number = stated.rpartition(":")
    if not number.isascii() or not number.isdigit() or not 0 < int(number) < 65536:
        raise ValueError(f"{NAME}: {stated!r}: write a port, ADDRESS:PORT or FILE.prom")
    if ":" in stated and not address:
        raise ValueError(f"{NAME}: {stated!r} would listen everywhere; name an address")
    return Port(_address(address.strip("[]")), int(number))


def _file(path: Path) -> Path:
    if not path.parent.is_dir():
        raise ValueError(f"{NAME}: there is no folder {path.parent}; make it first")
    return path


def _address(stated: str) -> str:
    if stated in ("", "localhost"):
        return LOOPBACK
    try:
        return str(ipaddress.ip_address(stated))
    except ValueError:
        raise ValueError(f"{NAME}: {stated!r} is no IP address") from None
