"""Issuing papers on screen: choose whom, look at the draft, number and keep it, print or save."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from kongchuo_desktop.services import classes, papers, saving
from kongchuo_desktop.services.papers import Issued
from kongchuo_desktop.ui.desk import Desk
from kongchuo_desktop.ui.editor import Editor
from kongchuo_desktop.ui.entries.shared import child, why
from kongchuo_desktop.ui.form import Field, choice, text
from kongchuo_desktop.ui.preview import PaperPreview


def issue(desk: Desk, parent: QWidget, kind: str, targets: Sequence[str]) -> None:
    """Show the draft; when it is accepted, number it, keep it and show the issued copy."""
    words = papers.KINDS[kind].words

    def accepted() -> None:
        desk.run(
            f"正在编号、存档：{words}",
            lambda progress: papers.issue(desk.ctx, kind, targets, progress),
            parent=parent,
            then=lambda issued: _show_issued(desk, parent, issued),
        )

    def show(pdf: bytes) -> None:
        note = "预览稿：还没有编号。看过没有问题再编号、存档，编号后才能打印。"
        show_pdf(desk, parent, pdf, words, note=note, issue=accepted)

    desk.run(
        f"正在排版：{words}",
        lambda progress: papers.preview(desk.ctx, kind, targets, progress),
        parent=parent,
        then=show,
    )


def _show_issued(desk: Desk, parent: QWidget, issued: Issued) -> None:
    desk.tell(f"已编号、存档：{issued.span}")
    show_pdf(desk, parent, issued.pdf, issued.title, note=f"{issued.span}　已存档")


def show_pdf(
    desk: Desk, parent: QWidget, pdf: bytes, title: str, *, note: str = "", issue: Any = None
) -> PaperPreview:
    """A PDF that can be turned over, printed and saved."""
    preview = PaperPreview(
        desk,
        lambda page, scale: papers.page_image(pdf, page, scale),
        papers.page_count(pdf),
        title,
        lambda path: saving.write(path, pdf),
        parent,
        note=note,
        issue=issue,
    )
    preview.open()
    return preview


def show_copy(desk: Desk, parent: QWidget, sheet_id: str) -> None:
    """The kept copy of an issued paper, as it was."""
    sheet = papers.sheet(desk.ctx, sheet_id)
    preview = show_pdf(
        desk,
        parent,
        papers.copy_of(sheet.paper),
        sheet.words,
        note="存档原件" if sheet.state == "issued" else f"已作废：{sheet.note}",
    )
    preview.turn(sheet.page - 1)


def choose_child(desk: Desk, parent: QWidget, kind: str) -> None:
    """Whose paper it is."""
    words = papers.KINDS[kind].words

    def save(values: dict[str, Any]) -> None:
        papers.KINDS[kind].fill(desk.ctx, [values["student"]])
        issue(desk, parent, kind, [values["student"]])

    Editor(words, [child(desk)], save, parent, "预览", draft=f"issue-{kind}").open()


def choose_class(desk: Desk, parent: QWidget, kind: str) -> None:
    """Which class the papers are for: one sheet for each child in it."""
    words = papers.KINDS[kind].words
    every = [(c.id, classes.short(c)) for c in classes.seen(desk.ctx).values()]

    def save(values: dict[str, Any]) -> None:
        issue(desk, parent, kind, list(classes.members(desk.ctx, values["class_id"])))

    Editor(
        words,
        [Field("class_id", "班级", choice(every), required=True)],
        save,
        parent,
        "预览",
        note="全班每名学生一份，连续编号，一次打印。",
        draft=f"issue-{kind}",
    ).open()


def choose_blank(desk: Desk, parent: QWidget) -> None:
    """A blank form to be filled in by hand."""
    kinds = [(kind.id, kind.words) for kind in papers.KINDS.values()]

    def save(values: dict[str, Any]) -> None:
        kind = papers.KINDS[values["kind"]]
        show_pdf(
            desk, parent, papers.blank(desk.ctx, kind.id), f"{kind.words}（空白）", note="空白表"
        )

    Editor(
        "空白表",
        [Field("kind", "文书", choice(kinds), required=True)],
        save,
        parent,
        "打开",
        draft="issue-blank",
    ).open()


def void(desk: Desk, parent: QWidget, sheet_id: str) -> None:
    """作废, with the reason."""
    sheet = papers.sheet(desk.ctx, sheet_id)
    why(
        parent,
        f"作废 {sheet.words}",
        Field("note", "理由", text(lines=3), required=True),
        partial(papers.void, desk.ctx, sheet_id),
        "作废",
        note="作废的号不再使用，登记和存档都保留。",
        draft=f"void-{sheet_id}",
    )
