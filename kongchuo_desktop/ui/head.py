"""The head of the window: program, school, search, day, backup, and who is working."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from kongchuo_desktop.ui import look
from kongchuo_desktop.ui.look import Ink
from kongchuo_desktop.ui.palette import SearchBox
from kongchuo_desktop.ui.plain import PlainLabel, PlainPicture, tooltip

WEEKDAYS = "一二三四五六日"
BACKUP = {
    "green": ("shield-check", Ink.GREEN),
    "amber": ("shield-x", Ink.AMBER),
    "red": ("shield-x", Ink.RED),
}
SEARCH_LEAST, SEARCH_MOST = 180, 320
GAP = 14


class Head(QFrame):
    """What matters least leaves first when the window is narrow."""

    def __init__(self, school: str, *, demo: bool) -> None:
        super().__init__()
        look.role(self, "head")
        self.setFixedHeight(48)
        self.school = PlainLabel(school, "second", elide=True)
        self.demo = PlainLabel("示范学校", "demo")
        self.demo.setVisible(demo)
        self.term = PlainLabel("", "second")
        self.search = SearchBox()
        self.day = PlainLabel("", "second")
        self.weekday = PlainLabel("", "second")
        self._shield = PlainPicture("shield-check", Ink.GREEN)
        self.backup = PlainLabel("", "second")
        self.who = PlainLabel("", "second")
        self.roles = PlainLabel("", "second")
        self._shield.hide()
        self._program = PlainLabel("控辍保学台账", "program")
        self._lay_out()

    def _lay_out(self) -> None:
        self._left, self._right = QWidget(self), QWidget(self)
        left = QHBoxLayout(self._left)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(8)
        left.addWidget(PlainPicture("school", Ink.ACCENT, 22))
        left.addWidget(self._program)
        left.addWidget(self.school)
        left.addWidget(self.demo, 0, Qt.AlignmentFlag.AlignVCenter)
        left.addSpacing(4)
        left.addWidget(self.term)
        left.addStretch(1)
        right = QHBoxLayout(self._right)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(6)
        right.addStretch(1)
        right.addWidget(self.day)
        right.addWidget(self.weekday)
        right.addSpacing(8)
        right.addWidget(self._shield)
        right.addWidget(self.backup)
        right.addSpacing(8)
        right.addWidget(PlainPicture("user-circle", Ink.SECOND, 20))
        right.addWidget(self.who)
        right.addWidget(self.roles)
        self.search.setParent(self)

    def say_term(self, text: str) -> None:
        self.term.setText(text)
        self.arrange()

    def say_day(self, day: date) -> None:
        self.day.setText(f"{day.month}月{day.day}日")
        self.weekday.setText(f"星期{WEEKDAYS[day.weekday()]}")
        self.arrange()

    def say_backup(self, text: str, tone: str) -> None:
        picture, ink = BACKUP.get(tone, BACKUP["green"])
        self._shield.set_ink(ink, picture)
        self._shield.setVisible(bool(text))
        self._shield.setToolTip(tooltip(text))
        self.backup.setText(text)
        self.arrange()

    def say_who(self, name: str, roles: str) -> None:
        self.who.setText(name)
        self.roles.setText(roles)
        self.arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()

    def arrange(self) -> None:
        """The search in the middle; hide from the least important on until all the rest fits."""
        leaving = [self.term, self.weekday, self.roles, self.backup, self.day]
        for one in leaving:
            one.setVisible(bool(one.text()))
        room = self.width() - 2 * look.MARGIN
        left, right = self._wanted()
        for one in leaving:
            if left + right + SEARCH_LEAST + 2 * GAP <= room:
                break
            one.hide()
            left, right = self._wanted()
        left = min(left, room - right - SEARCH_LEAST - 2 * GAP)
        self._put(left, right, room)

    def _wanted(self) -> tuple[int, int]:
        for half in (self._left, self._right):
            half.layout().invalidate()
        return self._left.sizeHint().width(), self._right.sizeHint().width()

    def _put(self, left: int, right: int, room: int) -> None:
        height = self.height()
        width = min(SEARCH_MOST, room - left - right - 2 * GAP)
        middle = (self.width() - width) // 2
        start = look.MARGIN + left + GAP
        middle = max(start, min(middle, look.MARGIN + room - right - GAP - width))
        self._left.setGeometry(look.MARGIN, 0, middle - GAP - look.MARGIN, height)
        self._right.setGeometry(self.width() - look.MARGIN - right, 0, right, height)
        self.search.setGeometry(middle, (height - look.CONTROL) // 2, width, look.CONTROL)
