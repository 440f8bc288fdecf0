"""Who asks? Web Bot Auth: each request signed with the operator's key, where he has one.

https://datatracker.ietf.org/doc/draft-ietf-webbotauth-httpsig-protocol/ on RFC 9421:
the host and where our keys stand are signed with Ed25519, each signature for a minute.
A site can then tell us from who only uses our name. It opens no gate: nothing is asked
for that would not be asked for without it.
"""

import base64
import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.settings import BaseSettings

from newscrawler.address import authority
from newscrawler.storage.errors import StoreError
from newscrawler.storage.key_file import read_key

if TYPE_CHECKING:  # an optional extra
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

KEY, DIRECTORY = "NEWSCRAWLER_BOT_KEY", "NEWSCRAWLER_BOT_DIRECTORY"

DIRECTORY_PATH = "/.well-known/http-message-signatures-directory"
"""Where the key directory stands at its origin: section 5 of the draft."""

LABEL, TAG = "sig1", "web-bot-auth"
LIFETIME = timedelta(minutes=1)
"""How long a signature holds: our choice; the draft wants it short."""

NONCE_BYTES = 64


@dataclass(frozen=True, slots=True)
class Signed:
    """A request as the signature sees it; its headers are added to."""

    method: str
    url: str
    headers: dict[str, str]


class BotAuth:
    """Signs requests with a key whose public half stands in a directory."""

    def __init__(self, key: "Ed25519PrivateKey", directory: str) -> None:
        from http_message_signatures import (  # noqa: PLC0415  an optional extra
            HTTPMessageSigner,
            HTTPSignatureKeyResolver,
            algorithms,
        )

        class Key(HTTPSignatureKeyResolver):
            def resolve_private_key(self, key_id: str) -> "Ed25519PrivateKey":  # noqa: ARG002
                return key

        raw = key.public_key().public_bytes_raw()
        self.jwk = {"crv": "Ed25519", "kty": "OKP", "x": _base64url(raw)}
        text = json.dumps(self.jwk, sort_keys=True, separators=(",", ":"))
        self.key_id = _base64url(hashlib.sha256(text.encode()).digest())
        self._directory = directory
        algorithm = algorithms.ED25519
        self._signer = HTTPMessageSigner(
            signature_algorithm=algorithm, key_resolver=Key()
        )

    def headers(self, method: str, url: str, now: datetime) -> Mapping[str, str]:
        """Return the three headers of a request; ``now`` is aware."""
        one = Signed(method, url, {"Signature-Agent": f'{LABEL}="{self._directory}"'})
        self._signer.sign(
            one,
            key_id=self.key_id,
            created=now,
            expires=now + LIFETIME,
            nonce=base64.b64encode(secrets.token_bytes(NONCE_BYTES)).decode(),
            label=LABEL,
            tag=TAG,
            covered_component_ids=("@authority", f'"signature-agent";key="{LABEL}"'),
        )
        return one.headers

    def sign(self, request: Request) -> None:
        """Sign a request that is about to be sent: policy documents' too."""
        found = self.headers(request.method, request.url, datetime.now(UTC))
        for name, value in found.items():
            request.headers[name] = value

    def directory(self) -> dict[str, list[dict[str, str]]]:
        """Return the key directory: a JWK set, RFC 7517 section 5."""
        named = {**self.jwk, "kid": self.key_id, "use": "sig", "alg": "EdDSA"}
        return {"keys": [named]}


def read_bot_auth(settings: BaseSettings) -> BotAuth | None:
    """Return what signs, None where no key is named; ValueError in one line."""
    path, directory = settings[KEY], str(settings[DIRECTORY] or "").rstrip("/")
    if not path:
        return None
    site = authority(directory)
    if site is None or directory != site.origin or site.scheme != "https":
        raise ValueError(
            f"{DIRECTORY}: {directory!r} is no https origin; write the one that serves"
            f" {DIRECTORY_PATH}, such as https://crawler.your-newsroom.org"
        )
    try:
        return BotAuth(read_key(KEY, path), directory)
    except ImportError:
        raise ValueError(
            f"{KEY}: http-message-signatures is not installed;"
            " pip install 'newscrawler[bot-auth]'"
        ) from None
    except StoreError as error:
        raise ValueError(str(error)) from None


def _base64url(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()
