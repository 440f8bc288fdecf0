"""Is nobody asked whose address is not of the public web, whatever it is written like?"""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy import Request
from twisted.internet.error import DNSLookupError

from newscrawler.address import authority, host_of, is_private, usable_url
from newscrawler.downloading.resolver import _public_address
from newscrawler.ip_address import read_ip
from newscrawler.policy import Listing, Verdict
from tests.policy.asked import NOW, gate

TABLE = tomllib.loads(Path(__file__).with_name("addresses.toml").read_text("utf-8"))
PRIVATE = [host for hosts in TABLE["private"].values() for host in hosts]
PUBLIC = [host for hosts in TABLE["public"].values() for host in hosts]
URLS = [one["url"] for one in TABLE["url"]]


@pytest.mark.parametrize("host", PRIVATE)
def test_what_is_special_is_private(host: str) -> None:
    assert is_private(host)


@pytest.mark.parametrize("host", PUBLIC)
def test_what_is_given_to_somebody_is_public(host: str) -> None:
    assert not is_private(host)


@pytest.mark.parametrize("host", [one for one in PRIVATE if read_ip(one.strip("[]"))])
def test_it_is_no_answer_of_a_resolver(host: str) -> None:
    with pytest.raises(DNSLookupError, match="leads to the private address"):
        _public_address(host, "paper.example")


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:4700::1111"])
def test_what_is_public_is_an_answer(address: str) -> None:
    assert _public_address(address, "paper.example") == address


@pytest.mark.parametrize("url", URLS)
def test_no_way_of_writing_a_url_leads_to_it(url: str) -> None:
    """As Scrapy would send it, and as we would."""
    for form in (Request(url).url, usable_url(url) or ""):
        listed = Listing("all", (host_of(form),)) if host_of(form) else None
        found = gate(sources=[listed] if listed else None)

        assert found.wants(form, NOW) == ()
        assert found.before_fetch(form, NOW).verdict is Verdict.REFUSE


@given(st.integers(0, 2**32 - 1))
def test_an_address_inside_another_is_judged_as_itself(number: int) -> None:
    plain = ".".join(str(number >> at & 255) for at in (24, 16, 8, 0))
    high, low = number >> 16, number & 0xFFFF
    inside = (
        f"::ffff:{high:x}:{low:x}",
        f"64:ff9b::{high:x}:{low:x}",
        f"2002:{high:x}:{low:x}::1",
        f"2606:4700::5efe:{high:x}:{low:x}",
    )
    written = (str(number), hex(number), f"0{number:o}", f"{number >> 24}.{number & 0xFFFFFF}")  # fmt: skip

    for one in (*inside, *written):
        assert is_private(one) is is_private(plain), one


@given(st.text("0123456789abcdefx.:[]%１①。", max_size=24))
def test_what_is_sent_is_what_was_judged(text: str) -> None:
    """No spelling is public to the gate and an address to the resolver."""
    site = authority(f"http://{text}/")
    if site is not None and not is_private(site.host):
        found = read_ip(site.host)
        assert found is None or found.is_global
