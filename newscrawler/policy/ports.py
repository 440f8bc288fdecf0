"""Is this the port of a web site, and not of some other service of its host?

A request to another service can be a command to it. WHATWG Fetch, section 2.9 "Port
blocking" (https://fetch.spec.whatwg.org/#port-blocking), names those that no browser
asks. House rule, stricter: of a listed site only what its source names.
"""

from collections.abc import Set as AbstractSet

from newscrawler.address import authority

SPEC = "house: ports 80, 443 and those that a source names; WHATWG Fetch section 2.9"

WEB_PORTS = frozenset((80, 443))

# fmt: off
BAD_PORTS = frozenset((
    0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87,
    95, 101, 102, 103, 104, 109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143,
    161, 179, 389, 427, 465, 512, 513, 514, 515, 526, 530, 531, 532, 540, 548, 554, 556,
    563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190,
    5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
))
# fmt: on


def port_problem(url: str, named: AbstractSet[int] | None) -> str | None:
    """Return why nobody connects to a URL's port, None where somebody may.

    ``named``: the ports that its source names; None: nobody lists what may be asked.

    >>> port_problem("https://gazette.example:22/", None)
    'port 22, of another service'
    """
    site = authority(url)
    if site is None or site.port in WEB_PORTS:
        return None
    if site.port in BAD_PORTS:
        return f"port {site.port}, of another service"
    if named is not None and site.port not in named:
        return f"port {site.port}, which no URL of its source names"
    return None
