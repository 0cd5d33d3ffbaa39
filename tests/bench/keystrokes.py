"""From a keystroke in the search line of 花名册 to the repainted rows, in the real window."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from kongchuo_desktop import app
from kongchuo_desktop.ui import look
from kongchuo_desktop.ui.tabs.roster import RosterTab
from tests.bench import school
from tests.bench.painted import Watch

SIZE = (1366, 768)
TYPED = ("z", "zs", "zsm", "li", "99", "2016", "王", "王小", "岩脚", "没有人")


def measure(folder: Path, rounds: int) -> dict[str, float]:
    """Median and worst seconds of a keystroke, and of reaching the list first."""
    look.prepare_environment()
    qt = QApplication(sys.argv[:1])
    look.dress(qt)
    ctx = school.reopened(folder)
    window = app.build(ctx)
    window.resize(*SIZE)
    window.show()
    qt.processEvents()
    start = perf_counter()
    tab = cast(RosterTab, window.tab(RosterTab))
    qt.processEvents()
    opened = perf_counter() - start
    taken = [seconds for _ in range(rounds) for words in TYPED for seconds in _typed(tab, words)]
    ctx.close()
    # The first round opens faces and spellings that are then at hand.
    warm = taken[len(taken) // rounds if rounds > 1 else 0 :]
    return {"median": median(warm), "worst": max(warm), "cold": max(taken), "opened": opened}


def _typed(tab: RosterTab, words: str) -> list[float]:
    """Seconds of every keystroke of some words, and of the one that deletes all."""
    taken = [_stroke(tab, letter) for letter in words]
    assert tab.table.text == words
    tab.search.selectAll()
    return [*taken, _stroke(tab, "")]


def _stroke(tab: RosterTab, letter: str) -> float:
    tab.search.setFocus()
    QApplication.processEvents()
    rows = tab.view.viewport()
    watch = Watch()
    rows.installEventFilter(watch)
    start = perf_counter()
    if letter.isascii() and letter:
        QTest.keyClick(tab.search, letter)
    elif letter:
        tab.search.insert(letter)  # as an input method does: no key stands for the character
    else:
        QTest.keyClick(tab.search, Qt.Key.Key_Delete)
    QApplication.processEvents()
    if rows.isVisible() and not watch.seen:
        rows.repaint()
    taken = perf_counter() - start
    rows.removeEventFilter(watch)
    return taken


if __name__ == "__main__":
    print(json.dumps(measure(Path(sys.argv[1]), int(sys.argv[2]))))
