"""A line chart of shares over school days, drawn as vectors in whatever it is given."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from kongchuo_desktop.ui import look
from kongchuo_desktop.ui.look import Ink

Points = Sequence[tuple[date, float]]
LEFT, RIGHT, TOP, BOTTOM = 40, 10, 12, 24
STEPS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.25)


def floor_of(points: Points) -> tuple[float, float]:
    """The lowest share to show and the step between lines: at most five lines, never below 0."""
    least = min(share for _, share in points)
    for step in STEPS:
        floor = int(least / step + 1e-9) * step
        if floor >= least - 1e-9:
            floor -= step
        if (1 - floor) / step <= 5 + 1e-9:
            return max(0.0, floor), step
    return 0.0, STEPS[-1]


def draw(painter: QPainter, room: QRectF, points: Points) -> None:
    """The chart: share lines, the curve over its soft ground, the worst day marked."""
    floor, step = floor_of(points)
    inside = room.adjusted(LEFT, TOP, -RIGHT, -BOTTOM)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(look.font(look.SMALL_SIZE))
    _lines(painter, inside, floor, step)
    wide = inside.width() / max(1, len(points) - 1)
    spots = [
        QPointF(
            inside.left() + number * wide,
            inside.bottom() - (share - floor) / (1 - floor) * inside.height(),
        )
        for number, (_day, share) in enumerate(points)
    ]
    _curve(painter, inside, spots)
    _days(painter, inside, points)
    _worst(painter, points, spots)


def _lines(painter: QPainter, inside: QRectF, floor: float, step: float) -> None:
    share = floor
    while share <= 1 + 1e-9:
        y = inside.bottom() - (share - floor) / (1 - floor) * inside.height()
        painter.setPen(QPen(look.color(Ink.FAINT_LINE), 1))
        painter.drawLine(QPointF(inside.left(), y), QPointF(inside.right(), y))
        painter.setPen(look.color(Ink.THIRD))
        place = QRectF(inside.left() - LEFT, y - 9, LEFT - 6, 18)
        painter.drawText(
            place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, f"{share:.0%}"
        )
        share += step


def _curve(painter: QPainter, inside: QRectF, spots: Sequence[QPointF]) -> None:
    ground = QPolygonF(
        [
            QPointF(spots[0].x(), inside.bottom()),
            *spots,
            QPointF(spots[-1].x(), inside.bottom()),
        ]
    )
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.color(Ink.ACCENT_SOFT))
    painter.drawPolygon(ground)
    painter.setPen(QPen(look.color(Ink.ACCENT), 1.6))
    painter.drawPolyline(QPolygonF(list(spots)))


def _days(painter: QPainter, inside: QRectF, points: Points) -> None:
    painter.setPen(look.color(Ink.THIRD))
    place = QRectF(inside.left() - 4, inside.bottom() + 4, inside.width() + 8, 18)
    first, last = points[0][0], points[-1][0]
    painter.drawText(place, Qt.AlignmentFlag.AlignLeft, f"{first.month}月{first.day}日")
    painter.drawText(place, Qt.AlignmentFlag.AlignRight, f"{last.month}月{last.day}日")
    painter.setPen(look.color(Ink.SECOND))
    worst, share = min(points, key=lambda point: point[1])
    said = f"最低 {worst.month}月{worst.day}日 {share:.1%}"
    painter.drawText(place, Qt.AlignmentFlag.AlignHCenter, said)


def _worst(painter: QPainter, points: Points, spots: Sequence[QPointF]) -> None:
    number = min(range(len(points)), key=lambda n: points[n][1])
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.color(Ink.RED))
    painter.drawEllipse(spots[number], 3, 3)


class Chart(QWidget):
    """The chart on screen; nothing is drawn before there are two days."""

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
        if len(self._points) > 1:
            draw(painter, QRectF(self.rect()), self._points)
            return
        painter.setPen(look.color(Ink.THIRD))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, "登记两天以上出勤后显示")
