"""衔接核对 on screen: a leaving list against an arriving one; the names in between."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from kongchuo_desktop.domain.errors import Invalid
from kongchuo_desktop.domain.transitions import Transition
from kongchuo_desktop.services import transitions
from kongchuo_desktop.ui import boxes, files
from kongchuo_desktop.ui.desk import Desk
from kongchuo_desktop.ui.editor import Editor
from kongchuo_desktop.ui.form import Field, choice, file

PATTERNS = "表格 (*.xlsx *.xls *.et *.csv)"
NAMED = 12


def compare(desk: Desk, parent: QWidget) -> Editor:
    """Choose the lists; what came of it stands in a box, and can be kept as a workbook."""

    def save(values: dict[str, Any]) -> None:
        leaving: Path | None = values["leaving"]
        if leaving is None:
            raise Invalid(leaving="请选离开学校的学生名单")
        desk.run(
            "正在核对",
            lambda _progress: transitions.compare(
                desk.ctx, leaving, values["arriving"], values["grade"]
            ),
            parent=parent,
            then=lambda found: _show(desk, parent, found),
        )

    editor = Editor(
        "衔接核对",
        [
            Field("leaving", "离开名单", file("选离开学校的学生名单", PATTERNS), required=True),
            Field("arriving", "到校名单", file("选到校学生名单", PATTERNS)),
            Field("grade", "本校年级", choice(transitions.grades())),
        ],
        save,
        parent,
        "核对",
        note="三升四、小升初、初升高：上一学校（学段）离开的名单，和到校名单比；没有到校名单的，和本校"
        "花名册比。只看文件，不改动花名册。",
        draft="transition",
    )
    editor.open()
    return editor


def _show(desk: Desk, parent: QWidget, found: Transition) -> None:
    lines = [transitions.told(found) + "。"]
    for words, names in (
        ("没有到", [each.child.name for each in found.between]),
        ("同名待核对", [each.child.name for each, _ in found.doubtful]),
    ):
        if names:
            more = "等" if len(names) > NAMED else ""
            lines.append(f"{words}：{'、'.join(names[:NAMED])}{more}。")
    boxes.ask(
        parent,
        "衔接核对",
        "\n".join(lines),
        "存为表格",
        lambda: files.to_save(
            desk,
            parent,
            "transition",
            "衔接核对存为",
            "衔接核对.xlsx",
            lambda path: transitions.save(found, path),
        ),
        stay="关闭",
    )
