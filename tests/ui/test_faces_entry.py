"""字体 on screen: what this computer has, the choice, kept for this computer and used at once."""

from __future__ import annotations

import fontfiles
import pytest
from PySide6.QtCore import QSettings
from screen import CTRL, Key, clipped, go_to, press, show_window, texts, wait_dialog, wait_quiet

from kongchuo_desktop.documents.choice import CHOICE
from kongchuo_desktop.domain.faces import FaceChoice
from kongchuo_desktop.services import papers
from kongchuo_desktop.ui.editor import Editor
from kongchuo_desktop.ui.entries import faces
from kongchuo_desktop.ui.tabs.papers import PapersTab


@pytest.fixture
def school(folder, open_school):
    return open_school(folder)


@pytest.fixture
def ini(tmp_path):
    return tmp_path / "window.ini"


@pytest.fixture
def window(qtbot, school, ini, tmp_path):
    """The program on a computer that has 仿宋_GB2312 and nothing else."""
    fontfiles.install(tmp_path / "Fonts")
    window = show_window(qtbot, school)
    window.desk.settings = QSettings(str(ini), QSettings.Format.IniFormat)
    window.desk.font_folders = (tmp_path / "Fonts",)
    go_to(PapersTab)
    return window


def open_editor(qtbot, window):
    window.page().acts["faces"].trigger()
    return wait_dialog(qtbot, Editor)


def choose(qtbot, window, wanted):
    open_editor(qtbot, window).form.inputs["faces"].put(wanted)
    press(Key.Key_Return, held=CTRL)
    wait_quiet(qtbot, window)


def own_fonts(school):
    return b"FangSong_GB2312" in papers.blank(school, "home_pledge")


def test_it_is_said_what_this_computer_has(window, qtbot):
    editor = open_editor(qtbot, window)
    said = "\n".join(texts(editor))

    assert "仿宋：仿宋_GB2312" in said
    assert "小标宋：没有找到，用随软件字体" in said
    assert editor.form.take() == {"faces": FaceChoice.BUNDLED}
    qtbot.waitUntil(lambda: clipped(editor) == [])


def test_the_choice_holds_from_the_next_paper_on(window, qtbot, school):
    before = papers.blank(school, "home_pledge")

    choose(qtbot, window, FaceChoice.SYSTEM)
    assert own_fonts(school)
    assert "本机字体" in window.status_line.message.text()
    assert open_editor(qtbot, window).form.take() == {"faces": FaceChoice.SYSTEM}
    press(Key.Key_Escape)
    wait_quiet(qtbot, window)

    choose(qtbot, window, FaceChoice.BUNDLED)
    assert papers.blank(school, "home_pledge") == before


def test_closing_the_dialog_changes_nothing(window, qtbot, school):
    open_editor(qtbot, window)
    press(Key.Key_Escape)
    wait_quiet(qtbot, window)

    assert not own_fonts(school)
    assert window.desk.settings.value(faces.KEPT) is None


def test_the_choice_is_kept_for_this_computer(window, qtbot, school, ini):
    choose(qtbot, window, FaceChoice.SYSTEM)
    window.desk.settings.sync()
    CHOICE.choose()

    window.desk.settings = QSettings(str(ini), QSettings.Format.IniFormat)
    faces.use_kept(window.desk)

    assert own_fonts(school)


def test_an_unknown_word_in_the_kept_settings_means_our_faces(window, school):
    window.desk.settings.setValue(faces.KEPT, "comic")
    faces.use_kept(window.desk)

    assert not own_fonts(school)


def test_what_was_issued_stays_as_it_was(window, qtbot, school):
    issued = papers.issue(school, "home_pledge", ["wang"])
    choose(qtbot, window, FaceChoice.SYSTEM)

    assert papers.copy_of(issued.paper) == issued.pdf
    assert papers.issue(school, "home_pledge", ["wang"]).pdf != issued.pdf
