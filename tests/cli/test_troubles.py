"""When the machine is at fault: a sentence, the code of the table in README.md, never a hang."""

import os
import re
import subprocess
import sys
from pathlib import Path

import apsw
import pytest

from kongchuo_desktop import logs, paths
from kongchuo_desktop.domain.errors import Exit, FileTrouble, Refused
from kongchuo_desktop.services import today
from kongchuo_desktop.store import db, keys

ROOT = Path(__file__).parents[2]
LONG = "长" * 200


@pytest.fixture
def pipe(tmp_path):
    """A file that never ends and never begins; a key file and a roster by its name."""
    if not hasattr(os, "mkfifo"):
        pytest.skip("pipes of POSIX")
    path = tmp_path / "花名册.xlsx"
    os.mkfifo(path)
    return path


def test_a_pipe_is_no_roster_and_no_key(run, pipe, tmp_path):
    for words in (("roster", "import", pipe), ("export", "--to", tmp_path, "--key", pipe)):
        code, told = run(*words)
        assert (code, "不是普通文件" in told["error"]) == (1, True)


def test_a_folder_is_no_roster(run, tmp_path):
    code, told = run("roster", "import", tmp_path)
    assert (code, "是文件夹" in told["error"]) == (1, True)


@pytest.mark.parametrize("text", ["[" * 100_000, '{"version":' + "[" * 100_000])
def test_a_key_file_without_end_is_damaged(run, folder, text):
    (folder / keys.NAME).write_text(text)
    code, told = run("today")
    assert (code, "已损坏" in told["error"]) == (3, True)


def test_reading_that_fails_says_nothing_of_saving(run, monkeypatch):
    def fail(_ctx):
        raise apsw.IOError("disk I/O error")

    monkeypatch.setattr(today, "today", fail)
    code, told = run("today")
    assert code == 3
    assert "磁盘" in told["error"]
    assert "没有保存" not in told["error"]


@pytest.mark.parametrize(
    "fault", [apsw.FullError, apsw.IOError, apsw.BusyError, apsw.ReadOnlyError]
)
def test_opening_that_fails_says_nothing_of_saving(run, monkeypatch, fault):
    def fail(_self):
        raise fault("")

    monkeypatch.setattr(db.SchoolDatabase, "_connect", fail)
    code, told = run("today")
    assert code == 3
    assert "打不开" in told["error"]
    assert "没有保存" not in told["error"]


def test_the_demo_in_a_place_that_is_no_folder_is_told(run, tmp_path):
    (tmp_path / "文件").write_bytes(b"")
    code, told = run("demo", "--out", tmp_path / "文件")
    assert (code, "不能建立文件夹" in told["error"]) == (3, True)


def test_a_data_folder_that_cannot_be_looked_into_is_told(run, tmp_path):
    code, told = run("today", data=tmp_path / LONG)
    assert (code, "打不开" in told["error"]) == (3, True)


def test_a_folder_called_data_where_one_happens_to_be_is_not_ours(monkeypatch, tmp_path):
    (tmp_path / "数据").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KONGCHUO_DATA", raising=False)
    assert tmp_path not in paths.data().absolute().parents

    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "kongchuo"))
    assert paths.data() == tmp_path / "数据"


def test_without_a_place_for_the_log_there_is_none(tmp_path):
    (tmp_path / "文件").write_bytes(b"")
    assert logs.start(tmp_path / "文件" / "记录") is None


def window(home, *words):
    """The window as a process that finds what it needs, or says why not and ends."""
    return subprocess.run(
        [sys.executable, "-c", CLOSING, *map(str, words)],
        env={**os.environ, "HOME": str(home), "QT_QPA_PLATFORM": "offscreen", "XDG_STATE_HOME": ""},
        capture_output=True,
        check=False,
        timeout=60,
    )


CLOSING = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow
from kongchuo_desktop import __main__ as entrance

class Closing(QTimer):
    def __init__(self):
        super().__init__()
        self.timeout.connect(self.close)
        self.start(20)
    def close(self):
        for widget in QApplication.topLevelWidgets():
            if isinstance(widget, (QDialog, QMainWindow)) and widget.isVisible():
                widget.close()

from kongchuo_desktop.ui import look
dress = look.dress
def dressed(qt):
    dress(qt)
    qt.closing = Closing()
look.dress = dressed
sys.exit(entrance.main())
"""


def test_the_window_opens_where_the_home_takes_no_files(folder, tmp_path):
    (tmp_path / "文件").write_bytes(b"")
    done = window(tmp_path / "文件", "--data", folder)
    assert (done.returncode, b"Traceback" in done.stderr) == (0, False)


def test_window_and_command_end_with_the_same_code_when_the_data_are_open(run, folder, tmp_path):
    held = db.open_folder(folder)
    try:
        assert run("today")[0] == Exit.MACHINE
        assert window(tmp_path, "--data", folder).returncode == Exit.MACHINE
    finally:
        held.close()


def test_the_codes_are_those_of_the_table():
    page = (ROOT / "README.md").read_text("utf-8")
    table = dict(re.findall(r"^\| (\d+) \| (.+) \|$", page, re.MULTILINE))
    assert [int(code) for code in table] == [each.value for each in Exit]
    assert Exit.of(FileTrouble("")) is Exit.MACHINE
    assert Exit.of(Refused("")) is Exit.REFUSED
