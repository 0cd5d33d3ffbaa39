"""Pieces of a side card and of the dossier: heading, facts, reasons, a time line, buttons."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from kongchuo_desktop.ui import look
from kongchuo_desktop.ui.look import Ink, Tone
from kongchuo_desktop.ui.plain import PlainButton, PlainLabel, PlainPicture, tooltip

INKS = {
    Tone.RED: Ink.RED,
    Tone.AMBER: Ink.AMBER,
    Tone.GREEN: Ink.GREEN,
    Tone.BLUE: Ink.ACCENT,
    Tone.GREY: Ink.SECOND,
}


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of a time line; `record` is what a click opens; it tells of a record `about` of
    a `kind`."""

    icon: str
    title: str
    second: str = ""
    when: str = ""
    tone: str = "grey"
    record: str = ""
    kind: str = ""
    about: str = ""


class Pill(QWidget):
    """A word on its soft background."""

    def __init__(self, text: str, tone: str) -> None:
        super().__init__()
        self._text, self._tone = text, tone
        self._font = look.font(look.SMALL_SIZE, QFont.Weight.Medium)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFont(self._font)

    def text(self) -> str:
        return self._text

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self._text) + 16, 22)

    def paintEvent(self, _event: QPaintEvent) -> None:
        ink, soft = look.tone(self._tone)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(soft)
        painter.drawRoundedRect(QRectF(self.rect()), 4, 4)
        painter.setPen(ink)
        painter.setFont(self._font)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._text)


class Card(QFrame):
    """Built from the top by `heading`, `facts`, `reasons`, `timeline` …, closed by `buttons`."""

    closed = Signal()
    opened = Signal(str)

    def __init__(self, *, closable: bool = True) -> None:
        super().__init__()
        look.role(self, "card")
        self._closable = closable
        self._head = QVBoxLayout()
        self._head.setSpacing(4)
        inside = QWidget()
        self._middle = QVBoxLayout(inside)
        self._middle.setContentsMargins(0, 0, 0, 0)
        self._middle.setSpacing(12)
        self._middle.addStretch(1)
        scroll = self._scroll = look.role(QScrollArea(), "bare")
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        scroll.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)
        self._foot = QHBoxLayout()
        self._foot.setSpacing(8)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(look.INSIDE, 12, look.INSIDE, 12)
        whole.setSpacing(10)
        whole.addLayout(self._head)
        whole.addWidget(scroll, 1)
        whole.addLayout(self._foot)

    def heading(self, name: str, pill: tuple[str, str] | None = None) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(PlainLabel(name, "title", elide=True))
        if pill is not None:
            row.addWidget(Pill(*pill))
        row.addStretch(1)
        if self._closable:
            close = PlainButton("", "quiet", icon="x")
            close.setAccessibleName("关闭")
            close.clicked.connect(self.closed)
            row.addWidget(close)
        self._head.addLayout(row)

    def facts(self, facts: Sequence[str]) -> None:
        """Short facts in one line that wraps."""
        self._head.addWidget(PlainLabel("　".join(filter(None, facts)), "second", wrap=True))

    def masked(self, masked: str, reveal: Callable[[], str], label: str = "") -> None:
        """A masked number with 显示; `reveal` gives the whole one and records the click."""
        row = QHBoxLayout()
        row.setSpacing(6)
        shown = PlainLabel(f"{label}　{masked}" if label else masked, "third")
        button = PlainButton("显示", "link")

        def show() -> None:
            whole = reveal()
            shown.setText(f"{label}　{whole}" if label else whole)
            button.hide()

        button.clicked.connect(show)
        row.addWidget(shown)
        row.addWidget(button)
        row.addStretch(1)
        self._head.addLayout(row)

    def reasons(
        self,
        title: str,
        tone: str,
        rows: Sequence[tuple[str, str]],
        follow: Callable[[int], object] | None = None,
    ) -> None:
        """Why a child is where it is: sentences, with their points at the right; `follow` opens
        what the sentence of a number rests on."""
        block = look.role(QFrame(), f"reasons-{tone}")
        inside = QVBoxLayout(block)
        inside.setContentsMargins(12, 10, 12, 10)
        inside.setSpacing(4)
        head = PlainLabel(title, tone if tone in ("red", "amber", "green") else "")
        head.setFont(look.font(weight=QFont.Weight.DemiBold))
        inside.addWidget(head)
        for number, (sentence, points) in enumerate(rows):
            inside.addWidget(ReasonLine(sentence, points, follow and partial(follow, number)))
        self.add(block)

    def bring(self, kind: str, record: str = "") -> bool:
        """Scroll to the latest entry of a kind, or of one record; whether there is one."""
        every: Any = self.findChildren(EventLine)  # typed as a list of nothing by 6.7
        lines = [line for line in every if line.told.kind == kind]
        wanted = [line for line in lines if line.told.about == record] if record else []
        found = next(iter([*wanted, *lines]), None)
        if found is not None:
            self._scroll.ensureWidgetVisible(found)
            look.role(found, "found")
        return found is not None

    def timeline(
        self,
        title: str,
        events: Sequence[Event],
        link: str = "",
        follow: Callable[[], object] | None = None,
    ) -> None:
        self.section(title, link, follow)
        lines = QVBoxLayout()
        lines.setSpacing(8)
        for event in events:
            lines.addWidget(EventLine(event, self.opened.emit))
        if not events:
            lines.addWidget(PlainLabel("还没有记录", "third"))
        place = QWidget()
        lines.setContentsMargins(0, 0, 0, 0)
        place.setLayout(lines)
        self.add(place)

    def section(
        self, title: str, link: str = "", follow: Callable[[], object] | None = None
    ) -> None:
        """A heading within the card, with a link at its right."""
        place = QWidget()
        row = QHBoxLayout(place)
        row.setContentsMargins(0, 4, 0, 0)
        row.addWidget(PlainLabel(title, "heading"))
        row.addStretch(1)
        if link and follow is not None:
            button = PlainButton(link, "link")
            button.does(follow)
            row.addWidget(button)
        self.add(place)

    def add(self, widget: QWidget) -> None:
        """Any other piece, in the part that scrolls."""
        self._middle.insertWidget(self._middle.count() - 1, widget)

    def buttons(
        self, buttons: Sequence[tuple[str, Callable[[], object]]], *, primary: bool = True
    ) -> None:
        """The next actions; the first is the one most likely wanted, unless another card has it."""
        for number, (text, act) in enumerate(buttons):
            button = PlainButton(text, "primary" if primary and not number else "")
            button.does(act)
            self._foot.addWidget(button, 1)

    def focus_first(self) -> None:
        """Put the focus on the action most likely wanted."""
        first = self._foot.itemAt(0)
        if first is not None and (button := first.widget()) is not None:
            button.setFocus(Qt.FocusReason.OtherFocusReason)

    def scroll_by(self, by: int) -> None:
        """Scroll the middle part by so many tenths of what is in sight."""
        bar = self._scroll.verticalScrollBar()
        bar.setValue(bar.value() + by * bar.pageStep() // 10)


class ReasonLine(QFrame):
    """One sentence of why, its points at the right; a click opens what it rests on."""

    def __init__(
        self, sentence: str, points: str, follow: Callable[[], object] | None = None
    ) -> None:
        super().__init__()
        self._follow = follow
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(PlainLabel(sentence, "sentence", wrap=True), 1)
        row.addWidget(PlainLabel(points, "points"), 0, Qt.AlignmentFlag.AlignTop)
        if follow is not None:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
            self.setToolTip(tooltip("点击看依据的记录"))

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        if self._follow is not None:
            self._follow()


class EventLine(QFrame):
    """Icon, title and second line, the date at the right; a click opens its record."""

    def __init__(self, event: Event, opened: Callable[[str], object]) -> None:
        super().__init__()
        self.told, self._opened = event, opened
        tone = Tone(event.tone) if event.tone in Tone.__members__.values() else Tone.GREY
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(PlainLabel(event.title, "sentence", wrap=True))
        if event.second:
            words.addWidget(PlainLabel(event.second, "third", wrap=True))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        top = Qt.AlignmentFlag.AlignTop
        picture = PlainPicture(event.icon, INKS[tone])
        picture.setContentsMargins(0, 1, 0, 0)
        row.addWidget(picture, 0, top)
        row.addLayout(words, 1)
        row.addWidget(PlainLabel(event.when, "third"), 0, top)
        if event.record:
            self.setCursor(Qt.CursorShape.PointingHandCursor)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        if self.told.record:
            self._opened(self.told.record)
