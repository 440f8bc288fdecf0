"""Which address does a text stand for, and is a public web site there?

RFC 6890 and IANA's registries of special-purpose addresses say what is not public:
https://www.iana.org/assignments/iana-ipv4-special-registry/ and ``ipv6``. An IPv4 address
inside an IPv6 one counts as itself. House rule, stricter: of what is special nothing is
asked, routed or not.
"""

import ipaddress
import re

_NUMBER = re.compile(r"0x[0-9a-f]*|[0-9]+")
_WITH_IPV4 = (ipaddress.IPv6Network("64:ff9b::/96"), ipaddress.IPv6Network("::/96"))
"""Prefixes that hold an IPv4 address in their last 32 bits: RFC 6052, RFC 4291."""

_UNICAST = ipaddress.IPv6Network("2000::/3")
"""What IANA gives addresses of the public Internet from; the rest of IPv6 is reserved,
IPv4-translated (::ffff:0:0:0/96) and local NAT64 (64:ff9b:1::/48) addresses too."""

_SPECIAL = tuple(
    map(
        ipaddress.ip_network,
        (
            "192.0.0.0/24",  # IETF protocol assignments, RFC 6890
            "192.31.196.0/24",  # AS112, RFC 7535
            "192.52.193.0/24",  # AMT relays, RFC 7450
            "192.88.99.0/24",  # 6to4 relays, given up by RFC 7526
            "192.175.48.0/24",  # AS112, RFC 7534
            "168.63.129.16/32",  # a cloud's own service for its machines: house rule
            "2001::/23",  # IETF protocol assignments, Teredo among them, RFC 2928
            "2620:4f:8000::/48",  # AS112, RFC 7534
            "3fff::/20",  # documentation, RFC 9637
        ),
    )
)
"""Special-purpose blocks of IANA's registries in which nobody has a web site, though
some are routed. Written out: Python's ``is_global`` differs from release to release."""

_ISATAP = (0x00005EFE, 0x02005EFE)
"""The middle of an address that holds an IPv4 address behind it, RFC 5214 section 6.1."""


Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def read_ip(host: str) -> Address | None:
    """Return the address that a host is, in any notation that a resolver would take.

    >>> read_ip("0x7f.1"), read_ip("gazette.example")
    (IPv4Address('127.0.0.1'), None)
    """
    try:
        return ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return _loose_ipv4(host)


def is_public(found: Address) -> bool:
    """Tell whether a web site of the public Internet may be at an address."""
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or _inner(found)
        if inner is not None:
            return is_public(inner)
        if found not in _UNICAST or not _leads_out(found):
            return False
    if any(found in network for network in _SPECIAL):
        return False
    return found.is_global and not found.is_multicast


def _inner(found: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """Return the address inside 64:ff9b::/96 (RFC 6052) or ::/96 (RFC 4291)."""
    if not any(found in network for network in _WITH_IPV4):
        return None
    return ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)


def _leads_out(found: ipaddress.IPv6Address) -> bool:
    """Tell whether an ISATAP address leads to a public one; others lead nowhere else."""
    if (int(found) >> 32) & 0xFFFFFFFF not in _ISATAP:
        return True
    return is_public(ipaddress.IPv4Address(int(found) & 0xFFFFFFFF))


def _loose_ipv4(host: str) -> ipaddress.IPv4Address | None:
    """Read the notations of inet_aton: fewer than four parts, octal, hexadecimal."""
    parts = host.split(".")
    if len(parts) > 4 or not all(_NUMBER.fullmatch(part) for part in parts):
        return None
    try:
        numbers = [_number(part) for part in parts]
    except ValueError:
        return None
    *first, last = numbers
    if any(number > 255 for number in first) or last >= 256 ** (5 - len(parts)):
        return None
    value = sum(number << (24 - 8 * at) for at, number in enumerate(first)) + last
    return ipaddress.IPv4Address(value)


def _number(text: str) -> int:
    if text.startswith("0x"):
        return int(text[2:] or "0", 16)
    return int(text, 8) if text.startswith("0") and text != "0" else int(text)
