"""Forms: what is typed comes back as values, what cannot be read stands below its field."""

from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from kongchuo_desktop.domain.attendance import Half
from kongchuo_desktop.domain.errors import Invalid
from kongchuo_desktop.ui.days import read_day
from kongchuo_desktop.ui.form import (
    Field,
    Form,
    Unreadable,
    check,
    choice,
    day,
    file,
    half_day,
    line,
    money,
    number,
    person,
    pick,
    several,
    text,
)

TODAY = date(2026, 11, 20)


class Kind(StrEnum):
    SICK = "sick"
    PERSONAL = "personal"


KINDS = ((Kind.SICK, "病假"), (Kind.PERSONAL, "事假"))
CLASS = (("s1", "张三民", "七(1)班"), ("s2", "张三民", "七(2)班"), ("s3", "<b>张</b>", "八(1)班"))


def today():
    return TODAY


def find(typed):
    return [child for child in CLASS if typed in child[1]]


@pytest.fixture
def form(shown):
    made = Form(
        [
            Field("student", "学生", person(find), required=True),
            Field("kind", "类别", choice(KINDS)),
            Field("sex", "性别", pick((("m", "男"), ("f", "女")))),
            Field("first", "开始", half_day(today), required=True),
            Field("born", "出生", day(today)),
            Field("count", "人数", number("人", most=99)),
            Field("paid", "金额", money()),
            Field("board", "寄宿", check("在校住宿")),
            Field("tags", "群体", several(((1, "留守"), (2, "单亲"), (3, "残疾")))),
            Field("paper", "附件", file("选择附件")),
            Field("reason", "事由", line(), hint="一句话"),
            Field("note", "备注", text()),
        ]
    )
    return shown(made)


FULL = {
    "student": ("s2", "张三民", "七(2)班"),
    "kind": Kind.PERSONAL,
    "sex": "f",
    "first": (date(2026, 11, 20), Half.PM),
    "born": date(2013, 2, 28),
    "count": 3,
    "paid": 75050,
    "board": True,
    "tags": (1, 3),
    "paper": Path("证明.pdf"),
    "reason": "<img src=x> 𬱟",
    "note": "一\n二",
}


def test_values_come_back_as_they_were_put(form):
    form.put(FULL)
    taken = form.take()
    assert taken == {**FULL, "student": "s2"}
    assert taken["kind"] is Kind.PERSONAL
    assert taken["first"][1] is Half.PM


def test_a_draft_is_plain_and_comes_back(form, qtbot):
    form.put(FULL)
    draft = form.draft()
    assert draft["first"] == ["2026-11-20", "pm"]
    form.put({"reason": "", "tags": (), "born": None, "first": None})
    form.put({key: value for key, value in draft.items() if key != "student"})
    assert form.take() == {**FULL, "student": "s2"}


def test_blank_and_unreadable_fields_are_named(form):
    form.put({"born": "2026-13-40", "paid": None})
    form.inputs["paid"].edit.setText("7.505")
    with pytest.raises(Invalid) as wrong:
        form.take()
    assert wrong.value.fields == {
        "student": "请填写学生",
        "first": "请填写开始",
        "born": "没有这一天，请核对",
        "paid": "金额最多两位小数，不能是负数",
    }


def test_faults_stand_below_their_fields_and_leave_when_typed_at(form, qtbot):
    rest = form.show_faults({"reason": "请写明事由", "elsewhere": "不在这张表里"})
    assert rest == ["不在这张表里"]
    assert form.faults["reason"].text() == "请写明事由"
    assert form.faults["reason"].isVisible()
    assert not form.faults["kind"].isVisible()
    assert form.inputs["reason"].hasFocus()
    assert not form._hints["reason"].isVisible()
    qtbot.keyClicks(form.inputs["reason"], "x")
    assert not form.faults["reason"].isVisible()


def test_the_program_filling_in_is_not_typing(form, qtbot):
    with qtbot.assertNotEmitted(form.changed):
        form.put(FULL)
    with qtbot.waitSignal(form.changed):
        qtbot.keyClicks(form.inputs["reason"], "x")


def test_tab_follows_the_fields_and_enter_goes_on(form, qtbot):
    form.inputs["count"].setFocus()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert form.inputs["paid"].isAncestorOf(QApplication.focusWidget())
    form.inputs["first"].setFocus()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert QApplication.focusWidget() is form.inputs["born"]
    with qtbot.waitSignal(form.wanted):
        qtbot.keyClick(form.inputs["born"], Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


@pytest.mark.parametrize(
    "typed",
    ["11-20", "11月20日", "11月20", "11.20", "11/20", "2026.11.20", "2026-11-20", "2026年11月20日",
     "26-11-20", "20261120", "今天", " 11 月 20 日 "],
)  # fmt: skip
def test_a_day_may_be_typed_in_many_ways(typed):
    assert read_day(typed, TODAY) == TODAY


@pytest.mark.parametrize(
    ("typed", "now", "meant"),
    [
        ("昨天", TODAY, date(2026, 11, 19)),
        ("后天", TODAY, date(2026, 11, 22)),
        ("12-28", date(2027, 1, 4), date(2026, 12, 28)),
        ("1-5", date(2026, 12, 30), date(2027, 1, 5)),
        ("2-29", date(2028, 2, 20), date(2028, 2, 29)),
        ("", TODAY, None),
    ],
)
def test_without_a_year_the_nearest_day_is_meant(typed, now, meant):
    assert read_day(typed, now) == meant


@pytest.mark.parametrize("typed", ["2-30", "13-1", "2026-02-29", "明年", "1", "11-20-", "一月"])
def test_what_is_no_day_is_refused_in_words(typed):
    with pytest.raises(Unreadable, match=r"日期|这一天"):
        read_day(typed, TODAY)


@given(st.dates(date(1990, 1, 1), date(2060, 12, 31)), st.sampled_from(["-", ".", "/"]))
def test_every_day_is_read_back(when, mark):
    assert read_day(when.strftime(f"%Y{mark}%m{mark}%d"), TODAY) == when
    assert read_day(f"{when.year}年{when.month}月{when.day}日", TODAY) == when


@given(st.text(max_size=12))
def test_any_text_is_a_day_blank_or_unreadable(typed):
    try:
        found = read_day(typed, TODAY)
    except Unreadable:
        return
    assert found is None or isinstance(found, date)


@pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)
def test_the_day_entry_tidies_steps_and_opens_a_calendar(form, qtbot):
    entry = form.inputs["born"]
    entry.setFocus()
    qtbot.keyClicks(entry, "11-20")
    qtbot.keyClick(entry, Qt.Key.Key_Tab)
    assert entry.text() == "2026-11-20"
    qtbot.keyClick(entry, Qt.Key.Key_Up)
    assert entry.value() == TODAY + timedelta(days=1)
    qtbot.keyClick(entry, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    popup = QApplication.activePopupWidget()
    assert popup.calendar.selectedDate().toPython() == date(2026, 11, 21)
    popup.calendar.clicked.emit(popup.calendar.selectedDate().addDays(2))
    assert entry.value() == date(2026, 11, 23)


@pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)
def test_a_child_is_picked_from_the_keyboard(form, commit, qtbot):
    entry = form.inputs["student"]
    entry.setFocus()
    commit(entry, "张")
    popup = entry.completer_.popup()
    assert popup.isVisible()
    assert entry.matches.rowCount() == 3
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert entry.value() == "s2"
    assert entry.text() == "张三民　七(2)班"
    commit(entry, "丰")
    with pytest.raises(Unreadable):
        entry.value()


def test_digits_choose_by_place(form, qtbot):
    box = form.inputs["kind"]
    qtbot.keyClick(box, Qt.Key.Key_2)
    assert box.value() is Kind.PERSONAL


def test_the_wheel_passes_over_a_choice(form, qtbot):
    box = form.inputs["kind"]
    before = box.value()
    spot = QPointF(box.rect().center())
    turn = QWheelEvent(
        spot, box.mapToGlobal(spot), QPoint(0, -120), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(box, turn)
    assert box.value() is before
    assert not turn.isAccepted()


def test_a_blank_choice_is_none(qtbot):
    field = Field("kind", "类别", choice(lambda: KINDS, blank="不限"))
    form = Form([field])
    qtbot.addWidget(form)
    assert form.take() == {"kind": None}
    form.put({"kind": Kind.SICK})
    assert form.take()["kind"] is Kind.SICK


@pytest.mark.parametrize(
    ("typed", "cents"), [("750", 75000), ("750.5", 75050), ("1,200.00 元", 120000), ("", None)]
)
def test_money_is_kept_in_cents(form, typed, cents):
    form.inputs["paid"].edit.setText(typed)
    form.put({key: FULL[key] for key in ("student", "first")})
    assert form.take()["paid"] == cents


@pytest.mark.parametrize("typed", ["七百", "-5", "1e999", "NaN", "0.001"])
def test_what_is_no_money_is_refused(form, typed):
    form.inputs["paid"].edit.setText(typed)
    with pytest.raises(Invalid) as wrong:
        form.take()
    assert "金额" in wrong.value.fields["paid"]


def test_two_columns_keep_the_order_of_the_fields(shown, qtbot):
    fields = [Field(f"f{n}", f"第{n}项", text() if n == 3 else line()) for n in range(6)]
    form = Form(fields, columns=2)
    shown(form)
    form.inputs["f0"].setFocus()
    for name in list(form.inputs)[1:]:
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is form.inputs[name]
