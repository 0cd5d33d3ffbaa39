"""U盘交换: what goes to the township and why, the drive, writing, and what was written before."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from kongchuo_desktop.domain.errors import Refused
from kongchuo_desktop.services import exchange, outgoing
from kongchuo_desktop.services.exchange import Exported, Office
from kongchuo_desktop.ui import boxes, files, look
from kongchuo_desktop.ui.bar import ActionButton
from kongchuo_desktop.ui.empty import EmptyState
from kongchuo_desktop.ui.layouts import clear, scrolling
from kongchuo_desktop.ui.plain import PlainButton, PlainLabel
from kongchuo_desktop.ui.searchline import SearchLine
from kongchuo_desktop.ui.table import Column, RecordTable
from kongchuo_desktop.ui.tabs.page import Action, Page
from kongchuo_desktop.ui.tabs.rows import Rows
from kongchuo_desktop.ui.view import RecordView

WIDTH = 420
STATES = {"written": ("已写出，等回执", "amber"), "received": ("镇已收到", "green")}
WHY = {
    "class": "各班名称和班主任",
    "student": "核对转学、重名、学籍",
    "attendance": "各班每半天人数",
    "absence": "无故缺课满一天的",
    "visit": "家访日期和结果，不含谈话内容",
    "paper": "发过的通知书、责任书编号",
    "aid": "资助种类、金额、进度",
}


class ExchangeTab(Page):
    title = "U盘交换"
    icon = "device-usb"
    watches = frozenset({"parcel", "setting", "student", "roll", "visit", "sheet", "aid"})
    actions_: ClassVar[Sequence[Action]] = (
        Action("写到U盘", "write", keys="Ctrl+N", icon="device-usb", primary=True),
        Action("写到文件夹", "write_folder", icon="folder-open"),
        Action("登记乡镇公钥", "enrol", icon="lock"),
        Action("刷新U盘", "refresh", keys="F5", icon="refresh"),
    )

    def build(self) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(8)
        for action in self.actions_:
            role = "primary" if action.primary else ""
            bar.addWidget(ActionButton(self.acts[action.method], role, action.icon))
        self.first = bar.itemAt(0).widget()
        bar.addStretch(1)
        self.search = SearchLine("文件名、日期")
        self.search.setFixedWidth(200)
        self.search.textChanged.connect(lambda _text: self._show_written())
        bar.addWidget(self.search)
        self._left = QVBoxLayout()
        self._left.setSpacing(look.BETWEEN)
        self._left.setContentsMargins(0, 0, 0, 0)
        left = scrolling(self._left)
        left.setFixedWidth(WIDTH)
        self._rows = Rows()
        self.table = RecordTable(
            self._rows,
            (
                Column("seq", "第几号", 72, "right", "number", sortable=False),
                Column("made", "时间", 130, sortable=False),
                Column("state", "状态", 130, kind="pill", sortable=False),
                Column("name", "文件", 290, sortable=False),
                Column("size", "大小", 80, "right", sortable=False),
                Column("recipient", "交给", 130, sortable=False),
            ),
            self,
        )
        self.view = RecordView(self.table)
        self.view.setSortingEnabled(False)
        body = QHBoxLayout()
        body.setSpacing(look.BETWEEN)
        body.addWidget(left)
        body.addWidget(self._right(), 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(look.MARGIN, look.BETWEEN, look.MARGIN, 6)
        whole.setSpacing(10)
        whole.addLayout(bar)
        whole.addLayout(body, 1)
        self.foot = PlainLabel("", "hint", elide=True)
        whole.addWidget(self.foot)

    def _right(self) -> QWidget:
        self.empty = EmptyState(self.icon)
        self.empty.say(
            "还没有写出过上报文件",
            "按“写到U盘”，把本校的数据写成一个加密、签名的文件，交给乡镇中心校；"
            "写过的每一次都记在这里。",
            "",
            None,
        )
        place = QWidget()
        self._stack = QStackedLayout(place)
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.empty)
        return place

    def shown(self) -> None:
        if self.stale:
            self._refresh()
        listed = self._stack.currentWidget() is self.view
        (self.view if listed else self.first).setFocus()

    def find(self, text: str) -> None:  # type: ignore[override]
        self.search.setText(text)

    def refresh(self) -> None:
        """Look for sticks again."""
        self.reload()

    def reload(self) -> None:
        clear(self._left)
        self._left.addWidget(self._office_card(exchange.office(self.desk.ctx)))
        self._left.addWidget(self._contents_card())
        self._left.addWidget(self._drives_card())
        self._left.addStretch(1)
        self._show_written()

    def _office_card(self, office: Office | None) -> QFrame:
        card, inside = _card("交给谁")
        if office is None:
            inside.addWidget(
                PlainLabel(
                    "还没有登记乡镇中心校的公钥。向中心校要一个公钥文件（.kckey），"
                    "登记后写出的文件只有中心校能打开。",
                    "second",
                    wrap=True,
                )
            )
            button = PlainButton("登记乡镇公钥", "primary", icon="lock")
            button.does(self.enrol)
            inside.addWidget(button)
            return card
        inside.addWidget(PlainLabel(office.name))
        inside.addWidget(PlainLabel(f"公钥指纹　{office.fingerprint}", "hint"))
        own = exchange.own_fingerprint(self.desk.ctx)
        inside.addWidget(PlainLabel(f"本校签名　{own}", "hint"))
        return card

    def _contents_card(self) -> QFrame:
        card, inside = _card("这次写出什么")
        for kind, count in exchange.contents(self.desk.ctx).items():
            row = QHBoxLayout()
            row.setSpacing(8)
            name = PlainLabel(outgoing.KINDS[kind])
            name.setFixedWidth(72)
            row.addWidget(name)
            row.addWidget(PlainLabel(WHY[kind], "hint", elide=True), 1)
            row.addWidget(PlainLabel(f"{count}条", "second"))
            inside.addLayout(row)
        inside.addWidget(PlainLabel("关注分数、谈话内容、请假事由不写出。", "hint", wrap=True))
        return card

    def _drives_card(self) -> QFrame:
        card, inside = _card("U盘")
        self.drives = [drive for drive in exchange.drives() if drive.removable and drive.writable]
        if not self.drives:
            inside.addWidget(
                PlainLabel("没有找到U盘。插上后按 F5；也可以写到文件夹。", "second", wrap=True)
            )
        for drive in self.drives:
            free = f"剩{drive.free / 2**30:.1f} GB"
            inside.addWidget(PlainLabel(f"{drive.label or drive.path}　{free}"))
        return card

    def _show_written(self) -> None:
        text = self.search.text().strip()
        every = exchange.written(self.desk.ctx)
        self._rows.held = {
            parcel.id: {
                "seq": str(parcel.seq),
                "made": f"{parcel.made_at:%Y-%m-%d %H:%M}",
                "state": STATES[parcel.state],
                "name": parcel.name,
                "size": f"{parcel.size / 1024:.0f} KB",
                "recipient": parcel.recipient,
            }
            for parcel in every
            if text in parcel.name or text in f"{parcel.made_at:%Y-%m-%d}"
        }
        self.table.reload()
        self._stack.setCurrentWidget(self.view if every else self.empty)
        self.foot.setText(
            f"写出过{len(every)}次。文件已加密、签名；写完会读回核对，收到乡镇回执才算交到。"
        )

    def write(self) -> None:
        """Write to the stick; where there are several, the person chooses."""
        self.reload()
        if len(self.drives) == 1:
            self._export(self.drives[0].path)
        else:
            self.write_folder()

    def write_folder(self) -> None:
        start = self.drives[0].path if getattr(self, "drives", None) else None
        files.folder(self.desk, self, "stick", "选择U盘或文件夹", self._export, start)

    def _export(self, folder: Path) -> None:
        self.desk.run(
            "正在写出上报文件",
            lambda progress: exchange.export(self.desk.ctx, folder, progress),
            parent=self,
            then=self._written,
            text="写完会读回来核对，请不要拔U盘。",
        )

    def _written(self, done: Exported) -> None:
        self.view.setFocus()
        boxes.say(
            self,
            f"第{done.seq}号上报文件已写好",
            f"{done.path.name}\n已经读回核对无误，可以安全拔出U盘。交到中心校后，等他们的回执。",
            icon="circle-check",
            ink=look.Ink.GREEN,
        )

    def enrol(self) -> None:
        title, patterns = "选择乡镇中心校的公钥文件", "公钥文件 (*.kckey)"
        files.to_open(self.desk, self, "office", title, patterns, self._compare)

    def _compare(self, path: Path) -> None:
        """The fingerprint is compared with the office before its key is taken over."""
        try:
            office = exchange.read_office(path)
        except Refused as refused:
            self.desk.report(self, refused)
            return
        boxes.ask(
            self,
            f"登记“{office.name}”的公钥？",
            "请打电话或当面与中心校核对下面的指纹，一致再登记：\n\n" + office.fingerprint,
            "核对一致，登记",
            lambda: exchange.enrol_office(self.desk.ctx, office),
        )


def _card(title: str) -> tuple[QFrame, QVBoxLayout]:
    card = look.role(QFrame(), "card")
    inside = QVBoxLayout(card)
    inside.setContentsMargins(look.INSIDE, 12, look.INSIDE, 12)
    inside.setSpacing(6)
    inside.addWidget(PlainLabel(title, "heading"))
    return card, inside
