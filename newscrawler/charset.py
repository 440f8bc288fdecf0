"""In which encoding is a document written?"""

from w3lib.encoding import (
    html_body_declared_encoding,
    html_to_unicode,
    http_content_type_encoding,
)

_NO_CHARSETS = frozenset(
    (
        *("base64", "bz2", "hex", "idna", "punycode", "quopri", "undefined", "uu"),
        *("raw-unicode-escape", "rot-13", "unicode-escape", "utf-7", "zlib"),
    )
)
"""Codecs of Python that no document is written in: some raise, some are quadratic."""


def decoded(stated: str | None, body: bytes) -> tuple[str, str]:
    """Return the encoding that a document is read in, and its text.

    ``stated``: its Content-Type. By BOM, header, meta, else as UTF-8. What is UTF-8
    through and through is read so whatever is stated: templates keep the charset of a
    page that was converted.
    """
    named = http_content_type_encoding(stated), html_body_declared_encoding(body)
    is_other = any(named) and "utf-8" not in named
    if _NO_CHARSETS.intersection(named) or (is_other and _is_utf8(body)):
        stated = "text/html; charset=utf-8"
    return html_to_unicode(stated, body, default_encoding="utf8")


def _is_utf8(body: bytes) -> bool:
    """Tell whether bytes that no other encoding is likely to have are UTF-8."""
    try:
        return not body.isascii() and bool(body.decode("utf-8"))
    except UnicodeDecodeError:
        return False
