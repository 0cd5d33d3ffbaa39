"""Choosing a child by name, initials or number, from the keyboard."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
    SignalInstance,
)
from PySide6.QtGui import QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QCompleter,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from kongchuo_desktop.ui import look
from kongchuo_desktop.ui.faces import ensure_glyphs
from kongchuo_desktop.ui.inputs import Input, Unreadable
from kongchuo_desktop.ui.look import Ink
from kongchuo_desktop.ui.searchline import SearchLine

Match = tuple[str, str, str]
"""A child: id, name, and what tells two of the same name apart (class, number)."""

Find = Callable[[str], Sequence[Match]]

MOST = 12
SECOND = Qt.ItemDataRole.UserRole + 1


def person(find: Find, name_of: Callable[[str], Match | None] | None = None) -> Input["PersonEdit"]:
    """A child's id. `find(text)` gives the matches; `name_of(id)` the one to show for a value.

    A value may also be put as a whole (id, name, second) triple.
    """
    return Input(
        lambda: PersonEdit(find, name_of),
        lambda w, value: w.put(value),
        lambda w: w.value(),
        lambda w: w.changed,
    )


class PersonEdit(SearchLine):
    """Type, choose with ↑ ↓ and Enter; a name nobody chose is not a child."""

    changed = Signal()

    def __init__(self, find: Find, name_of: Callable[[str], Match | None] | None = None) -> None:
        super().__init__("姓名、拼音首字母或学籍号", "person")
        self._find, self._name_of = find, name_of
        self._chosen: Match | None = None
        self.matches = QStandardItemModel(self)
        self.completer_ = QCompleter(self.matches, self)
        self.completer_.setWidget(self)
        self.completer_.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.completer_.setMaxVisibleItems(MOST)
        popup = QListView()
        look.role(popup, "choices")
        popup.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.completer_.setPopup(popup)
        popup.setItemDelegate(Matches(popup))
        by_place: SignalInstance = self.completer_.activated[QModelIndex]  # type: ignore[index]
        by_place.connect(self._choose)
        self.textEdited.connect(self._search)

    def put(self, value: Any) -> None:
        known = (
            self._name_of(value) if isinstance(value, str) and value and self._name_of else value
        )
        self._chosen = tuple(known) if known and not isinstance(known, str) else None
        self.setText(_shown(self._chosen) if self._chosen else "")
        self.setCursorPosition(0)

    def value(self) -> str | None:
        """The id; None when blank; Unreadable for a text nobody was chosen for."""
        if self._chosen is not None:
            return self._chosen[0]
        if self.text().strip():
            raise Unreadable("请从名单里选一名学生（用 ↓ 和回车）")
        return None

    def _search(self, typed: str) -> None:
        ensure_glyphs(typed)
        self._chosen = None
        self.matches.clear()
        found = list(self._find(typed.strip()))[:MOST] if typed.strip() else []
        for key, name, second in found:
            ensure_glyphs(name)
            item = QStandardItem(name)
            item.setData((key, name, second), SECOND)
            self.matches.appendRow(item)
        self.changed.emit()
        if found:
            self.completer_.complete()
            popup = self.completer_.popup()
            popup.setCurrentIndex(self.completer_.completionModel().index(0, 0))
        else:
            self.completer_.popup().hide()

    def _choose(self, index: QModelIndex) -> None:
        self.put(index.data(SECOND))
        self.changed.emit()


def _shown(match: Match) -> str:
    _key, name, second = match
    return f"{name}　{second}" if second else name


class Matches(QStyledItemDelegate):
    """The name at the left, the class at the right."""

    def sizeHint(
        self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(240, look.CONTROL)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        rect: QRect = option.rect  # type: ignore[attr-defined]
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        _key, name, second = index.data(SECOND)
        painter.save()
        if state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            painter.fillRect(rect, look.color(Ink.ACCENT_SOFT))
        room = rect.adjusted(10, 0, -10, 0)
        painter.setFont(look.font(13))
        painter.setPen(look.color(Ink.SECOND))
        wide = painter.fontMetrics().horizontalAdvance(second) + 12
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(room, middle | Qt.AlignmentFlag.AlignRight, second)
        painter.setFont(look.font())
        painter.setPen(look.color(Ink.TEXT))
        room.setRight(room.right() - wide)
        short = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, middle | Qt.AlignmentFlag.AlignLeft, short)
        painter.restore()
