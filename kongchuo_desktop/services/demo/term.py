"""A term at the demo school: every school day's roll calls, leave, visits, aid, and the stories
told in the guide, each written through the use cases that a teacher uses."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from random import Random

from kongchuo_desktop.domain.aid import Aid, AidKind
from kongchuo_desktop.domain.attendance import Half, MarkKind
from kongchuo_desktop.domain.census_form import JUNIOR
from kongchuo_desktop.domain.concerns import Concern
from kongchuo_desktop.domain.errors import Invalid
from kongchuo_desktop.domain.leave import Leave, LeaveKind
from kongchuo_desktop.domain.roster import SchoolClass, Status, Student, Tag
from kongchuo_desktop.domain.visits import (
    Contact,
    ContactResult,
    Submission,
    Visit,
    VisitKind,
    VisitOutcome,
)
from kongchuo_desktop.services import (
    aid,
    attendance,
    cases,
    census,
    classes,
    leave,
    papers,
    priority,
    risk,
    roster,
    visits,
)
from kongchuo_desktop.services.context import Context
from kongchuo_desktop.services.demo import exams, stories
from kongchuo_desktop.services.demo.clock import Replay
from kongchuo_desktop.services.demo.people import SEED
from kongchuo_desktop.store import students

Progress = Callable[[int, int], None]
RARELY = 0.0012
LATE_ONE = 12  # one child in twelve comes a day late at the opening of term
STATUSES = (("八年级2班", Status.SUSPENDED), ("三年级1班", Status.HOME_TUTORING))
POOR = {Tag.DIBAO, Tag.MONITORED_HOUSEHOLD, Tag.ORPHAN}


class Term:
    """Writes the records of a term up to a day, in the order in which they happened."""

    def __init__(self, ctx: Context, clock: Replay, today: date) -> None:
        self.ctx = ctx
        self.clock = clock
        self.chance = Random(SEED + 1)
        self.days = list(ctx.calendar.school_days(ctx.calendar.term.first, today))
        self.classes = classes.seen(ctx)
        self.members = {c: students.of_class(c) for c in self.classes}
        self.by_name: dict[str, str] = {}
        for members in self.members.values():
            for id_, child in members.items():
                self.by_name.setdefault(child.name, id_)
        self.away = self._stories()
        self.back: dict[date, list[str]] = {}

    def write(self, progress: Progress | None = None) -> None:
        """Everything but the last day's stories; one operation in the journal."""
        self._statuses()
        self._aid()
        self._arrivals()
        self._pledges()
        for number, day in enumerate(self.days):
            if progress:
                progress(number, len(self.days))
            self._day(day, last=number == len(self.days) - 1)
        self._endings()

    def _stories(self) -> Mapping[str, tuple[int, int]]:
        """Children of the guide and of the dropout cases: from how many school days before today
        to how many they are absent."""
        guide = {"石㛃": 2, "王𬱟": 4, "韦堃": 24, "阿依古丽·买买提": 0, "龙䶮": 0}
        by_class = {self.classes[c].name: list(held) for c, held in self.members.items()}
        return {self.by_name[name]: (days, 0) for name, days in guide.items()} | stories.away(
            by_class
        )

    def _arrivals(self) -> None:
        """The opening days: most come on the first, the rest on the second."""
        for day, late in ((self.days[0], False), (self.days[1], True)):
            self.clock.at(day, time(16))
            for members in self.members.values():
                here = [s for n, s in enumerate(members) if (n % LATE_ONE == 0) is late]
                census.arrive(self.ctx, here, day)

    def _pledges(self) -> None:
        """The pledges of one class, signed at the beginning of the year."""
        self.clock.at(self.days[2], time(15))
        found = self._class_of("七年级1班")
        papers.issue(self.ctx, "home_pledge", list(self.members[found.id]))

    def _day(self, day: date, *, last: bool) -> None:
        self.clock.at(day, time(8, 20))
        if day.weekday() == 0:
            priority.keep_week(self.ctx)
        before = len(self.days) - 1 - self.days.index(day)
        for slip in self.back.pop(day, ()):
            leave.sign_back(self.ctx, slip, (day, Half.AM))
        self._leaves(day)
        for half in (Half.AM,) if last else (Half.AM, Half.PM):
            self.clock.at(day, time(8, 20) if half is Half.AM else time(14, 20))
            for class_id, found in self.classes.items():
                if not last or found.name != "九年级2班":
                    self._call(class_id, day, half, before)
        if day.weekday() == 3:
            self._visits(day)
        self.clock.at(day, time(16, 30))
        cases.open_due(self.ctx)
        if before in exams.NAMES:
            self._exam(day, before)

    def _exam(self, day: date, before: int) -> None:
        grades: dict[int, dict[str, Student]] = {}
        for class_id, found in self.classes.items():
            grades.setdefault(found.grade, {}).update(self.members[class_id])
        away = {student for student, (first, last) in self.away.items() if first >= before >= last}
        exams.sit(self.ctx, before, day, grades, away)

    def _call(self, class_id: str, day: date, half: Half, before: int) -> None:
        exceptions = {}
        for student in self.members[class_id]:
            first, last = self.away.get(student, (-1, 0))
            if first >= before >= last:
                exceptions[student] = MarkKind.UNEXCUSED
            elif student not in self.away and self.chance.random() < RARELY:
                kinds = [MarkKind.UNEXCUSED, MarkKind.LATE, MarkKind.LATE, MarkKind.EARLY]
                exceptions[student] = self.chance.choice(kinds)
        on_leave = {
            student
            for student in exceptions
            if any(slip.excuses and slip.covers(day, half) for slip in self._slips(student))
        }
        kept = {s: k for s, k in exceptions.items() if s not in on_leave}
        attendance.call(self.ctx, class_id, (day, half), kept)

    def _slips(self, student: str) -> Sequence[Leave]:
        return leave.of_student(self.ctx, student)

    def _leaves(self, day: date) -> None:
        """Some three slips a day; those of earlier days are signed back."""
        everybody = [s for members in self.members.values() for s in members]
        for _ in range(self.chance.choice([1, 2, 3, 4])):
            student = self.chance.choice(everybody)
            if student in self.away:
                continue
            sick = self.chance.random() < 0.7
            length = self.chance.choice([0, 0, 0, 1, 1, 2])
            self._leave(student, day, day + timedelta(days=length), sick=sick)

    def _leave(self, student: str, first: date, last: date, *, sick: bool) -> None:
        words = ["发烧", "感冒咳嗽", "牙疼", "肚子疼"] if sick else ["家中有事", "走亲戚", "办证件"]
        asked = Leave(
            student=student,
            kind=LeaveKind.SICK if sick else LeaveKind.PERSONAL,
            first_day=first,
            last_day=last,
            reason=self.chance.choice(words),
        )
        try:
            slip = leave.apply(self.ctx, asked, approved=True)
        except Invalid:  # overlaps a slip that chance gave this child before
            return
        following = self.ctx.calendar.next_school_day(last)
        self.back.setdefault(following, []).append(slip.id)

    def _visits(self, day: date) -> None:
        for class_id, found in self.classes.items():
            for student in self.chance.sample(list(self.members[class_id]), 2):
                self._visit(student, found, day, VisitKind.ROUTINE)

    def _visit(
        self, student: str, found: SchoolClass, day: date, kind: VisitKind, *, leader: bool = False
    ) -> None:
        notes = [
            "谈了在校表现，家长希望老师多督促作业",
            "了解家庭近况，说明请假办法",
            "孩子在家能帮忙做家务，作业完成较慢",
            "家长外出务工，由祖父照看，留了联系电话",
        ]
        home = self.chance.random() > 0.12
        self.clock.at(day, time(17))
        visits.record(
            self.ctx,
            Visit(
                student=student,
                day=day,
                kind=kind,
                visitors=(self.ctx.school.principal,) if leader else (found.teacher,),
                leader=leader,
                outcome=VisitOutcome.MET_GUARDIAN if home else VisitOutcome.NOBODY_HOME,
                met="监护人" if home else "",
                note=self.chance.choice(notes) if home else "家中无人，邻居说下地干活",
            ),
        )

    def _statuses(self) -> None:
        for class_name, status in (
            ("八年级2班", Status.SUSPENDED),
            ("三年级1班", Status.HOME_TUTORING),
        ):
            class_id = next(c.id for c in self.classes.values() if c.name == class_name)
            child = list(self.members[class_id].values())[-1]
            roster.change(self.ctx, replace(child, status=status))
            del self.members[class_id][child.id]

    def _aid(self) -> None:
        """Aid for poor families: most carried out by October, some still on their way."""
        self.clock.at(self.days[0], time(15))
        for class_id, members in self.members.items():
            boarder = 75000 if self.classes[class_id].grade in JUNIOR else 62500  # 分 a term
            for child in members.values():
                if not child.tags & POOR:
                    continue
                kind = AidKind.BOARDING_SUBSIDY if child.boarding else AidKind.LIVING_SUBSIDY
                asked = Aid(
                    student=child.id,
                    kind=kind,
                    item=f"{self.days[0].year}年秋季学期",
                    amount=boarder if child.boarding else boarder // 2,
                    reason="脱贫不稳定家庭"
                    if Tag.MONITORED_HOUSEHOLD in child.tags
                    else "低保家庭",
                    evidence="镇民政办证明",
                    applied_on=self.days[0],
                )
                made = aid.apply(self.ctx, asked)
                for _ in range(self.chance.choice([2, 3, 5, 5, 5, 5])):
                    aid.advance(self.ctx, made.id)

    def _endings(self) -> None:
        """What was done about the children of the guide, and what is still open today."""
        days, name = self.days, self.by_name
        self._contact(name["石㛃"], days[-3], "祖父说孩子在姑妈家，答应送回")
        self._contact(name["王𬱟"], days[-5], "父亲说孩子不想读了", ContactResult.REACHED)
        self._contact(name["韦堃"], days[-25], "", ContactResult.NO_ANSWER)
        seven, nine = self._class_of("七年级2班"), self._class_of("九年级2班")
        self._visit(name["王𬱟"], seven, days[-4], VisitKind.ABSENCE)
        self._visit(name["王𬱟"], seven, days[-3], VisitKind.ABSENCE, leader=True)
        self._visit(name["韦堃"], nine, days[-24], VisitKind.ABSENCE)
        self._visit(name["韦堃"], nine, days[-23], VisitKind.PERSUASION, leader=True)
        self.clock.at(days[-3], time(16))
        self._submit(name["王𬱟"], days[-3])
        self.clock.at(days[-22], time(16))
        self._submit(name["韦堃"], days[-22])
        for rung, number, whom in (
            ("L6", -20, "石门乡人民政府、教体局"),
            ("L7", -16, "石门乡人民政府"),
            ("L8", -9, "石门乡人民政府"),
        ):
            self._submit(name["韦堃"], days[number], rung, whom)
        self.clock.at(days[-18], time(10))
        papers.issue(self.ctx, "return_notice", [name["韦堃"]])
        third = {c.name: list(self.members[c.id])[2] for c in self.classes.values()}
        stories.watch(self.ctx, self.clock, days, self.classes, name)
        stories.tell(self.ctx, self.clock, days, {**name, **third})
        self._today()

    def _submit(self, student: str, day: date, rung: str = "L4", whom: str = "学校教务处") -> None:
        self.clock.at(day, time(16))
        visits.submit(self.ctx, Submission(student=student, rung=rung, day=day, whom=whom))

    def _today(self) -> None:
        days, name = self.days, self.by_name
        self.clock.at(days[-1], time(9))
        self._open_leave(name["龙䶮"], days[-4], days[-2], "腿摔伤，在镇卫生院治疗")
        self._open_leave(name["罗垚"], days[-3], days[-2], "感冒发烧")
        self._open_leave(name["单雨桐"], days[-2], days[-1], "急性肠胃炎，医院输液")
        asked = Leave(
            student=name["杨翀"],
            kind=LeaveKind.PERSONAL,
            first_day=days[-1],
            first_half=Half.PM,
            last_day=days[-1],
            reason="外祖母做寿",
        )
        leave.apply(self.ctx, asked)
        for who, reason, intention in (
            ("王𬱟", "说“不想读了，想跟表哥去广东”", True),
            ("曾可欣", "父母离异，情绪低落，成绩下滑", False),
            ("石㛃", "祖母照看，常在姑妈家", False),
        ):
            concern = Concern(
                student=name[who],
                since=days[-4],
                reason=reason,
                intention=intention,
                assignee=self._class_of("七年级2班").teacher,
            )
            risk.nominate(self.ctx, concern)

    def _open_leave(self, student: str, first: date, last: date, reason: str) -> None:
        asked = Leave(
            student=student, kind=LeaveKind.SICK, first_day=first, last_day=last, reason=reason
        )
        leave.apply(self.ctx, asked, approved=True)

    def _contact(
        self, student: str, day: date, note: str, result: ContactResult = ContactResult.REACHED
    ) -> None:
        self.clock.at(day, time(17))
        at = datetime.combine(day, time(9, 5)).astimezone()
        visits.record_contact(
            self.ctx, Contact(student=student, at=at, result=result, person="监护人", note=note)
        )

    def _class_of(self, name: str) -> SchoolClass:
        return next(found for found in self.classes.values() if found.name == name)
