"""Papers: from records to a numbered PDF, kept as issued; reprinting, making void, blank sheets.

A number once given is never given again (F00): issuing cannot be undone, only made void.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from kongchuo_desktop.domain.daily_papers import MakeupSlip
from kongchuo_desktop.domain.errors import FileTrouble, Invalid, Refused
from kongchuo_desktop.domain.papers import HomePledge, LeaveSlip, ParentPromise, ReturnNotice
from kongchuo_desktop.domain.records import new_id
from kongchuo_desktop.domain.visit_papers import VisitSheet
from kongchuo_desktop.services import daily_papers, letters, lookup, saving, visit_papers
from kongchuo_desktop.services.context import Context
from kongchuo_desktop.services.letters import Letter
from kongchuo_desktop.services.lookup import Listing
from kongchuo_desktop.store import papers
from kongchuo_desktop.store.lists import RecordList
from kongchuo_desktop.store.papers import Paper, Sheet

Progress = Callable[[int, int], None]
PREVIEW = "（预览稿，未编号）"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of paper: its words, the series of its numbers, and how it is filled and made."""

    id: str
    words: str
    series: str
    fill: Callable[[Context, Sequence[str]], Sequence[Letter]]
    by_leave: bool = False


KINDS: Mapping[str, Kind] = {
    kind.id: kind
    for kind in (
        Kind(
            id="return_notice",
            words="复学（返校）通知书",
            series="校复通",
            fill=letters.return_notices,
        ),
        Kind(
            id="home_pledge",
            words="班主任—家长责任书",
            series="校责",
            fill=letters.home_pledges,
        ),
        Kind(
            id="parent_promise",
            words="家长承诺书",
            series="校诺",
            fill=letters.parent_promises,
        ),
        Kind(
            id="leave_slip",
            words="请假条",
            series="校假",
            fill=letters.leave_slips,
            by_leave=True,
        ),
        Kind(
            id="makeup_slip",
            words="补假手续单",
            series="校补",
            fill=daily_papers.makeup_slips,
            by_leave=True,
        ),
        Kind(
            id="visit_sheet",
            words="家访记录表",
            series=lookup.SHEETS,
            fill=visit_papers.sheets,
        ),
    )
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """What came of issuing: the copy kept, and the numbers of its sheets."""

    paper: str
    title: str
    pdf: bytes
    numbers: Sequence[str]

    @property
    def span(self) -> str:
        """The numbers in words: the one, or first and last."""
        first, last = self.numbers[0], self.numbers[-1]
        return first if first == last else f"{first} 至 {last}"


def preview(
    ctx: Context, kind: str, targets: Sequence[str], progress: Progress | None = None
) -> bytes:
    """The paper as it would be issued, without a number; nothing is registered."""
    filled = KINDS[kind].fill(ctx, targets)
    return _make(kind, [_numbered(letter.paper, PREVIEW) for letter in filled], progress)


def issue(
    ctx: Context, kind: str, targets: Sequence[str], progress: Progress | None = None
) -> Issued:
    """Number the paper, one sheet for each child, and keep the copy; one PDF for all.

    A leave slip that was issued already and has not changed since is handed out as it was.
    """
    known = KINDS[kind]
    filled = known.fill(ctx, targets)
    if not filled:
        raise Refused("没有可打印的学生，没有编号。")
    if known.by_leave and (again := _unchanged(kind, filled)):
        return again
    issued = None
    while issued is None:
        issued = _issue(ctx, known, filled, progress)
    return issued


def _issue(
    ctx: Context, known: Kind, filled: Sequence[Letter], progress: Progress | None
) -> Issued | None:
    """Set with the numbers that follow, then registered if they still do: typesetting a whole
    school takes long, and nothing is locked meanwhile. None where another paper took them."""
    paper_id = new_id()
    sheets = _sheets(ctx, known, paper_id, filled)
    numbered = [
        _numbered(letter.paper, sheet.words) for letter, sheet in zip(filled, sheets, strict=True)
    ]
    pdf = _make(known.id, numbered, progress)
    paper = Paper(
        id=paper_id,
        kind=known.id,
        issued_on=ctx.today(),
        who=ctx.who.name,
        pages=page_count(pdf),
        sha256=sha256(pdf).hexdigest(),
        data=[_snapshot(letter) for letter in numbered],
    )
    with ctx.write(f"打印 {known.words}", undoable=False):
        if papers.next_number(known.series, sheets[0].year) != sheets[0].number:
            return None
        if known.by_leave:
            for letter in filled:
                papers.void_about(letter.target, "内容有改动，已重新打印", known.series)
        papers.add(paper, pdf, sheets)
    return Issued(paper=paper_id, title=known.words, pdf=pdf, numbers=[s.words for s in sheets])


def issue_to(ctx: Context, kind: str, targets: Sequence[str], path: Path) -> Issued:
    """The same, as a file; a place that will not do is told before a number is taken."""
    saving.check(path)
    issued = issue(ctx, kind, targets)
    try:
        saving.write(path, issued.pdf)
    except FileTrouble as trouble:
        raise FileTrouble(f"{trouble}已编号 {issued.span}，存档在“文书”里，可以重打。") from trouble
    return issued


def _sheets(ctx: Context, known: Kind, paper: str, filled: Sequence[Letter]) -> list[Sheet]:
    year = ctx.calendar.term.year if known.by_leave else ctx.today().year
    following = papers.next_number(known.series, year)
    sheets = []
    for n, letter in enumerate(filled):
        number = following + n
        sheets.append(
            Sheet(
                id=new_id(),
                paper=paper,
                student=letter.student,
                name=letter.name,
                class_name=letter.class_name,
                about=letter.target,
                series=known.series,
                year=year,
                number=number,
                words=f"{known.series}〔{year}〕第 {number:03d} 号",
                page=n + 1,
            )
        )
    return sheets


def _unchanged(kind: str, filled: Sequence[Letter]) -> Issued | None:
    """The copy issued before for these very data, so that printing again changes no number."""
    if len(filled) != 1:
        return None
    sheet = papers.sheet_about(filled[0].target, KINDS[kind].series)
    if sheet is None:
        return None
    wanted = _snapshot(_numbered(filled[0].paper, sheet.words))
    held = papers.data(sheet.paper)
    same = len(held) == 1 and _without_day(held[0]) == _without_day(wanted)
    if not same:
        return None
    return Issued(
        paper=sheet.paper,
        title=KINDS[kind].words,
        pdf=copy_of(sheet.paper),
        numbers=[sheet.words],
    )


def _without_day(data: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if name != "issued"}


def copy_of(paper: str) -> bytes:
    """The issued copy byte for byte; FileTrouble when it is not what was registered."""
    pdf = papers.pdf(paper)
    if sha256(pdf).hexdigest() != papers.digest(paper):
        raise FileTrouble(
            "这份文书的存档与登记不符（可能已损坏），没有打印。请从备份中恢复后再试。"
        )
    return pdf


def sheet(ctx: Context, sheet_id: str) -> Sheet:
    """A line of the register."""
    found = papers.get_sheet(sheet_id)
    if ctx.scope is not None:
        lookup.seen(ctx, found.student)
    return found


def void(ctx: Context, sheet_id: str, why: str) -> None:
    """Make a numbered sheet void, with the reason; its number stays in the register."""
    found = sheet(ctx, sheet_id)
    if found.state == "void":
        raise Refused("这一号已经作废，没有改动。")
    if not why.strip():
        raise Invalid(note="请写明作废的理由")
    with ctx.write(f"作废 {found.words}"):
        papers.void(sheet_id, why.strip())


def blank(ctx: Context, kind: str) -> bytes:
    """A sheet to be filled in by hand, with the school's name on it."""
    makers: Mapping[str, Any] = {
        "return_notice": ReturnNotice,
        "home_pledge": HomePledge,
        "parent_promise": ParentPromise,
        "leave_slip": LeaveSlip,
        "makeup_slip": MakeupSlip,
        "visit_sheet": VisitSheet,
    }
    return _make(kind, [makers[kind].blank(school=ctx.school.name)], None)


def _numbered(paper: Any, number: str) -> Any:
    return replace(paper, number=number)


def _snapshot(paper: Any) -> dict[str, Any]:
    """The data printed, as JSON can hold them."""
    held: dict[str, Any] = json.loads(json.dumps(asdict(paper), default=date.isoformat))
    return held


def _make(kind: str, filled: Sequence[Any], progress: Progress | None) -> bytes:
    """The typesetter is loaded when something is printed: it costs a third of a second."""
    from kongchuo_desktop.documents import (
        home_pledge,
        leave_slip,
        makeup_slip,
        parent_promise,
        return_notice,
        visit_sheet,
    )

    make: Any = {
        "return_notice": return_notice.make,
        "home_pledge": home_pledge.make,
        "parent_promise": parent_promise.make,
        "leave_slip": leave_slip.make,
        "makeup_slip": makeup_slip.make,
        "visit_sheet": visit_sheet.make,
    }[kind]
    pdf: bytes = make(filled, progress=progress)
    return pdf


def page_count(pdf: bytes) -> int:
    """How many pages a PDF has."""
    from kongchuo_desktop.documents import render

    return render.page_count(pdf)


def page_image(pdf: bytes, page: int, scale: float) -> tuple[int, int, bytes]:
    """A page as width, height and RGB bytes, for the preview and the printer."""
    from kongchuo_desktop.documents import render

    return render.page_image(pdf, page, scale)


class PaperListing(Listing):
    """The rows of the 文书 tab: every numbered sheet."""

    def records(self) -> RecordList:
        return papers.records({kind.id: kind.words for kind in KINDS.values()})

    def shown(self, row: dict[str, Any]) -> dict[str, Any]:
        served = row["served"]
        return row | {
            "issued_on": date.fromisoformat(row["issued_on"]),
            "served": date.fromisoformat(served) if served else None,
        }

    def foot(self, text: str, chip: str) -> str:
        return f"共{self.records().count(self.ctx.scope, text, chip)}号　作废的号不再使用"
