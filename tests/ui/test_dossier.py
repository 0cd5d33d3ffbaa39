"""一生一档: opened from any list, by keyboard, and up to date after every record."""

from __future__ import annotations

import factory
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea
from screen import CTRL, Key, press, show_window, texts, wait_dialog, wait_quiet, write
from shiboken6 import isValid

from kongchuo_desktop.services import aid, dossier, leave, lookup, risk, undo, visits
from kongchuo_desktop.ui.card import EventLine, ReasonLine
from kongchuo_desktop.ui.dossier import DossierPage, open_dossier
from kongchuo_desktop.ui.editor import Editor
from kongchuo_desktop.ui.plain import PlainButton
from kongchuo_desktop.ui.preview import PaperPreview
from kongchuo_desktop.ui.tabs.aid import AidTab
from kongchuo_desktop.ui.tabs.leave import LeaveTab
from kongchuo_desktop.ui.tabs.risk import RiskTab
from kongchuo_desktop.ui.tabs.roster import RosterTab
from kongchuo_desktop.ui.tabs.visits import VisitsTab


@pytest.fixture
def window(qtbot, demo_ctx):
    return show_window(qtbot, demo_ctx)


@pytest.fixture
def gone(demo_ctx):
    return lookup.one(demo_ctx, "王𬱟")


@pytest.mark.parametrize("kind", [RosterTab, LeaveTab, RiskTab, VisitsTab, AidTab])
def test_enter_and_a_double_click_open_the_child_of_the_row(window, qtbot, kind):
    tab = window.tab(kind)
    tab.view.choose_row(0)
    name = next(n for n, column in enumerate(tab.columns) if column.key == "name")
    wanted = tab.table.index(0, name).data()
    press(Key.Key_Return)
    page = wait_dialog(qtbot, DossierPage)
    assert wanted in page.windowTitle()
    press(Key.Key_Escape)
    wait_quiet(qtbot, window)
    assert window.focusWidget() is tab.view
    tab.view.doubleClicked.emit(tab.table.index(0, name))
    assert wanted in wait_dialog(qtbot, DossierPage).windowTitle()


def test_a_record_made_from_the_page_stands_in_it_at_once(window, qtbot, gone, demo_ctx):
    open_dossier(window.desk, gone, window)
    page = wait_dialog(qtbot, DossierPage)
    before = len(dossier.of(demo_ctx, gone).happenings)
    press(Key.Key_J, held=CTRL)
    editor = wait_dialog(qtbot, Editor)
    assert editor.form.inputs["student"].text().startswith("王𬱟")
    write("张老师")
    editor.form.inputs["note"].setFocus()
    write("谈到复学")
    press(Key.Key_Return, held=CTRL)
    page = wait_dialog(qtbot, DossierPage)
    assert f"经过　{before + 1}条" in texts(page)
    assert any("谈到复学" in said for said in texts(page))
    assert page.focusWidget().words() == "登记家访"


def test_leave_and_particulars_have_their_keys(window, qtbot, gone):
    open_dossier(window.desk, gone, window)
    wait_dialog(qtbot, DossierPage)
    for key, held, title in (
        (Key.Key_L, CTRL, "登记请假"),
        (Key.Key_F2, None, "修改学生信息"),
    ):
        press(key, **({"held": held} if held else {}))
        assert wait_dialog(qtbot, Editor).windowTitle() == title
        press(Key.Key_Escape)
        wait_dialog(qtbot, DossierPage)


def test_a_number_is_shown_when_asked_for_and_looking_is_recorded(window, qtbot, gone, demo_ctx):
    open_dossier(window.desk, gone, window)
    page = wait_dialog(qtbot, DossierPage)
    child = lookup.seen(demo_ctx, gone)
    assert child.student_no not in "".join(texts(page))
    assert page.focusWidget().words() != "显示"  # opening must not be one key from revealing
    before = demo_ctx.last_op()
    shows = [b for b in page.findChildren(type(page.focusWidget())) if b.words() == "显示"]
    shows[0].click()
    assert any(child.student_no in said for said in texts(page))
    assert demo_ctx.last_op() == before + 1
    assert undo.undoable(demo_ctx) is None


def test_the_time_line_is_read_with_the_arrow_keys(window, qtbot, demo_ctx):
    child = lookup.one(demo_ctx, "韦堃")
    for number in range(30):
        day = demo_ctx.calendar.last_school_days(demo_ctx.today(), 30)[number]
        visits.record(demo_ctx, factory.visit(student=child, day=day))
    open_dossier(window.desk, child, window)
    page = wait_dialog(qtbot, DossierPage)
    bar = page._cards[1].findChild(QScrollArea).verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    press(Key.Key_Down)
    assert bar.value() > 0
    press(Key.Key_Up)
    assert bar.value() == 0


def test_one_button_of_the_page_stands_out(window, qtbot, gone):
    open_dossier(window.desk, gone, window)
    page = wait_dialog(qtbot, DossierPage)
    buttons = page.findChildren(PlainButton)
    assert [b.words() for b in buttons if b.property("role") == "primary"] == ["登记家访"]


def test_the_notice_is_drafted_from_the_page(window, qtbot, gone):
    open_dossier(window.desk, gone, window)
    page = wait_dialog(qtbot, DossierPage)
    page._notice()
    assert wait_dialog(qtbot, PaperPreview).number_it.isVisible()


def test_the_page_closes_when_its_child_is_taken_back(qtbot, folder, open_school):
    from kongchuo_desktop.services import roster

    ctx = open_school(folder)
    window = show_window(qtbot, ctx)
    child = roster.add(ctx, factory.student(name="新来的"))
    open_dossier(window.desk, child.id, window)
    page = wait_dialog(qtbot, DossierPage)
    undo.undo(ctx)
    wait_quiet(qtbot, window)
    assert not (isValid(page) and page.isVisible())  # it deletes itself once closed


def test_names_that_look_like_mark_up_stand_there_as_they_are(
    qtbot, folder, open_school, red_name, reds
):
    from kongchuo_desktop.domain.roster import Guardian
    from kongchuo_desktop.services import roster

    ctx = open_school(folder)
    window = show_window(qtbot, ctx)
    child = roster.add(
        ctx,
        factory.student(
            name="张<b>三",
            village=red_name,
            address=red_name,
            guardians=(Guardian(name=red_name, relation=red_name, work=red_name),),
        ),
    )
    leave.apply(ctx, factory.leave(student=child.id, reason=red_name))
    visits.record(ctx, factory.visit(student=child.id, note=red_name, visitors=(red_name,)))
    aid.apply(ctx, factory.aid(student=child.id))
    risk.nominate(ctx, factory.concern(student=child.id, reason=red_name))
    open_dossier(window.desk, child.id, window)
    page = wait_dialog(qtbot, DossierPage)
    said = texts(page)
    assert "张<b>三" in said
    assert sum(red_name in text for text in said) >= 5
    assert reds(page) == 0


def test_a_reason_leads_to_the_record_it_rests_on(window, qtbot, demo_ctx):
    open_dossier(window.desk, lookup.one(demo_ctx, "石㛃"), window)
    page = wait_dialog(qtbot, DossierPage)
    reasons = page._cards[0].findChildren(ReasonLine)
    qtbot.mouseClick(reasons[0], Qt.MouseButton.LeftButton)

    lines = page._cards[1].findChildren(EventLine)
    found = [line.told.kind for line in lines if line.property("role") == "found"]
    assert found == ["mark"]
