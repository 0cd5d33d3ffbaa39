"""What forms are about: the school, a class, a child. A field of a form is a property here, under
the name the vocabulary (`resources/templates/fields/`) gives it; what a child does not know, its
class or its school may."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from kongchuo_desktop.domain import words
from kongchuo_desktop.domain.ladder import Deeds
from kongchuo_desktop.domain.roster import ON_ROLL, SchoolClass, Student
from kongchuo_desktop.services import attendance, calendar, classes, exams, letters
from kongchuo_desktop.services.attendance import Book
from kongchuo_desktop.services.cases import Known
from kongchuo_desktop.services.context import Context
from kongchuo_desktop.services.filling.helped import HelpedChild, HelpedClass, HelpedSchool
from kongchuo_desktop.store import visits

WORKING_AGE = 16  # years


class Subject:
    """Something a form is filled from; `up` knows what it does not know itself."""

    up: Subject | None = None

    def value(self, field: str) -> Any:
        """A field's value; None where nobody knows it, so that room is left to write."""
        if hasattr(type(self), field):
            return getattr(self, field)
        return self.up.value(field) if self.up else None


class OfSchool(HelpedSchool, Subject):
    """The school, and what is read once for a whole batch. `purpose` is what full ID numbers are
    wanted for; without one they are masked (P5)."""

    def __init__(self, ctx: Context, purpose: str = "") -> None:
        from kongchuo_desktop.services.filling.month import OfMonth
        from kongchuo_desktop.services.filling.term import OfTerm
        from kongchuo_desktop.services.filling.week import OfWeek

        self.ctx = ctx
        self.purpose = purpose.strip()
        self.this_week = OfWeek(self)
        self.this_term = OfTerm(self)
        self.this_month = OfMonth(self)
        self.up = self.this_month

    @property
    def school(self) -> str:
        return self.ctx.school.name

    @property
    def school_code(self) -> str:
        return self.ctx.school.code

    @property
    def township(self) -> str | None:
        return self.ctx.school.township or None

    @property
    def township_government(self) -> str | None:
        """The people's government of the township; the school knows only the township's name."""
        name = self.ctx.school.township
        return f"{name}人民政府" if name else None

    @property
    def township_office(self) -> str | None:
        return self.ctx.school.township_office if self.ctx.school.township else None

    @property
    def labour_bureau(self) -> str | None:
        """Where the law has the work of children reported (禁止使用童工规定, 第五条)."""
        name = self.ctx.school.county
        return f"{name}人力资源和社会保障局" if name else None

    @property
    def bureau(self) -> str | None:
        """The education authority of the county, by the name usual where it has no other."""
        name = self.ctx.school.county
        return self.ctx.school.bureau or (f"{name}教育局" if name else None)

    @property
    def principal(self) -> str | None:
        return self.ctx.school.principal or None

    @property
    def school_phone(self) -> str | None:
        return self.ctx.school.phone or None

    @property
    def office(self) -> str:
        return self.ctx.school.office

    @property
    def writer(self) -> str:
        """Who is working: 经办人、填表人."""
        return self.ctx.who.name

    @property
    def issued(self) -> date:
        return self.ctx.today()

    @property
    def term(self) -> str:
        return self.ctx.calendar.term.words

    @property
    def school_year(self) -> str:
        year = self.ctx.calendar.term.year
        return f"{year}—{year + 1}"

    @property
    def month(self) -> str:
        today = self.ctx.today()
        return f"{today.year}年{today.month}月"

    @property
    def min_visits(self) -> int:
        return self.ctx.rules.parent_meetings

    @cached_property
    def book(self) -> Book:
        return attendance.book(self.ctx, self.ctx.calendar.term.first, self.ctx.today())

    @cached_property
    def cases(self) -> Sequence[Known]:
        """Every dropout case that is seen, the latest first."""
        from kongchuo_desktop.services import cases

        return cases.seen(self.ctx, self.book)

    @cached_property
    def return_by(self) -> date:
        """The last day to come back by that a letter of today gives: a day of lessons, be it of
        the next term."""
        until = self.ctx.today() + timedelta(days=self.ctx.rules.notice_days)
        return calendar.on_or_after(until)

    @cached_property
    def deeds(self) -> Mapping[str, Deeds]:
        return visits.deeds(self.ctx.calendar.term.first)

    @cached_property
    def classes(self) -> Mapping[str, SchoolClass]:
        return classes.seen(self.ctx)

    @cached_property
    def standings(self) -> Mapping[str, Any]:
        """What the latest exam says of each child."""
        return exams.latest(self.ctx)


class OfClass(HelpedClass, Subject):
    """A class of the school."""

    def __init__(self, up: OfSchool, found: SchoolClass) -> None:
        self.up = up
        self.school = up
        self.found = found
        self.ctx = up.ctx

    @property
    def class_name(self) -> str:
        return self.found.name

    @property
    def teacher(self) -> str | None:
        return self.found.teacher or None

    @property
    def class_size(self) -> int:
        """Children on the roll of the class."""
        pupils = self.school.book.pupils.values()
        return sum(p.class_id == self.found.id and p.status in ON_ROLL for p in pupils)

    @property
    def grade(self) -> str:
        return f"{'〇一二三四五六七八九'[self.found.grade]}年级"


class OfChild(HelpedChild, Subject):
    """A child of the roster."""

    def __init__(self, school: OfSchool, child: Student) -> None:
        from kongchuo_desktop.services.filling.absence import OfAbsence

        self.school = school
        self.ctx = school.ctx
        self.child = child
        self.up = OfAbsence(self, OfClass(school, school.classes[child.class_id]))

    @property
    def student(self) -> str:
        return self.child.name

    @property
    def gender(self) -> str | None:
        return words.SEXES[self.child.sex] if self.child.sex else None

    @property
    def ethnicity(self) -> str | None:
        return self.child.ethnicity or None

    @property
    def birth(self) -> date | None:
        return self.child.birth

    @property
    def birth_month(self) -> str | None:
        born = self.child.birth
        return f"{born.year}年{born.month}月" if born else None

    @property
    def age(self) -> int | None:
        """In whole years, today."""
        born, today = self.child.birth, self.ctx.today()
        if born is None:
            return None
        return today.year - born.year - ((today.month, today.day) < (born.month, born.day))

    @property
    def under_sixteen(self) -> bool:
        """Whether it is known that the law forbids the child to be employed (LAW-TG-3)."""
        return self.age is not None and self.age < WORKING_AGE

    @property
    def id_no(self) -> str | None:
        return self._number(self.child.id_no)

    @property
    def student_no(self) -> str | None:
        return self._number(self.child.student_no)

    def _number(self, number: str) -> str | None:
        if not number:
            return None
        return number if self.school.purpose else words.mask_number(number)

    @property
    def village(self) -> str | None:
        return self.child.village or None

    @property
    def address(self) -> str | None:
        return letters.home(self.child)

    @property
    def registered_at(self) -> str | None:
        """户籍地, as the roster names it; a bare code of the region tells a reader nothing."""
        said = self.child.more.get("户口所在地行政区划代码", "").strip()
        return said if said and not said.isdigit() else None

    @property
    def family(self) -> Any:
        return letters.guardian(self.child)

    @property
    def guardian(self) -> str:
        """Empty where the roster names nobody: the sentence is worded without."""
        return self.family.name if self.family else ""

    @property
    def relation(self) -> str | None:
        return self.family.relation or None if self.family else None

    @property
    def guardian_relation(self) -> str | None:
        """李桂花（母亲）"""
        found = self.family
        if found is None:
            return None
        return f"{found.name}（{found.relation}）" if found.relation else found.name

    @property
    def second_guardian(self) -> str | None:
        first = self.family
        others = [g for g in self.child.guardians if first is None or g.name != first.name]
        return f"{others[0].name}（{others[0].relation}）" if others else None

    @property
    def phone(self) -> str | None:
        found = self.family
        return (found.phone if found else "") or self.child.phone or None

    @property
    def guardian_work(self) -> str | None:
        return self.family.work or None if self.family else None

    @property
    def special_groups(self) -> tuple[str, ...]:
        return tuple(words.TAGS[tag] for tag in words.TAGS if tag in self.child.tags)

    @property
    def boarding(self) -> str | None:
        held = self.child.boarding
        return None if held is None else "寄宿" if held else "走读"

    @property
    def status(self) -> str:
        return words.STATUSES[self.child.status]

    @property
    def help_items(self) -> tuple[str, ...]:
        return letters.help_for(self.child)

    @cached_property
    def case(self) -> Known | None:
        """The dropout case of the child that is the latest."""
        from kongchuo_desktop.services import cases

        held = cases.of_student(self.ctx, self.child.id)
        return held[0] if held else None
