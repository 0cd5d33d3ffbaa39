"""The local rules on screen: deadlines, thresholds and quotas a county may set."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from kongchuo_desktop.services import rules
from kongchuo_desktop.services.rules import CLOCK, MOST, Setting
from kongchuo_desktop.ui.desk import Desk
from kongchuo_desktop.ui.editor import Editor
from kongchuo_desktop.ui.form import Field, line, number


def _field(rule: Setting) -> Field:
    entry = line("08:30", 5) if rule.unit == CLOCK else number(rule.unit, 1, MOST)
    default = rule.default if rule.unit == CLOCK else f"{rule.default}{rule.unit}"
    return Field(rule.name, rule.words, entry, hint=f"默认{default}")


def change(desk: Desk, parent: QWidget) -> Editor:
    """期限和定额."""
    every = rules.every()

    def save(values: dict[str, Any]) -> None:
        rules.change(desk.ctx, values)

    editor = Editor(
        "期限和定额",
        [_field(rule) for rule in every],
        save,
        parent,
        "保存",
        {rule.name: rule.value for rule in every},
        "按本县、本校的规定填；改了以后，“今日”里该做的事马上按新的期限算。",
        columns=2,
        draft="rules",
    )
    editor.open()
    return editor
