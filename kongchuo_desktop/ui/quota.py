"""家访定额: what each teacher owes and has done this term, and the visits behind each number."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kongchuo_desktop.domain import words
from kongchuo_desktop.domain.changes import Changes
from kongchuo_desktop.services import visits
from kongchuo_desktop.ui import look
from kongchuo_desktop.ui.desk import Desk
from kongchuo_desktop.ui.dossier import open_dossier
from kongchuo_desktop.ui.plain import PlainButton, PlainLabel
from kongchuo_desktop.ui.table import Column, RecordTable
from kongchuo_desktop.ui.tabs.rows import Rows
from kongchuo_desktop.ui.tabs.visits import tell
from kongchuo_desktop.ui.view import RecordView
from kongchuo_desktop.ui.wide_dialog import WideDialog

TEACHERS = (
    Column("teacher", "教师", 110, kind="strong", sortable=False),
    Column("role", "身份", 72, sortable=False),
    Column("done", "完成", 60, "right", "number", sortable=False),
    Column("quota", "定额", 60, "right", "number", sortable=False),
    Column("short", "还差", 84, kind="pill", sortable=False),
)
VISITS = (
    Column("day", "日期", 92, sortable=False),
    Column("name", "姓名", 120, kind="strong", sortable=False),
    Column("class", "班级", 84, sortable=False),
    Column("kind", "类型", 60, sortable=False),
    Column("outcome", "结果", 124, kind="pill", sortable=False),
    Column("note", "谈话要点", 140, sortable=False),
)
TEACHERS_WIDTH = 410
HOW = (
    "一次家访去了几位教师，每位各计1人次；写了谈话要点的才计入，电话、微信不计，作废的不计。"
    "班主任以花名册里登记的为准，其他教师按科任算。"
)


def open_quota(desk: Desk, parent: QWidget) -> QuotaDialog:
    dialog = QuotaDialog(desk, parent)
    dialog.open()
    return dialog


class QuotaDialog(WideDialog):
    """Teachers at the left; at the right the visits of the one chosen, which open the child."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(desk, parent, f"家访定额　{desk.ctx.calendar.term.words}", (1140, 640))
        self._teachers, self._visits = Rows(), Rows()
        self.teachers = self.first = RecordView(RecordTable(self._teachers, TEACHERS, self))
        self.visits = RecordView(RecordTable(self._visits, VISITS, self))
        self.heading = PlainLabel("", "heading")
        self.of_whom = PlainLabel("", "second")
        self._build()
        self._read()
        self.teachers.chosen.connect(self._turn)
        for asked in (self.teachers.entered, self.teachers.opened):
            asked.connect(lambda _key: self._into())
        for asked in (self.visits.entered, self.visits.opened):
            asked.connect(self._open)
        desk.changed.connect(self._hear)
        if self._teachers.held:
            self.teachers.choose_row(0)

    def _build(self) -> None:
        for view in (self.teachers, self.visits):
            view.setSortingEnabled(False)
            view.setSelectionMode(RecordView.SelectionMode.SingleSelection)
        self.teachers.setFixedWidth(TEACHERS_WIDTH)
        body = QHBoxLayout()
        body.setSpacing(look.BETWEEN)
        body.addWidget(self.teachers)
        right = QVBoxLayout()
        right.setSpacing(6)
        right.addWidget(self.of_whom)
        right.addWidget(self.visits, 1)
        body.addLayout(right, 1)
        close = PlainButton("关闭")
        close.does(self.accept)
        foot = QHBoxLayout()
        foot.addWidget(PlainLabel("回车看这位教师的家访，双击家访打开一生一档", "hint"), 1)
        foot.addWidget(close)
        self.whole.addWidget(self.heading)
        self.whole.addWidget(PlainLabel(HOW, "second", wrap=True))
        self.whole.addLayout(body, 1)
        self.whole.addLayout(foot)

    def _read(self) -> None:
        self._found = {each.teacher: each for each in visits.quotas(self.desk.ctx)}
        short = sum(1 for each in self._found.values() if each.short)
        done = sum(each.done for each in self._found.values())
        self.heading.setText(
            f"{len(self._found)}位教师，家访{done}人次，{short}位还没有完成定额"
            if self._found
            else "还没有班主任，也还没有家访"
        )
        self._teachers.held = {
            each.teacher: {
                "teacher": each.teacher,
                "role": words.TEACHERS[each.role],
                "done": str(each.done),
                "quota": str(each.quota),
                "short": (f"还差{each.short}", "amber" if each.done else "red")
                if each.short
                else ("完成", "green"),
            }
            for each in self._found.values()
        }
        self.teachers.table.reload()

    def _turn(self) -> None:
        """The visits of the teacher chosen."""
        found = self._found.get(self.teachers.key())
        keys = [visit.id for visit in found.visits] if found else []
        rows = visits.VisitListing(self.desk.ctx).rows(keys)
        today = self.desk.ctx.today()
        self._visits.held = {key: tell(rows[key], today) for key in keys if key in rows}
        self.visits.table.reload()
        self.of_whom.setText(
            f"{found.teacher}　{found.done}人次" + ("" if found.done else "，本学期还没有家访记录")
            if found
            else ""
        )

    def _into(self) -> None:
        if self._visits.held:
            self.visits.choose_row(0)
            self.visits.setFocus()

    def _open(self, key: str) -> None:
        open_dossier(self.desk, visits.get(self.desk.ctx, key).student, self)

    def _hear(self, changes: Changes) -> None:
        if changes.tables & {"visit", "class", "setting"}:
            self._read()
            self._turn()
