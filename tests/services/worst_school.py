"""A school with the longest of everything: names, addresses, notes, lists. Nobody in it exists.

The longest name and one of rare characters are each borne by two children, of whom all is recorded
that can be, through the use cases a teacher uses: one still stays away, one is back, in the 补偿班.
"""

from __future__ import annotations

from datetime import date, time, timedelta
from pathlib import Path

import factory

from kongchuo_desktop.domain.aid import Aid, AidKind
from kongchuo_desktop.domain.attendance import Half, MarkKind
from kongchuo_desktop.domain.cases import Step, StepKind
from kongchuo_desktop.domain.census import MoveKind, Reason, Why
from kongchuo_desktop.domain.concerns import Concern
from kongchuo_desktop.domain.exam_import import ScoreRow
from kongchuo_desktop.domain.helping import HelpPlan, Pairing, PairKind, PlanKind
from kongchuo_desktop.domain.observations import Observation, ObservationKind
from kongchuo_desktop.domain.receipts import Receipt, Way
from kongchuo_desktop.domain.risk import Level, Override
from kongchuo_desktop.domain.roster import Guardian, SchoolClass, Sex, Status, Student, Tag
from kongchuo_desktop.domain.school import Person, Role, School
from kongchuo_desktop.domain.visits import (
    Contact,
    ContactResult,
    ContactWay,
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
    exams,
    helping,
    leave,
    observations,
    papers,
    priority,
    receipts,
    risk,
    roster,
    schools,
    visits,
)
from kongchuo_desktop.services.context import Context
from kongchuo_desktop.spreadsheets.score_table import ScoreTable
from kongchuo_desktop.store import classes, students

LONG_NAME = ("阿依古丽·买买提" * 4)[:30]
RARE_NAME = "王𬱟䶮㛃"
PLACE = "青石布依族苗族自治州望云县打石镇岩脚村"
LONG_SCHOOL = "青石布依族苗族自治州望云县打石镇第二民族寄宿制九年一贯制完全小学附属初级中学分部"
TOWNSHIP = "打石布依族苗族仡佬族乡"
SENTENCE = "孩子说听不懂课、想跟表哥去外地务工，奶奶住院，父母都赶不回来；"
PRINCIPAL = Person(name="欧阳校长", role=Role.PRINCIPAL)
SUBJECTS = ("语文", "数学", "英语", "道德与法治", "历史", "地理", "生物", "物理", "化学")
STAYING, BACK = ("long", "rare"), ("long-back", "rare-back")
HEROES = tuple(zip(STAYING, BACK, strict=True))
"""Of each name the child that stays away and the one that is back."""
OWN, CATCH_UP = "c91", "mixed"
VISITED = {
    44: VisitKind.OPENING, 40: VisitKind.ROUTINE, 36: VisitKind.AVERSION, 32: VisitKind.PRIORITY,
    28: VisitKind.TUTORING, 24: VisitKind.ROUTINE, 17: VisitKind.ABSENCE, 16: VisitKind.PERSUASION,
    9: VisitKind.FOLLOW_UP, 8: VisitKind.FOLLOW_UP, 4: VisitKind.FOLLOW_UP, 2: VisitKind.FOLLOW_UP,
}  # fmt: skip
"""The kinds of visit, by how many school days ago."""
GONE, RETURNED = 20, 11
"""How many school days ago the absence began, and ended for those who are back."""
Steps = dict[int, tuple[StepKind, dict[str, str]]]
STEPS: Steps = {
    49: (StepKind.VERIFIED, {"cause": "family", "whereabouts": "with_family"}),
    47: (StepKind.ELSEWHERE, {}),
    46: (StepKind.REVIEWED, {}),
    45: (StepKind.CLOSED, {}),
    17: (
        StepKind.VERIFIED,
        {
            "cause": "working",
            "side": "hardship、learning、aversion、family、other",
            "whereabouts": "working",
            "place": f"{PLACE}驻外务工人员服务站",
        },
    ),
    16: (StepKind.PLANNED, {}),
    15: (StepKind.CONFIRMED, {}),
}
ENDED: Steps = {
    13: (StepKind.LOST, {}),
    RETURNED: (StepKind.RETURNED, {"class": CATCH_UP, "placement": "catch_up"}),
    10: (StepKind.REVIEWED, {}),
}
HELPED = (36, 30, 26, 23)
TOLD = {18: "L4", 15: "L6", 14: "L7", 13: "L8"}


def words(count: int) -> str:
    """So many characters of somebody's note, its sentences numbered."""
    told = "".join(f"{n}、{SENTENCE}" for n in range(1, count // 20 + 2))
    return told[: count - 1] + "。"


def create(folder: Path) -> Context:
    """The school on Friday 20 November 2026, ten past nine."""
    clock = factory.Clock()
    school = School(
        name=LONG_SCHOOL,
        code="9999990002",
        township=TOWNSHIP,
        county="青石布依族苗族自治州望云县",
        principal=LONG_NAME,
        phone="0000-7654321转8001",
    )
    ctx = schools.create(folder, school, PRINCIPAL, clock)
    with ctx.write("准备", undoable=False):
        for found in CLASSES:
            classes.add(found)
        every = classes.everything()
        students.add([(child, roster.spelling(every, child)) for child in _children()])
    _Term(ctx, clock).write()
    clock.set(factory.TODAY)
    ctx.started = ctx.last_op()
    return ctx


CLASSES = (
    SchoolClass(id=OWN, grade=9, number=12, name="九年级12班", teacher=LONG_NAME),
    SchoolClass(
        id=CATCH_UP,
        grade=9,
        number=0,
        name="石板寨教学点复学学生补偿教学班",
        teacher="欧阳老师",
        catch_up=True,
    ),
)


def _children() -> list[Student]:
    return [
        *(
            _hero(id_, name, 22 + 4 * at + 2 * place)
            for at, ids in enumerate((STAYING, BACK))
            for place, (id_, name) in enumerate(zip(ids, (LONG_NAME, RARE_NAME), strict=True))
        ),
        *(_fellow(at, OWN) for at in range(46)),
        *(_fellow(at, CATCH_UP) for at in range(46, 50)),
    ]


def _hero(id_: str, name: str, order: int) -> Student:
    family = ("父亲", "母亲", "外祖母", "受委托照护人")
    return factory.student(
        id=id_,
        name=name,
        birth=date(2011, 5, 4),
        id_no=factory.id_number(date(2011, 5, 4), order),
        student_no="G" + factory.id_number(date(2011, 5, 4), order),
        class_id=OWN,
        ethnicity="柯尔克孜族",
        boarding=True,
        village=f"{PLACE}第十二村民小组（易地扶贫搬迁安置点）"[:30],
        address=(PLACE * 6)[:100],
        phone="10000000009",
        distance_km=38.5,
        tags=frozenset(Tag),
        guardians=tuple(
            Guardian(
                name=LONG_NAME if name == LONG_NAME else f"{RARE_NAME}{at}",
                relation=relation,
                phone=f"1000000000{at}",
                is_guardian=at < 2,
                work=words(40),
            )
            for at, relation in enumerate(family)
        ),
        more={"户口所在地行政区划代码": (PLACE * 3)[:50]},
    )


def _fellow(at: int, class_id: str) -> Student:
    held = {41: Status.SUSPENDED, 42: Status.HOME_TUTORING, 43: Status.DEFERRED}
    return factory.student(
        id=f"f{at:02d}",
        name=f"{'赵钱孙李周吴郑王冯陈'[at % 10]}{'一二三四五'[at // 10]}民",
        sex=Sex.MALE if at % 2 else Sex.FEMALE,
        birth=date(2011, 1 + at % 12, 1 + at % 28),
        class_id=class_id,
        status=held.get(at, Status.ENROLLED),
        boarding=bool(at % 3),
        tags=frozenset([list(Tag)[at % len(Tag)]]),
    )


def _away(hero: str, back: int) -> bool:
    """Whether one of the four was absent without leave so many school days ago."""
    return back <= GONE and (hero in STAYING or back > RETURNED)


class _Term:
    """Every school day's roll calls, and what happened to the four."""

    def __init__(self, ctx: Context, clock: factory.Clock) -> None:
        self.ctx, self.clock = ctx, clock
        self.days = list(ctx.calendar.school_days(ctx.calendar.term.first, factory.TODAY))

    def write(self) -> None:
        for back in range(len(self.days) - 1, -1, -1):
            day = self.days[-1 - back]
            self.clock.set(day, time(17))
            self._roll(day, back)
            for hero in (*STAYING, *BACK):
                self._happened(hero, day, back)
            if back in (45, 20):
                for one in CLASSES:
                    (priority.confirm if back == 45 else priority.check)(
                        self.ctx, one.id, LONG_NAME, words(100)
                    )
            if back == 40:
                self._moves(day)
            if back in (38, 22, 6):
                self._exam(day, {38: "第一次月考", 22: "期中考试", 6: "第二次月考"}[back])

    def _roll(self, day: date, back: int) -> None:
        kinds = {"f01": MarkKind.LATE} if back % 7 == 0 else {}
        if back % 11 == 0:
            kinds |= {"f02": MarkKind.SICK, "f03": MarkKind.UNEXCUSED}
        away = [id_ for ids in (STAYING, BACK) for id_ in ids if _away(id_, back)]
        kinds |= dict.fromkeys(away, MarkKind.UNEXCUSED)
        for half in Half if back else (Half.AM,):
            attendance.call(self.ctx, OWN, (day, half), kinds)
            attendance.call(self.ctx, CATCH_UP, (day, half), {})

    def _happened(self, hero: str, day: date, back: int) -> None:
        if back in VISITED:
            self._visit(hero, day, back)
        if _away(hero, back) or back in (48, 30):
            self._contact(hero, day, back)
        steps, told = (STEPS | ENDED, TOLD | {10: "L9"}) if hero in BACK else (STEPS, TOLD)
        if back in steps:
            self._step(hero, day, *steps[back])
        if back in told:
            self._report(hero, day, told[back])
        if back in range(21, 31):
            self._note(hero, day, list(ObservationKind)[back - 21])
        if back in HELPED:
            helping.hold(self.ctx, hero, day, 45, words(100), words(100), LONG_NAME)
        if back in ONCE:
            ONCE[back](self, hero, day)

    def _opened(self, hero: str, day: date) -> None:
        cases.open_by_hand(self.ctx, hero, day, words(200))
        self._watch(hero, day)

    def _note(self, hero: str, day: date, kind: ObservationKind) -> None:
        note = Observation(student=hero, day=day, kind=kind, note=words(500), who=LONG_NAME)
        observations.record(self.ctx, note)

    def _report(self, hero: str, day: date, rung: str) -> None:
        whom = f"{TOWNSHIP}人民政府"
        told = Submission(student=hero, rung=rung, day=day, whom=whom, note=words(100))
        visits.submit(self.ctx, told)

    def _notify(self, hero: str, day: date) -> None:
        papers.issue(self.ctx, "return_notice", [hero])

    def _visit(self, hero: str, day: date, back: int) -> None:
        asked = Visit(
            student=hero,
            day=day,
            kind=VISITED[back] if hero in BACK or back > RETURNED else VisitKind.PERSUASION,
            visitors=(LONG_NAME, "欧阳老师", "村委会主任"),
            leader=back < 20,
            outcome=VisitOutcome.NOBODY_HOME if back == 40 else VisitOutcome.MET_GUARDIAN,
            met=f"{LONG_NAME}（外祖母）",
            note=words(500),
            agreed=words(200),
            refused=back == 2,
        )
        visits.record(self.ctx, asked)

    def _contact(self, hero: str, day: date, back: int) -> None:
        asked = Contact(
            student=hero,
            at=factory.at(day, 9, 5),
            way=list(ContactWay)[back % len(ContactWay)],
            result=list(ContactResult)[back % len(ContactResult)],
            person=LONG_NAME,
            note=words(100),
        )
        visits.record_contact(self.ctx, asked)

    def _step(self, hero: str, day: date, kind: StepKind, detail: dict[str, str]) -> None:
        if kind is StepKind.PLANNED:
            detail = {name: words(200) for name in ("responsible", "way", "timetable", "support")}
        step = Step(
            case=cases.of_student(self.ctx, hero)[0].case.id,
            kind=kind,
            day=day,
            who=LONG_NAME,
            basis=words(60),
            note=words(200),
            detail=detail,
        )
        cases.record(self.ctx, step)

    def _serve(self, hero: str, day: date) -> None:
        asked = Receipt(
            sheet=receipts.to_serve(self.ctx, hero),
            day=day,
            way=Way.LEFT,
            server=LONG_NAME,
            receiver=f"{LONG_NAME}（外祖母）",
            refused=True,
            witness=f"村委会主任{LONG_NAME}",
            note=words(100),
        )
        receipts.serve(self.ctx, asked)

    def _watch(self, hero: str, day: date) -> None:
        """重点生, a level by hand, pairs, a help plan that ended and one that runs, every aid."""
        risk.nominate(
            self.ctx,
            Concern(student=hero, since=day, reason=words(200), assignee=LONG_NAME, intention=True),
        )
        until = day + timedelta(days=100)
        why = Override(
            student=hero, level=Level.RED, day=day, until=until, why=words(200), who=LONG_NAME
        )
        risk.set_level(self.ctx, why)
        for kind in PairKind:
            asked = Pairing(student=hero, kind=kind, partner=LONG_NAME, since=day, note=words(60))
            helping.pair(self.ctx, asked)
        for ended in (True, False):
            helping.plan(self.ctx, self._plan(hero, day))
            if ended:
                helping.end_plan(self.ctx, hero, words(200))
        for at, kind in enumerate(AidKind):
            self._aid(hero, day, kind, at)

    def _plan(self, hero: str, day: date) -> HelpPlan:
        return HelpPlan(
            student=hero,
            kind=PlanKind.DOUBLE,
            since=day,
            subjects="、".join(SUBJECTS),
            cause=words(200),
            teacher=LONG_NAME,
            goal=words(200),
            measures=words(200),
        )

    def _aid(self, hero: str, day: date, kind: AidKind, steps: int) -> None:
        amount = 0 if kind is AidKind.PAIRING else 9_999_999
        made = aid.apply(
            self.ctx,
            Aid(
                student=hero,
                kind=kind,
                item=words(30),
                amount=amount,
                evidence=words(60),
                reason=words(200),
                applied_on=day,
            ),
        )
        for _ in range(min(steps, 5)):
            aid.advance(self.ctx, made.id)
        if steps == 0:
            aid.reject(self.ctx, made.id, words(200))

    def _leave(self, hero: str, day: date) -> None:
        last = self.ctx.calendar.next_school_day(day)
        asked = factory.leave(
            student=hero, first_day=day, last_day=last, reason=words(200), destination=words(60)
        )
        made = leave.apply(self.ctx, asked, approved=True)
        self.clock.set(last, time(18))
        leave.sign_back(self.ctx, made.id, (last, Half.PM))
        self.clock.set(day, time(17))

    def _moves(self, day: date) -> None:
        for at, kind in enumerate((MoveKind.TRANSFER_IN, MoveKind.TRANSFER_OUT, MoveKind.NEW)):
            census.move(self.ctx, [f"f{30 + at}"], kind, day, words(60))
        why = Why(
            reason=Reason.WORKING,
            side=frozenset(Reason) - {Reason.WORKING},
            whereabouts=words(60),
            measures=words(60),
            person=LONG_NAME,
        )
        census.arrive_class(self.ctx, OWN, day, {"f40": why})

    def _exam(self, day: date, name: str) -> None:
        children = students.of_class(OWN).values()
        rows = [
            ScoreRow(
                row=at,
                sheet="成绩",
                name=child.name,
                id_no=child.id_no,
                cells={
                    subject: float(30 + (at * 7 + n * 3) % 70) for n, subject in enumerate(SUBJECTS)
                },
            )
            for at, child in enumerate(children, 2)
        ]
        table = ScoreTable("成绩.xlsx", rows, subjects=list(SUBJECTS))
        exams.take_in(self.ctx, exams.look(self.ctx, Path(table.name), name, day, table=table))


ONCE = {50: _Term._opened, 34: _Term._leave, 15: _Term._notify, 14: _Term._serve}
"""What happened to each of the four once, by how many school days ago."""
