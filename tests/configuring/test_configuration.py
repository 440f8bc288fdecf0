"""Settings that say who crawls, and how much a proxy must say."""

import pytest
from scrapy.settings import Settings

from newscrawler.configuring.configuration import ConfigurationError, read_configuration
from newscrawler.policy.operator import UNKNOWN, Operator
from newscrawler.policy.proxy import Proxy, Share
from newscrawler.policy.record import decision_record


@pytest.mark.parametrize(
    ("stated", "proxy"),
    [
        (None, 1),
        ("", 1),
        (3, 3),
        ("3", 3),
        ("Majority", Share.MAJORITY),
        ("all", Share.ALL),
    ],
)
def test_proxy(stated: object, proxy: Proxy) -> None:
    found = read_configuration(Settings({"NEWSCRAWLER_PROXY": stated}))

    assert found.gate().terms.proxy == proxy


@pytest.mark.parametrize("stated", [0, "0", "-1", "none", True, 1.5, "100", "²", [1]])
def test_a_proxy_that_is_none_is_named_in_one_line(stated: object) -> None:
    with pytest.raises(ConfigurationError, match="write 1 to 99, majority or all") as e:
        read_configuration(Settings({"NEWSCRAWLER_PROXY": stated}))

    assert "\n" not in str(e.value)


SCHOOL = Operator("DE", frozenset(("education",)), False)


@pytest.mark.parametrize(
    ("stated", "operator"),
    [
        (None, UNKNOWN),
        ("", UNKNOWN),
        ({}, UNKNOWN),
        ("country=DE,type=education,commercial=false", SCHOOL),
        (" country = de , type = education , commercial = FALSE ,", SCHOOL),
        ('{"country": "DE", "type": ["education"], "commercial": false}', SCHOOL),
        ({"country": "DE", "type": "education", "commercial": False}, SCHOOL),
        ("type=education non-commercial,country=DE", SCHOOL),
        ("type=commercial", Operator(commercial=True)),
        (
            "type=government personal",
            Operator(types=frozenset(("government", "personal"))),
        ),
    ],
)
def test_operator(stated: object, operator: Operator) -> None:
    found = read_configuration(Settings({"NEWSCRAWLER_OPERATOR": stated}))

    assert found.gate().terms.operator == operator


@pytest.mark.parametrize(
    ("stated", "mend"),
    [
        ("country=UK", "did you mean GB"),
        ("country=EU", "ISO 3166-1"),
        ("country=Germany", "ISO 3166-1"),
        ("contry=DE", "did you mean country"),
        ("type=educational", "did you mean education"),
        ({"type": 1}, "known: commercial"),
        ({"type": [1]}, "known: commercial"),
        ("commercial=perhaps", "neither true nor false"),
        ("commercial=false,type=commercial", "contradicts"),
        ("type=commercial non-commercial", "contradicts"),
        ("DE", "write country=DE"),
        ("country=DE,country=FR", "write country=DE"),
        ('{"country"', "write country=DE"),
        ("[" * 100_000, "write country=DE"),
        ("[1]", "write country=DE"),
        (7, "write country=DE"),
    ],
)
def test_an_operator_that_is_none_is_named_in_one_line(
    stated: object, mend: str
) -> None:
    with pytest.raises(ConfigurationError, match=mend) as caught:
        read_configuration(Settings({"NEWSCRAWLER_OPERATOR": stated}))

    assert str(caught.value).startswith("NEWSCRAWLER_OPERATOR: ")
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 250


def test_a_decision_records_who_asked() -> None:
    settings = {"NEWSCRAWLER_OPERATOR": "country=DE", "NEWSCRAWLER_PROXY": "all"}
    gate = read_configuration(Settings(settings)).gate()

    record = decision_record(gate.before_fetch("https://gazette.example/a", 0))

    assert record["operator"] == {"country": "DE"}
    assert record["proxy"] == "all"
