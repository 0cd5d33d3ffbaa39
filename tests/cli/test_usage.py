"""What is understood on the command line and what is said about the rest: in Chinese, code 2."""

import gc
import os
import re
import subprocess
import sys

import pytest

from kongchuo_desktop import __main__ as entrance
from kongchuo_desktop import __version__, app
from kongchuo_desktop.cli import main

DAY = "2026-11-20"
ENGLISH = re.compile(r"usage|error|argument|required|choice|choose|expected|invalid|option|show")


@pytest.fixture
def window(monkeypatch):
    """Which words opened the window, instead of opening it."""
    opened = []
    monkeypatch.setattr(app, "main", lambda argv: opened.append(argv[1:]) or 0)
    return opened


@pytest.fixture
def start(monkeypatch):
    def start_it(*words):
        monkeypatch.setattr(sys, "argv", ["kongchuo", *map(str, words)])
        try:
            return entrance.main()
        except SystemExit as stopped:
            return stopped.code

    yield start_it
    gc.enable()  # as the window does once it is painted


@pytest.mark.parametrize("words", [(), ("--data", "x"), ("--data=x",)])
def test_no_verb_opens_the_window(start, window, words):
    assert start(*words) == 0
    assert window == [list(words)]


@pytest.mark.parametrize(
    "words",
    [
        ("--data",),
        ("--data", "x", "nothing"),
        ("--data", "x", "--date", DAY),
        ("--data", "--json"),
        ("--database", "x"),
        ("--date", DAY),
    ],
)
def test_what_is_left_over_is_wrong_usage_and_opens_nothing(start, window, words, capsys):
    assert start(*words) == 2
    assert window == []
    assert "用法" in capsys.readouterr().err


def test_options_may_stand_before_the_verb(start, window, folder, capsys):
    assert start("--data", folder, "--date", DAY, "today", "--json") == 0
    assert f'"date": "{DAY}"' in capsys.readouterr().out
    assert start(f"--data={folder}", "--json", "calendar", "show", "--date", DAY) == 0
    assert '"term"' in capsys.readouterr().out
    assert window == []


def test_the_version_is_told(start, capsys):
    assert start("--version") == 0
    assert __version__ in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "还要写：命令"),
        (("nothing",), "“nothing”不行，可以写：demo、init"),
        (("mark", DAY, "早上", "--class", "x"), "可以写：上午、下午"),
        (("mark", DAY, "上午"), "还要写：--class"),
        (("mark", DAY, "上午", "--class"), "后面要写内容"),
        (("today", "more"), "多出来的：more"),
        (("roster",), "还要写：做什么"),
        (("today", "--date", "x"), "“x”不是日期"),
        (("census", "set", "七年级", "基数", "x"), "“x”不是数"),
        (("print", "F06", "--blank", "--student", "x", "--out", "x"), "不能和 --blank 一起用"),
        (("census", "move", DAY, "--kind", "转入"), "要写其中一个：--student --class"),
        (("visit", "add", "--o", "x"), "可能是 --on, --outcome"),
        (("today", "--json=1"), "后面不要写内容"),
        (("print", "F06", "--out", "x"), "请用 --student"),
    ],
)
def test_wrong_usage_is_told_in_chinese(words, said, capsys):
    with pytest.raises(SystemExit) as stopped:
        main.run(words)
    told = capsys.readouterr().err

    assert stopped.value.code == 2
    assert said in told
    assert not ENGLISH.search(told.replace("visit", "").replace("--outcome", ""))


@pytest.mark.parametrize("words", [("--help",), ("today", "--help"), ("leave", "add", "--help")])
def test_help_is_in_chinese(words, capsys):
    with pytest.raises(SystemExit) as stopped:
        main.run(words)
    told = capsys.readouterr().out
    assert stopped.value.code == 0
    assert not ENGLISH.search(told)
    assert told.count("可以加的") == 1


def command(*words, **more):
    return subprocess.Popen(
        [sys.executable, "-m", "kongchuo_desktop", *map(str, words)],
        stderr=subprocess.PIPE,
        **more,
    )


@pytest.mark.skipif(os.name == "nt", reason="pipes of POSIX")
@pytest.mark.parametrize("words", [("today",), ("today", "--json"), ("--help",)])
def test_a_reader_that_has_seen_enough_is_no_fault(folder, words):
    reader, writer = os.pipe()
    os.close(reader)
    data = () if "--help" in words else ("--data", folder)
    running = command(*words, *data, stdout=writer)
    os.close(writer)
    assert (running.communicate()[1], running.returncode) == (b"", 0)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="a device of Linux")  # noqa: PTH110
def test_an_answer_that_cannot_be_written_is_the_machines_fault(folder):
    with open("/dev/full", "wb") as full:  # noqa: PTH123
        running = command("today", "--data", folder, stdout=full)
    said = running.communicate()[1].decode()
    assert running.returncode == 3
    assert "满" in said
    assert "Traceback" not in said


def test_an_unforeseen_fault_has_a_code_of_its_own(start, monkeypatch, capsys):
    def fail(_words):
        raise ZeroDivisionError("王小花")

    monkeypatch.setattr(main, "run", fail)
    assert start("today") == 4
    said = capsys.readouterr().err
    assert "没有料到" in said
    assert "ZeroDivisionError" in said
    assert "王小花" not in said


def test_stopping_has_the_code_of_the_shell(start, monkeypatch, capsys):
    def stop(_words):
        raise KeyboardInterrupt

    monkeypatch.setattr(main, "run", stop)
    assert start("today") == 130
    assert "没有保存" in capsys.readouterr().err
