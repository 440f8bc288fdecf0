"""Which key does a file hold? An Ed25519 key in PEM that nobody else may read."""

from pathlib import Path
from stat import S_IMODE
from typing import TYPE_CHECKING

from newscrawler.storage.errors import StoreError

if TYPE_CHECKING:  # an optional extra: who names no key needs it not
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

_PRIVATE = 0o077
"""What the mode of a private key's file may not have: group and others."""


def read_key(setting: str, path: str | Path) -> "Ed25519PrivateKey":
    """Return the key of a file that a setting names; StoreError if it is bad.

    Others than its owner may not read the file.
    """
    named = f"{setting}: {path}"
    try:
        pem, mode = Path(path).read_bytes(), S_IMODE(Path(path).stat().st_mode)
    except OSError as error:
        raise StoreError(f"{named}: {error.strerror}") from None
    if mode & _PRIVATE:
        raise StoreError(f"{named}: others may read it; chmod 600 {path}")
    try:
        return _private_key(pem)
    except ImportError:
        mend = "pip install 'newscrawler[sign]'"
        raise StoreError(f"{named}: signing needs cryptography; {mend}") from None
    except ValueError:
        mend = "openssl genpkey -algorithm ed25519 makes one"
        raise StoreError(f"{named}: no Ed25519 key in PEM; {mend}") from None


def _private_key(pem: bytes) -> "Ed25519PrivateKey":
    from cryptography.exceptions import UnsupportedAlgorithm  # noqa: PLC0415
    from cryptography.hazmat.primitives.asymmetric.ed25519 import (  # noqa: PLC0415
        Ed25519PrivateKey,
    )
    from cryptography.hazmat.primitives.serialization import (  # noqa: PLC0415
        load_pem_private_key,
    )

    try:
        key = load_pem_private_key(pem, None)
    except (TypeError, UnsupportedAlgorithm) as error:
        raise ValueError(str(error)) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise ValueError("another kind of key")
    return key
