"""Importing exam results on screen: which exam, what would be written, then one button."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from kongchuo_desktop.domain.errors import Invalid, Refused
from kongchuo_desktop.services import classes, exams
from kongchuo_desktop.services.exams import Inspection
from kongchuo_desktop.ui import boxes, files, look
from kongchuo_desktop.ui.desk import Desk
from kongchuo_desktop.ui.form import Field, Form, Input, Unreadable, day, line
from kongchuo_desktop.ui.plain import PlainButton, PlainLabel
from kongchuo_desktop.ui.table import Column, RecordTable
from kongchuo_desktop.ui.tabs.rows import Rows
from kongchuo_desktop.ui.tiles import Tile
from kongchuo_desktop.ui.timers import after
from kongchuo_desktop.ui.view import RecordView

PATTERNS = "成绩表 (*.xlsx *.xls *.et *.csv *.txt);;所有文件 (*)"
PAUSE_MS = 300  # between the last key and a new preview
COUNTS = (
    ("children", "可以导入", "人", ""),
    ("absent", "其中有缺考", "人", ""),
    ("replaced", "替换原有成绩", "人", "amber"),
    ("refused", "退回", "行", "red"),
)
COLUMNS = (
    Column("how", "怎样", 80, kind="pill", sortable=False),
    Column("row", "行", 60, sortable=False),
    Column("name", "姓名", 150, sortable=False),
    Column("class", "班级", 110, sortable=False),
    Column("what", "成绩、退回原因", 400, sortable=False),
)
FULL = re.compile(r"([^\d\s,，、;；:：]+)[\s:：]*(\d{1,3})分?")


def open_scores_import(desk: Desk, parent: QWidget) -> None:
    """Ask for the file, read it, and show what importing it would do."""
    files.to_open(
        desk, parent, "scores", "选择成绩表", PATTERNS, lambda path: look_at(desk, parent, path)
    )


def look_at(desk: Desk, parent: QWidget, path: Path) -> None:
    """Read a file and open the preview; nothing is written."""

    def show(seen: Inspection) -> None:
        ScoresDialog(desk, seen, parent).open()

    def read(progress: Any) -> Inspection:
        table = exams.read(desk.ctx, path, progress)
        name = exams.guess_name(table)
        return exams.look(desk.ctx, path, name, desk.ctx.today(), table=table)

    desk.run(
        "正在读取成绩表", read, parent=parent, then=show, text="只是读取，还没有写入任何内容。"
    )


def full_marks() -> Input[Any]:
    """物理80 化学60: full marks by subject."""
    plain = line("例如 物理80 化学60")

    def take(widget: Any) -> dict[str, float]:
        typed = plain.take(widget)
        rest = FULL.sub("", typed).strip(" 　,，、;；")
        if rest:
            raise Unreadable("写成 科目和满分，例如 物理80 化学60")
        return {subject: float(marks) for subject, marks in FULL.findall(typed)}

    return Input(plain.make, plain.put, take, plain.changed, wide=True)


class ScoresDialog(QDialog):
    """The preview of one file. 导入 writes what stands here, as one step that can be undone."""

    def __init__(self, desk: Desk, seen: Inspection, parent: QWidget) -> None:
        super().__init__(parent)
        self.desk = desk
        self.seen = seen
        self.setWindowTitle(f"导入成绩　{seen.path.name}")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        look.role(self, "page")
        self.form = Form(
            [
                Field("name", "考试名称", line("期中考试", 40), required=True),
                Field("day", "考试日期", day(desk.ctx.today), required=True),
                Field("full", "另定满分", full_marks()),
            ],
            columns=2,
        )
        self.form.put({"name": seen.exam.name, "day": seen.exam.day})
        self._pause = after(self, PAUSE_MS, self._look_again)
        self.form.changed.connect(self._pause.start)
        self.form.wanted.connect(self._take_in)
        self._tiles = {key: Tile(words) for key, words, _unit, _tone in COUNTS}
        self._rows = Rows()
        self.view = RecordView(RecordTable(self._rows, COLUMNS))
        self.view.setSortingEnabled(False)
        self.full = PlainLabel("", "second", wrap=True)
        self.notes = PlainLabel("", "hint", wrap=True)
        self._build()
        self._show()

    def sizeHint(self) -> QSize:
        room = (self.screen() or QGuiApplication.primaryScreen()).availableGeometry()
        return QSize(min(920, room.width() - 60), min(660, room.height() - 60))

    def showEvent(self, event: QShowEvent) -> None:
        self.resize(self.sizeHint())
        super().showEvent(event)
        self.form.focus_first()

    def _build(self) -> None:
        tiles = QHBoxLayout()
        tiles.setSpacing(look.BETWEEN)
        for tile in self._tiles.values():
            tiles.addWidget(tile, 1)
        self.take = PlainButton("导入", "primary", icon="file-import")
        self.take.does(self._take_in)
        cancel = PlainButton("取消")
        cancel.does(self.reject)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(PlainLabel("还没有写入。导入后可以用 Ctrl+Z 整个撤销。", "hint"), 1)
        foot.addWidget(cancel)
        foot.addWidget(self.take)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(look.MARGIN, look.MARGIN, look.MARGIN, look.BETWEEN)
        whole.setSpacing(look.BETWEEN)
        whole.addWidget(self.form)
        whole.addWidget(self.full)
        whole.addLayout(tiles)
        whole.addWidget(self.view, 1)
        whole.addWidget(self.notes)
        whole.addLayout(foot)

    def _show(self) -> None:
        counts = self.seen.counts
        for key, _words, unit, tone in COUNTS:
            self._tiles[key].say(str(counts[key]), unit, tone if counts[key] else "")
        marks = exams.full_words(self.seen.plan)
        self.full.setText("满分按：" + "　".join(f"{s}{full}" for s, full in marks.items()))
        self._rows.held = {**self._refused(), **self._taken()}
        self.view.table.reload()
        empty = f"{counts['empty']}行没有成绩，跳过" if counts["empty"] else ""
        self.notes.setText("；".join(filter(None, [empty, *self.seen.table.notes]))[:200])
        self.notes.setVisible(bool(self.notes.text()))
        self.take.set_words(f"导入{counts['children']}人" if counts["children"] else "没有可导入的")
        self.take.setEnabled(bool(counts["children"]))

    def _refused(self) -> dict[str, dict[str, Any]]:
        return {
            f"r{number}": {
                "how": ("退回", "red"),
                "row": str(fault.row),
                "name": fault.name,
                "class": "",
                "what": f"{fault.column}“{fault.value}”：{fault.reason}"
                if fault.value and fault.value != fault.name
                else fault.reason,
            }
            for number, fault in enumerate(self.seen.plan.refused)
        }

    def _taken(self) -> dict[str, dict[str, Any]]:
        every = classes.seen(self.desk.ctx)
        return {
            each.child.id: {
                "how": ("写入", "green"),
                "row": str(each.row.row),
                "name": each.child.name,
                "class": classes.short(every[each.child.class_id]),
                "what": exams.line({score.subject: score for score in each.scores}),
            }
            for each in self.seen.plan.taken
        }

    def _look_again(self) -> bool:
        """The preview by what the form says now; False when it cannot be read."""
        self._pause.stop()
        try:
            asked = self.form.take()
            self.seen = exams.look(self.desk.ctx, self.seen.path, table=self.seen.table, **asked)
        except Invalid as wrong:
            self.form.show_faults(wrong.fields)
            return False
        except Refused as refused:
            self.desk.report(self, refused)
            return False
        self.form.show_faults({})
        self._show()
        return True

    def _take_in(self) -> None:
        if not self._look_again() or not self.seen.plan.taken:
            return
        self.desk.run(
            "正在导入",
            lambda _progress: exams.take_in(self.desk.ctx, self.seen),
            parent=self,
            then=self._done,
        )

    def _done(self, counts: dict[str, int]) -> None:
        self.accept()
        boxes.say(
            self.parentWidget(),
            f"{self.seen.exam.name}成绩已导入",
            f"写入{counts['children']}人（其中有缺考的{counts['absent']}人），"
            f"替换原有成绩{counts['replaced']}人；退回{counts['refused']}行没有写入。"
            "导错了可以按 Ctrl+Z 整个撤销。",
            icon="circle-check",
            ink=look.Ink.GREEN,
        )
