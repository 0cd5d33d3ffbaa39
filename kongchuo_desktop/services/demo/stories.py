"""The five dropout cases of the demo school: each stands where its records have brought it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, time

from kongchuo_desktop.domain.cases import Step, StepKind
from kongchuo_desktop.domain.helping import HelpPlan, Pairing
from kongchuo_desktop.domain.observations import Observation, ObservationKind
from kongchuo_desktop.domain.receipts import Receipt
from kongchuo_desktop.domain.risk import Level
from kongchuo_desktop.domain.roster import SchoolClass
from kongchuo_desktop.domain.visits import Submission, Visit, VisitKind, VisitOutcome
from kongchuo_desktop.services import (
    cases,
    helping,
    observations,
    papers,
    priority,
    receipts,
    risk,
    visits,
)
from kongchuo_desktop.services.context import Context
from kongchuo_desktop.services.demo.clock import Replay
from kongchuo_desktop.store import students

NOTES = (
    ("王𬱟", 4, ObservationKind.INTENTION, "“不想读了，想跟表哥去广东”"),
    ("曾可欣", 12, ObservationKind.TALK, "说晚上睡不好，想妈妈"),
    ("石㛃", 6, ObservationKind.WORK, "姑妈家饭馆缺人，周末去帮过忙"),
)
AFTER_EXAM = "考后谈心：说功课跟不上，愿意放学后补课"
TOWNSHIP = "石门乡人民政府"
SERVED, TRACKED, LOST = "九年级1班", "八年级1班", "八年级2班"
"""The classes whose third child each has a story of its own."""
AWAY = {SERVED: (11, 0), TRACKED: (32, 24), LOST: (40, 0)}
"""From how many school days ago to how many that child stays away."""


def away(members: Mapping[str, Sequence[str]]) -> dict[str, tuple[int, int]]:
    """Who of the classes stays away, by child."""
    return {members[name][2]: days for name, days in AWAY.items()}


def tell(ctx: Context, clock: Replay, days: Sequence[date], children: Mapping[str, str]) -> None:
    """What was done in each case; `children` are the ids of those whose story it is, by name of
    class or, for the children of the guide, by their own."""
    told = _Story(ctx, clock, days)
    told.verify(children["王𬱟"], 3, "aversion", "home", "说想跟表哥去广东打工")
    told.referred(children["韦堃"])
    told.served(children[SERVED])
    told.tracked(children[TRACKED])
    told.lost(children[LOST])


def watch(
    ctx: Context,
    clock: Replay,
    days: Sequence[date],
    found: Mapping[str, SchoolClass],
    children: Mapping[str, str],
) -> None:
    """How the school looks after its 重点生: confirmed, checked, talked with, paired."""
    for back, act in ((45, priority.confirm), (20, priority.check)):
        clock.at(days[-1 - back], time(16))
        for one in found.values():
            who = one.teacher if act is priority.confirm else ctx.school.principal
            act(ctx, one.id, who)
    for name, back, kind, note in NOTES:
        student = children[name]
        day = days[-1 - back]
        clock.at(day, time(16))
        teacher = found[students.get(student).class_id].teacher
        asked = Observation(student=student, day=day, kind=kind, note=note, who=teacher)
        observations.record(ctx, asked)
    clock.at(days[-2], time(16))
    for student, each in priority.children(risk.assess_all(ctx)).items():
        if each.assessment.level is Level.ORANGE and each.concern is None:
            teacher = found[each.pupil.class_id].teacher
            asked = Observation(student=student, day=days[-2], note=AFTER_EXAM, who=teacher)
            observations.record(ctx, asked)
    helped = children["曾可欣"]
    clock.at(days[-10], time(16))
    teacher = found[students.get(helped).class_id].teacher
    helping.pair(ctx, Pairing(student=helped, partner="同桌", since=days[-10]))
    asked_plan = HelpPlan(
        student=helped,
        since=days[-10],
        subjects="数学、英语",
        cause="家里变故以后上课走神，作业不交",
        teacher=teacher,
        goal="期末数学及格",
        measures="每周二、四放学后补课半小时，同桌一帮一",
    )
    helping.plan(ctx, asked_plan)
    for back in (8, 3):
        clock.at(days[-back], time(17))
        held = (days[-back], 30, "讲错题、补作业", "能独立做基础题", teacher)
        helping.hold(ctx, helped, *held)


class _Story:
    """Writes steps on their days, counted in school days before today."""

    def __init__(self, ctx: Context, clock: Replay, days: Sequence[date]) -> None:
        self.ctx, self.clock, self.days = ctx, clock, days

    def _at(self, before: int) -> date:
        day = self.days[-1 - before]
        self.clock.at(day, time(17))
        return day

    def _step(
        self,
        student: str,
        kind: StepKind,
        before: int,
        *,
        who: str = "",
        note: str = "",
        **detail: str,
    ) -> None:
        day = self._at(before)
        known = cases.current(self.ctx, student)
        who = who or known.found.teacher
        step = Step(case=known.case.id, kind=kind, day=day, who=who, note=note, detail=detail)
        cases.record(self.ctx, step)

    def verify(self, student: str, before: int, cause: str, where: str, note: str) -> None:
        self._step(student, StepKind.VERIFIED, before, cause=cause, whereabouts=where, note=note)

    def _plan(self, student: str, before: int) -> None:
        self._step(
            student,
            StepKind.PLANNED,
            before,
            who=self.ctx.school.principal,
            responsible="包级领导、班主任、村干部",
            way="家访，请亲友、村干部一起劝",
            timetable="第一周家访三次，第二周发通知书，以后每周一次",
            support="返校后每天补课半小时，申请生活补助，班主任每周谈心",
        )

    def _visit(
        self, student: str, before: int, kind: VisitKind, note: str, *, leader: bool = False
    ) -> None:
        day = self._at(before)
        known = cases.of_student(self.ctx, student)[0]
        visitor = self.ctx.school.principal if leader else known.found.teacher
        visits.record(
            self.ctx,
            Visit(
                student=student,
                day=day,
                kind=kind,
                visitors=(visitor,),
                leader=leader,
                outcome=VisitOutcome.MET_GUARDIAN,
                met="监护人",
                note=note,
            ),
        )

    def _report(self, student: str, before: int, rung: str, whom: str = TOWNSHIP) -> None:
        day = self._at(before)
        visits.submit(self.ctx, Submission(student=student, rung=rung, day=day, whom=whom))

    def _serve(self, student: str, before: int) -> None:
        day = self._at(before)
        sheet = receipts.to_serve(self.ctx, student)
        known = cases.current(self.ctx, student)
        asked = Receipt(sheet=sheet, day=day, server=known.found.teacher, receiver="监护人")
        receipts.serve(self.ctx, asked)

    def referred(self, student: str) -> None:
        """Notice served and run out, the township asked to act."""
        self.verify(student, 21, "working", "working", "跟同乡在外地务工，单位不详")
        self._plan(student, 20)
        self._serve(student, 17)

    def served(self, student: str) -> None:
        """The notice is at home, its last day not passed."""
        self._visit(student, 10, VisitKind.ABSENCE, "孩子说听不懂课，不想去")
        self._visit(student, 9, VisitKind.PERSUASION, "答应考虑几天", leader=True)
        self._report(student, 9, "L4", "学校教务处")
        self.verify(student, 8, "learning", "home", "数学、英语跟不上")
        self._plan(student, 7)
        self._visit(student, 6, VisitKind.PERSUASION, "母亲愿意送，孩子还犹豫")
        self._at(5)
        papers.issue(self.ctx, "return_notice", [student])
        for rung, whom in (("L6", f"教体局、{TOWNSHIP}"), ("L7", TOWNSHIP)):
            self._report(student, 4, rung, whom)
        self._serve(student, 4)

    def tracked(self, student: str) -> None:
        """Back at school and visited once since."""
        self._visit(student, 31, VisitKind.ABSENCE, "父母离家务工，祖父管不住")
        self._visit(student, 30, VisitKind.PERSUASION, "约定下周返校", leader=True)
        self._report(student, 29, "L4", "学校教务处")
        self.verify(student, 28, "family", "home", "父母刚外出，跟祖父住")
        self._plan(student, 27)
        self._step(
            student,
            StepKind.RETURNED,
            23,
            **{"class": cases.current(self.ctx, student).found.id},
            placement="own_class",
            note="祖父送到学校",
        )
        self._report(student, 21, "L9")
        self._visit(student, 8, VisitKind.FOLLOW_UP, "到校正常，作业按时交")

    def lost(self, student: str) -> None:
        """Gone with the family, nobody knows where; searched for this month."""
        self._visit(student, 38, VisitKind.ABSENCE, "邻居说全家搬走了", leader=True)
        self._at(33)
        papers.issue(self.ctx, "return_notice", [student])
        for rung, before in (("L4", 37), ("L6", 33), ("L7", 30), ("L8", 25)):
            self._report(student, before, rung, "学校教务处" if rung == "L4" else TOWNSHIP)
        self.verify(student, 30, "family", "unknown", "举家外出，电话停机")
        note = "问过村委会和亲戚，都说不知道去了哪里"
        self._step(student, StepKind.LOST, 12, note=note)
