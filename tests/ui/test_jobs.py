"""Long work: results and failures come to the window's thread, stopping leaves no work behind."""

import gc
import threading

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from kongchuo_desktop.domain.errors import Cancelled, Refused
from kongchuo_desktop.ui.boxes import Box
from kongchuo_desktop.ui.jobs import Jobs, ProgressDialog
from kongchuo_desktop.ui.window import MainWindow


@pytest.fixture
def page(desk, qtbot, shown):
    made = QWidget()
    made.desk = desk
    return shown(made)


def test_work_runs_elsewhere_and_its_result_comes_home(desk, page, qtbot):
    here, seen = threading.get_ident(), []

    def work(progress):
        progress.step(1, 2)
        progress(2, 2)
        return threading.get_ident()

    job = desk.run("导入花名册", work, parent=page, then=seen.append)
    job.progressed.connect(lambda *how_far: seen.append((threading.get_ident(), how_far)))
    with qtbot.waitSignal(job.ended):
        pass
    steps = [how_far for who, how_far in seen[:-1] if who == here]
    assert steps[-2:] == [(1, 2), (2, 2)]
    assert seen[-1] != here
    assert not desk.jobs.busy


def test_stopping_raises_in_the_work_and_shows_nothing(desk, page, qtbot):
    begun, go_on, raised = threading.Event(), threading.Event(), []

    def work(progress):
        begun.set()
        go_on.wait(5)
        try:
            progress.step(1, 9)
        except Cancelled:
            raised.append(True)
            raise
        return "done"

    job = desk.run("打印责任书", work, parent=page)
    dialog = page.findChild(ProgressDialog)
    assert begun.wait(5)
    dialog.cancel.click()
    assert dialog.isVisible()
    with qtbot.waitSignal(job.ended):
        go_on.set()
    assert raised == [True]
    assert not dialog.isVisible()
    assert page.findChildren(Box) == []


def test_a_refusal_and_a_bug_are_reported(desk, page, qtbot, caplog):
    def refuse(_progress):
        raise Refused("U盘拔出来了，什么也没有写上。")

    with qtbot.waitSignal(desk.run("导出", refuse, parent=page).ended):
        pass
    (box,) = page.findChildren(Box)
    assert box.text.text() == "U盘拔出来了，什么也没有写上。"

    def stumble(_progress):
        raise KeyError("石㓞")

    with qtbot.waitSignal(desk.run("导出", stumble, parent=page).ended):
        pass
    assert any(box.heading.text() == "程序出错" for box in page.findChildren(Box))
    assert "石㓞" not in caplog.text
    assert "KeyError" in caplog.text


def test_a_panic_of_a_library_is_no_success(desk, page, qtbot):
    class Panic(BaseException):
        """As PyO3 raises it: no Exception."""

    def panic(_progress):
        raise Panic

    done = []
    with qtbot.waitSignal(desk.run("导出", panic, parent=page, then=done.append).ended):
        pass
    (box,) = page.findChildren(Box)
    assert box.heading.text() == "程序出错"
    assert done == []


def test_work_ends_although_closing_after_it_fails(qtbot, caplog):
    def close():
        raise OSError("石㓞")

    jobs = Jobs(close=close)
    job = jobs.start("导出", lambda _progress: "done")
    with qtbot.waitSignal(job.succeeded) as succeeded:
        pass
    assert succeeded.args == ["done"]
    assert not jobs.busy
    assert "OSError" in caplog.text
    assert "石㓞" not in caplog.text
    jobs.stop()


def test_an_error_without_a_parent_stays_to_be_read(desk, qtbot):
    desk.report(None, Refused("没有窗口时也要看得见。"))
    gc.collect()
    boxes = [one for one in QApplication.topLevelWidgets() if isinstance(one, Box)]
    (box,) = [one for one in boxes if one.text.text() == "没有窗口时也要看得见。"]
    assert box.isVisible()
    box.accept()


def test_progress_without_a_parent_stays_until_the_end(desk, qtbot):
    go_on = threading.Event()
    job = desk.run("备份", lambda _progress: go_on.wait(5))
    gc.collect()
    (dialog,) = [one for one in QApplication.topLevelWidgets() if isinstance(one, ProgressDialog)]
    assert dialog.isVisible()
    with qtbot.waitSignal(job.ended):
        go_on.set()
    assert not (isValid(dialog) and dialog.isVisible())  # it deletes itself once closed


def test_one_piece_of_work_at_a_time_and_each_is_closed(qtbot):
    closed, go_on = [], threading.Event()
    jobs = Jobs(close=lambda: closed.append(threading.get_ident()))

    with qtbot.waitSignal(jobs.idle):
        for number in range(5):
            jobs.start(str(number), lambda _progress: go_on.wait(5))
        assert jobs._pool.activeThreadCount() == 1
        go_on.set()
    assert len(closed) == 5
    jobs.stop()


def test_news_from_the_worker_arrives_in_the_windows_thread(desk, page, ctx, qtbot):
    heard = []
    desk.changed.connect(lambda changes: heard.append((threading.get_ident(), changes.label)))
    job = desk.run("导入", lambda _progress: ctx.tell("导入花名册", "student"), parent=page)
    with qtbot.waitSignal(job.ended):
        pass
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == [(threading.get_ident(), "导入花名册")]


def test_closing_the_window_asks_while_work_is_going_on(desk, qtbot, shown):
    window = MainWindow(desk, ())
    shown(window)
    begun = threading.Event()

    def work(progress):
        begun.set()
        while True:
            progress.step(1, 2)

    desk.run("导入", work, parent=window)
    assert begun.wait(5)
    window.close()
    assert window.isVisible()
    (box,) = window.findChildren(Box)
    box.accept()
    qtbot.waitUntil(lambda: not window.isVisible())
    assert not desk.jobs.busy
