"""By which code and rules does this installation decide? One hash over all of them."""

from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable

READ = ("address.py", "markup", "notices", "page.py", "policy", "purpose.py")
"""What of the package a decision follows from: modules and the tables beside them."""

_SUFFIXES = (".py", ".toml", ".json")


@cache
def rules_version() -> str:
    """Return the SHA-256 over the name and hash of each file that decides, in order."""
    root = files("newscrawler")
    lines = (line for name in READ for line in _lines(root / name, name))
    return sha256("".join(lines).encode()).hexdigest()


def _lines(place: Traversable, name: str) -> list[str]:
    if place.is_file():
        digest = sha256(place.read_bytes()).hexdigest()
        return [f"{digest}  {name}\n"] if name.endswith(_SUFFIXES) else []
    inside = sorted(place.iterdir(), key=lambda one: one.name)
    return [line for one in inside for line in _lines(one, f"{name}/{one.name}")]
