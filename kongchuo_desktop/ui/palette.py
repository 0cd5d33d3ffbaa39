"""Ctrl+K: one box that finds any child, page or action, and the list that opens below it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    QTimer,
)
from PySide6.QtGui import QFont, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from kongchuo_desktop.ui import look
from kongchuo_desktop.ui.faces import ensure_glyphs
from kongchuo_desktop.ui.look import Ink
from kongchuo_desktop.ui.searchline import SearchLine

HIT = Qt.ItemDataRole.UserRole + 1
HEADING = 28
LINE = 38
MOST_SHOWN = 11
EACH = 8
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found: `group` (学生, 页面, 动作), what to show, and what Enter does."""

    group: str
    title: str
    second: str = ""
    icon: str = "chevron-right"
    go: Callable[[], object] = lambda: None


Provider = Callable[[str], Sequence[Hit]]


class Hits(QAbstractListModel):
    """What was found, each group below its heading; headings cannot be chosen."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.lines: list[Hit | str] = []

    def show(self, hits: Sequence[Hit]) -> None:
        self.beginResetModel()
        groups = dict.fromkeys(hit.group for hit in hits)
        self.lines = []
        for group in groups:
            self.lines += [group, *[hit for hit in hits if hit.group == group][:EACH]]
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self.lines[index.row()]
        if role == HIT:
            return line
        if role == Qt.ItemDataRole.DisplayRole:
            return line if isinstance(line, str) else line.title
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        heading = isinstance(self.lines[index.row()], str)
        chosen = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return Qt.ItemFlag.NoItemFlags if heading else chosen

    def choosable(self) -> list[int]:
        return [number for number, line in enumerate(self.lines) if isinstance(line, Hit)]


class SearchBox(SearchLine):
    """Lies in the head of the window; the hits open below it, the focus stays in it."""

    def __init__(self, providers: Sequence[Provider] = ()) -> None:
        super().__init__("查学生、班级、页面　Ctrl+K")
        self.providers: list[Provider] = list(providers)
        self.popup: HitList | None = None
        self._back: QWidget | None = None
        self.textEdited.connect(self.look_up)

    def open(self) -> None:
        """Ctrl+K: remember where the focus was, and begin."""
        before = self.window().focusWidget()
        self._back = before if before is not self else self._back
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()
        self.look_up(self.text())

    def look_up(self, text: str) -> None:
        ensure_glyphs(text)
        hits = [hit for provider in self.providers for hit in provider(text.strip())]
        for hit in hits:
            ensure_glyphs(hit.title)
        self._popup().show_hits(hits, text.strip())

    def shut(self) -> None:
        """Close the list, empty the box, and give the focus back."""
        self._popup().hide()
        self.clear()
        if self._back is not None:
            self._back.setFocus()

    def take(self, hit: Hit) -> None:
        self.shut()
        hit.go()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        popup = self._popup()
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            popup.move_by(1 if event.key() == Qt.Key.Key_Down else -1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if (hit := popup.current()) is not None:
                self.take(hit)
        elif event.key() == Qt.Key.Key_Escape:
            self.shut()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: Any) -> None:
        super().focusOutEvent(event)
        if self.popup is not None:
            self.popup.hide()

    def mousePressEvent(self, event: Any) -> None:
        super().mousePressEvent(event)
        if self._popup().isHidden():
            self.look_up(self.text())

    def _popup(self) -> "HitList":
        if self.popup is None:
            self.popup = HitList(self)
        return self.popup


class HitList(QFrame):
    """A sheet over the window, not a window of its own: the box keeps the focus and the input
    method."""

    def __init__(self, box: SearchBox) -> None:
        super().__init__(box.window())
        look.role(self, "popup")
        self._box = box
        self.hits = Hits(self)
        self.list = look.role(QListView(), "bare")
        self.list.setModel(self.hits)
        self.list.setItemDelegate(HitLines(self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.pressed.connect(self._pressed)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(5, 5, 5, 5)
        inside.addWidget(self.list)
        self.hide()
        box.window().installEventFilter(self)

    def show_hits(self, hits: Sequence[Hit], text: str) -> None:
        said = list(hits) or ([Hit("没有找到", f"“{text}”", icon="search")] if text else [])
        self.hits.show(said)
        if not said:
            self.hide()
            return
        choosable = self.hits.choosable()
        self.list.setCurrentIndex(self.hits.index(choosable[0], 0))
        self._place()
        self.show()
        self.raise_()
        self.list.scrollToTop()

    def move_by(self, step: int) -> None:
        choosable = self.hits.choosable()
        if self.isHidden() or not choosable:
            return
        here = self.list.currentIndex().row()
        at = choosable.index(here) if here in choosable else -1
        number = choosable[(at + step) % len(choosable)]
        self.list.setCurrentIndex(self.hits.index(number, 0))

    def current(self) -> Hit | None:
        index = self.list.currentIndex()
        line = self.hits.lines[index.row()] if index.isValid() and not self.isHidden() else None
        return line if isinstance(line, Hit) else None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and not self.isHidden():
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        window = self._box.window()
        width = max(self._box.width(), min(440, window.width() - 32))
        heights = [HEADING if isinstance(line, str) else LINE for line in self.hits.lines]
        height = min(sum(heights), MOST_SHOWN * LINE, window.height() - 80) + 12
        corner = self._box.mapTo(window, QPoint(0, self._box.height() + 6))
        left = corner.x() + (self._box.width() - width) // 2
        left = max(8, min(left, window.width() - width - 8))
        self.setGeometry(left, corner.y(), width, height)

    def _pressed(self, index: QModelIndex) -> None:
        line = self.hits.lines[index.row()]
        if isinstance(line, Hit):
            # After the press is done with: taking the hit may replace the page under it.
            QTimer.singleShot(0, self, lambda: self._box.take(line))


class HitLines(QStyledItemDelegate):
    """Headings small and grey; hits with icon, title, and a second text at the right."""

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(100, HEADING if isinstance(index.data(HIT), str) else LINE)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect: QRect = option.rect  # type: ignore[attr-defined]
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        line = index.data(HIT)
        painter.save()
        if isinstance(line, str):
            painter.setFont(look.font(look.SMALL_SIZE))
            painter.setPen(look.color(Ink.THIRD))
            room = rect.adjusted(10, 4, 0, 0)
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, line)
        else:
            chosen = bool(state & QStyle.StateFlag.State_Selected)
            over = bool(state & QStyle.StateFlag.State_MouseOver)
            self._hit(painter, rect, line, chosen, over)
        painter.restore()

    def _hit(self, painter: QPainter, rect: QRect, hit: Hit, chosen: bool, over: bool) -> None:
        if chosen or over:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color(Ink.ACCENT_SOFT if chosen else Ink.HOVER))
            painter.drawRoundedRect(rect.adjusted(0, 1, 0, -1), 6, 6)
        ratio = painter.device().devicePixelRatioF()
        ink = Ink.ACCENT if chosen else Ink.SECOND
        picture = look.pixmap(hit.icon, ink, 18, ratio)
        painter.drawPixmap(rect.left() + 10, rect.top() + (rect.height() - 18) // 2, picture)
        room = rect.adjusted(38, 0, -12, 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(look.font(13))
        painter.setPen(look.color(Ink.SECOND))
        second = painter.fontMetrics().elidedText(
            hit.second, Qt.TextElideMode.ElideRight, room.width() // 2
        )
        painter.drawText(room, middle | Qt.AlignmentFlag.AlignRight, second)
        room.setRight(room.right() - painter.fontMetrics().horizontalAdvance(second) - 10)
        painter.setFont(look.font(weight=QFont.Weight.Medium))
        painter.setPen(look.color(Ink.TEXT))
        title = painter.fontMetrics().elidedText(
            hit.title, Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, middle | Qt.AlignmentFlag.AlignLeft, title)
