"""The list: pages of rows, a selection by key, keyboard, copying, widths."""

from typing import ClassVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from kongchuo_desktop.ui.table import KEPT, PAGE, Column, RecordTable, parts
from kongchuo_desktop.ui.tabs.page import Action
from kongchuo_desktop.ui.tabs.record_tab import RecordTab
from kongchuo_desktop.ui.view import RecordView

COLUMNS = (
    Column("name", "姓名", 150, kind="strong"),
    Column("age", "年龄", 60, "right"),
    Column("status", "状态", 120, kind="pill"),
    Column("tags", "特殊群体", 160, kind="tags"),
)


@pytest.fixture
def table(children):
    made = RecordTable(children, COLUMNS)
    made.reload()
    return made


@pytest.fixture
def view(table, qtbot, shown):
    made = RecordView(table)
    return shown(made, 700, 400)


class ChildrenTab(RecordTab):
    title = "花名册"
    watches = frozenset({"student"})
    columns = COLUMNS
    actions_ = (
        Action("新增学生", "new", keys="Ctrl+N", primary=True),
        Action("学籍变动", "move", needs_selection=True),
    )
    rows: ClassVar = None
    empty_text = "先把名单导进来。"

    def source(self):
        return type(self).rows

    def new(self):
        self.made = True

    def move(self):
        self.moved = self.selection

    def open_record(self, key):
        self.opened_key = key


@pytest.fixture
def tab(desk, children, qtbot, shown):
    made = type("Tab", (ChildrenTab,), {"rows": children})(desk)
    return shown(made, 1300, 600)


def test_the_model_keeps_qts_rules(table, qtmodeltester):
    qtmodeltester.check(table)


def test_only_the_pages_looked_at_are_fetched_and_few_are_kept(children):
    first = next(iter(children.all.values()))
    children.all = {f"s{n}": first for n in range(PAGE * (KEPT + 8))}
    table = RecordTable(children, COLUMNS)
    table.reload()
    table.index(0, 0).data()
    table.index(5, 1).data()
    assert children.asked == 1
    for page in range(KEPT + 8):
        table.index(page * PAGE, 0).data()
    table.index(0, 0).data()
    assert children.asked == KEPT + 9


def test_a_row_that_vanished_meanwhile_is_blank(table, children):
    children.all.pop("s0")
    assert table.index(0, 0).data() == ""


@pytest.mark.parametrize(
    ("value", "drawn"),
    [
        (None, []),
        ("在校", [("在校", "")]),
        (("缺课", "red"), [("缺课", "red")]),
        (("留守", "住宿"), [("留守", ""), ("住宿", "")]),
        ([("重点", "amber"), "住宿"], [("重点", "amber"), ("住宿", "")]),
        (7, [("7", "")]),
    ],
)
def test_a_cell_is_words_a_pill_or_several(value, drawn):
    assert parts(value) == drawn


def test_the_selection_is_kept_by_key_when_the_order_changes(view, table, children):
    view.choose("s7")
    view.selectionModel().select(
        table.index(9, 0),
        view.selectionModel().SelectionFlag.Select | view.selectionModel().SelectionFlag.Rows,
    )
    children.all = dict(reversed(children.all.items()))
    table.reload()
    assert sorted(view.keys()) == ["s7", "s9"]
    assert view.key() == "s7"


def test_what_is_filtered_out_is_no_longer_selected(view, table):
    view.choose("s0")
    table.narrow(text="马小红")
    assert view.keys() == []
    assert view.key() == ""


def test_a_click_on_a_header_sorts_and_a_third_one_goes_back(view, table):
    header = view.horizontalHeader()
    header.setSortIndicator(1, Qt.SortOrder.DescendingOrder)
    assert (table.order, table.descending) == ("age", True)
    header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
    assert table.key(0) == "s0"


def test_a_long_name_stays_in_its_column(view, table, children):
    row = children.all["s4"]
    children.all = {"s4": row, "s2": {**row, "name": "张三民"}}
    table.reload()
    picture = view.viewport().grab().toImage()
    left, height = view.columnViewportPosition(1), view.rowHeight(0)
    rows = [picture.copy(left, n * height, picture.width() - left, height) for n in (0, 1)]
    assert len(row["name"]) > 25
    assert rows[0] == rows[1]


def test_home_end_enter_and_copy(view, table, qtbot):
    qtbot.keyClick(view, Qt.Key.Key_End)
    assert view.key() == "s411"
    qtbot.keyClick(view, Qt.Key.Key_Home)
    assert view.key() == "s0"
    with qtbot.waitSignal(view.entered) as entered:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert entered.args == ["s0"]
    qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "石㓞\t7\t缺课待核\t"


def test_columns_fill_the_view_and_widths_are_remembered(desk, table, qtbot, shown):
    first = RecordView(table, settings=desk.settings, name="花名册")
    shown(first, 900, 300)
    widths = [first.columnWidth(n) for n in range(len(COLUMNS))]
    assert sum(widths) == first.viewport().width()
    first.setColumnWidth(0, widths[0] + 120)
    second = RecordView(table, settings=desk.settings, name="花名册")
    shown(second, 900, 300)
    assert second.columnWidth(0) / second.columnWidth(3) > 1.2 * widths[0] / widths[3]


def test_typing_in_the_list_searches(tab, qtbot):
    qtbot.keyClick(tab.view, "z")
    assert tab.search.text() == "z"
    tab.search.setText("马小红")
    assert tab.table.rowCount() == len(tab.table.source.keys("马小红", "", False, ""))
    qtbot.keyClick(tab.search, Qt.Key.Key_Escape)
    assert tab.table.rowCount() == 412


def test_actions_wait_for_a_selection(tab):
    assert not tab.acts["move"].isEnabled()
    tab.view.choose("s3")
    tab.acts["move"].trigger()
    assert tab.moved == ["s3"]
    tab.search.setText("没有这个人")
    assert not tab.acts["move"].isEnabled()


def test_chips_filter_and_a_second_click_lets_go(tab):
    tab.chips.actions_["留守"].trigger()
    assert tab.table.rowCount() == 206
    assert tab.foot.text() == "206人"
    tab.chips.actions_["留守"].trigger()
    assert tab.table.rowCount() == 412


def test_find_shows_a_record_that_a_filter_hides(tab):
    tab.chips.actions_["留守"].trigger()
    tab.find("s4")
    assert tab.selected == "s4"


def test_a_change_reloads_at_once_or_when_next_shown(tab, ctx, children):
    children.all.pop("s0")
    ctx.tell("登记请假", "leave")
    assert tab.table.rowCount() == 412
    ctx.tell("转出", "student")
    assert tab.table.rowCount() == 411
    tab.hide()
    children.all.pop("s1")
    ctx.tell("转出", "student")
    assert tab.table.rowCount() == 411
    tab.show()
    assert tab.table.rowCount() == 410


def test_an_empty_list_says_what_it_is_for(desk, empty_list, qtbot, shown):
    made = type("Tab", (ChildrenTab,), {"rows": empty_list})(desk)
    shown(made)
    assert made.empty.text.text() == "先把名单导进来。"
    made.empty.button.click()
    assert made.made


def test_narrow_bars_fold_but_lose_nothing(tab):
    for width in (1300, 900, 640):
        tab.resize(width, 500)
        for row in (tab.bar, tab.chips):
            folded = row.menu.actions()
            shown = [button for button in row.buttons if button.isVisible()]
            assert len(folded) + len(shown) == len(row.buttons)
            assert all(button.geometry().right() <= row.width() for button in shown)
