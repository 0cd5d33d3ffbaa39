"""All tabs and forms have the same manners: the walk over TABS and over the entries."""

from __future__ import annotations

import ast
import gc
import json
import os
import subprocess
import sys
from dataclasses import fields as attributes
from dataclasses import replace
from datetime import date
from pathlib import Path

import factory
import pytest
import shiboken6
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLabel, QVBoxLayout, QWidget
from screen import (
    CTRL,
    SHIFT,
    Key,
    clipped,
    dialogs,
    go_to,
    press,
    show_window,
    texts,
    wait_dialog,
    wait_quiet,
    write,
)

import kongchuo_desktop
from kongchuo_desktop import app, resources
from kongchuo_desktop.domain.aid import Aid
from kongchuo_desktop.domain.attendance import Half, MarkKind
from kongchuo_desktop.domain.concerns import Concern
from kongchuo_desktop.domain.leave import Leave
from kongchuo_desktop.domain.roster import Guardian, Student
from kongchuo_desktop.domain.school import Person, School
from kongchuo_desktop.domain.visits import Visit
from kongchuo_desktop.services import (
    aid,
    attendance,
    cases,
    classes,
    leave,
    lookup,
    papers,
    risk,
    roster,
    schools,
    visits,
)
from kongchuo_desktop.services.drafts import Drafts
from kongchuo_desktop.store import students
from kongchuo_desktop.ui import entries
from kongchuo_desktop.ui.boxes import Box
from kongchuo_desktop.ui.dossier import DossierPage
from kongchuo_desktop.ui.editor import Editor
from kongchuo_desktop.ui.entries import aid as aid_entry
from kongchuo_desktop.ui.entries import concern as concern_entry
from kongchuo_desktop.ui.entries import leave as leave_entry
from kongchuo_desktop.ui.entries import school as school_entry
from kongchuo_desktop.ui.entries import student as student_entry
from kongchuo_desktop.ui.entries import visit as visit_entry
from kongchuo_desktop.ui.help import Help
from kongchuo_desktop.ui.paper_chooser import PaperChooser
from kongchuo_desktop.ui.plain import PlainLabel
from kongchuo_desktop.ui.tabs import contents
from kongchuo_desktop.ui.tabs.attendance import AttendanceTab
from kongchuo_desktop.ui.tabs.exchange import ExchangeTab
from kongchuo_desktop.ui.tabs.leave import LeaveTab
from kongchuo_desktop.ui.tabs.record_tab import RecordTab
from kongchuo_desktop.ui.tabs.risk import RiskTab
from kongchuo_desktop.ui.tabs.roster import RosterTab
from kongchuo_desktop.ui.tabs.visits import VisitsTab

TABS = contents.kinds()

LISTS = [kind for kind in TABS if issubclass(kind, RecordTab)]
PACKAGE = Path(kongchuo_desktop.__file__).parent
WITH_NAMES = [TABS[0], AttendanceTab, *LISTS]
EARLIER = date(2026, 11, 10)
TITLES = "今日 花名册 考勤 请假 重点学生 家访 减免缓 劝返 文书 报表 U盘交换".split()
STARTS = {"文书": PaperChooser}
"""What opens for Ctrl+N where it is not the form of a record."""


def titles(kind):
    return kind.title


every_tab = pytest.mark.parametrize("kind", TABS, ids=titles)
every_list = pytest.mark.parametrize("kind", LISTS, ids=titles)


@pytest.fixture
def window(qtbot, demo_ctx):
    return show_window(qtbot, demo_ctx)


@pytest.fixture
def new_school(tmp_path, clock):
    ctx = schools.create(tmp_path / "new", factory.SCHOOL, factory.OFFICE, clock)
    yield ctx
    ctx.close()


# The window as a whole


def test_once_painted_the_collector_works_again_and_every_page_is_loaded(
    window, qtbot, monkeypatch
):
    asked = []
    noting = [
        replace(tab, kind=lambda title=tab.title: asked.append(title)) for tab in contents.TABS
    ]
    monkeypatch.setattr(app, "TABS", noting)
    gc.disable()
    try:
        app.settle(window)
        qtbot.waitUntil(lambda: len(asked) == len(noting))
        assert gc.isenabled()
    finally:
        gc.enable()
        gc.unfreeze()
    assert asked == [tab.title for tab in noting]


def test_the_tabs_stand_in_the_order_of_the_work(window):
    shown = [kind.title for kind in TABS]
    assert [title for title in TITLES if title in shown] == [t for t in shown if t in TITLES]
    assert {"今日", "花名册", "考勤", "请假", "文书", "U盘交换"} <= set(shown)
    for kind in TABS:
        go_to(kind)
    press(Key.Key_Tab, held=CTRL)
    assert type(window.page()) is TABS[0]
    press(Key.Key_Backtab, held=CTRL | SHIFT)
    assert type(window.page()) is TABS[-1]


@pytest.mark.parametrize("tab", contents.TABS, ids=titles)
def test_a_tab_is_named_as_its_page_is(tab):
    kind = tab.kind()
    assert (tab.title, tab.icon) == (kind.title, kind.icon)


@every_tab
def test_models_are_sound_and_actions_have_words_and_keys_of_their_own(window, kind):
    tab = window.tab(kind)
    for name in ("table", "class_table"):
        if (model := getattr(tab, name, None)) is not None:
            tester = QAbstractItemModelTester(
                model, QAbstractItemModelTester.FailureReportingMode.Fatal
            )
            tab.reload()
            assert tester.model() is model
    assert all(action.text().strip() for action in tab.acts.values())
    keys = [one.keys for one in kind.actions_ if one.keys]
    assert len(set(keys)) == len(keys)
    assert all(hasattr(tab, one.method) for one in kind.actions_)


@every_tab
def test_f1_tells_what_the_page_is_for(window, qtbot, kind):
    window.tab(kind)
    press(Key.Key_F1)
    page = wait_dialog(qtbot, Help)
    assert kind.title in page.windowTitle()
    assert resources.path(f"help/{kind.help_name()}.md").is_file()
    assert len(page.text.toPlainText()) > 100
    press(Key.Key_Return)
    wait_quiet(qtbot, window)


@every_tab
def test_an_empty_school_is_told_what_the_page_is_for(qtbot, new_school, kind):
    window = show_window(qtbot, new_school)
    tab = window.tab(kind)
    qtbot.waitUntil(lambda: len("".join(texts(tab))) > 40)
    said = "".join(texts(tab))
    if issubclass(kind, RecordTab):
        assert (kind.empty_heading or f"还没有{kind.title}记录") in said
        assert kind.empty_text in said
        assert tab.empty.button.isVisible()
        assert window.focusWidget() is tab.empty.button
    else:
        assert any(word in said for word in ("导入花名册", "还没有"))
    assert clipped(window) == []


@every_list
def test_enter_on_an_empty_page_starts_its_work(qtbot, new_school, kind):
    window = show_window(qtbot, new_school)
    window.tab(kind)
    press(Key.Key_Return)
    wait_dialog(qtbot, QFileDialog if kind is RosterTab else STARTS.get(kind.title, Editor))


@every_tab
def test_ctrl_n_makes_a_record_or_starts_the_main_work(window, qtbot, kind):
    tab = window.tab(kind)
    if tab.title == "考勤":
        assert tab.acts["save"].shortcut().toString() == "Ctrl+S"
        return
    press(Key.Key_N, held=CTRL)
    if tab.title == "今日":
        assert isinstance(window.page(), AttendanceTab)
        return
    opened = wait_dialog(
        qtbot, QFileDialog if tab.title == "U盘交换" else STARTS.get(tab.title, Editor)
    )
    opened.reject()
    wait_quiet(qtbot, window)


@every_list
def test_the_keyboard_is_on_the_list_and_typing_searches(window, kind):
    tab = window.tab(kind)
    assert window.focusWidget() is tab.view
    before = tab.table.rowCount()
    assert before
    write("qqqq")
    assert tab.table.rowCount() == 0
    assert "没有找到" in texts(tab.empty)
    press(Key.Key_Escape)
    assert tab.table.rowCount() == before
    assert window.focusWidget() is tab.view
    press(Key.Key_End)
    assert tab.view.currentIndex().row() == before - 1


@every_list
def test_every_button_of_the_bar_is_reached_by_tab(window, kind):
    tab = window.tab(kind)
    tab.view.choose_row(0)
    wanted = [b for b in [*tab.bar.buttons, tab.bar.more] if b.isVisible() and b.isEnabled()]
    reached = set()
    for _ in range(60):
        press(Key.Key_Tab)
        reached.add(window.focusWidget())
    assert wanted
    assert [button.words() for button in wanted if button not in reached] == []


@every_list
def test_the_same_record_stays_chosen_over_a_reload(window, kind):
    tab = window.tab(kind)
    tab.view.choose_row(min(3, tab.table.rowCount() - 1))
    chosen = tab.selected
    tab.reload()
    assert tab.selected == chosen


def test_what_ctrl_z_takes_back_is_named(window, demo_ctx):
    assert not window.status_line.undo.isVisible()
    child = lookup.one(demo_ctx, "石㛃")
    visits.record(demo_ctx, factory.visit(student=child))
    assert window.status_line.undo.words() == "撤销：登记 石㛃 家访（Ctrl+Z）"
    press(Key.Key_Z, held=CTRL)
    assert not window.status_line.undo.isVisible()
    assert window.status_line.message.text() == "已撤销：登记 石㛃 家访"
    press(Key.Key_Y, held=CTRL)
    assert window.status_line.message.text() == "已恢复：登记 石㛃 家访"


def test_ctrl_k_finds_a_child_by_initials_from_any_tab_and_opens_it(window, qtbot, demo_ctx):
    for kind in (TABS[0], LeaveTab, ExchangeTab):
        go_to(kind)
        before = window.focusWidget()
        press(Key.Key_K, held=CTRL)
        write("zsm")
        popup = window.head.search.popup
        assert popup.current().title == "张三民"
        press(Key.Key_Down, Key.Key_Return)
        page = wait_dialog(qtbot, DossierPage)
        assert "张三民" in page.windowTitle()
        press(Key.Key_Escape)
        wait_quiet(qtbot, window)
        assert popup.isHidden()
        assert window.focusWidget() is before


def test_ctrl_k_finds_pages_and_what_they_do(window):
    press(Key.Key_K, held=CTRL)
    write("减免")
    press(Key.Key_Return)
    assert window.page().title == "减免缓"


def test_refusals_come_in_one_box_and_the_list_stays(window, qtbot, demo_ctx):
    tab = window.tab(RosterTab)
    child = lookup.one(demo_ctx, "王𬱟")
    tab.find(child)
    press(Key.Key_Delete)
    wait_dialog(qtbot, Box)
    press(Key.Key_Return)
    box = wait_dialog(qtbot, Box, lambda box: box.heading.text() == "不能这样做")
    assert box.text.text().startswith("王𬱟已有考勤、请假或家访等记录，不能删除，没有改动。")
    press(Key.Key_Return)
    wait_quiet(qtbot, window)
    assert tab.selected == child


def test_deleting_is_asked_about_by_name_and_undone(window, qtbot, demo_ctx):
    roster.add(
        demo_ctx, factory.student(name="录错了", class_id=next(iter(classes.seen(demo_ctx))))
    )
    tab = window.tab(RosterTab)
    tab.find("录错了")
    press(Key.Key_Return)
    wait_dialog(qtbot, DossierPage)
    press(Key.Key_Escape)
    tab.view.setFocus()
    tab.view.choose_row(0)
    press(Key.Key_Delete)
    assert "录错了" in wait_dialog(qtbot, Box).heading.text()
    press(Key.Key_Return)
    wait_quiet(qtbot, window)
    assert tab.table.rowCount() == 0
    press(Key.Key_Z, held=CTRL)
    assert tab.table.index(0, 0).data() == "录错了"


def test_a_card_of_a_record_taken_back_meanwhile_is_left_out(window, demo_ctx):
    tab = window.tab(RosterTab)
    child = roster.add(
        demo_ctx, factory.student(name="新来的", class_id=next(iter(classes.seen(demo_ctx))))
    )
    tab.find(child.id)
    tab.show_card()
    assert tab.side.isVisible()
    with demo_ctx.write("在别处删除", undoable=False):
        students.remove(child.id)
        tab.show_card()
    assert not tab.side.isVisible()


def test_a_child_at_risk_that_is_taken_back_leaves_its_row_and_its_card(window, demo_ctx):
    tab = window.tab(RiskTab)
    child = roster.add(
        demo_ctx, factory.student(name="新来的", class_id=next(iter(classes.seen(demo_ctx))))
    )
    risk.nominate(demo_ctx, factory.concern(student=child.id))
    tab.find(child.id)
    tab.show_card()
    assert "新来的" in texts(tab)
    assert tab.side.isVisible()
    press(Key.Key_Z, held=CTRL)
    press(Key.Key_Z, held=CTRL)
    assert "新来的" not in texts(tab)
    assert tab.selected != child.id
    assert not tab.side.isVisible()


# What a homeroom teacher sees


def test_a_homeroom_teacher_sees_one_class_in_every_tab(qtbot, demo_ctx):
    every = {found.id: classes.short(found) for found in classes.seen(demo_ctx).values()}
    mine = next(id_ for id_, short in every.items() if short == "七(2)班")
    demo_ctx.who = Person(name="张丽娟", classes=frozenset({mine}))
    window = show_window(qtbot, demo_ctx)
    own = {child.name for child in students.everybody(frozenset({mine})).values()}
    foreign = {
        child.name
        for child in students.everybody(None).values()
        if child.class_id != mine and child.name not in own
    }
    others = set(every.values()) - {"七(2)班"}
    for kind in TABS:
        tab = window.tab(kind)
        press(Key.Key_Home)
        said = texts(tab)
        assert not others & set(said), kind.title
        assert not [text for text in said if any(f"{name} " in f"{text} " for name in others)]
        assert not foreign & set(said), kind.title
    press(Key.Key_K, held=CTRL)
    write("龙䶮")
    assert window.head.search.popup.current().group == "没有找到"


# Names are data


def test_names_that_look_like_mark_up_and_long_ones_stand_as_they_are_in_every_tab(
    qtbot, folder, open_school, red_name, reds
):
    ctx = open_school(folder)
    names = [*factory.HOSTILE, red_name]
    children = [
        factory.student(id=f"h{number}", name=name, class_id="c71", village=red_name)
        for number, name in enumerate(names)
    ]
    with ctx.write("准备", undoable=False):  # longer than a form would take
        every = classes.seen(ctx)
        students.add([(child, roster.spelling(every, child)) for child in children])
    ids = [child.id for child in children]
    attendance.call(ctx, "c71", (factory.TODAY, Half.AM), dict.fromkeys(ids, MarkKind.UNEXCUSED))
    for id_ in ids:
        leave.apply(ctx, factory.leave(student=id_, first_half=Half.PM, reason=red_name))
        visits.record(
            ctx, factory.visit(student=id_, day=EARLIER, note=red_name, visitors=(red_name,))
        )
        aid.apply(ctx, factory.aid(student=id_, item=red_name, evidence=red_name))
        risk.nominate(ctx, factory.concern(student=id_, reason=red_name, assignee=red_name))
        cases.open_by_hand(ctx, id_, EARLIER, red_name)
    papers.issue(ctx, "home_pledge", ids[:-1])
    window = show_window(qtbot, ctx)
    for kind in WITH_NAMES:
        tab = window.tab(kind)
        if tab.title == "考勤":
            tab.find("c71")
        expected = names[:-1] if tab.title == "文书" else names
        said = texts(tab)
        for name in expected:
            assert any(name in text for text in said), (kind.title, name)
        if isinstance(tab, RecordTab):
            tab.view.choose_row(0)
            tab.show_card()
        assert reds(window) == 0, kind.title
        assert clipped(window) == [], kind.title
    press(Key.Key_K, held=CTRL)
    write("<b>")
    assert window.head.search.popup.current().title == factory.HOSTILE[0]
    assert reds(window) == 0
    press(Key.Key_Escape)
    tab = window.tab(RosterTab)
    tab.find("h0")
    press(Key.Key_Delete)
    box = wait_dialog(qtbot, Box)
    assert box.heading.text() == f"删除 {factory.HOSTILE[0]}？"
    assert clipped(box) == []


# Room


def test_the_check_for_clipping_can_fail(qtbot):
    place = QWidget()
    qtbot.addWidget(place)
    inside = QVBoxLayout(place)
    inside.addWidget(PlainLabel("十个字的一段话在这里", elide=True))
    place.setFixedWidth(60)
    place.show()
    assert clipped(place) == []
    label = QLabel("十个字的一段话在这里")
    label.setMinimumWidth(10)
    label.setMaximumWidth(40)
    inside.addWidget(label)
    stray = QLabel("外", place)
    stray.setGeometry(55, 0, 40, 20)
    stray.show()
    label.show()
    assert len(clipped(place)) == 2


@pytest.mark.parametrize("scale", ["1", "1.25"])
def test_nothing_is_clipped_on_the_smallest_screen(demo_copy, tmp_path, scale):
    """The whole walk in a process of its own: the scale is read once, when Qt starts."""
    screens = tmp_path / "screens.json"
    screens.write_text(
        json.dumps(
            {
                "screens": [
                    {
                        "name": "cheap laptop",
                        "x": 0,
                        "y": 0,
                        "width": 1366,
                        "height": 768,
                        "logicalDpi": 96,
                        "logicalBaseDpi": 96,
                        "dpr": 1,
                    }
                ]
            }
        )
    )
    here = Path(__file__).parent.parent
    done = subprocess.run(
        [sys.executable, "-m", "tests.walk", str(demo_copy)],
        cwd=here.parent,
        env=os.environ
        | {
            "QT_QPA_PLATFORM": f"offscreen:configfile={screens}",
            "QT_SCALE_FACTOR": scale,
            "PYTHONPATH": os.pathsep.join([str(here), str(here.parent)]),
        },
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["seen"] >= len(TABS) + 20
    assert told["faults"] == []


# Forms


def desk_of(window):
    return window.desk


FORMS = {
    "leave": (leave_entry.fields, Leave, {"approved"}),
    "visit": (visit_entry.fields, Visit, set()),
    "aid": (aid_entry.fields, Aid, set()),
    "concern": (concern_entry.fields, Concern, set()),
    "student": (student_entry.fields, Student, {"guardian", "relation"}),
    "school": (lambda _desk: school_entry.fields(), School, set()),
}


@pytest.mark.parametrize("name", FORMS)
def test_every_field_names_an_attribute_of_its_record(window, name):
    make, record, more = FORMS[name]
    known = {one.name for one in attributes(record)} | more
    names = [field.name for field in make(window.desk)]
    assert set(names) <= known
    assert len(set(names)) == len(names)
    assert {"relation", "phone"} <= {one.name for one in attributes(Guardian)}


RULES = {
    "rules": (),  # its fields are the rules themselves: tests/services/test_local_rules.py
    "faces": (),  # a choice of two
    "aid": ("domain/aid.py", "services/aid.py"),
    "case": ("domain/cases.py", "services/cases.py", "domain/receipts.py"),
    "concern": ("domain/concerns.py", "services/risk.py"),
    "leave": ("domain/leave.py", "services/leave.py"),
    "school": ("domain/school.py", "services/schools.py", "services/classes.py"),
    "student": ("services/roster.py",),
    "visit": ("domain/visits.py", "services/visits.py"),
    "watch": (
        "domain/observations.py",
        "services/observations.py",
        "domain/priority.py",
        "services/priority.py",
        "domain/risk.py",
    ),
    "transition": (),  # reads files, keeps no record: tests/services/test_transition_lists.py
    "shared": (),  # holds what the other forms have in common
}


def tree_of(path: str) -> ast.Module:
    return ast.parse((PACKAGE / path).read_text(encoding="utf-8"))


def fields_of(path: str) -> set[str]:
    """The names of all fields declared in a file, of every form in it."""
    return {
        node.args[0].value
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") == "Field"
        and node.args
        and isinstance(node.args[0], ast.Constant)
    } | ({"student"} if "child(desk)" in (PACKAGE / path).read_text(encoding="utf-8") else set())


def faults_of(path: str) -> set[str]:
    """Every attribute a rule can name: Invalid(x=…), wrong["x"] = …, {"x": …} of a …_faults."""
    found: set[str] = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Invalid":
            found |= {each.arg for each in node.keywords if each.arg}
        if (
            isinstance(node, ast.Subscript)
            and getattr(node.value, "id", "") == "wrong"
            and isinstance(node.slice, ast.Constant)
        ):
            found.add(node.slice.value)
        if isinstance(node, ast.FunctionDef) and node.name.endswith("_faults"):
            found |= {
                key.value
                for each in ast.walk(node)
                if isinstance(each, ast.Dict)
                for key in each.keys
                if isinstance(key, ast.Constant)
            }
    return found


def test_every_fault_a_rule_can_name_has_its_field():
    files = {path.stem for path in Path(entries.__file__).parent.glob("*.py")} - {"__init__"}
    assert files >= set(RULES)
    for name in files:
        paths = RULES.get(name, (f"domain/{name}.py", f"services/{name}.py"))
        wanted = {fault for path in paths for fault in faults_of(path)}
        assert not paths or wanted, name
        assert wanted <= fields_of(f"ui/entries/{name}.py"), name
    assert faults_of("services/papers.py") <= fields_of("ui/issuing.py")
    assert faults_of("services/paper_targets.py") <= fields_of("ui/paper_chooser.py") | {"student"}


def test_faults_of_the_rules_stand_below_their_fields(window, qtbot, demo_ctx):
    wrong = {
        leave_entry: ({"last_day": ("2026-11-10", Half.AM)}, "last_day"),
        visit_entry: ({"day": "2026-12-01", "visitors": "张老师"}, "day"),
    }
    child = lookup.one(demo_ctx, "石㛃")
    for entry, (values, fault) in wrong.items():
        editor = entry.new(window.desk, window, child)
        wait_dialog(qtbot, Editor)
        editor.form.put(values)
        press(Key.Key_Return, held=CTRL)
        assert editor.form.faults[fault].isVisible(), entry.__name__
        assert clipped(editor) == []
        editor._drop()
        wait_quiet(qtbot, window)


def test_a_visit_is_made_void_with_a_reason_and_found_again(window, qtbot, demo_ctx):
    made = visits.record(demo_ctx, factory.visit(student=lookup.one(demo_ctx, "石㛃")))
    tab = window.tab(VisitsTab)
    tab.find(made.id)
    press(Key.Key_Delete)
    editor = wait_dialog(qtbot, Editor)
    press(Key.Key_Return, held=CTRL)
    assert editor.form.faults["void_why"].isVisible()
    editor.form.put({"void_why": "登记到了同名的学生"})
    press(Key.Key_Return, held=CTRL)
    wait_quiet(qtbot, window)
    assert visits.get(demo_ctx, made.id).void_why == "登记到了同名的学生"
    assert {chip.key: chip.count for chip in tab.table.source.chips()}["void"] == 1
    tab._pick_chip("void")
    assert "已作废" in str(tab.table.source.rows([made.id]))
    tab.find(made.id)
    press(Key.Key_F2)
    assert "已经作废" in "".join(texts(wait_dialog(qtbot, Box)))


def opened(window, child):
    desk = window.desk
    yield leave_entry.new(desk, window, child)
    yield visit_entry.new(desk, window, child)
    kept = visits.record(desk.ctx, factory.visit(student=child))
    yield visit_entry.void(desk, window, kept.id)
    yield visit_entry.contact(desk, window, child)
    yield visit_entry.submission(desk, window, child)
    yield aid_entry.new(desk, window, child)
    yield concern_entry.new(desk, window, child)
    yield student_entry.new(desk, window)
    yield school_entry.change(desk, window)
    yield school_entry.teachers(desk, window)


def test_tab_and_enter_go_through_every_form_in_the_order_of_its_fields(window, qtbot, demo_ctx):
    child = lookup.one(demo_ctx, "罗垚")
    for editor in opened(window, child):
        wait_dialog(qtbot, Editor)
        names = list(editor.form.inputs)
        editor.form.inputs[names[0]].setFocus()
        reached = []
        for _ in range(80):
            here = holder(editor, QApplication.focusWidget())
            if here and (not reached or reached[-1] != here):
                reached.append(here)
            if not here:
                break
            press(Key.Key_Tab)
        assert reached == names, editor.windowTitle()
        assert QApplication.focusWidget() is editor.save, editor.windowTitle()
        editor._drop()
        wait_quiet(qtbot, window)


def holder(editor, widget):
    return next(
        (
            name
            for name, shown in editor.form.inputs.items()
            if shown is widget or shown.isAncestorOf(widget)
        ),
        "",
    )


def test_the_education_authority_is_kept_as_the_school_names_it(window, qtbot, demo_ctx):
    editor = school_entry.change(window.desk, window)
    wait_dialog(qtbot, Editor)
    editor.form.put({"bureau": "示范县教育体育局"})
    editor.save.click()
    wait_quiet(qtbot, window)

    assert demo_ctx.school.bureau == "示范县教育体育局"


def test_what_is_typed_into_a_leave_form_outlives_the_program(qtbot, folder, open_school):
    ctx = open_school(folder)
    window = show_window(qtbot, ctx, closed=False)
    window.tab(LeaveTab)
    press(Key.Key_N, held=CTRL)
    editor = wait_dialog(qtbot, Editor)
    editor.form.put({"student": "wang"})
    editor.form.inputs["reason"].setFocus()
    write("发烧，在镇卫生院")
    qtbot.waitUntil(lambda: (Drafts(ctx).load("leave") or {}).get("reason") == "发烧，在镇卫生院")
    shiboken6.delete(editor)
    shiboken6.delete(window)  # the power is gone: nobody is asked, nothing is closed
    ctx.close()

    ctx = open_school(folder)
    window = show_window(qtbot, ctx)
    window.tab(LeaveTab)
    press(Key.Key_N, held=CTRL)
    editor = wait_dialog(qtbot, Editor)
    assert editor.form.inputs["student"].value() == "wang"
    assert editor.form.inputs["reason"].text() == "发烧，在镇卫生院"
    assert "已经找回" in editor.note.text()
    press(Key.Key_Return, held=CTRL)
    wait_quiet(qtbot, window)
    assert Drafts(ctx).load("leave") is None
    press(Key.Key_N, held=CTRL)
    assert wait_dialog(qtbot, Editor).form.inputs["reason"].text() == ""


def test_a_draft_about_one_child_never_comes_up_for_another(window, qtbot, demo_ctx):
    first, other = lookup.one(demo_ctx, "石㛃"), lookup.one(demo_ctx, "罗垚")
    editor = visit_entry.contact(window.desk, window, first)
    wait_dialog(qtbot, Editor)
    editor.form.inputs["note"].setFocus()
    write("left open")
    editor._keep_draft()
    editor.touched = False
    QDialog.done(editor, 0)
    wait_quiet(qtbot, window)
    editor = visit_entry.contact(window.desk, window, other)
    wait_dialog(qtbot, Editor)
    assert editor.form.inputs["student"].value() == other
    assert editor.form.inputs["note"].toPlainText() == ""


@every_list
def test_after_saving_the_list_has_the_focus_and_the_record_is_said(window, qtbot, demo_ctx, kind):
    tab = window.tab(kind)
    if "change" not in tab.acts:
        return
    nominated = next(iter(risk.RiskListing(demo_ctx).keys("", "", False, "nominated")))
    if tab.title == "重点学生":
        tab.find(nominated)
    else:
        tab.view.choose_row(0)
    chosen = tab.selected
    press(Key.Key_F2)
    wait_dialog(qtbot, Editor)
    press(Key.Key_Return, held=CTRL)
    wait_quiet(qtbot, window)
    assert window.focusWidget() is tab.view
    assert tab.selected == chosen
    assert dialogs() == []
