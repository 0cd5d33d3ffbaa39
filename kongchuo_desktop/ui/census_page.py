"""The page of 开学报到: its views, and what can be done in each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any, ClassVar

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from kongchuo_desktop.domain import census as rules
from kongchuo_desktop.domain.calendar import words as day_words
from kongchuo_desktop.domain.census_figures import by_reason
from kongchuo_desktop.domain.errors import Invalid
from kongchuo_desktop.services import census, census_report
from kongchuo_desktop.services.census_report import EVERYBODY, CensusListing
from kongchuo_desktop.ui import boxes, census_tables
from kongchuo_desktop.ui.bar import ActionButton
from kongchuo_desktop.ui.census_list import CensusList
from kongchuo_desktop.ui.census_tables import Identity
from kongchuo_desktop.ui.controls import PickRow
from kongchuo_desktop.ui.days import DayEdit
from kongchuo_desktop.ui.dossier import open_dossier
from kongchuo_desktop.ui.entries import census as entry
from kongchuo_desktop.ui.inputs import Unreadable
from kongchuo_desktop.ui.issuing import show_pdf
from kongchuo_desktop.ui.plain import PlainButton, PlainLabel
from kongchuo_desktop.ui.table import Column, RecordTable
from kongchuo_desktop.ui.tabs.page import Action, Page
from kongchuo_desktop.ui.tabs.rows import Rows
from kongchuo_desktop.ui.view import RecordView

VIEWS = (("list", "登记"), ("figures", "统计表"), ("reasons", "未到原因"), ("moves", "变动"))
REPORT = "入学情况统计日报表"
MOST = 5
IN_LIST = (
    "arrive", "absent", "arrive_all", "print_report", "register_move", "clear", "open_child",
)  # fmt: skip


class CensusPage(Page):
    title = "开学报到"
    icon = "school"
    watches = frozenset({"arrival", "census_move", "census_figure", "student", "class", "setting"})
    actions_: ClassVar[Sequence[Action]] = (
        Action("到校", "arrive", icon="check", primary=True, needs_selection=True),
        Action("未到", "absent", icon="x", needs_selection=True),
        Action("全班到校", "arrive_all", keys="Ctrl+Return", icon="users"),
        Action("打印日报表", "print_report", keys="Ctrl+P", icon="printer"),
        Action("转入转出", "register_move", icon="arrows-exchange", needs_selection=True),
        Action("清除登记", "clear", keys="Delete", icon="refresh", needs_selection=True),
        Action("打开档案", "open_child", icon="user", needs_selection=True),
        Action("手工填数", "set_figures", keys="F2", icon="pencil"),
        Action("看学生", "open_group", icon="users"),
        Action("花名册外的变动", "move_others", icon="plus"),
        Action("删除", "remove_moves", icon="trash"),
    )

    def build(self) -> None:
        self._day = self.desk.ctx.today()
        self.listing = CensusListing(self.desk.ctx, self._day)
        self.list = CensusList(self.listing, [self._button(name) for name in IN_LIST], MOST)
        self.view = self.list.view
        self._rows = {key: Rows() for key, _title in VIEWS[1:]}
        self.figures = self._table("figures", census_tables.FIGURES)
        self.reasons = self._table("reasons", census_tables.REASONS)
        self.moves = self._table("moves", census_tables.MOVES)
        self._build_frame()
        self.list.arrived.connect(partial(self._do, "arrive"))
        self.list.missed.connect(partial(self._do, "absent"))
        self.list.chosen.connect(self._enable)
        self.view.opened.connect(lambda student: open_dossier(self.desk, student, self))
        self.list.turned.connect(self._show_identity)
        for view in (self.figures, self.reasons):
            for asked in (view.entered, view.opened):
                asked.connect(lambda _key: self._do("open_group"))
        for view in (self.figures, self.reasons, self.moves):
            view.chosen.connect(self._enable)

    def _button(self, method: str) -> tuple[Any, str, str]:
        declared = next(one for one in self.actions_ if one.method == method)
        return self.acts[method], "primary" if declared.primary else "", declared.icon

    def _table(self, key: str, columns: Sequence[Column]) -> RecordView:
        view = RecordView(RecordTable(self._rows[key], columns, self))
        view.setSortingEnabled(False)
        return view

    def _build_frame(self) -> None:
        self.identity = Identity()
        self.views = PickRow(VIEWS)
        self.views.put("list")
        self.views.picked.connect(self._turn)
        self.told = PlainLabel("", "second", elide=True)
        self.day = DayEdit(self.desk.ctx.today)
        self.day.put(self._day)
        self.day.editingFinished.connect(self._pick_day)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.views)
        head.addWidget(self.told, 1)
        head.addWidget(PlainLabel("截至", "second"))
        for icon, said, by in (("chevron-left", "前一天", -1), ("chevron-right", "后一天", 1)):
            button = PlainButton("", "quiet", icon=icon)
            button.setAccessibleName(said)
            button.does(partial(self._step, by))
            head.addWidget(button)
            if by < 0:
                head.addWidget(self.day)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.list)
        self.pages.addWidget(_page(self.figures, self._buttons("set_figures", "open_group")))
        self.pages.addWidget(_page(self.reasons, self._buttons("open_group")))
        self.pages.addWidget(_page(self.moves, self._buttons("move_others", "remove_moves")))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(10)
        whole.addLayout(head)
        whole.addWidget(self.pages, 1)
        whole.addWidget(self.identity)

    def _buttons(self, *methods: str) -> list[ActionButton]:
        own = [ActionButton(*self._button(method)) for method in methods]
        return [*own, ActionButton(*self._button("print_report"))]

    def reload(self) -> None:
        self.listing.read(self._day)
        read = self.listing.book
        report = census_report.report(self.desk.ctx, self._day, read)
        for key, rows in (
            ("figures", census_tables.figures(report)),
            ("reasons", census_tables.reasons(report)),
            ("moves", census_tables.moves(read)),
        ):
            self._rows[key].held = rows
        for view in (self.figures, self.reasons, self.moves):
            view.table.reload()
        self.list.reload()
        self._show_identity()
        told = by_reason(report.total.reasons)
        self.told.setText(f"未到：{told}" if told else "")
        self._enable()

    def shown(self) -> None:
        if self.stale:
            self._refresh()
        self._go_to_open()

    def _go_to_open(self) -> None:
        """To the next class in which somebody is not registered, and its first child."""
        self.list.show_open()
        self._show_identity()
        if self.list.table.rowCount():
            self.view.choose_row(0)
        self.view.setFocus()

    def find(self, text: str) -> None:  # type: ignore[override]
        """Show one child by its id."""
        self.views.put("list")
        self.list.show_group(EVERYBODY)
        self.view.choose(text)

    def _show_identity(self) -> None:
        self.identity.show_group(self.listing.book, self.listing.group, self.list.names())

    def _enable(self) -> None:
        some = bool(self.view.keys())
        for name in ("arrive", "absent", "register_move", "clear", "open_child"):
            self.acts[name].setEnabled(some and self._view == "list")
        self.acts["arrive_all"].setEnabled(
            self._view == "list" and self.listing.group in self.listing.book.classes
        )
        table = self._table_in_front()
        self.acts["open_group"].setEnabled(table is not None and bool(table.keys()))
        whole = self.desk.ctx.scope is None
        self.acts["set_figures"].setEnabled(
            whole and self._view == "figures" and self._row() is not None
        )
        self.acts["remove_moves"].setEnabled(self._view == "moves" and bool(self.moves.keys()))

    @property
    def _view(self) -> str:
        return str(self.views.value())

    def _table_in_front(self) -> RecordView | None:
        return {"figures": self.figures, "reasons": self.reasons}.get(self._view)

    def _turn(self) -> None:
        self.pages.setCurrentIndex([key for key, _words in VIEWS].index(self._view))
        front = self._table_in_front() or {"list": self.view, "moves": self.moves}[self._view]
        if not front.keys() and front.table.rowCount():
            front.choose_row(0)
        front.setFocus()
        self._enable()

    def _row(self) -> Any:
        """The grade chosen in the figures; None for sums."""
        keys = self.figures.keys()
        rows = {census_report.grade_key(row.grade): row for row in self.listing.book.rows}
        return rows.get(keys[0]) if keys else None

    def arrive(self) -> None:
        keys = self.view.keys()
        if keys:
            before = self.list.keys()
            self._write(partial(census.arrive, self.desk.ctx, keys, self._day))
            if len(keys) == 1:
                self.list.go_on(before, keys[0])

    def arrive_all(self) -> None:
        """Everybody of the class not registered yet; then the next class that is open."""
        if self._write(partial(census.arrive_class, self.desk.ctx, self.listing.group, self._day)):
            self._go_to_open()

    def absent(self) -> None:
        if self.view.keys():
            entry.absent(self.desk, self, self.view.keys(), self._day)

    def register_move(self) -> None:
        entry.move(self.desk, self, self.view.keys(), self._day)

    def move_others(self) -> None:
        entry.move_others(self.desk, self, self._day)

    def clear(self) -> None:
        census.clear(self.desk.ctx, self.view.keys())

    def open_child(self) -> None:
        open_dossier(self.desk, self.view.key(), self)

    def set_figures(self) -> None:
        entry.set_figures(self.desk, self, self._row())

    def open_group(self) -> None:
        """The children behind a line of figures."""
        table = self._table_in_front()
        if table is not None and table.keys():
            chip = "not_arrived" if self._view == "reasons" else "all"
            group = table.keys()[0].removeprefix(census_tables.BY_ROSTER)
            self.views.put("list")
            self._turn()
            self.list.show_group(group, chip)
            self._show_identity()

    def remove_moves(self) -> None:
        ids = self.moves.keys()
        boxes.ask(
            self,
            f"删除{len(ids)}条变动？",
            "删除后可以用 Ctrl+Z 恢复。",
            "删除",
            partial(self._write, partial(census.remove_moves, self.desk.ctx, ids)),
        )

    def print_report(self) -> None:
        day = self._day

        def show(pdf: bytes) -> None:
            show_pdf(self.desk, self, pdf, REPORT, note=f"截至{day_words(day)}　不编号")

        self.desk.run(
            f"正在排版：{REPORT}",
            lambda _progress: census_report.paper(self.desk.ctx, day),
            parent=self,
            then=show,
        )

    def _write(self, act: Callable[[], object]) -> bool:
        """Whether it was kept."""
        try:
            act()
        except Invalid as wrong:
            self.desk.report(self, wrong)
            return False
        return True

    def _step(self, by: int) -> None:
        self._show_day(self._day + timedelta(days=by))

    def _pick_day(self) -> None:
        try:
            self._show_day(self.day.value() or self._day)
        except Unreadable as unreadable:
            self.desk.tell(str(unreadable))
            self.day.put(self._day)

    def _show_day(self, wanted: date) -> None:
        if wanted != self._day:
            try:
                rules.check_day(wanted, census.term(self.desk.ctx), self.desk.ctx.today())
            except Invalid as wrong:
                self.desk.tell(str(wrong))
            else:
                self._day = wanted
                self.reload()
        self.day.put(self._day)


def _page(view: RecordView, buttons: Sequence[ActionButton]) -> QWidget:
    """A table below its buttons."""
    place = QWidget()
    row = QHBoxLayout()
    row.setSpacing(8)
    for button in buttons:
        row.addWidget(button)
    row.addStretch(1)
    whole = QVBoxLayout(place)
    whole.setContentsMargins(0, 0, 0, 0)
    whole.setSpacing(10)
    whole.addLayout(row)
    whole.addWidget(view, 1)
    return place
