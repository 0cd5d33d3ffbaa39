"""A list of the services told in words and tones: codes and dates become what people read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from kongchuo_desktop.ui.table import ChipLike, RowSource

Row = dict[str, Any]


class Told:
    """`tell(row)` gives the cells of one row; everything else is the list's own."""

    def __init__(self, listing: RowSource, tell: Callable[[Row], Row]) -> None:
        self._listing, self._tell = listing, tell

    def keys(self, text: str, order: str, descending: bool, chip: str) -> list[str]:
        return self._listing.keys(text, order, descending, chip)

    def rows(self, keys: Sequence[str]) -> dict[str, Row]:
        return {key: self._tell(row) for key, row in self._listing.rows(keys).items()}

    def chips(self) -> Sequence[ChipLike]:
        return self._listing.chips()

    def foot(self, text: str, chip: str) -> str:
        return self._listing.foot(text, chip)


def age(birth: date | None, today: date) -> str:
    """Whole years; nothing when the birth date is not known."""
    if birth is None:
        return ""
    return str(today.year - birth.year - ((today.month, today.day) < (birth.month, birth.day)))


def short_day(day: date, today: date) -> str:
    """今天, 昨天, 11月6日, or with the year when it is another one."""
    if day == today:
        return "今天"
    if (today - day).days == 1:
        return "昨天"
    if day.year == today.year:
        return f"{day.month}月{day.day}日"
    return day.isoformat()
