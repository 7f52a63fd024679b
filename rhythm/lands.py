"""The school and public holidays of a Land, as far as they are published."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import holidays

LANDS = tuple(sorted(land for land in holidays.country_holidays("DE").subdivisions if len(land) == 2))
NAMES = {
    "BB": "Brandenburg", "BE": "Berlin", "BW": "Baden-Württemberg", "BY": "Bayern", "HB": "Bremen", "HE": "Hessen",
    "HH": "Hamburg", "MV": "Mecklenburg-Vorpommern", "NI": "Niedersachsen", "NW": "Nordrhein-Westfalen",
    "RP": "Rheinland-Pfalz", "SH": "Schleswig-Holstein", "SL": "dem Saarland", "SN": "Sachsen", "ST": "Sachsen-Anhalt",
    "TH": "Thüringen",
}  # fmt: skip
YEARS_AHEAD = 5  # further ahead nobody has published school holidays
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Break:
    """School holidays in a row, first and last day included."""

    name: str
    first: date
    last: date


@dataclass(frozen=True)
class Land:
    """„NW“; raises ValueError for anything that is none of the sixteen."""

    code: str

    def __post_init__(self) -> None:
        if self.code not in LANDS:
            raise ValueError(self.code)

    @property
    def name_after_in(self) -> str:
        """„Schulferien in …“: Niedersachsen, dem Saarland."""
        return NAMES[self.code]

    def is_school_holiday(self, day: date) -> bool:
        return day in _days(self.code, day.year, "school")

    def is_public_holiday(self, day: date) -> bool:
        return day in _days(self.code, day.year, "public")

    def public_holiday_on(self, day: date) -> str:
        """„Neujahr“; empty on all other days."""
        return _days(self.code, day.year, "public").get(day, "")

    def school_break(self, day: date) -> Break | None:
        """The school holidays in which the day lies."""
        if not self.is_school_holiday(day):
            return None
        first = last = day
        while self.is_school_holiday(first - ONE_DAY):
            first -= ONE_DAY
        while self.is_school_holiday(last + ONE_DAY):
            last += ONE_DAY
        return Break(_days(self.code, day.year, "school")[day], first, last)

    def known_until(self, day: date) -> date:
        """The last school holiday that is published, seen from a day; behind it nobody knows."""
        known = [
            found
            for year in range(day.year, day.year + YEARS_AHEAD)
            for found in _days(self.code, year, "school")
        ]
        return max(known, default=day)


@cache
def _days(code: str, year: int, category: str) -> Mapping[date, str]:
    return dict(holidays.country_holidays("DE", subdiv=code, years=year, categories=(category,)))
