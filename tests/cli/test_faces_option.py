"""--faces: papers of the command line in the machine's own fonts."""

from pathlib import Path

import fontfiles
import pytest

from kongchuo_desktop import paths

PRINTED = (
    ("print", "责任书", "--blank"),
    ("print", "今日清单"),
    ("census", "print"),
    ("visit", "route", "--student", "王小花"),
)


@pytest.fixture
def fonts(tmp_path, monkeypatch):
    folder = tmp_path / "Fonts"
    fontfiles.install(folder)
    monkeypatch.setattr(paths, "fonts", lambda: (folder,))


@pytest.mark.parametrize("words", PRINTED, ids=" ".join)
def test_only_who_asks_gets_the_fonts_of_the_machine(run, fonts, tmp_path, words):
    path = tmp_path / "x.pdf"
    seen = {}
    for faces in ("system", "bundled", ""):
        option = ("--faces", faces) if faces else ()
        assert run(*words, *option, "--out", path)[0] == 0
        seen[faces] = path.read_bytes()

    assert b"FangSong_GB2312" in seen["system"]
    assert b"FangSong_GB2312" not in seen["bundled"]
    assert seen[""] == seen["bundled"]


def test_another_word_is_refused_with_the_two_that_will_do(run, tmp_path, capsys):
    with pytest.raises(SystemExit) as stopped:
        run("print", "责任书", "--blank", "--faces", "仿宋", "--out", tmp_path / "x.pdf")

    assert stopped.value.code == 2
    assert "bundled、system" in capsys.readouterr().err


def test_windows_has_fonts_for_everyone_and_for_the_user(monkeypatch):
    monkeypatch.setattr(paths.sys, "platform", "win32")
    monkeypatch.setenv("WINDIR", "D:/Windows")
    monkeypatch.setenv("LOCALAPPDATA", "D:/Users/x/AppData/Local")

    assert paths.fonts() == (
        Path("D:/Windows/Fonts"),
        Path("D:/Users/x/AppData/Local/Microsoft/Windows/Fonts"),
    )


def test_linux_has_fonts_for_everyone_and_for_the_user(monkeypatch):
    monkeypatch.setattr(paths.sys, "platform", "linux")
    monkeypatch.setenv("HOME", "/home/x")

    assert [str(folder) for folder in paths.fonts()] == [
        "/usr/share/fonts",
        "/usr/local/share/fonts",
        "/home/x/.local/share/fonts",
        "/home/x/.fonts",
    ]
