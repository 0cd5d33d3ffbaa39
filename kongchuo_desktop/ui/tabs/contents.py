"""TABS: the tabs of the school edition, in the order of the work."""

from __future__ import annotations

from kongchuo_desktop.ui.tabs.aid import AidTab
from kongchuo_desktop.ui.tabs.attendance import AttendanceTab
from kongchuo_desktop.ui.tabs.cases import CasesTab
from kongchuo_desktop.ui.tabs.exchange import ExchangeTab
from kongchuo_desktop.ui.tabs.leave import LeaveTab
from kongchuo_desktop.ui.tabs.page import Page
from kongchuo_desktop.ui.tabs.papers import PapersTab
from kongchuo_desktop.ui.tabs.risk import RiskTab
from kongchuo_desktop.ui.tabs.roster import RosterTab
from kongchuo_desktop.ui.tabs.today import TodayTab
from kongchuo_desktop.ui.tabs.visits import VisitsTab

TABS: tuple[type[Page], ...] = (
    TodayTab,
    RosterTab,
    AttendanceTab,
    LeaveTab,
    RiskTab,
    VisitsTab,
    AidTab,
    CasesTab,
    PapersTab,
    ExchangeTab,
)
