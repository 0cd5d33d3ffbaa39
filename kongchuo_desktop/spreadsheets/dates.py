"""Days as rosters write them; what is incomplete or could be two days is never completed."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta

_EPOCH_1900, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
_SERIALS = range(10_000, 70_000)  # 1927 to 2091
_YEARS = range(1900, 2100)
_WHOLE = re.compile(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})[日号]?(?:[ T]?\d{1,2}:\d{2}.*)?")
_MONTH = re.compile(r"(\d{4})[-./年](\d{1,2})月?")
_NUMERALS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_TENS = re.compile(r"(\d?)十(\d?)")


@dataclass(frozen=True, slots=True)
class MonthOnly:
    """A year and month whose day the roster does not tell."""

    year: int
    month: int

    def holds(self, day: date) -> bool:
        """Whether a day lies in this month."""
        return (day.year, day.month) == (self.year, self.month)


def read(value: object, date_1904: bool = False) -> date | MonthOnly | None:
    """The day a cell names: 20120901, 2012.9.1, 2012年9月1日, a serial number, a real date.

    MonthOnly for 2012年9月 and 201209; None for what cannot be read or has two readings.
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, (int, float)):
        return _of_number(value, date_1904)
    text = "".join(unicodedata.normalize("NFKC", str(value)).split("'")).strip()
    if text.isascii() and text.isdigit():
        return _of_number(int(text), date_1904)
    return _of_text(_arabic(text))


def _of_number(number: float, date_1904: bool) -> date | MonthOnly | None:
    whole = int(number)
    if whole in _SERIALS:
        return (_EPOCH_1904 if date_1904 else _EPOCH_1900) + timedelta(days=whole)
    if number != whole:  # 2012.9 typed as a number: the month may have lost a zero
        return None
    if 10_000_000 <= whole <= 99_999_999:
        return _day(whole // 10_000, whole // 100 % 100, whole % 100)
    if 100_000 <= whole <= 999_999:
        return _month(whole // 100, whole % 100)
    return None


def _of_text(text: str) -> date | MonthOnly | None:
    compact = text.replace(" ", "") if ":" not in text else text
    if found := _WHOLE.fullmatch(compact):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _MONTH.fullmatch(compact):
        return _month(int(found[1]), int(found[2]))
    return None


def _arabic(text: str) -> str:
    """二〇一二年九月十一日 in digits."""
    if "年" not in text:
        return text
    plain = text.translate(_NUMERALS)
    return _TENS.sub(lambda ten: f"{ten[1] or 1}{ten[2] or 0}", plain)


def _day(year: int, month: int, day: int) -> date | None:
    if year not in _YEARS:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month(year: int, month: int) -> MonthOnly | None:
    return MonthOnly(year, month) if year in _YEARS and 1 <= month <= 12 else None
