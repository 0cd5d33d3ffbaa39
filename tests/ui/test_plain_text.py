"""Names are data: mark-up in them is shown letter by letter, in every widget of the kit."""

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QLabel, QMenu, QVBoxLayout, QWidget

import kongchuo_desktop.ui as ui
from kongchuo_desktop.domain.errors import Refused
from kongchuo_desktop.ui import boxes
from kongchuo_desktop.ui.bar import Chips
from kongchuo_desktop.ui.card import Card, Event
from kongchuo_desktop.ui.editor import Editor
from kongchuo_desktop.ui.empty import EmptyState
from kongchuo_desktop.ui.form import Field, Form, check, choice, line, person, several, text
from kongchuo_desktop.ui.head import Head
from kongchuo_desktop.ui.palette import Hit, SearchBox
from kongchuo_desktop.ui.plain import PlainButton, PlainLabel, caption, tooltip
from kongchuo_desktop.ui.status import StatusLine
from kongchuo_desktop.ui.table import Chip, Column, RecordTable
from kongchuo_desktop.ui.view import RecordView

FOLDER = Path(ui.__file__).parent


def test_the_probe_sees_red_where_a_name_is_taken_for_html(red_name, reds, shown):
    assert reds(shown(QLabel(red_name))) > 100


@pytest.mark.parametrize(
    ("pattern", "allowed"),
    [
        (r"\bQLabel\b", {"plain.py"}),
        (r"\bQMessageBox\b", set()),
        (r"\bQTextEdit\b|setHtml\(|setMarkdown\(|QTextBrowser", {"help.py", "sheet.py"}),
        (r"setToolTip\((?!tooltip\(|f\"Ctrl|self\.action|said\))", set()),
        (r"\.exec\(\)", set()),
        (
            r"kongchuo_desktop\.(?:store|documents|spreadsheets|exchange)\b|import (?:peewee|apsw)",
            set(),
        ),
    ],
)
def test_what_could_read_mark_up_is_used_in_one_place(pattern, allowed):
    found = {
        file.name
        for file in FOLDER.rglob("*.py")
        if re.search(
            pattern, re.sub(r'""".*?"""', "", file.read_text(encoding="utf-8"), flags=re.S)
        )
        or (file.name == "sheet.py" and re.search(pattern, file.read_text(encoding="utf-8")))
    }
    assert found - {"sheet.py"} <= allowed


def test_an_ampersand_is_no_key():
    assert caption("赵&钱") == "赵&&钱"
    assert PlainButton("赵&钱").words() == "赵&钱"


def test_labels_boxes_and_buttons(red_name, reds, shown):
    place = QWidget()
    inside = QVBoxLayout(place)
    for widget in (
        PlainLabel(red_name),
        PlainLabel(red_name, elide=True),
        PlainLabel(red_name, "second", wrap=True),
        PlainButton(red_name),
        QLabel(tooltip(red_name)),
    ):
        inside.addWidget(widget)
    assert reds(shown(place)) == 0
    box = boxes.say(place, red_name, red_name, detail=red_name)
    assert reds(box) == 0
    assert box.text.text() == red_name


@pytest.mark.parametrize("name", ['张<b>三&"民', "&lt;", "a & b", "王  𬱟"])
def test_a_tool_tip_shows_the_name_itself(name):
    assert tooltip(name).startswith("<p ")
    page = QTextDocument()
    page.setHtml(tooltip(name))
    assert page.toPlainText() == name


def test_cells(red_name, reds, shown, children):
    children.all = {"s0": {"name": red_name, "status": (red_name, "red"), "tags": (red_name,) * 3}}
    table = RecordTable(
        children,
        (
            Column("name", red_name, 200),
            Column("status", "状态", 150, kind="pill"),
            Column("tags", "群体", 200, kind="tags"),
        ),
    )
    view = shown(RecordView(table))
    table.reload()
    assert table.index(0, 0).data() == red_name
    assert reds(view) == 0


def test_forms_and_editors(red_name, reds, shown, desk):
    fields = [
        Field("a", red_name, line(), hint=red_name, section=red_name),
        Field("b", "学生", person(lambda _typed: [("s1", red_name, red_name)])),
        Field("c", "类别", choice((("x", red_name),))),
        Field("d", "寄宿", check(red_name)),
        Field("e", "群体", several(((1, red_name),))),
        Field("f", "备注", text()),
    ]
    form = Form(fields)
    form.put({"a": red_name, "b": ("s1", red_name, red_name), "f": red_name})
    form.show_faults({"a": red_name})
    assert reds(shown(form, 700, 500)) == 0
    assert form.inputs["f"].toPlainText() == red_name
    page = shown(QWidget())
    page.desk = desk
    editor = Editor(red_name, fields, lambda _v: None, page, red_name, {"a": red_name}, red_name)
    editor.open()
    assert reds(editor) == 0


@pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)
def test_the_matches_of_a_person(red_name, reds, shown, commit):
    form = shown(Form([Field("b", "学生", person(lambda _typed: [("s1", red_name, "七(1)班")]))]))
    commit(form.inputs["b"], "张")
    popup = form.inputs["b"].completer_.popup()
    assert reds(popup) == 0
    popup.hide()


def test_cards_chips_heads_and_the_rest(red_name, reds, shown):
    card = Card()
    card.heading(red_name, (red_name, "red"))
    card.facts([red_name])
    card.masked("1***", lambda: red_name)
    card.reasons(red_name, "red", [(red_name, red_name)])
    card.timeline(red_name, [Event("users", red_name, red_name, red_name)])
    card.buttons([(red_name, lambda: None)])
    assert reds(shown(card, 352, 600)) == 0
    empty = EmptyState("users")
    empty.say(red_name, red_name, red_name, lambda: None)
    assert reds(shown(empty)) == 0
    chips = Chips(lambda _key: None)
    chips.show_chips([Chip("a", red_name, 3)], "a")
    assert reds(shown(chips)) == 0
    assert reds(shown(Head(red_name, demo=True), 1300, 48)) == 0
    status = StatusLine(demo=True)
    status.say_undo(red_name)
    status.tell(red_name)
    assert reds(shown(status, 1300, 28)) == 0


def test_menus_and_palette(red_name, reds, shown, qtbot):
    place = shown(QWidget())
    menu = QMenu(place)
    menu.addAction(caption(red_name))
    assert reds(menu) == 0
    box = SearchBox([lambda _text: [Hit(red_name, red_name, red_name)]])
    box.setParent(place)
    box.show()
    box.open()
    assert box.popup.isVisible()
    assert reds(box.popup) == 0


def test_what_is_reported(red_name, reds, shown, desk):
    place = shown(QWidget())
    refused = desk.report(place, Refused(red_name))
    assert reds(refused) == 0
    bug = desk.report(place, ValueError(red_name))
    assert reds(bug) == 0
    assert red_name not in bug.text.text()
