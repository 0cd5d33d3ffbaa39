"""请假: slips, one child each."""

from __future__ import annotations

from typing import Any, ClassVar

from kongchuo_desktop.domain import words
from kongchuo_desktop.domain.leave import LeaveState, period
from kongchuo_desktop.services import leave
from kongchuo_desktop.ui import boxes
from kongchuo_desktop.ui.card import Card
from kongchuo_desktop.ui.dossier import child_card, open_dossier
from kongchuo_desktop.ui.entries import leave as entry
from kongchuo_desktop.ui.issuing import issue
from kongchuo_desktop.ui.table import Column, RowSource
from kongchuo_desktop.ui.tabs.page import Action
from kongchuo_desktop.ui.tabs.record_tab import RecordTab
from kongchuo_desktop.ui.tabs.told import Told

TONES = {
    LeaveState.SUBMITTED: "amber",
    LeaveState.APPROVED: "blue",
    LeaveState.REFUSED: "red",
    LeaveState.RETURNED: "green",
}


class LeaveTab(RecordTab):
    title = "请假"
    icon = "clipboard-list"
    watches = frozenset({"leave", "student"})
    start_chip: ClassVar[str] = "all"
    empty_text = "学生请假一人一条。批准的假会自动填进考勤，假满未归会提醒。"
    columns = (
        Column("slip_no", "编号", 76, "right", "number"),
        Column("name", "姓名", 150, kind="strong"),
        Column("class", "班级", 100),
        Column("kind", "类别", 64),
        Column("first_day", "时间", 250),
        Column("reason", "事由", 190),
        Column("state", "状态", 100, kind="pill"),
    )
    actions_ = (
        Action("登记请假", "new", keys="Ctrl+N", icon="plus", primary=True),
        Action("批准", "approve", icon="check", needs_selection=True),
        Action("销假", "sign_back", icon="calendar-check", needs_selection=True),
        Action("打印请假条", "print_slip", keys="Ctrl+P", icon="printer", needs_selection=True),
        Action("打印补假单", "print_makeup", icon="printer", needs_selection=True),
        Action("补假", "make_up", icon="file-check", needs_selection=True),
        Action("修改", "change", keys="F2", icon="pencil", needs_selection=True),
        Action("不批准", "refuse", icon="x", needs_selection=True),
        Action("删除", "remove", keys="Delete", icon="trash", needs_selection=True),
    )

    def source(self) -> RowSource:
        return Told(leave.LeaveListing(self.desk.ctx), self._tell)

    def _tell(self, row: dict[str, Any]) -> dict[str, Any]:
        over = row["over"]
        state = (
            ("待销假", "amber") if over else (words.LEAVE_STATES[row["state"]], TONES[row["state"]])
        )
        return row | {
            "slip_no": str(row["slip_no"]),
            "kind": words.LEAVE_KINDS[row["slip"].kind],
            "first_day": period(row["slip"]),
            "state": ("待销假", "amber") if row["over"] else state,
        }

    def card(self, key: str) -> Card | None:
        return child_card(self.desk, leave.get(self.desk.ctx, key).student, self)

    def open_record(self, key: str) -> None:
        open_dossier(self.desk, leave.get(self.desk.ctx, key).student, self)

    def new(self) -> None:
        entry.new(self.desk, self, then=lambda slip: self.find(slip.id))

    def change(self) -> None:
        entry.change(self.desk, self, self.selected)

    def approve(self) -> None:
        leave.decide(self.desk.ctx, self.selected, approve=True)

    def refuse(self) -> None:
        leave.decide(self.desk.ctx, self.selected, approve=False)

    def sign_back(self) -> None:
        entry.sign_back(self.desk, self, self.selected)

    def print_makeup(self) -> None:
        issue(self.desk, self, "makeup_slip", [self.selected])

    def make_up(self) -> None:
        entry.make_up(self.desk, self, self.selected)

    def print_slip(self) -> None:
        issue(self.desk, self, "leave_slip", [self.selected])

    def remove(self) -> None:
        slip = self.selected
        boxes.ask(
            self,
            "删除这张请假条？",
            "删除后可以用 Ctrl+Z 恢复。",
            "删除",
            lambda: leave.remove(self.desk.ctx, slip),
        )
