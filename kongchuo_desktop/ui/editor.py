"""The dialog in which one record is written."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Protocol

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QCloseEvent, QGuiApplication, QShowEvent
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from kongchuo_desktop.domain.errors import Invalid, Refused
from kongchuo_desktop.ui import boxes, look
from kongchuo_desktop.ui.form import Field, Form
from kongchuo_desktop.ui.plain import PlainButton, PlainLabel
from kongchuo_desktop.ui.timers import after

DRAFT_AFTER = 800
FOOT = 54
WIDTHS = {1: 520, 2: 800}


class Drafts(Protocol):
    """Where half-filled forms are kept, encrypted like everything else; `fields` is plain JSON."""

    def save(self, form: str, fields: dict[str, Any]) -> None: ...
    def load(self, form: str) -> dict[str, Any] | None: ...
    def clear(self, form: str) -> None: ...


class EditorDesk(Protocol):
    """What an editor asks of the desk."""

    drafts: Drafts | None

    def report(self, parent: QWidget | None, error: BaseException) -> object: ...


class Editor(QDialog):
    """`save(values)` is called for the verb; the dialog closes when it returns.

    `Invalid` stands below its fields, `Refused` in a box; both leave the dialog open.
    `draft` names what a crash must not lose; empty uses the title.
    """

    def __init__(
        self,
        title: str,
        fields: Sequence[Field],
        save: Callable[[dict[str, Any]], object],
        parent: QWidget,
        verb: str = "登记",
        values: Mapping[str, Any] | None = None,
        note: str = "",
        *,
        columns: int = 1,
        draft: str = "",
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._save = save
        self._draft = draft or title
        self.desk: EditorDesk | None = _desk_of(parent)
        self.touched = False
        self.form = Form(fields, columns)
        self.note = PlainLabel(note, "second", wrap=True)
        self.note.setVisible(bool(note))
        self.rest = PlainLabel("", "fault", wrap=True)
        self.rest.hide()
        self.save = PlainButton(verb, "primary")
        self.save.setMinimumWidth(96)
        self.cancel = PlainButton("取消")
        self._width = WIDTHS.get(columns, WIDTHS[2])
        self._build()
        self._timer = after(self, DRAFT_AFTER, self._keep_draft)
        self.form.put(values or {})
        self._take_up_draft()
        self.form.changed.connect(self._typed)
        self.form.wanted.connect(self.accept)
        self.save.clicked.connect(self.accept)
        self.cancel.clicked.connect(self.reject)

    def accept(self) -> None:
        try:
            self._save(self.form.take())
        except Invalid as wrong:
            self._show_faults(wrong)
        except Refused as refused:
            self._report(refused)
        else:
            self._done()
            super().accept()

    def reject(self) -> None:
        if not self.touched:
            self._done()
            super().reject()
            return
        boxes.ask(
            self,
            "不保存就关闭吗？",
            "填写的内容还没有保存。",
            "不保存",
            self._drop,
            stay="接着填写",
        )

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.touched:
            event.ignore()
            self.reject()
        else:
            super().closeEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        self.resize(self.sizeHint())
        super().showEvent(event)
        self.form.focus_first()

    def sizeHint(self) -> QSize:
        return QSize(self._width, self._fitting_height())

    def _build(self) -> None:
        inside = QWidget()
        look.role(inside, "paper")
        filled = QVBoxLayout(inside)
        filled.setContentsMargins(20, 16, 20, 16)
        filled.setSpacing(12)
        filled.addWidget(self.note)
        filled.addWidget(self.form, 1)
        filled.addWidget(self.rest)
        self._inside = inside
        scroll = look.role(QScrollArea(), "bare")
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        foot = look.role(QFrame(), "foot")
        row = QHBoxLayout(foot)
        row.setContentsMargins(20, 10, 20, 10)
        row.setSpacing(8)
        row.addWidget(PlainLabel(f"Ctrl+回车 {self.save.words()}", "third"))
        row.addStretch(1)
        row.addWidget(self.cancel)
        row.addWidget(self.save)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(scroll, 1)
        whole.addWidget(foot)
        self.setTabOrder(self.save, self.cancel)  # Enter goes from the last field to the verb
        self.setMinimumWidth(min(self._width, _room(self).width() - 32))

    def _fitting_height(self) -> int:
        parts: Iterable[QWidget] = self.findChildren(QWidget)
        for part in parts:
            part.ensurePolished()
        width = max(self._width, self.width()) if self.isVisible() else self._width
        wanted = boxes.wanted_height(self._inside.layout(), width) + FOOT
        return min(wanted, _room(self).height() - 60)

    def _typed(self) -> None:
        self.touched = True
        self._timer.start()

    def _show_faults(self, wrong: Invalid) -> None:
        rest = self.form.show_faults(wrong.fields)
        self.rest.setText("；".join(rest))
        self.rest.setVisible(bool(rest))
        self.resize(self.width(), max(self.height(), self._fitting_height()))

    def _report(self, refused: Refused) -> None:
        if self.desk is not None:
            self.desk.report(self, refused)
        else:
            boxes.say(self, "不能这样做", str(refused), icon="alert-triangle")

    def _keep_draft(self) -> None:
        if self.desk is not None and self.desk.drafts is not None:
            self.desk.drafts.save(self._draft, self.form.draft())

    def _take_up_draft(self) -> None:
        drafts = self.desk.drafts if self.desk is not None else None
        found = drafts.load(self._draft) if drafts is not None else None
        if found:
            self.form.put(found)
            self.touched = True
            self.note.setText("上次没有保存完的内容已经找回，请核对后保存。")
            self.note.show()

    def _done(self) -> None:
        self._timer.stop()
        self.touched = False
        if self.desk is not None and self.desk.drafts is not None:
            self.desk.drafts.clear(self._draft)

    def _drop(self) -> None:
        self._done()
        super().reject()


def _room(widget: QWidget) -> QRect:
    screen = widget.screen() or QGuiApplication.primaryScreen()
    return screen.availableGeometry()


def _desk_of(widget: QWidget | None) -> EditorDesk | None:
    """The desk of the page the editor was opened from."""
    while widget is not None:
        desk: EditorDesk | None = getattr(widget, "desk", None)
        if desk is not None:
            return desk
        widget = widget.parentWidget()
    return None
