"""How far had a run's chain come, and which checkpoint was before? A line to keep.

The form is C2SP's tlog-checkpoint, in a signed note: the origin (our run), how many
records, the hash of the last in base64; then lines of our own. A signature is Ed25519
over the text; who keeps a checkpoint elsewhere can hold the whole ledger to it.
https://c2sp.org/tlog-checkpoint https://c2sp.org/signed-note
"""

import re
from base64 import b64decode, b64encode
from binascii import Error
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from newscrawler.storage.chain import FIRST, Head
from newscrawler.storage.key_file import read_key

if TYPE_CHECKING:  # an optional extra: to verify a store without a key needs it not
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

NAME = "newscrawler"
"""Who signs: the name of every key, C2SP signed-note."""

_ED25519 = b"\x01"
"""The kind of key in its ID, C2SP signed-note."""

_NOTE = re.compile(
    r"(?P<text>newscrawler/run/(?P<run>[1-9][0-9]*)\n(?P<size>[1-9][0-9]*)\n"
    r"(?P<root>[A-Za-z0-9+/]{43}=)\nprevious (?P<previous>[0-9a-f]{64})\n)"
    rf"(?:\n— {NAME} (?P<signature>[A-Za-z0-9+/]+=*)\n)?"
)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """How far a run had come; ``previous`` is the hash of the checkpoint before."""

    run: int
    head: Head
    previous: str = FIRST

    @property
    def text(self) -> str:
        """Return what is signed, and hashed for the checkpoint after."""
        root = b64encode(bytes.fromhex(self.head.hash)).decode()
        size = self.head.sequence
        return f"{NAME}/run/{self.run}\n{size}\n{root}\nprevious {self.previous}\n"

    @property
    def hash(self) -> str:
        """Return what the next checkpoint names as its ``previous``."""
        return sha256(self.text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Note:
    """A checkpoint as it is kept; ``signature`` is the key's ID and 64 bytes."""

    checkpoint: Checkpoint
    signature: bytes | None = None


class Signer:
    """An Ed25519 key that signs checkpoints."""

    def __init__(self, key: "Ed25519PrivateKey") -> None:
        self._key = key
        public = key.public_key()
        raw = public.public_bytes_raw()
        self._id = sha256(NAME.encode() + b"\n" + _ED25519 + raw).digest()[:4]

    def sign(self, checkpoint: Checkpoint) -> str:
        """Return a checkpoint as a signed note."""
        signature = self._id + self._key.sign(checkpoint.text.encode())
        return f"{checkpoint.text}\n— {NAME} {b64encode(signature).decode()}\n"

    def has_signed(self, note: Note) -> bool:
        """Tell whether a note is signed by this key."""
        found = self._key.public_key()
        signature = note.signature or b""
        if signature[:4] != self._id:
            return False
        from cryptography.exceptions import InvalidSignature  # noqa: PLC0415

        try:
            found.verify(signature[4:], note.checkpoint.text.encode())
        except InvalidSignature:
            return False
        return True

    def public_pem(self) -> bytes:
        """Return the public key, as ``openssl pkeyutl -pubin`` reads it."""
        from cryptography.hazmat.primitives import serialization as form  # noqa: PLC0415

        return self._key.public_key().public_bytes(
            form.Encoding.PEM, form.PublicFormat.SubjectPublicKeyInfo
        )


def read_note(note: str) -> Note:
    """Return the checkpoint of a note; ValueError where it is none of ours."""
    found = _NOTE.fullmatch(note)
    if found is None:
        raise ValueError("no checkpoint of a newscrawler's run")
    try:
        root = b64decode(found["root"], validate=True).hex()
        signed = found["signature"]
        signature = None if signed is None else b64decode(signed, validate=True)
    except Error as error:
        raise ValueError(f"no checkpoint: {error}") from error
    head = Head(int(found["size"]), root)
    one = Checkpoint(int(found["run"]), head, found["previous"])
    return Note(one, signature)


def read_signer(path: str | Path | None) -> Signer | None:
    """Return the key of a PEM file, None where none is named; StoreError if it is bad."""
    return Signer(read_key("NEWSCRAWLER_LEDGER_KEY", path)) if path else None
