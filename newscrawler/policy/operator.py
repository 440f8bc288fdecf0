"""Who operates this crawler? What a licence for some users or places asks."""

from dataclasses import dataclass

EUROPEAN_UNION = frozenset(
    (
        "AT",
        "BE",
        "BG",
        "CY",
        "CZ",
        "DE",
        "DK",
        "EE",
        "ES",
        "FI",
        "FR",
        "GR",
        "HR",
        "HU",
        "IE",
        "IT",
        "LT",
        "LU",
        "LV",
        "MT",
        "NL",
        "PL",
        "PT",
        "RO",
        "SE",
        "SI",
        "SK",
    )
)
"""ISO 3166-1 alpha-2 codes of the member states, 2026."""

_CODES = (
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI "
    "BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN "
    "CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK "
    "FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM "
    "HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN "
    "KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK "
    "ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP "
    "NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW "
    "SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF "
    "TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI "
    "VN VU WF WS YE YT ZA ZM ZW "
)
COUNTRIES = frozenset(_CODES.split())
"""ISO 3166-1 alpha-2 codes, 2026."""

TYPES = ("education", "government", "personal")
"""Users whom RSL knows beside commercial and non-commercial: section 3.4.1."""


@dataclass(frozen=True, slots=True)
class Operator:
    """What the operator says of itself; None: it does not say, and meets nothing.

    ``country``: ISO 3166-1 alpha-2. ``types``: "education", "government", "personal",
    as RSL has them. ``commercial``: whether the use is.
    """

    country: str | None = None
    types: frozenset[str] | None = None
    commercial: bool | None = None

    def is_type(self, word: str) -> bool | None:
        """Tell whether the operator is such a user, None if nobody knows.

        >>> Operator(commercial=True).is_type("non-commercial")
        False
        """
        if word in ("commercial", "non-commercial"):
            if self.commercial is None:
                return None
            return self.commercial is not word.startswith("non-")
        return None if self.types is None else word in self.types

    def is_in(self, code: str) -> bool | None:
        """Tell whether the operator is in a country or in "EU", None if nobody knows."""
        if self.country is None:
            return None
        return self.country == code or (code == "EU" and self.country in EUROPEAN_UNION)


UNKNOWN = Operator()
"""One of whom nobody knows anything."""
