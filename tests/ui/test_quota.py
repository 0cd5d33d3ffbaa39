"""家访定额 on screen: who is short by how much, and the visits behind a number."""

import factory
import pytest
from screen import Key, clipped, press, show_window, wait_dialog

from kongchuo_desktop.services import lookup, visits
from kongchuo_desktop.ui.dossier import DossierPage
from kongchuo_desktop.ui.quota import QuotaDialog
from kongchuo_desktop.ui.tabs.visits import VisitsTab


@pytest.fixture
def dialog(qtbot, demo_ctx):
    window = show_window(qtbot, demo_ctx)
    for _ in range(2):
        visits.record(
            demo_ctx,
            factory.visit(student=lookup.one(demo_ctx, "石㛃"), visitors=("试用老师", "同去老师")),
        )
    window.tab(VisitsTab).acts["quota"].trigger()
    return wait_dialog(qtbot, QuotaDialog)


def test_every_teacher_stands_with_what_is_owed(dialog, demo_ctx):
    shown = dialog.teachers.table.source.held
    assert list(shown) == [each.teacher for each in visits.quotas(demo_ctx)]
    assert shown["试用老师"] == {
        "teacher": "试用老师", "role": "科任", "done": "2", "quota": "15",
        "short": ("还差13", "amber"),
    }  # fmt: skip
    assert clipped(dialog) == []


def test_a_number_opens_its_visits_and_a_visit_its_child(dialog, qtbot, demo_ctx):
    dialog.teachers.choose("同去老师")
    assert dialog.visits.table.rowCount() == 2
    press(Key.Key_Return)
    assert dialog.visits.hasFocus()
    made = visits.of_student(demo_ctx, lookup.one(demo_ctx, "石㛃"))[0]
    visits.void(demo_ctx, made.id, "重复登记")
    assert dialog.teachers.key() == "同去老师"
    assert dialog.visits.table.rowCount() == 1
    dialog.visits.setFocus()
    dialog.visits.choose_row(0)
    press(Key.Key_Return)
    assert "石㛃" in wait_dialog(qtbot, DossierPage).windowTitle()
