"""Papers for home visits on screen: chosen on the 家访 page, found again by their number."""

import factory
import pytest
from screen import CTRL, Key, press, show_window, texts, wait_dialog, wait_quiet, write

from kongchuo_desktop.services import lookup, paper_register, papers, visits
from kongchuo_desktop.ui.dossier import DossierPage
from kongchuo_desktop.ui.editor import Editor
from kongchuo_desktop.ui.preview import PaperPreview
from kongchuo_desktop.ui.tabs.visits import VisitsTab


@pytest.fixture
def window(qtbot, demo_ctx):
    return show_window(qtbot, demo_ctx)


def chosen(editor):
    return editor.form.draft()["whom"]


def test_sheets_are_printed_for_the_children_selected_and_numbered(window, qtbot, demo_ctx):
    tab = window.tab(VisitsTab)
    tab.view.choose_row(0)
    child = visits.get(demo_ctx, tab.selected).student
    press(Key.Key_P, held=CTRL)
    editor = wait_dialog(qtbot, Editor)
    assert "选中的1名学生" in "".join(texts(editor))
    press(Key.Key_Return, held=CTRL)
    preview = wait_dialog(qtbot, PaperPreview)
    preview.number_it.click()
    wait_dialog(qtbot, PaperPreview, lambda shown: shown.print.isVisible())
    (sheet,) = paper_register.PaperListing(demo_ctx).keys("", "", False, "家访帮扶")
    assert papers.sheet(demo_ctx, sheet).student == child


def test_for_one_child_the_child_must_be_named(window, qtbot, demo_ctx):
    tab = window.tab(VisitsTab)
    tab.view.clearSelection()
    tab.acts["route"].trigger()
    editor = wait_dialog(qtbot, Editor)
    assert chosen(editor) == "looked_after"
    editor.form.put({"whom": "one"})
    press(Key.Key_Return, held=CTRL)
    assert editor.form.faults["student"].isVisible()
    editor.form.put({"student": lookup.one(demo_ctx, "石㛃")})
    press(Key.Key_Return, held=CTRL)
    assert "走访路线" in wait_dialog(qtbot, PaperPreview).windowTitle()


def test_a_blank_sheet_needs_nobody(window, qtbot, demo_ctx):
    window.tab(VisitsTab).acts["sheets"].trigger()
    editor = wait_dialog(qtbot, Editor)
    editor.form.put({"whom": "blank"})
    press(Key.Key_Return, held=CTRL)
    assert not wait_dialog(qtbot, PaperPreview).number_it.isVisible()
    assert paper_register.PaperListing(demo_ctx).keys("", "", False, "家访帮扶") == []


def test_the_number_typed_finds_the_child_everywhere(qtbot, ctx_of_small_school):
    ctx = ctx_of_small_school
    papers.issue(ctx, "visit_sheet", ["wang", "zhang"])
    visits.record(ctx, factory.visit(student="wang"))
    window = show_window(qtbot, ctx)
    tab = window.tab(VisitsTab)
    press(Key.Key_F, held=CTRL)
    write("家访表2")
    assert "张三民　七(1)班　石门村" in texts(tab.empty)
    tab.empty.button.click()
    editor = wait_dialog(qtbot, Editor)
    assert editor.form.draft()["student"] == "zhang"
    editor.form.put({"visitors": "潘老师", "note": "照家访表登记"})
    press(Key.Key_Return, held=CTRL)
    wait_quiet(qtbot, window)
    assert tab.table.rowCount() == 1
    press(Key.Key_K, held=CTRL)
    write("家访表2")
    press(Key.Key_Return)
    assert "张三民" in wait_dialog(qtbot, DossierPage).windowTitle()


@pytest.fixture
def ctx_of_small_school(folder, open_school):
    return open_school(folder)
