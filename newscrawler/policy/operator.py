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
