"""Valid records to start from: a test changes what it is about. Nobody named here exists."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from kongchuo_desktop.domain import ids
from kongchuo_desktop.domain.aid import Aid, AidKind
from kongchuo_desktop.domain.attendance import Half, HalfDay, MarkKind
from kongchuo_desktop.domain.calendar import Calendar, Term
from kongchuo_desktop.domain.concerns import Concern
from kongchuo_desktop.domain.leave import Leave, LeaveKind
from kongchuo_desktop.domain.roster import Guardian, SchoolClass, Sex, Student
from kongchuo_desktop.domain.school import Person, School
from kongchuo_desktop.domain.visits import Contact, Visit
from kongchuo_desktop.services import roster, schools
from kongchuo_desktop.services.context import Context
from kongchuo_desktop.store import classes, students

TODAY = date(2026, 11, 20)  # a Friday with lessons
AM, PM = Half.AM, Half.PM
SCHOOL = School(
    name="云上县石桥九年制学校",
    code="9999990001",
    township="石桥乡",
    county="云上县",
    principal="高校长",
    phone="0000-7654321",
)
OFFICE = Person(name="教务处 林老师")
HOSTILE = (
    "张<b>三",
    '=HYPERLINK("x")',
    '<img src="/etc/hostname">',
    "../王五",
    "'; DROP TABLE student; --",
    "𬱟㛃䶮龘",
    "阿卜杜如苏力·阿卜杜克热木·买买提吐尔逊·阿不都热合曼江",
    "长" * 30,
)


class Clock:
    """Stands still until it is set."""

    def __init__(self, day: date = TODAY, at: time = time(9, 10)) -> None:
        self.set(day, at)

    def set(self, day: date, at: time = time(9, 10)) -> None:
        self.moment = datetime.combine(day, at).astimezone()

    def __call__(self) -> datetime:
        return self.moment


def at(day: date, hour: int = 9, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute)).astimezone()


def calendar(*off: date) -> Calendar:
    """Monday to Friday, from 31 August 2026 to 15 January 2027, without holidays."""
    return Calendar(Term(2026, 1, date(2026, 8, 31), date(2027, 1, 15)), frozenset(off))


def day_of(*days: date) -> list[HalfDay]:
    return [(day, half) for day in days for half in Half]


LETTERS = {"u": MarkKind.UNEXCUSED, "s": MarkKind.SICK, "p": MarkKind.PERSONAL, "l": MarkKind.LATE}


def diary(text: str, days: Iterable[date]) -> tuple[list[HalfDay], dict[HalfDay, MarkKind]]:
    """One child's half days, two letters a day: "uu .u s- --"; a dot is present, a dash is not
    reported. What its class reported, and the marks in it."""
    letters = zip(day_of(*days), text.replace(" ", ""), strict=False)
    held = {when: letter for when, letter in letters if letter != "-"}
    return list(held), {when: LETTERS[each] for when, each in held.items() if each != "."}


def id_number(birth: date = date(2014, 5, 4), order: int = 21) -> str:
    """A sound number of the area 999999, which is assigned to nobody; an odd order is a boy's."""
    digits = f"999999{birth:%Y%m%d}{order:03d}"
    return digits + ids.check_digit(digits)


def student(**changes: Any) -> Student:
    return replace(
        Student(
            name="王小花",
            sex=Sex.FEMALE,
            birth=date(2014, 5, 4),
            class_id="c71",
            ethnicity="苗族",
            village="岩脚村一组",
            guardians=(Guardian(name="王大山", relation="父亲", phone="10000000001"),),
        ),
        **changes,
    )


def leave(**changes: Any) -> Leave:
    return replace(
        Leave(
            student="wang",
            kind=LeaveKind.SICK,
            first_day=TODAY,
            last_day=TODAY,
            reason="发烧",
        ),
        **changes,
    )


def visit(**changes: Any) -> Visit:
    return replace(
        Visit(student="wang", day=TODAY, visitors=("潘老师",), note="谈了到校情况"), **changes
    )


def contact(**changes: Any) -> Contact:
    return replace(Contact(student="wang", at=at(TODAY, 9, 5), note="家长说马上送来"), **changes)


def aid(**changes: Any) -> Aid:
    return replace(
        Aid(
            student="wang",
            kind=AidKind.LIVING_SUBSIDY,
            amount=37500,
            reason="低保家庭",
            applied_on=TODAY,
        ),
        **changes,
    )


def concern(**changes: Any) -> Concern:
    return replace(Concern(student="wang", since=TODAY, reason="情绪低落"), **changes)


CLASSES = (
    SchoolClass(id="c11", grade=1, number=1, name="一年级1班", teacher="周老师"),
    SchoolClass(id="c71", grade=7, number=1, name="七年级1班", teacher="潘老师"),
    SchoolClass(id="c72", grade=7, number=2, name="七年级2班", teacher="张老师"),
)
PUPILS = (
    student(id="wang", id_no=id_number(order=22), student_no="G" + id_number(order=22)),
    student(id="zhang", name="张三民", sex=Sex.MALE, village="石门村"),
    student(id="shan", name="单雨桐", village="大坪村"),
    student(id="namesake", name="张三民", sex=Sex.MALE, class_id="c72", village="石门街上"),
    student(id="zeng", name="曾可欣", class_id="c72"),
    student(id="small", name="小明", sex=Sex.MALE, class_id="c11", birth=date(2020, 1, 2)),
)


def small_school(folder: Path) -> Context:
    """Three classes and six children, nothing recorded yet."""
    ctx = schools.create(folder, SCHOOL, OFFICE, Clock())
    with ctx.write("准备", undoable=False):
        for found in CLASSES:
            classes.add(found)
        every = classes.everything()
        students.add([(child, roster.spelling(every, child)) for child in PUPILS])
    return ctx
