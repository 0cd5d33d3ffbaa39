"""What the forms of all subjects have in common: choosing a child, options from words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from kongchuo_desktop.services import lookup
from kongchuo_desktop.ui.desk import Desk
from kongchuo_desktop.ui.editor import Editor
from kongchuo_desktop.ui.form import Field, person
from kongchuo_desktop.ui.person import Match


def options(words: Mapping[Any, str]) -> Sequence[tuple[Any, str]]:
    """The choices of a table of words, in its order."""
    return list(words.items())


def draft(form: str, student: str) -> str:
    """The name of a new record's draft: what was typed for one child never comes up for another."""
    return f"{form}-of-{student}" if student else form


def child(desk: Desk, name: str = "student", *, required: bool = True) -> Field:
    """The field in which a child is chosen."""

    def named(id_: str) -> Match | None:
        found = lookup.described(desk.ctx, [id_])
        return found[0] if found else None

    return Field(
        name,
        "学生",
        person(lambda text: lookup.find(desk.ctx, text), named),
        required=required,
    )


def why(
    parent: QWidget,
    title: str,
    reason: Field,
    save: Callable[[str], object],
    verb: str,
    *,
    note: str = "",
    draft: str,
) -> Editor:
    """One question, the reason, which `save` takes."""
    editor = Editor(
        title,
        [reason],
        lambda values: save(values[reason.name]),
        parent,
        verb,
        note=note,
        draft=draft,
    )
    editor.open()
    return editor
