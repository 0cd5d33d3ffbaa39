"""Importing a roster on screen: what the file says, what it would change, then one button."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from kongchuo_desktop.domain.errors import Refused
from kongchuo_desktop.domain.roster_import import NEW, Doubt, NoNames
from kongchuo_desktop.services import classes, roster_import
from kongchuo_desktop.services.roster_import import Inspection, Place
from kongchuo_desktop.ui import boxes, files, look
from kongchuo_desktop.ui.controls import ChoiceBox, PickRow
from kongchuo_desktop.ui.desk import Desk
from kongchuo_desktop.ui.jobs import Progress
from kongchuo_desktop.ui.layouts import clear, scrolling
from kongchuo_desktop.ui.name_column import NameColumnDialog
from kongchuo_desktop.ui.plain import PlainButton, PlainLabel
from kongchuo_desktop.ui.table import Column, RecordTable
from kongchuo_desktop.ui.tabs.rows import Rows
from kongchuo_desktop.ui.tiles import Tile
from kongchuo_desktop.ui.view import RecordView

PATTERNS = "花名册 (*.xlsx *.xls *.et *.csv *.txt);;所有文件 (*)"
MOST_DOUBTS = 200
MOST_TOLD = 8
MOST_NOTES = 500
COUNTS = (
    ("added", "新增", ""),
    ("changed", "更新", ""),
    ("same", "相同", ""),
    ("refused", "退回", "red"),
    ("doubtful", "待确认", "amber"),
)
PAGES = (
    ("write", "要写入的"),
    ("refused", "退回的行"),
    ("doubtful", "待确认"),
    ("columns", "列对应"),
    ("notes", "说明"),
)


def choose(desk: Desk, parent: QWidget) -> None:
    """Ask for the file, read it, and show what importing it would do."""
    files.to_open(
        desk, parent, "roster", "选择花名册文件", PATTERNS, lambda path: look_at(desk, parent, path)
    )


def look_at(
    desk: Desk, parent: QWidget, path: Path, mapping: Mapping[str, str] | None = None
) -> None:
    """Read a file and open the preview; nothing is written.

    Where no column is known as 姓名, the user is asked for it first.
    """

    def read(progress: Progress) -> Inspection | NoNames:
        try:
            return roster_import.look(desk.ctx, path, mapping, progress)
        except NoNames as found:
            return found

    def show(seen: Inspection | NoNames) -> None:
        if isinstance(seen, Inspection):
            ImportDialog(desk, seen, parent).open()
            return
        dialog = NameColumnDialog(seen, parent)
        dialog.pointed_out.connect(lambda title: look_at(desk, parent, path, {title: "name"}))
        dialog.open()

    desk.run(
        "正在读取花名册",
        read,
        parent=parent,
        then=show,
        text="只是读取，还没有写入任何内容。",
    )


class ImportDialog(QDialog):
    """The preview of one file. 导入 writes what stands here, as one step that can be undone."""

    def __init__(self, desk: Desk, seen: Inspection, parent: QWidget) -> None:
        super().__init__(parent)
        self.desk = desk
        self.seen = seen
        self._decisions: dict[Place, str] = {}
        self._mapping: dict[str, str] = {}
        self.setWindowTitle(f"导入花名册　{seen.path.name}")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        look.role(self, "page")
        self._build()
        self._show()

    def sizeHint(self) -> QSize:
        room = (self.screen() or QGuiApplication.primaryScreen()).availableGeometry()
        return QSize(min(1080, room.width() - 60), min(660, room.height() - 60))

    def showEvent(self, event: QShowEvent) -> None:
        self.resize(self.sizeHint())  # Qt itself gives a dialog two thirds of the screen at most
        super().showEvent(event)

    def _build(self) -> None:
        self._tiles = {key: Tile(words) for key, words, _tone in COUNTS}
        tiles = QHBoxLayout()
        tiles.setSpacing(look.BETWEEN)
        for tile in self._tiles.values():
            tiles.addWidget(tile, 1)
        self.pages = QStackedWidget()
        self._picks = PickRow(PAGES)
        self._picks.put("write")
        self._picks.picked.connect(self._turn)
        self._tables = {
            "write": _table(
                ("how", "怎样", 72), ("row", "行", 60), ("name", "姓名", 150),
                ("class", "班级", 110), ("what", "内容", 420),
            ),
            "refused": _table(
                ("row", "行", 60), ("name", "姓名", 130), ("column", "列", 120),
                ("value", "原来写的", 170), ("reason", "退回原因", 380),
            ),
        }  # fmt: skip
        self._doubts, self._columns, self._notes = QVBoxLayout(), QVBoxLayout(), QVBoxLayout()
        pages: dict[str, QWidget] = {key: view for key, (_rows, view) in self._tables.items()}
        pages["doubtful"] = scrolling(self._doubts)
        pages["columns"] = scrolling(self._columns)
        pages["notes"] = scrolling(self._notes)
        self._order = list(pages)
        for page in pages.values():
            self.pages.addWidget(page)
        self.whole = PlainLabel("", "second", wrap=True)
        for _rows, view in self._tables.values():
            view.chosen.connect(self._show_whole)
        self.warning = PlainLabel("", "amber", wrap=True)
        middle = QHBoxLayout()
        middle.addWidget(self._picks)
        middle.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(look.MARGIN, look.MARGIN, look.MARGIN, look.BETWEEN)
        whole.setSpacing(look.BETWEEN)
        whole.addLayout(tiles)
        whole.addWidget(self.warning)
        whole.addLayout(middle)
        whole.addWidget(self.pages, 1)
        whole.addWidget(self.whole)
        whole.addLayout(self._foot())

    def _foot(self) -> QHBoxLayout:
        self.take = PlainButton("导入", "primary", icon="file-import")
        self.take.does(self._take_in)
        self.failed = PlainButton("把退回的行存成表格", icon="file-export")
        self.failed.does(self._ask_failed)
        cancel = PlainButton("取消")
        cancel.does(self.reject)
        said = PlainLabel("还没有写入。导入后可以用 Ctrl+Z 整个撤销。", "hint")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(said, 1)
        row.addWidget(self.failed)
        row.addWidget(cancel)
        row.addWidget(self.take)
        return row

    def _turn(self) -> None:
        self.pages.setCurrentIndex(self._order.index(self._picks.value()))
        self._show_whole()

    def _show_whole(self) -> None:
        """The last cell of the row that is chosen, which may be longer than its column."""
        row: dict[str, Any] = {}
        if self._picks.value() in self._tables:
            rows, view = self._tables[self._picks.value()]
            row = rows.held.get(view.key(), {})
        said = row.get("reason") or row.get("what")
        self.whole.setText(f"第{row['row']}行　{row['name']}　{said}" if said else "")
        self.whole.setVisible(bool(said))

    def _show(self) -> None:
        counts = self.seen.counts
        seconds = {
            "added": f"{len(self.seen.table.classes)}个班",
            "changed": "逐项看下面",
            "same": "不改动",
            "refused": "原因在下面",
            "doubtful": "请您指明",
        }
        for key, _words, tone in COUNTS:
            self._tiles[key].say(str(counts[key]), seconds[key], tone if counts[key] else "")
        self._fill("write", self._written())
        self._fill("refused", self._refused())
        self._show_doubts()
        self._show_columns()
        self._show_notes()
        self._show_warning()
        held = {key: counts[key] for key in ("refused", "doubtful")}
        held["notes"] = len(roster_import.remarks(self.seen))
        for key, words in PAGES:
            self._picks.say(key, f"{words} {held[key]}" if held.get(key) else words)
        self.failed.setVisible(bool(counts["refused"]))
        wanted = counts["added"] + counts["changed"]
        self.take.set_words(f"导入{wanted}人" if wanted else "没有要写入的")
        self.take.setEnabled(bool(wanted or self._decisions))
        self.take.setFocus()

    def _show_warning(self) -> None:
        told = roster_import.warnings(self.desk.ctx, self.seen)
        self.warning.setText("　".join(told))
        self.warning.setVisible(bool(told))

    def _fill(self, page: str, rows: dict[str, dict[str, Any]]) -> None:
        held, view = self._tables[page]
        held.held = rows
        view.table.reload()

    def _written(self) -> dict[str, dict[str, Any]]:
        plan = self.seen.plan
        rows: dict[str, dict[str, Any]] = {}
        for found in plan.changed:
            said = "；".join(f"{c.label}：{c.old or '空'} → {c.new}" for c in found.changes)
            rows[f"c{found.entry.sheet}{found.entry.row}"] = {
                "how": ("更新", "blue"),
                "row": str(found.entry.row),
                "name": found.after.name,
                "class": found.entry.class_name.full if found.entry.class_name else "",
                "what": said,
            }
        for entry in plan.added:
            child = entry.student
            first = child.guardians[0] if child.guardians else None
            parts = [
                child.birth.isoformat() if child.birth else "",
                child.village,
                f"{first.name}（{first.relation}）" if first else "",
            ]
            rows[f"a{entry.sheet}{entry.row}"] = {
                "how": ("新增", "green"),
                "row": str(entry.row),
                "name": child.name,
                "class": entry.class_name.full if entry.class_name else "",
                "what": "　".join(filter(None, parts)),
            }
        return rows

    def _refused(self) -> dict[str, dict[str, Any]]:
        return {
            f"{fault.sheet}{fault.row}{fault.column}{number}": {
                "row": str(fault.row),
                "name": fault.name,
                "column": fault.column,
                "value": fault.value,
                "reason": fault.reason,
            }
            for number, fault in enumerate(self.seen.plan.refused)
        }

    def _show_doubts(self) -> None:
        clear(self._doubts)
        doubts = self.seen.plan.doubtful
        if not doubts:
            self._doubts.addWidget(PlainLabel("没有需要您指明的行。", "second"))
        for doubt in doubts[:MOST_DOUBTS]:
            self._doubts.addWidget(self._doubt(doubt))
        if len(doubts) > MOST_DOUBTS:
            rest = len(doubts) - MOST_DOUBTS
            self._doubts.addWidget(PlainLabel(f"还有{rest}行，先导入一部分再来。", "hint"))
        self._doubts.addStretch(1)

    def _doubt(self, doubt: Doubt) -> QWidget:
        entry = doubt.entry
        every = classes.seen(self.desk.ctx)
        options: list[tuple[str, str]] = [("", "先不导入这一行")]
        for candidate in doubt.candidates:
            where = classes.short(every[candidate.class_id]) if candidate.class_id in every else ""
            options.append(
                (candidate.id, f"就是{where} {candidate.name}（{candidate.birth or '生日不详'}）")
            )
        options.append((NEW, "是另一名学生，新增"))
        box = ChoiceBox(options)
        place = (entry.sheet, entry.row)
        box.put(self._decisions.get(place, ""))
        box.currentIndexChanged.connect(lambda _n: self._decide(place, box.value()))
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 4, 8, 4)
        name = entry.class_name.full if entry.class_name else ""
        row.addWidget(PlainLabel(f"第{entry.row}行　{entry.student.name}　{name}"))
        row.addWidget(PlainLabel(doubt.reason, "second", wrap=True), 1)
        box.setFixedWidth(300)
        row.addWidget(box)
        return line

    def _decide(self, place: Place, answer: str) -> None:
        self._decisions.pop(place, None)
        if answer:
            self._decisions[place] = answer
        wanted = self.seen.counts["added"] + self.seen.counts["changed"] + len(self._decisions)
        self.take.set_words(f"导入{wanted}人" if wanted else "没有要写入的")
        self.take.setEnabled(bool(wanted))

    def _show_columns(self) -> None:
        clear(self._columns)
        again = PlainButton("按改过的列对应重新读", "primary", icon="refresh")
        again.does(self._read_again)
        top = QHBoxLayout()
        top.addWidget(PlainLabel("左边是文件里的列名，右边是它的意思；不对的可以改。", "second"), 1)
        top.addWidget(again)
        self._columns.addLayout(top)
        options = roster_import.fields()
        known = {field for field, _words in options}
        for heading, field in self.seen.table.columns.items():
            more = [(field, f"原样保留：{field.removeprefix('more:')}")]
            box = ChoiceBox(options if field in known else [*more, *options])
            box.put(field)
            box.currentIndexChanged.connect(partial(self._map, heading, box))
            box.setFixedWidth(260)
            row = QHBoxLayout()
            row.setContentsMargins(0, 0, 8, 0)
            row.addWidget(PlainLabel(heading, elide=True), 1)
            row.addWidget(box)
            self._columns.addLayout(row)
        self._columns.addStretch(1)

    def _map(self, heading: str, box: ChoiceBox, _number: int) -> None:
        self._mapping[heading] = box.value()

    def _read_again(self) -> None:
        mapping = {**self.seen.mapping, **self._mapping}

        def show(seen: Inspection) -> None:
            self.seen = seen
            self._decisions.clear()
            self._show()

        self.desk.run(
            "正在重新读取",
            lambda progress: roster_import.look(self.desk.ctx, self.seen.path, mapping, progress),
            parent=self,
            then=show,
            text="还没有写入任何内容。",
        )

    def _show_notes(self) -> None:
        clear(self._notes)
        lines = roster_import.remarks(self.seen)
        for line in lines[:MOST_NOTES] or ["没有需要说明的。"]:
            self._notes.addWidget(PlainLabel(line, "second", wrap=True))
        if len(lines) > MOST_NOTES:
            self._notes.addWidget(PlainLabel(f"还有{len(lines) - MOST_NOTES}条。", "hint"))
        self._notes.addStretch(1)

    def _ask_failed(self) -> None:
        name = f"{self.seen.path.stem}（退回的行）.xlsx"
        files.to_save(self.desk, self, "roster", "保存退回的行", name, self._save_failed)

    def _save_failed(self, path: Path) -> None:
        try:
            roster_import.refused_rows(self.seen, path)
        except Refused as refused:
            self.desk.report(self, refused)
        else:
            self.desk.tell(f"已保存：{path.name}。改好后可以直接再导入。")

    def _take_in(self) -> None:
        seen = roster_import.decide(self.seen, self._decisions) if self._decisions else self.seen
        open_ = {(doubt.entry.sheet, doubt.entry.row): doubt for doubt in seen.plan.doubtful}
        if vain := [open_[place] for place in self._decisions if place in open_]:
            self._say_vain(vain)
            return
        self.desk.run(
            "正在导入",
            lambda progress: roster_import.take_in(self.desk.ctx, seen, progress),
            parent=self,
            then=self._done,
        )

    def _say_vain(self, vain: Sequence[Doubt]) -> None:
        """Answers that cannot be carried out together with the others."""
        self._picks.put("doubtful")
        told = [f"第{d.entry.row}行 {d.entry.student.name}：{d.reason}。" for d in vain[:MOST_TOLD]]
        boxes.say(
            self,
            "有的选择不能同时成立",
            "\n".join(["还没有写入任何内容。请在“待确认”里改这几行的选择，再导入：", *told]),
            icon="alert-triangle",
            ink=look.Ink.AMBER,
        )

    def _done(self, counts: dict[str, int]) -> None:
        self.accept()
        boxes.say(
            self.parentWidget(),
            "花名册已导入",
            f"新增{counts['added']}人，更新{counts['changed']}人，相同{counts['same']}人；"
            f"退回{counts['refused']}行，待确认{counts['doubtful']}行没有写入。"
            "导错了可以按 Ctrl+Z 整个撤销。",
            icon="circle-check",
            ink=look.Ink.GREEN,
        )


def _table(*columns: tuple[str, str, int]) -> tuple[Rows, RecordView]:
    rows = Rows()
    made: Sequence[Column] = [
        Column(key, title, width, kind="pill" if key == "how" else "text", sortable=False)
        for key, title, width in columns
    ]
    view = RecordView(RecordTable(rows, made))
    view.setSortingEnabled(False)
    return rows, view
