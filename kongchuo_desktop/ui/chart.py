"""The chart of shares over school days on the screen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from kongchuo_desktop.domain import chart
from kongchuo_desktop.domain.chart import Label, Points, Spot
from kongchuo_desktop.ui import look
from kongchuo_desktop.ui.look import Ink

ALIGN = {
    "left": Qt.AlignmentFlag.AlignLeft,
    "center": Qt.AlignmentFlag.AlignHCenter,
    "right": Qt.AlignmentFlag.AlignRight,
}


class Chart(QWidget):
    """Nothing is drawn before there are two days."""

    def __init__(self) -> None:
        super().__init__()
        self._points: Points = ()
        self.setMinimumHeight(132)

    def show_points(self, points: Points) -> None:
        self._points = points
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(320, 150)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(look.font(look.SMALL_SIZE))
        if len(self._points) > 1:
            self._draw(painter)
            return
        painter.setPen(look.color(Ink.THIRD))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, "登记两天以上出勤后显示")

    def _draw(self, painter: QPainter) -> None:
        laid = chart.laid_out(self._points, self.width(), self.height())
        painter.setPen(QPen(look.color(Ink.FAINT_LINE), 1))
        for start, end in laid.across:
            painter.drawLine(QPointF(*start), QPointF(*end))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color(Ink.ACCENT_SOFT))
        painter.drawPolygon(_polygon(laid.area))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(look.color(Ink.ACCENT), 1.6))
        painter.drawPolyline(_polygon(laid.curve))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color(Ink.RED))
        painter.drawEllipse(QPointF(*laid.worst), 3, 3)
        for label in laid.labels:
            _write(painter, label)


def _polygon(spots: Sequence[Spot]) -> QPolygonF:
    return QPolygonF([QPointF(*spot) for spot in spots])


def _write(painter: QPainter, label: Label) -> None:
    painter.setPen(look.color(Ink.SECOND if label.strong else Ink.THIRD))
    place = QRectF(label.x, label.y, label.width, 18)
    painter.drawText(place, ALIGN[label.align] | Qt.AlignmentFlag.AlignVCenter, label.text)
