"""花名册: the roster by class."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

from kongchuo_desktop.domain import words
from kongchuo_desktop.domain.roster import Status
from kongchuo_desktop.services import lookup, roster, roster_import
from kongchuo_desktop.ui import boxes, files
from kongchuo_desktop.ui.card import Card
from kongchuo_desktop.ui.dossier import child_card, open_dossier
from kongchuo_desktop.ui.entries import rules as rules_entry
from kongchuo_desktop.ui.entries import school as school_entry
from kongchuo_desktop.ui.entries import student as entry
from kongchuo_desktop.ui.entries import transition
from kongchuo_desktop.ui.table import Column, RowSource
from kongchuo_desktop.ui.tabs.page import Action
from kongchuo_desktop.ui.tabs.record_tab import RecordTab
from kongchuo_desktop.ui.tabs.told import Told, age

TONES = {
    Status.ENROLLED: "",
    Status.SUSPENDED: "grey",
    Status.HOME_TUTORING: "blue",
    Status.PENDING: "amber",
    Status.TRANSFERRING_OUT: "amber",
}


class RosterTab(RecordTab):
    title = "花名册"
    icon = "users"
    watches = frozenset({"student", "search", "guardian", "class"})
    start_chip: ClassVar[str] = "all"
    search_hint = "姓名、拼音首字母、证件号、村组"
    foot_hint = "双击打开一生一档"
    empty_heading = "花名册还是空的"
    empty_text = (
        "把学籍系统导出的花名册（Excel 或 CSV）导入进来，班级会一起建好；写入之前先给您看。"
    )
    columns = (
        Column("name", "姓名", 150, kind="strong"),
        Column("class", "班级", 84),
        Column("sex", "性别", 56),
        Column("birth", "年龄", 56, "right", "number"),
        Column("status", "状态", 92, kind="pill"),
        Column("tags", "特殊群体", 150, kind="tags"),
        Column("village", "村组", 120),
        Column("guardian", "监护人", 140, sortable=False),
        Column("phone", "电话", 116, sortable=False),
    )
    actions_ = (
        Action("导入花名册", "import_file", keys="Ctrl+I", icon="file-import", primary=True),
        Action("新增学生", "new", keys="Ctrl+N", icon="user-plus"),
        Action("修改", "change", keys="F2", icon="pencil", needs_selection=True),
        Action("导出", "export", icon="file-export"),
        Action("打印文书", "papers", keys="Ctrl+P", icon="printer", needs_selection=True),
        Action("衔接核对", "transition", icon="list-check"),
        Action("班主任", "teachers", icon="user"),
        Action("学校信息", "school", icon="building-community"),
        Action("期限和定额", "rules", icon="clock"),
        Action("删除", "remove", keys="Delete", icon="trash", needs_selection=True),
    )

    def source(self) -> RowSource:
        return Told(roster.StudentListing(self.desk.ctx), self._tell)

    def _tell(self, row: dict[str, Any]) -> dict[str, Any]:
        family = row["guardians"]
        first = family[0] if family else None
        tone = TONES.get(row["status"], "grey")
        status = words.STATUSES[row["status"]]
        return row | {
            "sex": words.SEXES.get(row["sex"], ""),
            "birth": age(row["birth"], self.desk.ctx.today()),
            "status": (status, tone) if tone else status,
            "tags": tuple(words.TAGS[tag] for tag in sorted(row["tags"])),
            "guardian": f"{first.name}（{first.relation}）" if first and first.relation
            else first.name if first else "",
            "phone": words.mask_phone((first.phone if first else "") or row["phone"]),
        }  # fmt: skip

    def card(self, key: str) -> Card | None:
        return child_card(self.desk, key, self)

    def open_record(self, key: str) -> None:
        open_dossier(self.desk, key, self)

    def new(self) -> None:
        entry.new(self.desk, self)

    def papers(self) -> None:
        from kongchuo_desktop.ui.paper_chooser import open_chooser

        open_chooser(self.desk, self, children=self.view.keys())

    def change(self) -> None:
        entry.change(self.desk, self, self.selected)

    def transition(self) -> None:
        transition.compare(self.desk, self)

    def teachers(self) -> None:
        school_entry.teachers(self.desk, self)

    def school(self) -> None:
        school_entry.change(self.desk, self)

    def rules(self) -> None:
        rules_entry.change(self.desk, self)

    def import_file(self) -> None:
        from kongchuo_desktop.ui.importing import choose

        choose(self.desk, self)

    def export(self) -> None:
        name = f"{self.desk.ctx.school.name}花名册.xlsx"
        files.to_save(self.desk, self, "export", "导出花名册", name, self._export_to)

    def _export_to(self, path: Path) -> None:
        self.desk.run(
            "导出花名册",
            lambda progress: roster_import.export(self.desk.ctx, path, progress),
            parent=self,
            then=lambda count: self.desk.tell(f"已导出{count}人：{path}"),
        )

    def remove(self) -> None:
        student = self.selected
        child = lookup.seen(self.desk.ctx, student)
        boxes.ask(
            self,
            f"删除 {child.name}？",
            "只用于录错的学生。转走、休学的学生请修改“状态”。删除后可以用 Ctrl+Z 恢复。",
            "删除",
            lambda: self._act_remove(student),
        )

    def _act_remove(self, student: str) -> None:
        from kongchuo_desktop.domain.errors import Refused

        try:
            roster.remove(self.desk.ctx, student)
        except Refused as refused:
            self.desk.report(self, refused)
