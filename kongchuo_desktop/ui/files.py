"""Choosing a file or a folder: it begins where one was last chosen for the same purpose."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSettings, QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from kongchuo_desktop.ui.desk import Desk

Then = Callable[[Path], object]
Place = QStandardPaths.StandardLocation


def to_open(
    desk: Desk, parent: QWidget, purpose: str, title: str, patterns: str, then: Then
) -> None:
    """A file that is there; `patterns` as Qt writes them."""
    dialog = _dialog(desk, parent, purpose, title, then)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilters(patterns.split(";;"))
    dialog.open()


def to_save(desk: Desk, parent: QWidget, purpose: str, title: str, name: str, then: Then) -> None:
    """A file to be written, called `name` unless the person says otherwise."""
    dialog = _dialog(desk, parent, purpose, title, then)
    suffix = Path(name).suffix
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilter(WRITTEN[suffix])
    dialog.setDefaultSuffix(suffix.removeprefix("."))
    dialog.selectFile(name)
    dialog.open()


def folder(
    desk: Desk, parent: QWidget, purpose: str, title: str, then: Then, start: Path | None = None
) -> None:
    """A folder; it begins at `start` where that is known."""
    dialog = _dialog(desk, parent, purpose, title, then, start)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.open()


WRITTEN = {".xlsx": "Excel 工作簿 (*.xlsx)", ".pdf": "PDF (*.pdf)"}


def _dialog(
    desk: Desk, parent: QWidget, purpose: str, title: str, then: Then, start: Path | None = None
) -> QFileDialog:
    dialog = QFileDialog(parent, title, str(start or _last(desk.settings, purpose)))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def chosen(text: str) -> None:
        path = Path(text)
        if desk.settings is not None:
            place = path if path.is_dir() else path.parent
            desk.settings.setValue(f"places/{purpose}", str(place))
        then(path)

    dialog.fileSelected.connect(chosen)
    return dialog


def _last(settings: QSettings | None, purpose: str) -> Path:
    """Where it was last time, unless that is gone, as a stick may be; then the documents."""
    told = str(settings.value(f"places/{purpose}", "") or "") if settings is not None else ""
    if told and Path(told).is_dir():
        return Path(told)
    return Path(QStandardPaths.writableLocation(Place.DocumentsLocation))
