"""Short dialogs: say something, or ask before something; opened, never waited for."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QHBoxLayout,
    QLayout,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from kongchuo_desktop.ui.look import Ink
from kongchuo_desktop.ui.plain import PlainButton, PlainLabel, PlainPicture

WIDTH = 440


class Box(QDialog):
    """An icon, a heading, a text, and at the right the button that carries the verb."""

    def __init__(
        self,
        parent: QWidget | None,
        heading: str,
        text: str,
        *,
        icon: str = "info-circle",
        ink: Ink = Ink.ACCENT,
    ) -> None:
        super().__init__(parent or QApplication.activeWindow())
        keep(self)
        self.setWindowTitle("控辍保学台账")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setFixedWidth(WIDTH)
        self.heading = PlainLabel(heading, "heading", wrap=True)
        self.text = PlainLabel(text, "second", wrap=True)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(8)
        self.buttons.addStretch(1)
        words = QVBoxLayout()
        words.setSpacing(8)
        words.addWidget(self.heading)
        words.addWidget(self.text)
        words.addStretch(1)
        top = QHBoxLayout()
        top.setSpacing(14)
        top.addWidget(PlainPicture(icon, ink, 24), 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(words, 1)
        self._all = QVBoxLayout(self)
        self._all.setContentsMargins(20, 20, 20, 16)
        self._all.setSpacing(18)
        self._all.addLayout(top)
        self._all.addLayout(self.buttons)

    def add(self, text: str, role: str, then: Callable[[], object], *, last: bool = False) -> None:
        """One more button; `last` is the one Enter presses."""
        button = PlainButton(text, role)
        button.setMinimumWidth(84)
        button.does(then)
        self.buttons.addWidget(button)
        if last:
            button.setDefault(True)
            button.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        fit_height(self)
        super().showEvent(event)

    def detail(self, text: str) -> None:
        """Text for whoever is asked for help, with a button that copies it."""
        place = QPlainTextEdit()
        place.setReadOnly(True)
        place.setPlainText(text)
        place.setFixedHeight(120)
        self._all.insertWidget(1, place)
        self.add("复制", "", lambda: QGuiApplication.clipboard().setText(text))


def fit_height(dialog: QDialog) -> None:
    """Give a dialog of fixed width the height its wrapped texts need: Qt guesses too much."""
    dialog.setFixedHeight(wanted_height(dialog.layout(), dialog.width()))


def wanted_height(layout: QLayout, width: int) -> int:
    """How high a layout wants to be at this width, wrapped texts and all."""
    layout.activate()
    if layout.hasHeightForWidth():
        return layout.totalHeightForWidth(width)
    return layout.totalSizeHint().height()


def keep(dialog: QDialog) -> None:
    """A dialog without a parent belongs to nobody: hold it until it is closed."""
    dialog.finished.connect(lambda _result: dialog)


def say(
    parent: QWidget | None,
    heading: str,
    text: str,
    *,
    icon: str = "info-circle",
    ink: Ink = Ink.ACCENT,
    detail: str = "",
) -> Box:
    """Tell something that has to be read."""
    box = Box(parent, heading, text, icon=icon, ink=ink)
    if detail:
        box.detail(detail)
    box.add("知道了", "primary", box.accept, last=True)
    QShortcut(QKeySequence.StandardKey.Copy, box).activated.connect(
        lambda: QGuiApplication.clipboard().setText(f"{heading}\n{text}\n{detail}".strip())
    )
    box.open()
    return box


def ask(
    parent: QWidget | None,
    heading: str,
    text: str,
    verb: str,
    then: Callable[[], object],
    *,
    stay: str = "取消",
    danger: bool = False,
) -> Box:
    """Ask before `then`; Esc and `stay` do nothing. A dangerous verb is not under Enter."""
    ink = Ink.RED if danger else Ink.AMBER
    box = Box(parent, heading, text, icon="alert-triangle", ink=ink)
    box.add(stay, "", box.reject, last=danger)
    box.add(verb, "danger" if danger else "primary", box.accept, last=not danger)
    box.accepted.connect(lambda: then())  # noqa: PLW0108 - keeps `then` to no arguments
    box.open()
    return box
