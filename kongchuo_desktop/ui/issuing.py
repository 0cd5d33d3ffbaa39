"""Issuing papers on screen: look at the draft, number and keep it, print or save."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from kongchuo_desktop.services import paper_kinds, paper_register, papers, saving
from kongchuo_desktop.services.papers import Issued
from kongchuo_desktop.ui.desk import Desk
from kongchuo_desktop.ui.editor import Editor
from kongchuo_desktop.ui.entries.shared import why
from kongchuo_desktop.ui.form import Field, line, text
from kongchuo_desktop.ui.preview import PaperPreview


def issue(
    desk: Desk, parent: QWidget, kind: str, targets: Sequence[str], purpose: str = ""
) -> None:
    """Show the draft; when it is accepted, number it, keep it and show the issued copy. What bears
    no number is shown as it will be printed."""
    known = paper_kinds.every()[kind]

    def number() -> None:
        desk.run(
            f"正在编号、存档：{known.words}",
            lambda progress: papers.issue(desk.ctx, kind, targets, progress, purpose),
            parent=parent,
            then=lambda issued: _show_issued(desk, parent, issued),
        )

    def show(pdf: bytes) -> None:
        note = "预览稿：还没有编号。看过没有问题再编号、存档，编号后才能打印。"
        show_pdf(desk, parent, pdf, known.words, note=note, issue=number)

    if not known.series:
        desk.run(
            f"正在排版：{known.words}",
            lambda progress: papers.issue(desk.ctx, kind, targets, progress, purpose),
            parent=parent,
            then=lambda issued: show_pdf(desk, parent, issued.pdf, known.words, note=known.note),
        )
        return
    desk.run(
        f"正在排版：{known.words}",
        lambda progress: papers.preview(desk.ctx, kind, targets, progress, purpose),
        parent=parent,
        then=show,
    )


def _show_issued(desk: Desk, parent: QWidget, issued: Issued) -> None:
    """The kept copy; what had been issued before and has not changed is handed out as it was."""
    if issued.unchanged and len(issued.unchanged) == len(issued.numbers) == 1:
        told = f"{issued.span} 已经发过，此后情况没有变化，没有再编号，这是原件"
    else:
        told = f"已编号、存档：{issued.span}"
        if issued.unchanged:
            told += f"；{len(issued.unchanged)}人此前已发、情况没有变化，没有再编号"
    desk.tell(told)
    each = None
    if len(issued.numbers) > 1:
        each = partial(_save_each, desk, parent, issued)
    show_pdf(desk, parent, issued.pdf, issued.title, note=told, each=each)


def _save_each(desk: Desk, parent: QWidget, issued: Issued, folder: Path) -> None:
    desk.run(
        f"逐份保存：{issued.title}",
        lambda progress: papers.save_each(desk.ctx, issued, folder, progress.step),
        parent=parent,
        then=lambda files: desk.tell(f"已保存{len(files)}份：{folder.name}"),
        text="停止后，已经写好的文件保留。",
    )


def show_pdf(
    desk: Desk,
    parent: QWidget,
    pdf: bytes,
    title: str,
    *,
    note: str = "",
    issue: Callable[[], object] | None = None,
    each: Callable[[Path], object] | None = None,
) -> PaperPreview:
    """A PDF that can be turned over, printed and saved; `each` saves sheet by sheet."""
    preview = PaperPreview(
        desk,
        lambda page, scale: papers.page_image(pdf, page, scale),
        papers.page_count(pdf),
        title,
        lambda path: saving.write(path, pdf),
        parent,
        note=note,
        issue=issue,
        each=each,
    )
    preview.open()
    return preview


def show_copy(desk: Desk, parent: QWidget, sheet_id: str) -> None:
    """The kept copy of an issued paper, as it was."""
    sheet = papers.sheet(desk.ctx, sheet_id)
    show_pdf(
        desk,
        parent,
        papers.sheet_copy(desk.ctx, sheet_id),
        sheet.words,
        note="存档原件" if sheet.state == "issued" else f"已作废：{sheet.note}",
    )


def show_batch(desk: Desk, parent: QWidget, sheet_id: str) -> None:
    """All that was issued together with a sheet, as it was, turned to that sheet."""
    sheet = papers.sheet(desk.ctx, sheet_id)
    pdf = papers.batch_copy(desk.ctx, sheet_id)
    words = paper_kinds.words_of(papers.kind_of(sheet))
    show_pdf(desk, parent, pdf, words, note="存档原件，整批").turn(sheet.page - 1)


def find(desk: Desk, parent: QWidget, then: Callable[[str], object]) -> None:
    """The sheet whose code was scanned or typed: its line in the register, and its copy."""

    def save(values: dict[str, str]) -> None:
        sheet = paper_register.find(desk.ctx, values["code"])
        then(sheet.id)
        show_copy(desk, parent, sheet.id)

    Editor(
        "按编号查找",
        [Field("code", "编号", line("F02-2026-003 或 校复通〔2026〕第003号"), required=True)],
        save,
        parent,
        "查找",
        note="用扫码枪对准文书右上角的二维码，或者输入二维码下面的编号。",
        draft="find-paper",
    ).open()


def blank(desk: Desk, parent: QWidget, kind: str) -> None:
    """A form to be filled in by hand."""
    known = paper_kinds.every()[kind]
    show_pdf(desk, parent, papers.blank(desk.ctx, kind), f"{known.words}（空白）", note="空白表")


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
