"""Dates as teachers type them, and the calendar that opens beside the entry."""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import QDate, QEvent, QObject, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QPen, QTextCharFormat
from PySide6.QtWidgets import (
    QBoxLayout,
    QCalendarWidget,
    QFrame,
    QLineEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from kongchuo_desktop.domain.attendance import Half
from kongchuo_desktop.ui import look
from kongchuo_desktop.ui.controls import PickRow, Row
from kongchuo_desktop.ui.inputs import Input, Unreadable
from kongchuo_desktop.ui.look import Ink

Clock = Callable[[], date]

NEAR = {"今天": 0, "今日": 0, "昨天": -1, "昨日": -1, "前天": -2, "明天": 1, "明日": 1, "后天": 2}
HALVES = ((Half.AM, "上午"), (Half.PM, "下午"))
FULL = re.compile(r"(\d{4}|\d{2})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?")
SHORT = re.compile(r"(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*[日号]?")
SOLID = re.compile(r"(\d{4})(\d{2})(\d{2})")
HOW = "日期写成 11-20、11月20日 或 2026-11-20"


def read_day(text: str, today: date) -> date | None:
    """The day meant by `text`, None when it is blank; Unreadable when it is no day.

    Without a year the day nearest to today is meant: in January, `11-20` was last year.
    """
    typed = "".join(text.split())
    if not typed:
        return None
    if typed in NEAR:
        return today + timedelta(days=NEAR[typed])
    try:
        if found := FULL.fullmatch(typed) or SOLID.fullmatch(typed):
            year, month, day = map(int, found.groups())
            return date(year + 2000 if year < 100 else year, month, day)
        if found := SHORT.fullmatch(typed):
            return _nearest(int(found[1]), int(found[2]), today)
    except ValueError:
        raise Unreadable("没有这一天，请核对") from None
    raise Unreadable(HOW)


def _nearest(month: int, day: int, today: date) -> date:
    found = []
    for year in (today.year - 1, today.year, today.year + 1):
        try:
            found.append(date(year, month, day))
        except ValueError:
            continue
    if not found:
        raise ValueError
    return min(found, key=lambda one: abs(one - today))


def day(today: Clock) -> Input["DayEdit"]:
    """A date; None when left blank, which `required` fields refuse."""
    return Input(
        lambda: DayEdit(today), lambda w, v: w.put(v), lambda w: w.value(), lambda w: w.changed
    )


def half_day(today: Clock, halves: Sequence[tuple[Any, str]] = HALVES) -> Input["HalfDayEdit"]:
    """A date with 上午 or 下午: a pair (date, half), or None when the date is blank."""
    return Input(
        lambda: HalfDayEdit(today, halves),
        lambda w, v: w.put(v),
        lambda w: w.value(),
        lambda w: w.changed,
    )


class DayEdit(QLineEdit):
    """A date typed by hand; ↑ and ↓ go by days, Alt+↓ opens the calendar."""

    changed = Signal()

    def __init__(self, today: Clock) -> None:
        super().__init__()
        self._today = today
        self.setPlaceholderText("年-月-日")
        self.setMaxLength(20)
        self.setFixedWidth(148)
        self.textChanged.connect(lambda _text: self.changed.emit())
        self.editingFinished.connect(self._tidy)
        place = QLineEdit.ActionPosition.TrailingPosition
        self.opener = self.addAction(look.icon("calendar"), place)
        self.opener.triggered.connect(self.open_calendar)

    def put(self, value: date | str | None) -> None:
        self.setText(value.isoformat() if isinstance(value, date) else value or "")

    def value(self) -> date | None:
        return read_day(self.text(), self._today())

    def open_calendar(self) -> None:
        popup = CalendarPopup(self._known() or self._today(), self._today(), self)
        popup.taken.connect(self.put)
        popup.show_below(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.open_calendar()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            start = self._known() or self._today()
            self.put(start + timedelta(days=1 if key == Qt.Key.Key_Up else -1))
        else:
            super().keyPressEvent(event)

    def _known(self) -> date | None:
        try:
            return self.value()
        except Unreadable:
            return None

    def _tidy(self) -> None:
        if (known := self._known()) and self.text() != known.isoformat():
            self.put(known)


class HalfDayEdit(Row):
    """A date and one of its halves."""

    changed = Signal()

    def __init__(self, today: Clock, halves: Sequence[tuple[Any, str]]) -> None:
        super().__init__()
        self.day = DayEdit(today)
        self.half = PickRow(halves)
        self.half.put(halves[0][0])
        self.row.addWidget(self.day)
        self.row.addWidget(self.half)
        self.day.changed.connect(self.changed)
        self.half.picked.connect(self.changed)
        self.setFocusProxy(self.day)

    def put(self, value: Sequence[Any] | None) -> None:
        when, half = value or (None, None)
        self.day.put(when)
        if half is not None:
            self.half.put(half)

    def value(self) -> tuple[date, Any] | None:
        when = self.day.value()
        return None if when is None else (when, self.half.value())


class Calendar(QCalendarWidget):
    """A month with the chosen day filled and today ringed; weekends are quieter, not red."""

    def __init__(self, chosen: date, today: date) -> None:
        super().__init__()
        self._today = QDate(today.year, today.month, today.day)
        self.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.setHorizontalHeaderFormat(QCalendarWidget.HorizontalHeaderFormat.SingleLetterDayNames)
        self.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self.setGridVisible(False)
        self.setFixedSize(QSize(272, 264))
        self.setSelectedDate(QDate(chosen.year, chosen.month, chosen.day))
        self._calm()
        self._year_first()
        self.currentPageChanged.connect(self._say_page)
        self._say_page(self.yearShown(), self.monthShown())

    def _year_first(self) -> None:
        """2026年 11月, as it is written here."""
        bar = self.findChild(QWidget, "qt_calendar_navigationbar")
        year = self.findChild(QToolButton, "qt_calendar_yearbutton")
        month = self.findChild(QToolButton, "qt_calendar_monthbutton")
        row = bar.layout() if isinstance(bar, QWidget) else None
        if isinstance(row, QBoxLayout) and isinstance(year, QToolButton):
            row.removeWidget(year)
            row.insertWidget(row.indexOf(month), year)

    def _say_page(self, year: int, month: int) -> None:
        for name, said in (("year", f"{year}年"), ("month", f"{month}月")):
            button = self.findChild(QToolButton, f"qt_calendar_{name}button")
            if isinstance(button, QToolButton):
                button.setText(said)

    def _calm(self) -> None:
        head = QTextCharFormat()
        head.setForeground(look.color(Ink.THIRD))
        head.setBackground(look.color(Ink.SURFACE))
        self.setHeaderTextFormat(head)
        for weekday in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.setWeekdayTextFormat(weekday, head)
        for name, picture in (("prev", "chevron-left"), ("next", "chevron-right")):
            button = self.findChild(QToolButton, f"qt_calendar_{name}month")
            if isinstance(button, QToolButton):
                button.setIcon(look.icon(picture))

    def paintCell(self, painter: QPainter, rect: QRect, day: QDate) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = min(rect.width(), rect.height()) - 4
        place = QRectF(0, 0, side, side)
        place.moveCenter(QRectF(rect).center())
        ink = Ink.TEXT if day.month() == self.monthShown() else Ink.FIRM_LINE
        painter.setPen(Qt.PenStyle.NoPen)
        if day == self.selectedDate():
            painter.setBrush(look.color(Ink.ACCENT))
            painter.drawRoundedRect(place, 6, 6)
            ink = Ink.SURFACE
        elif day == self._today:
            painter.setPen(QPen(look.color(Ink.ACCENT), 1))
            painter.drawRoundedRect(place, 6, 6)
            ink = Ink.ACCENT
        painter.setPen(look.color(ink))
        painter.setFont(look.font(13, QFont.Weight.Normal))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, str(day.day()))
        painter.restore()


class CalendarPopup(QFrame):
    """The calendar below its entry; a click or Enter takes the day, Esc closes."""

    taken = Signal(date)

    def __init__(self, chosen: date, today: date, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        look.role(self, "popup")
        self.calendar = Calendar(chosen, today)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(6, 6, 6, 6)
        inside.addWidget(self.calendar)
        self.calendar.clicked.connect(self._take)
        self.calendar.activated.connect(self._take)
        parts: Iterable[QWidget] = self.calendar.findChildren(QWidget)
        for part in parts:
            part.installEventFilter(self)

    def show_below(self, entry: QWidget) -> None:
        self.adjustSize()
        place = entry.mapToGlobal(QPoint(0, entry.height() + 4))
        room = entry.screen().availableGeometry()
        if place.y() + self.height() > room.bottom():
            place.setY(entry.mapToGlobal(QPoint(0, 0)).y() - self.height() - 4)
        place.setX(max(room.left(), min(place.x(), room.right() - self.width())))
        self.move(place)
        self.show()
        self.calendar.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
        ):
            self.close()
            return True
        return super().eventFilter(watched, event)

    def _take(self, day: QDate) -> None:
        self.taken.emit(date(day.year(), day.month(), day.day()))
        self.close()
