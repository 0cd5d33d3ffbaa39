"""ID number, birth date and sex of each row held against each other (GB 11643)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kongchuo_desktop.domain import ids, words
from kongchuo_desktop.domain.roster import Sex
from kongchuo_desktop.spreadsheets import values
from kongchuo_desktop.spreadsheets.cleaning import Cleaned, Remark
from kongchuo_desktop.spreadsheets.dates import MonthOnly

_YOUNGEST, _OLDEST = 5, 18
_ID_CARD = "1"


def cross_check(
    cleaned: Cleaned, cells: dict[str, Sequence[object]], titles: dict[str, str], year: int
) -> None:
    """Fill birth and sex from the ID number where the row is silent; contradictions are faults.

    An odd age (under 5, over 18 on 1 September of `year`) is only remarked upon.
    """
    count = len(cleaned.fields["name"])
    numbers = cleaned.fields.get("id_no", [""] * count)
    births = list(cleaned.fields.get("birth", [None] * count))
    sexes = list(cleaned.fields.get("sex", [None] * count))
    youngest, oldest = date(year - _YOUNGEST, 8, 31), date(year - _OLDEST - 1, 9, 1)
    checker = _Checker(cleaned, cells, titles)
    for place, (number, birth) in enumerate(zip(numbers, births, strict=True)):
        if number and len(number) == 18:
            born, sex = ids.birth_of(number), ids.sex_of(number)
            if birth != born or sexes[place] is not sex:
                checker.hold_against(place, births, sexes, born, sex)
        elif type(birth) is MonthOnly:
            checker.month_only(place, birth)
            births[place] = None
        day = births[place]
        if day is not None and not oldest <= day <= youngest:
            checker.remark(place, "birth", f"出生日期 {day}，不在5至18岁之间，请核对")
    cleaned.fields |= {"birth": births, "sex": sexes}


class _Checker:
    def __init__(
        self, cleaned: Cleaned, cells: dict[str, Sequence[object]], titles: dict[str, str]
    ) -> None:
        self.cleaned = cleaned
        self.cells = cells
        self.titles = titles

    def hold_against(
        self,
        place: int,
        births: list[date | MonthOnly | None],
        sexes: list[Sex | None],
        born: date | None,
        sex: Sex | None,
    ) -> None:
        """Take birth date and sex from the ID number, unless the row says otherwise."""
        birth = births[place]
        month_agrees = isinstance(birth, MonthOnly) and born is not None and birth.holds(born)
        if birth is not None and birth != born and not month_agrees:
            self.fault(place, "birth", f"与身份证件号里的出生日期 {born} 不一致，请对照户口簿")
        if sex is not None and sexes[place] not in (None, sex):
            self.fault(place, "sex", f"与身份证件号里的性别“{words.SEXES[sex]}”不一致，请核对")
        births[place] = born
        sexes[place] = sexes[place] or sex

    def month_only(self, place: int, birth: MonthOnly) -> None:
        """A month alone is kept as words: a day would be a guess."""
        text = self._text(place, "birth")
        self.cleaned.kept.setdefault(place, {})["出生日期原文"] = text
        self.remark(place, "birth", f"只有{birth.year}年{birth.month}月，没有日子，出生日期先空着")

    def fault(self, place: int, field: str, reason: str) -> None:
        self.cleaned.faults.append(self._said(place, field, reason))

    def remark(self, place: int, field: str, reason: str) -> None:
        self.cleaned.remarks.append(self._said(place, field, reason))

    def _said(self, place: int, field: str, reason: str) -> Remark:
        field = field if field in self.titles else "id_no"
        return Remark(place, self.titles.get(field, ""), self._text(place, field), reason)

    def _text(self, place: int, field: str) -> str:
        return values.plain(self.cells[field][place]) if field in self.cells else ""


def accept_other_papers(cleaned: Cleaned, cells: dict[str, Sequence[object]], title: str) -> None:
    """Passports and the like are no ID cards: their numbers are kept as written, unchecked."""
    kinds = cells.get("more:身份证件类型")
    if kinds is None or "id_no" not in cells:
        return
    numbers = list(cleaned.fields["id_no"])
    kept = []
    for fault in cleaned.faults:
        kind = values.compact(kinds[fault.place])
        cell = cells["id_no"][fault.place]
        text = values.compact(cell)
        other = fault.title == title and kind and not kind.startswith(_ID_CARD)
        if other and "居民身份证" not in kind and not values.damage(cell, text):
            numbers[fault.place] = text
        else:
            kept.append(fault)
    cleaned.faults = kept
    cleaned.fields["id_no"] = numbers
