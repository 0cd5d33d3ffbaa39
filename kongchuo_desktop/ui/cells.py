"""How a cell is drawn: words, names, numbers, pills and tags; always plain text, elided if long."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QHelpEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolTip,
)

from kongchuo_desktop.ui import look
from kongchuo_desktop.ui.look import Ink
from kongchuo_desktop.ui.plain import tooltip
from kongchuo_desktop.ui.table import ALIGN, CELL, Column, parts

PAD = 12
PILL_PAD = 7
PILL_HEIGHT = 20
BETWEEN_PARTS = 12
BETWEEN_PILLS = 6

Index = QModelIndex | QPersistentModelIndex
Part = tuple[str, str]


class Cells(QStyledItemDelegate):
    """Draws every cell of a `RecordView`; the view tells which row the mouse is over."""

    def __init__(self, view: QTableView, columns: tuple[Column, ...]) -> None:
        super().__init__(view)
        self.columns = columns
        self.hovered = -1
        self._view = view
        app_font = look.font()
        self._fonts = {
            "text": app_font,
            "strong": look.font(weight=QFont.Weight.Medium),
            "pill": look.font(look.SMALL_SIZE, QFont.Weight.Medium),
        }

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        column = self.columns[index.column()]
        drawn = parts(index.data(CELL))
        return QSize(self._width(drawn, column) + 2 * PAD, look.ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        rect: QRect = option.rect  # type: ignore[attr-defined]
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.fillRect(rect, look.color(self._ground(chosen, index.row())))
        painter.setPen(look.color(Ink.FAINT_LINE))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        current = self._view.currentIndex()
        if index.column() == 0 and current.row() == index.row() and self._view.hasFocus():
            painter.fillRect(
                QRect(rect.left(), rect.top(), 3, rect.height()), look.color(Ink.ACCENT)
            )
        self._draw(painter, rect.adjusted(PAD, 0, -PAD, -1), index)
        painter.restore()

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        """The whole text of a cell that is shortened."""
        if event.type() != QHelpEvent.Type.ToolTip or not index.isValid():
            return super().helpEvent(event, view, option, index)
        rect: QRect = option.rect  # type: ignore[attr-defined]
        short = self.sizeHint(option, index).width() > rect.width()
        text = str(index.data() or "") if short else ""
        QToolTip.showText(event.globalPos(), tooltip(text), view)
        return True

    def _ground(self, chosen: bool, row: int) -> Ink:
        if chosen:
            return Ink.ACCENT_SOFT
        return Ink.HOVER if row == self.hovered else Ink.SURFACE

    def _draw(self, painter: QPainter, room: QRect, index: Index) -> None:
        column = self.columns[index.column()]
        drawn = parts(index.data(CELL))
        width = self._width(drawn, column)
        left = room.left()
        if column.align == "right":
            left = max(left, room.right() + 1 - width)
        elif column.align == "centre":
            left = max(left, room.left() + (room.width() - width) // 2)
        for number, (text, tone) in enumerate(drawn):
            space = room.right() + 1 - left
            if space <= 0:
                break
            last = number == len(drawn) - 1
            more = 0 if last else BETWEEN_PARTS + 14
            left += self._part(painter, room, left, space, (text, tone), column, more)

    def _part(
        self,
        painter: QPainter,
        room: QRect,
        left: int,
        space: int,
        part: Part,
        column: Column,
        more: int,
    ) -> int:
        """Draw one part at `left`; how far the next one moves on."""
        text, tone = part
        pad = PILL_PAD if tone else 0
        face = self._font(part, column)
        metrics = QFontMetrics(face)
        whole = metrics.horizontalAdvance(text) + 2 * pad
        shown = text
        if whole > space:  # elidedText would also shorten some texts that just fit
            room_for = max(0, space - more - 2 * pad)
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room_for)
        width = min(whole, metrics.horizontalAdvance(shown) + 2 * pad)
        ink = look.color(Ink.SECOND if column.kind == "quiet" else Ink.TEXT)
        if tone:
            ink, soft = look.tone(tone)
            self._pill(painter, room, left, width, soft)
        painter.setFont(face)
        painter.setPen(ink)
        place = QRect(left + pad, room.top(), width - 2 * pad + 2, room.height())
        painter.drawText(place, int(ALIGN["left"]) | Qt.TextFlag.TextSingleLine.value, shown)
        return width + (BETWEEN_PILLS if tone else BETWEEN_PARTS)

    def _pill(self, painter: QPainter, room: QRect, left: int, width: int, soft: QColor) -> None:
        top = room.top() + (room.height() - PILL_HEIGHT) / 2
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(soft)
        painter.drawRoundedRect(QRectF(left, top, width, PILL_HEIGHT), 4, 4)

    def _font(self, part: Part, column: Column) -> QFont:
        if part[1]:
            return self._fonts["pill"]
        return self._fonts["strong" if column.kind == "strong" else "text"]

    def _width(self, drawn: list[Part], column: Column) -> int:
        total = 0
        for number, part in enumerate(drawn):
            pad = PILL_PAD if part[1] else 0
            total += QFontMetrics(self._font(part, column)).horizontalAdvance(part[0]) + 2 * pad
            if number < len(drawn) - 1:
                total += BETWEEN_PILLS if part[1] else BETWEEN_PARTS
        return total
