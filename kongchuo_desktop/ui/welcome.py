"""The first start: a new school, or a look at the demo school."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QVBoxLayout

from kongchuo_desktop.domain.errors import Cancelled, Invalid, Refused
from kongchuo_desktop.domain.school import School
from kongchuo_desktop.services import schools
from kongchuo_desktop.services.context import Context
from kongchuo_desktop.ui import boxes, look
from kongchuo_desktop.ui.entries.school import fields
from kongchuo_desktop.ui.form import Form
from kongchuo_desktop.ui.jobs import Jobs, ProgressDialog
from kongchuo_desktop.ui.look import Ink
from kongchuo_desktop.ui.plain import PlainButton, PlainLabel, PlainPicture

UNFORESEEN = (
    "程序遇到没有料到的情况，示范学校没有建成，本校的数据不受影响。可以再试一次，或直接新建本校。"
)


class Welcome(QDialog):
    """`context` is the open school when the dialog is accepted."""

    def __init__(
        self, folder: Path, demo_folder: Path, make_demo: Callable[[Path, Any], Context]
    ) -> None:
        super().__init__()
        self.context: Context | None = None
        self._folder, self._demo_folder, self._make_demo = folder, demo_folder, make_demo
        self._jobs = Jobs()
        self.setWindowTitle("控辍保学台账")
        self.setMinimumWidth(860)
        self.form = Form(fields())
        self.make = PlainButton("新建本校", "primary", icon="building-community")
        self.make.does(self._create)
        self.demo = PlainButton("用示范学校试一试", icon="school")
        self.demo.does(self._demo)
        body = QHBoxLayout()
        body.setSpacing(look.BETWEEN)
        body.addWidget(self._school_card(), 3)
        body.addWidget(self._demo_card(), 2)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(28, 24, 28, 24)
        whole.setSpacing(16)
        whole.addLayout(self._head())
        whole.addLayout(body)
        place = PlainLabel(f"数据只保存在这台电脑上：{folder}", "hint", elide=True)
        whole.addWidget(place)
        self.form.focus_first()

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(PlainPicture("school", Ink.ACCENT, 40))
        said = QVBoxLayout()
        said.setSpacing(2)
        said.addWidget(PlainLabel("控辍保学台账", "title"))
        said.addWidget(
            PlainLabel("点名、请假、家访、资助、文书都在一个窗口里，不用联网。", "second")
        )
        row.addLayout(said, 1)
        return row

    def _school_card(self) -> QFrame:
        card = look.role(QFrame(), "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(20, 16, 20, 16)
        inside.setSpacing(12)
        inside.addWidget(PlainLabel("新建本校", "heading"))
        inside.addWidget(self.form)
        inside.addStretch(1)
        inside.addWidget(self.make, 0, Qt.AlignmentFlag.AlignRight)
        return card

    def _demo_card(self) -> QFrame:
        card = look.role(QFrame(), "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(20, 16, 20, 16)
        inside.setSpacing(12)
        inside.addWidget(PlainLabel("先看看", "heading"))
        inside.addWidget(
            PlainLabel(
                "示范学校有十二个班、四百多名虚构的学生和一个学期的记录，可以随便点、随便改，"
                "不会和本校的数据混在一起。",
                "second",
                wrap=True,
            )
        )
        inside.addStretch(1)
        inside.addWidget(self.demo, 0, Qt.AlignmentFlag.AlignRight)
        return card

    def _create(self) -> None:
        try:
            self.context = schools.create(self._folder, School(**self.form.take()))
        except Invalid as wrong:
            self.form.show_faults(wrong.fields)
        except Refused as refused:
            boxes.say(self, "不能这样做", str(refused), icon="alert-triangle", ink=Ink.AMBER)
        else:
            self.accept()

    def _demo(self) -> None:
        job = self._jobs.start(
            "正在建立示范学校", lambda progress: self._make_demo(self._demo_folder, progress)
        )
        dialog = ProgressDialog(job, self, "要几秒钟。")
        job.succeeded.connect(self._opened)
        job.failed.connect(self._not_made)
        dialog.open()

    def _not_made(self, error: BaseException) -> None:
        if isinstance(error, Cancelled):
            return
        said = str(error) if isinstance(error, Refused) else UNFORESEEN
        boxes.say(self, "没有建成示范学校", said, icon="alert-triangle", ink=Ink.AMBER)

    def _opened(self, context: Context) -> None:
        self.context = context
        self.accept()
