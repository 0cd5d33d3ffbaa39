"""劝返 on screen: what is done is done to the case that is selected, and shown at once."""

from __future__ import annotations

import pytest
from screen import CTRL, Key, press, show_window, wait_dialog, wait_quiet, write

from kongchuo_desktop.domain.cases import Stage, Step, StepKind
from kongchuo_desktop.services import cases, lookup
from kongchuo_desktop.ui.boxes import Box
from kongchuo_desktop.ui.card import EventLine
from kongchuo_desktop.ui.editor import Editor
from kongchuo_desktop.ui.tabs.cases import CasesTab


@pytest.fixture
def window(qtbot, demo_ctx):
    return show_window(qtbot, demo_ctx)


def selected(window, name, chip="open"):
    tab = window.tab(CasesTab)
    tab.table.narrow(chip=chip)
    rows = tab.table.source.rows(tab.table.source.keys("", "", False, chip))
    assert tab.view.choose(next(key for key, row in rows.items() if row["name"] == name))
    return tab


def test_a_plan_is_made_by_keyboard_and_stands_in_the_row(window, qtbot, demo_ctx):
    tab = selected(window, "王𬱟")
    tab.acts["plan"].trigger()
    editor = wait_dialog(qtbot, Editor)
    for name, said in (
        ("responsible", "潘老师、村主任"),
        ("way", "家访"),
        ("timetable", "本周两次"),
        ("support", "补课"),
    ):
        editor.form.inputs[name].setFocus()
        write(said)
    press(Key.Key_Return, held=CTRL)
    wait_quiet(qtbot, window)

    known = cases.current(demo_ctx, lookup.one(demo_ctx, "王𬱟"))
    assert known.state.stage is Stage.PLANNED
    assert tab.table.source.rows([known.case.id])[known.case.id]["responsible"] == "潘老师、村主任"


def test_the_form_is_for_the_case_selected_and_not_for_another_of_the_child(
    window, qtbot, demo_ctx
):
    child = lookup.one(demo_ctx, "王𬱟")
    old = cases.current(demo_ctx, child)
    cases.record(
        demo_ctx,
        Step(case=old.case.id, kind=StepKind.VOIDED, day=demo_ctx.today(), who="校长", note="错"),
    )
    cases.open_by_hand(demo_ctx, child, demo_ctx.today(), "又听说了")
    tab = selected(window, "王𬱟", chip="void")
    assert tab.selected == old.case.id
    tab.acts["verify"].trigger()
    editor = wait_dialog(qtbot, Editor)
    editor.form.put({"cause": "aversion", "whereabouts": "home"})
    press(Key.Key_Return, held=CTRL)

    assert "已经了结" in wait_dialog(qtbot, Box).text.text()
    assert cases.current(demo_ctx, child).facts.steps == ()


def test_the_card_tells_what_is_missing_and_offers_what_comes_next(window, qtbot, demo_ctx):
    tab = selected(window, "岑国轩")
    tab.show_card()
    (card,) = [tab.side.layout().itemAt(n).widget() for n in range(tab.side.layout().count())]
    kinds = {line.told.kind for line in card.findChildren(EventLine)}

    assert {"dropout_case", "case_step", "visit", "submission"} <= kinds
    assert "mark" not in kinds
