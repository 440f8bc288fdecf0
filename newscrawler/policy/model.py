"""Of what is a decision made? Documents, statements, faults; the verdict follows."""

import hashlib
import re
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from newscrawler.policy.operator import UNKNOWN, Operator
from newscrawler.policy.proxy import Proxy
from newscrawler.purpose import Purpose
from newscrawler.recent import remembered

_NO_OCTET = re.compile("[\ud800-\udc7f\udd00-\udfff]")
"""Surrogates that stand for no octet: JSON may hold them, UTF-8 may not."""

_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")
"""Soft hyphens, joiners and the like: no reader sees them, nor misses them."""

MAX_QUOTE = 500
"""Characters of a publisher's words that a refusal keeps: DESIGN law 7."""


class Profile(Enum):
    """How texts are read: to the letter, or denials liberally."""

    STRICT = "strict"
    SPEC = "spec"


class Preference(Enum):
    """What a statement says of a use, draft-ietf-aipref-vocab section 4."""

    ALLOWED = "allowed"
    CONDITIONAL = "conditional"
    DISALLOWED = "disallowed"
    UNKNOWN = "unknown"


class WhenSilent(Enum):
    """What follows where a site says nothing of a declared purpose."""

    ALLOW = "allow"
    DENY = "deny"


class Verdict(Enum):
    """What we do."""

    ALLOW = "allow"
    REFUSE = "refuse"
    DEFER = "defer"


class Stage(Enum):
    """May we request it (acquire), or keep and use it (use)?"""

    ACQUIRE = "acquire"
    USE = "use"


class Scope(Enum):
    """What a statement speaks for."""

    SITE = "site"
    PATH = "path"
    PAGE = "page"
    ASSET = "asset"
    LINKS = "links"
    """The links of a page alone: ``nofollow``."""


@dataclass(frozen=True)  # without slots: the hash is reckoned once
class Document:
    """What came back when a policy document was asked for.

    ``url`` is what was asked, ``final_url`` where redirects led. ``status`` is None
    when no answer came; then ``problem`` says why. ``fetched_at``: epoch seconds.
    """

    url: str
    fetched_at: float
    status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    final_url: str | None = None
    problem: str | None = None

    @cached_property
    def sha256(self) -> str:
        """Return the hash of the bytes received, in hexadecimal."""
        return hashlib.sha256(self.body).hexdigest()

    def header(self, name: str) -> str | None:
        """Return a header's value, its lines joined by commas."""
        found = [value for key, value in self.headers if key.lower() == name.lower()]
        return ", ".join(found) or None


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a document the words stand: one of the three is set, or none."""

    line: int | None = None
    selector: str | None = None
    header: str | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """What a site says, with the evidence.

    ``purposes`` are the uses it speaks of; none: of acquiring itself. ``condition``
    names what has to be met ("attribution", "pay"). ``holder`` is the rights holder
    that a notice names. ``spec`` is the section that gives the words their meaning;
    ``salvaged`` tells that only our liberal reading of denials found it.
    """

    signal: str
    purposes: frozenset[Purpose]
    preference: Preference
    scope: Scope
    document: str
    quote: str
    spec: str
    sha256: str | None = None
    fetched_at: float | None = None
    place: Place = Place()
    condition: str | None = None
    holder: str | None = None
    salvaged: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """A document that went unheard. Without ``retry_at`` (epoch seconds) it refuses."""

    document: str
    problem: str
    retry_at: float | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """The recorded configuration that a verdict is a function of."""

    agent: str
    purposes: frozenset[Purpose]
    profile: Profile = Profile.STRICT
    when_silent: WhenSilent = WhenSilent.ALLOW
    meets: frozenset[str] = frozenset()
    proxy: Proxy = 1
    operator: Operator = UNKNOWN


@remembered(1 << 12)
def quoted(text: str) -> str:
    """Return a publisher's words as evidence keeps them: one line, 500 characters."""
    text = _NO_OCTET.sub("\ufffd", _UNSEEN.sub("", text[: 2 * MAX_QUOTE]))
    octets = text.encode("utf-8", "surrogateescape")
    words = " ".join(octets.decode("utf-8", "replace").split())
    return "".join(one if one.isprintable() else "\ufffd" for one in words)[:MAX_QUOTE]
