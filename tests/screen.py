"""Hands and eyes for the tests of the window: keys for whatever has the focus, and what is seen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QStyle,
    QStyleOptionButton,
    QStyleOptionViewItem,
    QWidget,
)

from kongchuo_desktop import app as program
from kongchuo_desktop.services.context import Context
from kongchuo_desktop.ui.card import Pill
from kongchuo_desktop.ui.tabs import contents
from kongchuo_desktop.ui.tabs.page import Page
from kongchuo_desktop.ui.view import RecordView
from kongchuo_desktop.ui.window import MainWindow

TABS = contents.kinds()

SIZE = (1366, 768)
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
Key = Qt.Key


def show_window(qtbot: Any, ctx: Context, *, closed: bool = True) -> MainWindow:
    """The program's own window on an open school, in front; `closed` when the test ends."""
    window = program.build(ctx)
    if closed:
        qtbot.addWidget(window, before_close_func=_leave)
    window.resize(*SIZE)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    return window


def go_to(kind: type[Page]) -> Any:
    """The page of this kind, by keyboard: Ctrl and its number, beyond nine by its name."""
    number = TABS.index(kind) + 1
    if number <= 9:
        press(Qt.Key(Key.Key_0.value + number), held=CTRL)
    else:
        press(Key.Key_K, held=CTRL)
        write(kind.title)
        press(Key.Key_Return)
    page = main_window().page()
    assert type(page) is kind
    return page


def _leave(window: MainWindow) -> None:
    """As the end of the program: nobody is asked, no dialog stays for the next test."""
    window.desk.jobs.stop()
    window._leaving = True
    for dialog in dialogs():
        QDialog.done(dialog, 0)


def press(*keys: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Keys as the keyboard sends them: to the window that has the focus, popups first."""
    for key in keys:
        QTest.keyClick(front(), key, held)


def double_click(view: RecordView, key: str) -> None:
    """As the mouse does it: a click, and a second one at the same place."""
    (row,) = view.table.numbers([key])
    place = view.visualRect(view.table.index(row, 0)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)


def write(text: str) -> None:
    """Typed letter by letter; what no key bears comes from the input method."""
    for letter in text:
        if letter.isascii():
            QTest.keyClick(front(), letter)
        else:
            _commit(letter)


def _commit(text: str) -> None:
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(QApplication.focusWidget(), event)


def front() -> QWindow:
    """The window the keyboard speaks to. A window manager gives the focus back when a dialog
    closes; without a screen nobody does."""
    found = QGuiApplication.focusWindow()
    if found is None or not found.isVisible():
        top = top_window()
        top.activateWindow()
        QTest.qWaitForWindowActive(top, 1000)
        found = top.windowHandle()
    return found


def main_window() -> MainWindow:
    windows = [w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow)]
    (found,) = [w for w in windows if w.isVisible()]
    return found


def top_window() -> QWidget:
    """The dialog in front of all others, else the main window."""
    found = QApplication.activeModalWidget()
    if found is not None:
        return found
    return main_window()


def dialogs() -> list[QDialog]:
    """Open dialogs, without those that are being deleted."""
    return [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()]


def wait_dialog(
    qtbot: Any, kind: type[QDialog], like: Callable[[Any], bool] = lambda _dialog: True
) -> Any:
    """The dialog of this kind that is in front, once it is there."""

    def there() -> bool:
        found = QApplication.activeModalWidget()
        return isinstance(found, kind) and like(found)

    qtbot.waitUntil(there)
    found = QApplication.activeModalWidget()
    if QGuiApplication.focusWindow() is not found.windowHandle():
        found.activateWindow()
        qtbot.waitUntil(lambda: QGuiApplication.focusWindow() is found.windowHandle())
    return found


def wait_quiet(qtbot: Any, window: MainWindow) -> None:
    """No dialog and no work is left."""
    qtbot.waitUntil(lambda: not window.desk.jobs.busy and not dialogs())


def seen(root: QWidget) -> Iterator[QWidget]:
    """Every visible widget in it, itself first."""
    yield root
    for child in root.findChildren(QWidget):
        if child.isVisibleTo(root) and child.window() is root.window():
            yield child


def texts(root: QWidget) -> list[str]:
    """Every text that stands on the screen, tables, lists and tool tips included."""
    found: list[str] = []
    for widget in seen(root):
        found += _texts_of(widget)
    return [text for text in found if text]


def _texts_of(widget: QWidget) -> list[str]:
    if isinstance(widget, QLabel | QLineEdit | Pill):
        return [widget.text()]
    if isinstance(widget, QAbstractButton):
        return [widget.text().replace("&&", "&")]
    if isinstance(widget, QComboBox):
        return [widget.itemText(n) for n in range(widget.count())]
    if isinstance(widget, QPlainTextEdit):
        return [widget.toPlainText()]
    if isinstance(widget, QAbstractItemView) and widget.model() is not None:
        model = widget.model()
        return [
            str(model.index(row, column).data() or "")
            for row in range(model.rowCount())
            for column in range(model.columnCount())
        ]
    return []


def clipped(root: QWidget) -> list[str]:
    """Texts without the room they need, and widgets outside of what holds them."""
    return [fault for widget in seen(root) if (fault := _short(widget) or _outside(widget))]


def _short(widget: QWidget) -> str:
    said, room, wanted = _room_and_wish(widget)
    return f"{type(widget).__name__} “{said}” has {room} of {wanted} px" if room < wanted else ""


def _room_and_wish(widget: QWidget) -> tuple[str, int, int]:
    """A text, the room it has and the room it needs; labels that elide need none."""
    if isinstance(widget, QLabel):
        return _label(widget)
    if isinstance(widget, QPushButton | QCheckBox):
        said = widget.text().replace("&&", "&")
        return said, _room_in(widget), widget.fontMetrics().horizontalAdvance(said)
    if isinstance(widget, QComboBox):
        said = widget.currentText()
        return said, widget.width() - 36, widget.fontMetrics().horizontalAdvance(said)
    if isinstance(widget, QLineEdit) and not widget.text():
        margins = widget.textMargins()
        room = widget.width() - margins.left() - margins.right() - 16
        said = widget.placeholderText()
        return said, room, widget.fontMetrics().horizontalAdvance(said)
    if isinstance(widget, RecordView):
        return _cells(widget)
    return "", 0, 0


def _label(label: QLabel) -> tuple[str, int, int]:
    if not label.text() or getattr(label, "_elide", False):
        return "", 0, 0
    if label.wordWrap():
        return label.text(), label.height(), label.heightForWidth(label.width())
    return label.text(), label.width(), label.sizeHint().width()


def _cells(view: RecordView) -> tuple[str, int, int]:
    """Numbers, dates and states must be read whole; names and sentences may be shortened."""
    worst = ("", 0, 0)
    for column, declared in enumerate(view.table.columns):
        if declared.kind not in {"number", "pill"}:
            continue
        for row in range(min(40, view.table.rowCount())):
            index = view.table.index(row, column)
            wanted = view.itemDelegate().sizeHint(QStyleOptionViewItem(), index).width()
            if wanted - view.columnWidth(column) > worst[2] - worst[1]:
                worst = (str(index.data()), view.columnWidth(column), wanted)
    return worst


def _room_in(button: QAbstractButton) -> int:
    if isinstance(button, QCheckBox):
        return button.width() - 22
    option = QStyleOptionButton()
    button.initStyleOption(option)  # type: ignore[attr-defined]
    inside = button.style().subElementRect(QStyle.SubElement.SE_PushButtonContents, option, button)
    icon = 0 if button.icon().isNull() else button.iconSize().width() + 4
    return inside.width() - icon


def _outside(widget: QWidget) -> str:
    parent = widget.parentWidget()
    if parent is None or widget.isWindow() or widget.width() * widget.height() == 0:
        return ""
    if _scrolls(widget) or isinstance(parent, QAbstractScrollArea | QLineEdit | QComboBox):
        return ""
    place = QRect(widget.mapTo(parent, QPoint(0, 0)), widget.size())
    if parent.rect().contains(place):
        return ""
    name = type(widget).__name__
    said = next((t for t in _texts_of(widget) if t), "")
    holder = f"{type(parent).__name__} {parent.rect().getRect()}"
    return f"{name} “{said}” {place.getRect()} leaves {holder}"


def _scrolls(widget: QWidget) -> bool:
    """Directly what a scroll area scrolls: it is larger than its viewport on purpose."""
    holder = widget.parentWidget()
    area = holder.parentWidget() if holder is not None else None
    if isinstance(area, QScrollArea):
        wide = area.horizontalScrollBarPolicy() is Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        return not (wide and widget.width() > area.viewport().width())
    return isinstance(area, QListView | QAbstractItemView | QPlainTextEdit)
