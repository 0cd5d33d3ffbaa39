"""What a roster calls a class, in all its forms, read as grade and number and never guessed."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from kongchuo_desktop.domain import roster
from kongchuo_desktop.domain.roster import SchoolClass

_NUMERAL = {n: i for i, n in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_CN = "一二三四五六七八九"
_NUMBER = r"(\d{1,3}|[一二三四五六七八九十]{1,3})"
_GRADE = re.compile(rf"(?:小学|初中|中学)?(?:([{_CN}]|[1-9])年级?|初([一二三1-3])|G([1-9]))")
_AFTER_GRADE = re.compile(rf"[-.]?(?:\({_NUMBER}\)|{_NUMBER})班?|C(\d{{1,2}})")
_SHORT = re.compile(rf"([{_CN}])(?:\({_NUMBER}\)|[-.]?(\d{{1,2}}))班?")
_BRACKETED = re.compile(rf"([1-9])\({_NUMBER}\)班?")
_DOTTED = re.compile(r"([1-9])[.\-_](\d{1,2})班?")
_THREE = re.compile(r"0?([1-9])(\d\d)班?")
_ENTERED = re.compile(r"(小学|小|初中|初)?(20\d\d|\d\d(?=级|-))(?:级|-)年?级?\(?(\d{1,3})\)?班?")
_ENTERED_GRADE = re.compile(r"(小学|小|初中|初)?(20\d\d)级?")
_NUMBER_ONLY = re.compile(rf"\(?{_NUMBER}\)?班?")
_PLACE = re.compile(r"(.*(?:教学点|村小|分校|校区))(.+)")
_SCHOOL = re.compile(r".+(?:小学(?!20)|中学|学校|中心校|(?=小学20))(?=[小初一二三四五六七八九1-9])")
_OUTSIDE = re.compile(r"高[一二三中]|幼儿园|学前|大班|中班|小班|托班|职高|中职")
_BARE_GRADE = re.compile(rf"([{_CN}1-9])(?:年?级?)")
_MIXED = re.compile(r"复式")
_PRIMARY, _JUNIOR = range(1, 7), range(7, 10)


@dataclass(frozen=True, slots=True)
class ClassName:
    """A class as a roster names it: grade 1-9 and number; or, with number 0, a name of its own."""

    grade: int
    number: int
    name: str = ""

    @property
    def full(self) -> str:
        """The name on paper: 七年级1班, or the class's own name."""
        return self.name or roster.class_name(self.grade, self.number)

    @property
    def grade_only(self) -> bool:
        """Whether it says no more than the grade: 一年级."""
        return not self.number and self.name == f"{roster.NUMERALS[self.grade]}年级"


@dataclass(frozen=True, slots=True)
class Reading:
    """What was made of a class cell: the class, or why not; and what should be said of it."""

    found: ClassName | None
    fault: str = ""
    note: str = ""


def whole_grade(grade: int) -> ClassName:
    """The class of a grade that is not divided, or whose division is not told: 一年级."""
    return ClassName(grade, 0, f"{roster.NUMERALS[grade]}年级")


def of(school_class: SchoolClass) -> ClassName:
    """The name of a class of ours, to compare a roster's with."""
    return ClassName(school_class.grade, school_class.number, school_class.name)


def parse(text: str, grade_text: str = "", school_year: int = 2026) -> ClassName | None:
    """The class a cell names; None if it cannot be told for certain (see `read` for the reason)."""
    return read(text, grade_text, school_year).found


@lru_cache(maxsize=4096)
def read(text: str, grade_text: str = "", school_year: int = 2026) -> Reading:
    """The class named by the cells 班级 and 年级, with the reason if it cannot be told.

    `school_year` is the year in which the school year began, to count from 2024级. A class cell
    left empty is a fault even where the grade is known: which class would be a guess.
    """
    word, grade_word = _plain(text).removesuffix(".0"), _plain(grade_text)
    if not word:
        return Reading(None, "没有写班级")
    if _OUTSIDE.search(word) or _OUTSIDE.search(grade_word):
        return Reading(None, f"“{text or grade_text}”不是一至九年级的班")
    grade = read_grade(grade_text, school_year) if grade_word else None
    if grade_word and grade is None:
        return Reading(None, f"看不懂年级“{grade_text}”")
    return _agreed(_read(word, grade, school_year), grade, text)


def read_grade(text: str, school_year: int = 2026) -> int | None:
    """The grade a cell 年级 names: 七年级, 7, 初一, 小学2023级, 7-七年级; None if uncertain."""
    word = re.sub(r"^\d+-(?=\D)", "", _plain(text)).removesuffix(".0")
    if found := _GRADE.fullmatch(word):
        return _grade_of(found)
    if found := _BARE_GRADE.fullmatch(word.removeprefix("小学")):
        return _number(found[1])
    if found := _ENTERED_GRADE.fullmatch(word):
        return _grade_entered(found[1] or "", int(found[2]), school_year)
    return None


def _agreed(reading: Reading, grade: int | None, text: str) -> Reading:
    found = reading.found
    if found is None or grade is None or found.grade == grade:
        return reading
    return Reading(
        None,
        f"班级“{text}”是{roster.NUMERALS[found.grade]}年级的写法，"
        f"年级一列写的却是{roster.NUMERALS[grade]}年级",
    )


def _read(word: str, grade: int | None, school_year: int) -> Reading:
    if _MIXED.search(word):
        return _mixed(word, grade)
    if place := _PLACE.fullmatch(word):
        return _at_place(place[1], place[2], grade, school_year)
    if school := _SCHOOL.match(word):
        inner = _read(word[school.end() :], grade, school_year)
        return Reading(inner.found, inner.fault, "班级里的学校名没有记")
    for form in (_with_grade, _short, _dotted, _three_digits):
        if reading := form(word, grade):
            return reading
    if found := _ENTERED.fullmatch(word):
        return _entered(found, grade, school_year)
    return _number_only(word, grade)


def _with_grade(word: str, _grade: int | None) -> Reading | None:
    """一年级1班, 7年级(3)班, 初一1班, G7C3, and names of their own such as 一年级向日葵班."""
    head = _GRADE.match(word)
    if head is None:
        return None
    grade, rest = _grade_of(head), word[head.end() :]
    if not rest or rest == "班":
        return Reading(whole_grade(grade))
    if tail := _AFTER_GRADE.fullmatch(rest):
        if head[2] and head[2].isdigit() and not tail[1]:
            return Reading(None, f"“{word}”可以有两种读法，请写成“七年级1班”这样")
        return _numbered(grade, tail[1] or tail[2] or tail[3])
    if rest.endswith("班") and not any(c.isdigit() for c in rest):
        return Reading(ClassName(grade, 0, f"{roster.NUMERALS[grade]}年级{rest}"))
    return None


def _short(word: str, _grade: int | None) -> Reading | None:
    """一(1)班, 一1班, 7(1)班."""
    found = _SHORT.fullmatch(word) or _BRACKETED.fullmatch(word)
    if found is None:
        return None
    number = next(part for part in found.groups()[1:] if part)
    return _numbered(_number(found[1]) or 0, number)


def _dotted(word: str, _grade: int | None) -> Reading | None:
    """1.1班, 1-1: one decimal digit may be a 1.10 that Excel has shortened, and is noted."""
    found = _DOTTED.fullmatch(word)
    if found is None:
        return None
    reading = _numbered(int(found[1]), found[2])
    if found[2] == "1" and "." in word and reading.found:
        full = reading.found.full
        return Reading(
            reading.found, note=f"“{word}”读作{full}；如果原来是10班（1.10），请写成文字再导入"
        )
    return reading


def _three_digits(word: str, _grade: int | None) -> Reading | None:
    """101, 0101, 101班: grade and two digits of number."""
    found = _THREE.fullmatch(word)
    return _numbered(int(found[1]), found[2]) if found else None


def _entered(found: re.Match[str], grade: int | None, school_year: int) -> Reading:
    """小学2023级01班, 初2024级3班, 24-1: grade counted from the year of entry."""
    year = int(found[2]) + (2000 if len(found[2]) == 2 else 0)
    stage = found[1] or ""
    if not stage and grade:
        stage = "小学" if grade in _PRIMARY else "初"
    counted = _grade_entered(stage, year, school_year)
    if counted is None:
        return Reading(None, f"从“{found[0]}”算不出是小学还是初中几年级，请写成“七年级1班”这样")
    return _numbered(counted, found[3])


def _number_only(word: str, grade: int | None) -> Reading:
    """1班, 一班, 1: needs the column 年级; a bare 11 of grade one has two readings."""
    found = _NUMBER_ONLY.fullmatch(word)
    if found is None and grade and word.endswith("班") and not re.search(r"\d", word):
        return Reading(ClassName(grade, 0, word))
    if found is None:
        return Reading(None, f"看不懂班级“{word}”，请写成“七年级1班”这样")
    if grade is None:
        return Reading(None, f"“{word}”没有写是几年级，请写成“七年级1班”这样")
    redundant = len(found[1]) == 2 and found[1][0] == str(grade) and found[1][1] != "0"
    if redundant and "班" not in word:
        return Reading(None, f"“{word}”可能是{int(found[1])}班，也可能是{found[1][1]}班")
    return _numbered(grade, found[1])


def _mixed(word: str, grade: int | None) -> Reading:
    """一二复式, 复式班: several grades in one room keep their own name."""
    grades = [_NUMERAL[c] for c in word if c in _CN] or [int(c) for c in word if c in "123456789"]
    lowest = grade or min(grades, default=0)
    if not lowest:
        return Reading(None, f"“{word}”没有写是几年级")
    return Reading(ClassName(lowest, 0, word if word.endswith("班") else f"{word}班"))


def _at_place(place: str, rest: str, grade: int | None, school_year: int) -> Reading:
    """XX教学点一年级: a class of its own, since the main school may have one of the same name."""
    inner = _read(rest, grade, school_year)
    if inner.found is None:
        return inner
    return Reading(ClassName(inner.found.grade, 0, place + inner.found.full), note=inner.note)


def _numbered(grade: int, text: str) -> Reading:
    number = _number(text)
    if not number:
        return Reading(None, f"班号“{text}”看不懂")
    return Reading(ClassName(grade, number))


def _grade_of(found: re.Match[str]) -> int:
    if found[2]:
        return 6 + (_number(found[2]) or 0)
    return _number(found[1] or found[3]) or 0


def _grade_entered(stage: str, year: int, school_year: int) -> int | None:
    """The grade reached since the year of entry; without a stage, only if one fits."""
    since = school_year - year
    options = [
        start + since
        for start, grades, names in ((1, _PRIMARY, "小学"), (7, _JUNIOR, "初中"))
        if start + since in grades and (not stage or names.startswith(stage))
    ]
    return options[0] if len(options) == 1 else None


def _number(text: str) -> int | None:
    """Digits or Chinese numerals up to 99."""
    if text.isdigit():
        return int(text)
    if len(text) == 1 and text in _NUMERAL:
        return _NUMERAL[text]
    tens, ten, ones = text.partition("十")
    if not ten or len(tens) > 1 or len(ones) > 1 or "十" in ones:
        return None
    return _NUMERAL.get(tens or "一", 0) * 10 + (_NUMERAL.get(ones, 0) if ones else 0)


def _plain(text: str) -> str:
    """Half-width, no spaces, one kind of bracket."""
    plain = "".join(unicodedata.normalize("NFKC", text).split()).upper()
    plain = plain.translate(_ALIKE).replace("()", "")
    return re.sub(r"\((\d+|[一二三四五六七八九十]+)班\)", r"(\1)班", plain)


_ALIKE = str.maketrans("[]{}〔〕【】—–－﹣_·．。", "()()()()----" + "-" + ".." + ".")
