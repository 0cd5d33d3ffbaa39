"""字体: whose type faces papers are set in, kept for this computer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QWidget

from kongchuo_desktop.domain import words
from kongchuo_desktop.domain.faces import FaceChoice
from kongchuo_desktop.services import faces
from kongchuo_desktop.ui.desk import Desk
from kongchuo_desktop.ui.editor import Editor
from kongchuo_desktop.ui.entries.shared import options
from kongchuo_desktop.ui.form import Field, choice

KEPT = "papers/faces"


def kept(desk: Desk) -> FaceChoice:
    """What was chosen on this computer; ours where nothing was, or the file was tampered with."""
    told = desk.settings.value(KEPT) if desk.settings is not None else None
    return FaceChoice.SYSTEM if told == FaceChoice.SYSTEM else FaceChoice.BUNDLED


def use_kept(desk: Desk) -> None:
    """When the program starts."""
    faces.choose(kept(desk), desk.font_folders)


def change(desk: Desk, parent: QWidget) -> None:
    """Look what this computer has, then ask."""
    desk.run(
        "正在查看本机字体",
        lambda _progress: faces.found(desk.font_folders),
        parent=parent,
        then=lambda found: _ask(desk, parent, found),
    )


def _ask(desk: Desk, parent: QWidget, found: Mapping[str, str]) -> Editor:
    def save(values: dict[str, Any]) -> None:
        wanted = values["faces"]
        faces.choose(wanted, desk.font_folders)
        if desk.settings is not None:
            desk.settings.setValue(KEPT, wanted.value)
        desk.tell(f"从下一份文书起用{words.FACES[wanted].partition('（')[0]}，已存档的不变")

    editor = Editor(
        "文书用的字体",
        [Field("faces", "字体", choice(options(words.FACES)))],
        save,
        parent,
        "保存",
        {"faces": kept(desk)},
        _note(found),
        draft="paper-faces",
    )
    editor.open()
    return editor


def _note(found: Mapping[str, str]) -> str:
    here = "\n".join(
        f"{role}：{family or '没有找到，用随软件字体'}" for role, family in found.items()
    )
    return (
        "只管这台电脑，从下一份文书起用；已编号、存档的文书不变。"
        f"本机字体里没有的字，用随软件字体补上。\n在这台电脑上找到的：\n{here}"
    )
