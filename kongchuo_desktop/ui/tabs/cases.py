"""劝返: one case for each child that stays away, its stage, and the next step (一人一案)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, ClassVar

from kongchuo_desktop.domain import words
from kongchuo_desktop.domain.visits import VisitKind
from kongchuo_desktop.services import cases, due_papers, happenings, today
from kongchuo_desktop.services.due_papers import DuePaper
from kongchuo_desktop.services.today import Today
from kongchuo_desktop.ui import issuing
from kongchuo_desktop.ui.card import Card
from kongchuo_desktop.ui.dossier import event, open_dossier, stage_tone
from kongchuo_desktop.ui.due_papers import open_due
from kongchuo_desktop.ui.entries import case as entry
from kongchuo_desktop.ui.entries import visit
from kongchuo_desktop.ui.table import Column, RowSource
from kongchuo_desktop.ui.tabs.page import Action
from kongchuo_desktop.ui.tabs.record_tab import RecordTab
from kongchuo_desktop.ui.tabs.told import Told, short_day
from kongchuo_desktop.ui.todo import VERBS

ABOUT_CASES = frozenset(
    {"dropout_case", "case_step", "service_receipt", "visit", "contact", "submission", "paper"}
)
"""What of a child's time line belongs to its case."""
SETTLED_BY = {
    "case_verify": "verify",
    "case_plan": "plan",
    "case_confirm": "confirm",
    "case_return": "come_back",
    "case_close": "close_case",
    "case_review": "review",
    "case_void": "void",
}
"""The action that settles a duty of the case."""


class CasesTab(RecordTab):
    title = "劝返"
    icon = "arrow-back-up"
    watches = frozenset(
        {"dropout_case", "case_step", "service_receipt", "mark", "roll", "leave", "visit",
         "contact", "submission", "sheet", "student", "setting"}
    )  # fmt: skip
    start_chip: ClassVar[str] = "open"
    empty_heading = "现在没有在办的劝返案件"
    empty_text = "无故缺课满规定天数，点名时自动立案；情况已经清楚的，也可以人工立案。一人一案。"
    columns = (
        Column("name", "姓名", 150, kind="strong"),
        Column("class", "班级", 84),
        Column("stage", "阶段", 104, kind="pill"),
        Column("since", "缺课起", 92),
        Column("days", "未到天数", 84, sortable=False),
        Column("visits", "家访（领导）", 104, sortable=False),
        Column("responsible", "劝返责任人", 150, sortable=False),
        Column("recurrences", "再辍", 60, sortable=False),
    )
    actions_ = (
        Action("立案", "new", keys="Ctrl+N", icon="plus", primary=True),
        Action("核实", "verify", icon="search", needs_selection=True),
        Action("定方案", "plan", icon="list-check", needs_selection=True),
        Action("劝返家访", "visit", keys="Ctrl+J", icon="map-pin", needs_selection=True),
        Action("发通知书", "notice", keys="Ctrl+P", icon="file-text", needs_selection=True),
        Action("文书草稿", "papers", icon="file-check", needs_selection=True),
        Action("登记送达", "serve", icon="signature", needs_selection=True),
        Action("认定辍学", "confirm", icon="alert-triangle", needs_selection=True),
        Action("登记复学", "come_back", icon="school", needs_selection=True),
        Action("他处就读", "elsewhere", icon="building-community", needs_selection=True),
        Action("正当事由", "reasonable", icon="file-check", needs_selection=True),
        Action("超龄离校", "aged_out", icon="clock", needs_selection=True),
        Action("失联", "lost", icon="help-circle", needs_selection=True),
        Action("乡镇复核", "review", icon="shield-check", needs_selection=True),
        Action("销号", "close_case", icon="circle-check", needs_selection=True),
        Action("更正", "void_step", icon="pencil", needs_selection=True),
        Action("作废", "void", icon="trash", needs_selection=True),
    )

    _page: Today | None = None

    def source(self) -> RowSource:
        return Told(cases.CaseListing(self.desk.ctx), self._tell)

    def _tell(self, row: dict[str, Any]) -> dict[str, Any]:
        today = self.desk.ctx.today()
        return row | {
            "stage": (words.STAGES[row["stage"]], stage_tone(row["stage"])),
            "since": short_day(row["since"], today),
            "days": str(row["days"] or "—"),
            "visits": f"{row['visits']}（{row['leader_visits']}）",
            "recurrences": f"{row['recurrences']}次" if row["recurrences"] else "",
        }

    def card(self, key: str) -> Card | None:
        known = cases.get(self.desk.ctx, key)
        stage = known.state.stage
        card = Card()
        card.heading(known.pupil.name, (words.STAGES[stage], stage_tone(stage)))
        today = self.desk.ctx.today()
        since = f"{short_day(known.state.since, today)}起"
        origin = known.case.why or words.CASE_ORIGINS[known.case.origin]
        card.facts([known.class_name, since, origin])
        lacking = cases.missing(self.desk.ctx, known) if known.state.open else []
        if lacking:
            card.reasons("销号还缺", "amber", [(each, "") for each in lacking])
        ready = self._due(known.case.student) if known.state.open else []
        if ready:
            card.reasons("该备的文书", "amber", [(one.kind.words, "") for one in ready])
        told = [
            each
            for each in happenings.past(self.desk.ctx, known.case.student)
            if each.kind in ABOUT_CASES and each.day >= known.case.begun
        ]
        card.timeline("办理经过", [event(self.desk, each) for each in told])
        card.buttons([*self._next(known), ("打开档案", partial(self.open_record, key))])
        return card

    def reload(self) -> None:
        self._page = None
        super().reload()

    def _due(self, student: str) -> Sequence[DuePaper]:
        """What stands ready for a child; what 今日 shows is computed once for all cards."""
        self._page = self._page or today.today(self.desk.ctx)
        return due_papers.due(self.desk.ctx, student, self._page)

    def _next(self, known: cases.Known) -> list[tuple[str, Callable[[], object]]]:
        """The first thing the case asks for, as a button."""
        asked = (duty.does for duty in cases.duties(self.desk.ctx, known))
        does = next((each for each in asked if each in SETTLED_BY), "")
        if not known.state.open:
            return []
        usual = "visit" if known.away else "review"
        act = self.acts[SETTLED_BY.get(does, usual)]
        return [(VERBS.get(does, act.text()), act.trigger)]

    @property
    def _child(self) -> str:
        return cases.get(self.desk.ctx, self.selected).case.student

    def open_record(self, key: str) -> None:
        open_dossier(self.desk, cases.get(self.desk.ctx, key).case.student, self)

    def new(self) -> None:
        entry.open_by_hand(self.desk, self)

    def visit(self) -> None:
        visit.new(self.desk, self, self._child, kind=VisitKind.PERSUASION)

    def notice(self) -> None:
        issuing.issue(self.desk, self, "return_notice", [self._child])

    def papers(self) -> None:
        open_due(self.desk, self, self._child)

    def verify(self) -> None:
        entry.verify(self.desk, self, self.selected)

    def plan(self) -> None:
        entry.plan(self.desk, self, self.selected)

    def serve(self) -> None:
        entry.serve(self.desk, self, self._child)

    def confirm(self) -> None:
        entry.confirm(self.desk, self, self.selected)

    def come_back(self) -> None:
        entry.come_back(self.desk, self, self.selected)

    def elsewhere(self) -> None:
        entry.elsewhere(self.desk, self, self.selected)

    def reasonable(self) -> None:
        entry.reasonable(self.desk, self, self.selected)

    def aged_out(self) -> None:
        entry.aged_out(self.desk, self, self.selected)

    def lost(self) -> None:
        entry.lost(self.desk, self, self.selected)

    def review(self) -> None:
        entry.review(self.desk, self, self.selected)

    def close_case(self) -> None:
        entry.close(self.desk, self, self.selected)

    def void_step(self) -> None:
        entry.void_step(self.desk, self, self.selected)

    def void(self) -> None:
        entry.void(self.desk, self, self.selected)
