"""The window: Ctrl+K from the keyboard, tabs, undo, and a head that never clips."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout

from kongchuo_desktop.domain.errors import Refused
from kongchuo_desktop.ui.boxes import Box
from kongchuo_desktop.ui.help import Help
from kongchuo_desktop.ui.palette import Hit
from kongchuo_desktop.ui.tabs.page import Action, Page, Tab
from kongchuo_desktop.ui.window import MainWindow

BUILT = []
CONTROL = Qt.KeyboardModifier.ControlModifier


class Plain(Page):
    watches = frozenset({"student"})
    actions_ = (
        Action("登记", "new", keys="Ctrl+N"),
        Action("打印", "print_it", keys="Ctrl+P", needs_selection=True),
        Action("出错", "fail"),
    )

    def build(self):
        BUILT.append(self.title)
        self.done, self.found, self.loads = [], "", 0
        self.edit = QLineEdit()
        QVBoxLayout(self).addWidget(self.edit)

    def reload(self):
        self.loads += 1

    def find(self, text):
        self.found = text

    def new(self):
        self.done.append(f"new {self.title}")

    def print_it(self):
        self.done.append("print")

    def fail(self):
        raise Refused("现在不行")


TITLES = (
    "今日",
    "花名册",
    "考勤",
    "请假",
    "重点学生",
    "家访",
    "减免缓",
    "劝返",
    "文书",
    "报表",
    "U盘交换",
)
KINDS = tuple(type(f"Tab{n}", (Plain,), {"title": title}) for n, title in enumerate(TITLES))
TABS = tuple(Tab(kind.title, kind.icon, lambda kind=kind: kind) for kind in KINDS)


class Undo:
    label = "登记 王小花 请假"
    redone = False

    def undoable(self, ctx):
        return self.label

    def undo(self, ctx):
        if self.label == "不行":
            raise Refused("后来的操作用到了它。")
        self.label = None

    def redoable(self, ctx):
        return "登记"

    def redo(self, ctx):
        self.redone = True


@pytest.fixture
def undo():
    return Undo()


@pytest.fixture
def window(desk, undo, shown):
    BUILT.clear()
    made = MainWindow(desk, TABS, undo)
    made.show_term("2026—2027学年上学期　第12周")
    made.show_backup("已备份 16:02")
    return shown(made)


def test_only_the_first_page_is_built_at_the_start(window):
    assert BUILT == ["今日"]
    assert window.tab(KINDS[3]).title == "请假"
    assert BUILT == ["今日", "请假"]


def test_a_child_is_found_and_opened_from_the_keyboard(window, desk, commit, qtbot):
    def students(text):
        return [
            Hit("学生", name, "七(1)班", "user", lambda key=key: desk.go.emit("花名册", key))
            for key, name in (("s1", "张三民"), ("s2", "张三"))
            if text and text in name
        ]

    window.add_provider(students)
    page = window.page()
    page.edit.setFocus()
    qtbot.keyClick(page.edit, Qt.Key.Key_K, CONTROL)
    search = window.head.search
    assert search.hasFocus()
    commit(search, "张")
    qtbot.keyClick(search, Qt.Key.Key_Down)
    assert search.popup.current().title == "张三"
    qtbot.keyClick(search, Qt.Key.Key_Return)
    assert window.page().title == "花名册"
    assert window.page().found == "s2"
    assert search.text() == ""
    assert search.popup.isHidden()


def test_pages_and_actions_are_found_and_escape_goes_back(window, commit, qtbot):
    page = window.page()
    page.edit.setFocus()
    search = window.head.search
    search.open()
    commit(search, "请假")
    heading, hit = search.popup.hits.lines
    assert (heading, hit.title) == ("页面", "请假")
    qtbot.keyClick(search, Qt.Key.Key_Escape)
    assert page.edit.hasFocus()
    search.open()
    commit(search, "登记")
    qtbot.keyClick(search, Qt.Key.Key_Up)
    qtbot.keyClick(search, Qt.Key.Key_Return)
    assert window.page().done == [f"new {window.page().title}"]


def test_nothing_found_is_said(window, commit, qtbot):
    search = window.head.search
    search.open()
    commit(search, "𬱟𬱟")
    assert search.popup.current().title == "“𬱟𬱟”"


def test_tabs_from_the_keyboard(window, qtbot):
    qtbot.keyClick(window, Qt.Key.Key_4, CONTROL)
    assert window.page().title == "请假"
    qtbot.keyClick(window, Qt.Key.Key_Tab, CONTROL)
    assert window.page().title == "重点学生"
    qtbot.keyClick(window, Qt.Key.Key_N, CONTROL)
    assert window.page().done == ["new 重点学生"]


def test_an_action_that_is_refused_says_so(window, qtbot):
    window.page().acts["fail"].trigger()
    (box,) = window.findChildren(Box)
    assert box.text.text() == "现在不行"


def test_undo_carries_its_name(window, undo, ctx, qtbot):
    assert window.status_line.undo.words() == "撤销：登记 王小花 请假（Ctrl+Z）"
    qtbot.keyClick(window, Qt.Key.Key_Z, CONTROL)
    assert not window.status_line.undo.isVisible()
    undo.label = "不行"
    ctx.tell("登记 请假", "leave")
    assert window.status_line.message.text() == "已保存：登记 请假"
    window.undo()
    (box,) = window.findChildren(Box)
    assert box.text.text() == "后来的操作用到了它。"
    box.accept()
    qtbot.keyClick(window, Qt.Key.Key_Z, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    assert undo.redone


def test_hidden_pages_reload_when_next_shown(window, ctx):
    first = window.page()
    window.open_tab(1)
    loads = first.loads
    ctx.tell("转出", "student")
    assert (first.loads, window.page().loads) == (loads, 2)
    window.open_tab(0)
    assert first.loads == loads + 1


def test_a_demo_school_is_marked(window):
    assert window.head.demo.isVisible()
    assert window.status_line.demo.isVisible()


def test_help_opens_for_the_page_in_front(window, qtbot):
    qtbot.keyClick(window, Qt.Key.Key_F1)
    (help_,) = window.findChildren(Help)
    assert help_.windowTitle() == "帮助：今日"


@pytest.mark.parametrize("width", [1366, 1280, 1093, 1024, 911])
def test_nothing_in_the_head_is_clipped(window, width, qtbot):
    window.resize(width, 512)
    qtbot.waitUntil(lambda: window.width() == width)
    for label in (*window.head.findChildren(QLabel), *window.status_line.findChildren(QLabel)):
        if label.isVisible() and label.text() and label is not window.status_line.message:
            assert label.width() >= label.sizeHint().width(), label.text()
    assert window.head.demo.isVisible()
    last = window.tabs.findChildren(type(window.tabs._group.button(0)))[-1]
    assert last.geometry().right() <= window.width()
    assert window.head.search.width() >= 180
