"""TABS: the tabs of the school edition, in the order of the work.

Each page's code is loaded with its page: the window opens on the first one.
"""

from __future__ import annotations

from kongchuo_desktop.ui.tabs.page import Page, Tab


def _today() -> type[Page]:
    from kongchuo_desktop.ui.tabs.today import TodayTab

    return TodayTab


def _roster() -> type[Page]:
    from kongchuo_desktop.ui.tabs.roster import RosterTab

    return RosterTab


def _attendance() -> type[Page]:
    from kongchuo_desktop.ui.tabs.attendance import AttendanceTab

    return AttendanceTab


def _leave() -> type[Page]:
    from kongchuo_desktop.ui.tabs.leave import LeaveTab

    return LeaveTab


def _risk() -> type[Page]:
    from kongchuo_desktop.ui.tabs.risk import RiskTab

    return RiskTab


def _visits() -> type[Page]:
    from kongchuo_desktop.ui.tabs.visits import VisitsTab

    return VisitsTab


def _aid() -> type[Page]:
    from kongchuo_desktop.ui.tabs.aid import AidTab

    return AidTab


def _cases() -> type[Page]:
    from kongchuo_desktop.ui.tabs.cases import CasesTab

    return CasesTab


def _papers() -> type[Page]:
    from kongchuo_desktop.ui.tabs.papers import PapersTab

    return PapersTab


def _exchange() -> type[Page]:
    from kongchuo_desktop.ui.tabs.exchange import ExchangeTab

    return ExchangeTab


TABS: tuple[Tab, ...] = (
    Tab("今日", "sun", _today),
    Tab("花名册", "users", _roster),
    Tab("考勤", "calendar-check", _attendance),
    Tab("请假", "clipboard-list", _leave),
    Tab("重点学生", "alert-triangle", _risk),
    Tab("家访", "map-pin", _visits),
    Tab("减免缓", "coin", _aid),
    Tab("劝返", "arrow-back-up", _cases),
    Tab("文书", "file-text", _papers),
    Tab("U盘交换", "device-usb", _exchange),
)


def kinds() -> tuple[type[Page], ...]:
    """The pages themselves, all loaded."""
    return tuple(tab.kind() for tab in TABS)
