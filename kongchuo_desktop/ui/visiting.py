"""Papers for home visits on screen: for whom, then the draft of 家访记录表, or the 走访路线."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QWidget

from kongchuo_desktop.domain.errors import Invalid
from kongchuo_desktop.services import classes, papers, visit_papers
from kongchuo_desktop.ui import daily, issuing
from kongchuo_desktop.ui.desk import Desk
from kongchuo_desktop.ui.editor import Editor
from kongchuo_desktop.ui.entries.shared import child
from kongchuo_desktop.ui.form import Field, choice

SELECTED, LOOKED_AFTER, ONE, BLANK = "selected", "looked_after", "one", "blank"


def sheets(desk: Desk, parent: QWidget, selection: Sequence[str]) -> Editor:
    """家访记录表: one numbered page for each child, or an empty one."""

    def show(targets: Sequence[str]) -> None:
        issuing.issue(desk, parent, "visit_sheet", targets)

    note = "每名学生一页，连续编号；回来登记时输入编号就找到学生。"
    return _choose(desk, parent, "家访记录表", selection, show, note, blank=True)


def route(desk: Desk, parent: QWidget, selection: Sequence[str]) -> Editor:
    """走访路线: the children chosen, by village."""

    def show(targets: Sequence[str]) -> None:
        daily.show(
            desk, parent, "走访路线", lambda _progress: visit_papers.route(desk.ctx, targets)
        )

    note = "按村组排好，写着住址、监护人、电话和为什么去；只供教师自己用。"
    return _choose(desk, parent, "走访路线", selection, show, note)


def _choose(
    desk: Desk,
    parent: QWidget,
    title: str,
    selection: Sequence[str],
    show: Callable[[Sequence[str]], None],
    note: str,
    *,
    blank: bool = False,
) -> Editor:
    """For whom: those selected, all 重点生, one child, or a class."""
    looked_after = visit_papers.looked_after(desk.ctx)
    offered = [
        (SELECTED, f"选中的{len(selection)}名学生", bool(selection)),
        (LOOKED_AFTER, f"全部重点生（{len(looked_after)}名）", bool(looked_after)),
        (ONE, "一名学生", True),
        *((found.id, classes.short(found), True) for found in classes.seen(desk.ctx).values()),
        (BLANK, "空白表", blank),
    ]
    whom = [(key, words) for key, words, there in offered if there]

    def save(values: dict[str, Any]) -> None:
        key = values["whom"]
        if key == BLANK:
            pdf = papers.blank(desk.ctx, "visit_sheet")
            issuing.show_pdf(desk, parent, pdf, f"{title}（空白）", note="空白表")
            return
        if key == ONE and not values["student"]:
            raise Invalid(student="请选择学生")
        known = {SELECTED: selection, LOOKED_AFTER: looked_after, ONE: [values["student"]]}
        show(list(known[key] if key in known else classes.members(desk.ctx, key)))

    editor = Editor(
        title,
        [
            Field("whom", "给谁", choice(whom), required=True),
            replace(child(desk), required=False, hint="只在“一名学生”时填"),
        ],
        save,
        parent,
        "预览",
        {"whom": whom[0][0]},
        note,
        draft=f"visiting-{title}",
    )
    editor.open()
    return editor
