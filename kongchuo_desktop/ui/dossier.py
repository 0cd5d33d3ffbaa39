"""一生一档: the side card of a child, and the page with everything about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from kongchuo_desktop.domain import words
from kongchuo_desktop.domain.cases import BACK, GONE, Stage
from kongchuo_desktop.domain.changes import Changes
from kongchuo_desktop.domain.errors import Refused
from kongchuo_desktop.domain.risk import Level
from kongchuo_desktop.domain.roster import Status, Student
from kongchuo_desktop.services import dossier, letters
from kongchuo_desktop.services.dossier import Dossier
from kongchuo_desktop.services.happenings import Happening
from kongchuo_desktop.ui import look
from kongchuo_desktop.ui.card import Card, Event
from kongchuo_desktop.ui.desk import Desk
from kongchuo_desktop.ui.entries import aid, concern, leave, student, visit
from kongchuo_desktop.ui.issuing import issue
from kongchuo_desktop.ui.plain import PlainLabel
from kongchuo_desktop.ui.tabs.told import age, short_day

LEVEL_TONES = {
    Level.GREEN: "green",
    Level.YELLOW: "amber",
    Level.ORANGE: "amber",
    Level.RED: "red",
}
ICONS = {
    "mark": "calendar-x",
    "leave": "clipboard-list",
    "contact": "phone",
    "visit": "map-pin",
    "submission": "alert-triangle",
    "aid": "coin",
    "paper": "file-text",
    "concern": "heart-handshake",
    "dropout_case": "arrow-back-up",
    "case_step": "arrow-back-up",
    "service_receipt": "signature",
    "observation": "user-circle",
    "level_override": "alert-circle",
    "level_week": "chart-bar",
    "pairing": "users",
    "help_plan": "list-check",
    "help_session": "clock",
    "exam_score": "school",
}
TONES = {"visit": "blue", "aid": "green", "paper": "grey", "leave": "grey"}
LATEST = 6
KEYS = "↑ ↓ 翻看经过　Ctrl+J 登记家访　Ctrl+L 请假　F2 修改信息　Esc 关闭"
STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 9, Qt.Key.Key_PageUp: -9}
LOOKED = frozenset({"look"})
"""Showing a masked number is recorded; the page that shows it has not changed by that."""


URGENT = frozenset({Stage.OVERDUE, Stage.REFERRED, Stage.LOST, Stage.REOPENED})


def stage_tone(stage: Stage) -> str:
    """The tone in which the stage of a dropout case is shown."""
    if stage in URGENT:
        return "red"
    if stage in GONE:
        return "grey"
    return "green" if stage in BACK else "amber"


def child_card(desk: Desk, student_id: str, parent: QWidget) -> Card | None:
    """The side card: status, reasons, the latest happenings, the next actions."""
    try:
        page = dossier.of(desk.ctx, student_id)
    except Refused:  # a sheet outlives the child it was issued for
        return None
    card = Card()
    _head(desk, card, page)
    _reasons(card, page, partial(_show_record, desk, student_id, parent))
    card.timeline(
        "经过",
        [event(desk, each) for each in page.happenings[:LATEST]],
        f"全部{len(page.happenings)}条" if len(page.happenings) > LATEST else "",
        partial(open_dossier, desk, student_id, parent),
    )
    card.buttons(
        [
            ("记录家访", partial(visit.new, desk, parent, student_id)),
            ("请假", partial(leave.new, desk, parent, student_id)),
            ("打开档案", partial(open_dossier, desk, student_id, parent)),
        ]
    )
    return card


def _head(desk: Desk, card: Card, page: Dossier) -> None:
    child = page.child
    card.heading(child.name, _pill(page))
    card.facts(_facts(desk, page))
    if child.tags:
        card.facts([words.TAGS[tag] for tag in sorted(child.tags)])
    number = child.student_no or child.id_no
    if number:
        what = "student_no" if child.student_no else "id_no"
        card.masked(
            words.mask_number(number),
            lambda: dossier.reveal(desk.ctx, child.id, what),
            "学籍号" if child.student_no else "身份证号",
        )
    whom = letters.guardian(child)
    phone = (whom.phone if whom else "") or child.phone
    if phone:
        called = f"{whom.name}（{whom.relation}）" if whom and whom.relation else "电话"
        card.masked(
            words.mask_phone(phone), lambda: dossier.reveal(desk.ctx, child.id, "phone"), called
        )


def _pill(page: Dossier) -> tuple[str, str] | None:
    if page.child.status is not Status.ENROLLED:
        return words.STATUSES[page.child.status], "grey"
    if page.stage:
        return words.STAGES[page.stage], stage_tone(page.stage)
    if page.assessed and page.assessed.assessment.level is not Level.GREEN:
        level = page.assessed.assessment.level
        return f"关注 {words.LEVELS[level]}", LEVEL_TONES[level]
    return None


def _facts(desk: Desk, page: Dossier) -> Sequence[str]:
    child = page.child
    years = age(child.birth, desk.ctx.today())
    return [
        words.SEXES.get(child.sex, "") if child.sex else "",
        f"{years}岁" if years else "",
        child.ethnicity,
        page.class_name,
        _boarding(child),
        child.village,
    ]


def _boarding(child: Student) -> str:
    return "" if child.boarding is None else "住校" if child.boarding else "走读"


def _reasons(card: Card, page: Dossier, show: Callable[[str, str], object]) -> None:
    """Why the child is of concern; `show(kind, record)` shows what a sentence rests on."""
    if page.assessed is None or page.assessed.assessment.level is Level.GREEN:
        return
    assessment = page.assessed.assessment
    reasons, by_hand = assessment.reasons, assessment.override
    title = f"关注程度 {assessment.score}　{words.LEVELS[assessment.level]}"
    if by_hand:
        title += f"（{by_hand.who}调整，到{by_hand.until}）"
    card.reasons(
        title,
        LEVEL_TONES[assessment.level],
        [(reason.text, f"{reason.points:+d}" if reason.points else "") for reason in reasons],
        lambda number: show(reasons[number].source, reasons[number].record),
    )


def event(desk: Desk, each: Happening) -> Event:
    """One happening as a line of a card."""
    tone = "red" if each.grave else TONES.get(each.kind, "grey")
    return Event(
        icon=ICONS[each.kind],
        title=each.title,
        second=each.second,
        when=short_day(each.day, desk.ctx.today()),
        tone=tone,
        kind=each.kind,
        about=each.record,
    )


def _show_record(desk: Desk, student_id: str, parent: QWidget, kind: str, record: str) -> None:
    page = open_dossier(desk, student_id, parent)
    if page is not None:
        page.bring(kind, record)


def open_dossier(desk: Desk, student_id: str, parent: QWidget) -> DossierPage | None:
    """The page of one child, above whatever is in front."""
    page = DossierPage(desk, student_id, parent)
    page.open()
    return page


class DossierPage(QDialog):
    """Everything about one child; it reads again when something was recorded."""

    _cards: tuple[Card, Card]

    def __init__(self, desk: Desk, student_id: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.desk = desk
        self.student = student_id
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._whole = QHBoxLayout()
        self._whole.setSpacing(look.BETWEEN)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(look.MARGIN, look.MARGIN, look.MARGIN, 6)
        outside.setSpacing(6)
        outside.addLayout(self._whole, 1)
        outside.addWidget(PlainLabel(KEYS, "hint"))
        look.role(self, "page")
        self._fill()
        desk.changed.connect(self._again)
        for keys, act in (
            ("Ctrl+L", lambda: leave.new(desk, self, student_id)),
            ("Ctrl+J", lambda: visit.new(desk, self, student_id)),
            ("F2", lambda: student.change(desk, self, student_id)),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    def sizeHint(self) -> QSize:
        room = (self.screen() or QGuiApplication.primaryScreen()).availableGeometry()
        return QSize(min(1080, room.width() - 80), min(680, room.height() - 80))

    def showEvent(self, event: QShowEvent) -> None:
        self.resize(self.sizeHint())  # Qt itself gives a dialog two thirds of the screen at most
        super().showEvent(event)
        self._cards[0].focus_first()

    def bring(self, kind: str, record: str = "") -> None:
        """Show the entry that a reason rests on; what is no entry stands on the left."""
        if kind and not self._cards[1].bring(kind, record):
            self._cards[0].focus_first()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if by := STEPS.get(Qt.Key(event.key())):
            self._cards[1].scroll_by(by)
        else:
            super().keyPressEvent(event)

    def _again(self, changes: Changes) -> None:
        if changes.tables <= LOOKED:
            return
        try:
            self._fill()
        except Refused:  # the child itself was taken back
            self.reject()
        else:
            self._cards[0].focus_first()

    def _fill(self) -> None:
        page = dossier.of(self.desk.ctx, self.student)
        self.setWindowTitle(f"一生一档　{page.child.name}　{page.class_name}")
        while (item := self._whole.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self._cards = (self._who(page), self._past(page))
        self._whole.addWidget(self._cards[0], 2)
        self._whole.addWidget(self._cards[1], 3)

    def _who(self, page: Dossier) -> Card:
        card = Card(closable=False)
        _head(self.desk, card, page)
        _reasons(card, page, self.bring)
        child = page.child
        family = [
            Event("user", f"{g.name}　{g.relation}", g.work, words.mask_phone(g.phone))
            for g in child.guardians
        ]
        if child.address:
            family.append(Event("map-pin", child.address, "住址"))
        card.timeline("家庭", family)
        card.buttons(
            [
                ("登记家访", lambda: visit.new(self.desk, self, self.student)),
                ("请假", lambda: leave.new(self.desk, self, self.student)),
                ("修改信息", lambda: student.change(self.desk, self, self.student)),
            ]
        )
        return card

    def _past(self, page: Dossier) -> Card:
        card = Card(closable=False)
        card.heading(f"经过　{len(page.happenings)}条")
        card.timeline("最近的在最上面", [event(self.desk, each) for each in page.happenings])
        card.buttons(
            [
                ("登记联系", lambda: visit.contact(self.desk, self, self.student)),
                ("列为重点生", lambda: concern.new(self.desk, self, self.student)),
                ("资助申请", lambda: aid.new(self.desk, self, self.student)),
                ("复学通知书", self._notice),
                ("承诺书", lambda: issue(self.desk, self, "parent_promise", [self.student])),
            ],
            primary=False,
        )
        return card

    def _notice(self) -> None:
        issue(self.desk, self, "return_notice", [self.student])
