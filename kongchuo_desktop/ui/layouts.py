"""Small things that layouts of several pages do: empty themselves, scroll."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from kongchuo_desktop.ui import look


def clear(layout: QVBoxLayout | QHBoxLayout) -> None:
    """Take everything out; widgets are deleted once nothing uses them."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        elif isinstance(inner := item.layout(), QHBoxLayout | QVBoxLayout):
            clear(inner)


def scrolling(inside: QVBoxLayout) -> QScrollArea:
    """A layout that scrolls up and down on the ground of the card it stands in."""
    place = QWidget()
    place.setLayout(inside)
    area = look.role(QScrollArea(), "bare")
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(place)
    area.viewport().setAutoFillBackground(False)
    place.setAutoFillBackground(False)  # after setWidget, which turns it on
    return area
