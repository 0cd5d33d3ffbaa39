"""Papers: from records to a numbered PDF, kept as issued; reprinting, making void, blank sheets.

A number once given is never given again (F00): issuing cannot be undone, only made void.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from kongchuo_desktop.domain.errors import FileTrouble, Invalid, Refused
from kongchuo_desktop.domain.records import new_id
from kongchuo_desktop.domain.words import mask_number
from kongchuo_desktop.services import disclosing, lookup, paper_kinds, saving
from kongchuo_desktop.services.context import Context
from kongchuo_desktop.services.letters import Letter
from kongchuo_desktop.services.paper_kinds import Kind
from kongchuo_desktop.store import papers
from kongchuo_desktop.store.papers import Paper, Sheet

Progress = Callable[[int, int], None]
PREVIEW = "（预览稿，未编号）"
OF_THE_DAY = frozenset(
    {"issued", "deadline", "number", "age", "absent_days", "absence_story", "overdue_days"}
)
"""What alone is no reason to issue a paper once more: it changes by itself from day to day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """What came of issuing: the copy kept (`paper` empty: not registered), the numbers of its
    sheets, and the names of those not issued again."""

    paper: str
    title: str
    pdf: bytes
    numbers: Sequence[str] = ()
    unchanged: Sequence[str] = ()

    @property
    def span(self) -> str:
        """The numbers in words: the one, or first and last."""
        if not self.numbers:
            return "不编号"
        first, last = self.numbers[0], self.numbers[-1]
        return first if first == last else f"{first} 至 {last}"


def preview(
    ctx: Context,
    kind: str,
    targets: Sequence[str],
    progress: Progress | None = None,
    purpose: str = "",
) -> bytes:
    """The paper as it would be issued, without a number; nothing is registered."""
    known = paper_kinds.allowed(ctx, kind)
    if known.printed is not None:
        return paper_kinds.printed(ctx, known, targets)
    filled = _filled(ctx, known, targets, purpose)
    return _made(known, [_draft(known, letter) for letter in filled], progress)


def _draft(known: Kind, letter: Letter) -> Any:
    return paper_kinds.numbered(known, letter.paper, PREVIEW) if known.series else letter.paper


def _filled(ctx: Context, known: Kind, targets: Sequence[str], purpose: str) -> Sequence[Letter]:
    filled = paper_kinds.fill(ctx, known, targets, purpose)
    if not filled:
        raise Refused("没有可打印的学生，没有编号。")
    return filled


def _made(known: Kind, papers_: Sequence[Any], progress: Progress | None) -> bytes:
    return paper_kinds.make(known, papers_, progress).pdf


def issue(
    ctx: Context,
    kind: str,
    targets: Sequence[str],
    progress: Progress | None = None,
    purpose: str = "",
) -> Issued:
    """Number the paper, one sheet for each target, and keep the copy; one PDF for all.

    What was issued already and has not changed since is not issued again: a single one is handed
    out as it was, in a batch it is left out and told. A kind without numbers is only printed.
    `purpose` is what full ID numbers on it are wanted for, and is recorded.
    """
    known = paper_kinds.allowed(ctx, kind)
    if known.printed is not None:
        pdf = paper_kinds.printed(ctx, known, targets)
        return Issued(paper="", title=known.words, pdf=pdf)
    filled = _filled(ctx, known, targets, purpose)
    unchanged: list[str] = []
    if known.once:
        again = [_again(known, letter) for letter in filled]
        if len(filled) == 1 and again[0]:
            return again[0]
        unchanged = [x.name for x, held in zip(filled, again, strict=True) if held]
        filled = [x for x, held in zip(filled, again, strict=True) if held is None]
        if not filled:
            raise Refused(
                f"这{len(unchanged)}名学生的{known.words}都已经发过，此后情况没有变化，没有再编号。"
                "要补打的，请在“文书”里找到原件重打。"
            )
    if not known.series:
        return _printed(ctx, known, filled, progress, purpose)
    issued = None
    while issued is None:
        issued = _issue(ctx, known, filled, progress, purpose, unchanged)
    return issued


def _printed(
    ctx: Context, known: Kind, filled: Sequence[Letter], progress: Progress | None, purpose: str
) -> Issued:
    """A working paper or a list: no number, no copy; only what it was wanted for is kept."""
    pdf = _made(known, [letter.paper for letter in filled], progress)
    if disclosing.told(known, purpose):
        with ctx.write(f"打印 {known.words}（{purpose.strip()}）", undoable=False):
            disclosing.record(ctx, known, filled, purpose)
    return Issued(paper="", title=known.words, pdf=pdf)


def _issue(
    ctx: Context,
    known: Kind,
    filled: Sequence[Letter],
    progress: Progress | None,
    purpose: str,
    unchanged: Sequence[str],
) -> Issued | None:
    """Set with the numbers that follow, then registered if they still do: typesetting a whole
    school takes long, and nothing is locked meanwhile. None where another paper took them."""
    paper_id = new_id()
    year = ctx.calendar.term.year if known.by_leave else ctx.today().year
    following = papers.next_number(known.series, year)
    numbers = [number_words(known, year, following + at) for at in range(len(filled))]
    numbered = [
        paper_kinds.numbered(known, letter.paper, number, find_code(known, year, following + at))
        for at, (letter, number) in enumerate(zip(filled, numbers, strict=True))
    ]
    made = paper_kinds.make(known, numbered, progress)
    paper = Paper(
        id=paper_id,
        kind=known.id,
        issued_on=ctx.today(),
        who=ctx.who.name,
        pages=page_count(made.pdf),
        sha256=sha256(made.pdf).hexdigest(),
        data=[paper_kinds.snapshot(each) for each in numbered],
    )
    sheets = [
        Sheet(
            id=new_id(),
            paper=paper_id,
            student=letter.student,
            name=letter.name,
            class_name=letter.class_name,
            about=letter.target,
            series=known.series,
            year=year,
            number=following + at,
            words=number,
            page=page,
        )
        for at, (letter, number, page) in enumerate(zip(filled, numbers, made.starts, strict=True))
    ]
    with ctx.write(f"打印 {known.words}", undoable=False):
        if papers.next_number(known.series, year) != following:
            return None
        if known.by_leave:
            for letter in filled:
                papers.void_about(letter.target, "内容有改动，已重新打印", known.series)
        papers.add(paper, made.pdf, sheets)
        disclosing.record(ctx, known, filled, purpose)
    return Issued(
        paper=paper_id, title=known.words, pdf=made.pdf, numbers=numbers, unchanged=unchanged
    )


def number_words(known: Kind, year: int, number: int) -> str:
    """校复通〔2026〕第 003 号"""
    return f"{known.series}〔{year}〕第 {number:03d} 号"


def find_code(known: Kind, year: int, number: int) -> str:
    """F02-2026-003: what a sheet is found by again, typed or scanned."""
    return f"{known.code}-{year}-{number:03d}"


def issue_to(
    ctx: Context, kind: str, targets: Sequence[str], path: Path, purpose: str = ""
) -> Issued:
    """The same, as a file; a place that will not do is told before a number is taken."""
    saving.check(path)
    issued = issue(ctx, kind, targets, purpose=purpose)
    try:
        saving.write(path, issued.pdf)
    except FileTrouble as trouble:
        kept = f"已编号 {issued.span}，存档在“文书”里，可以重打。" if issued.paper else ""
        raise FileTrouble(f"{trouble}{kept}") from trouble
    return issued


def _again(known: Kind, letter: Letter) -> Issued | None:
    """The copy issued before for these very facts, so that printing again changes no number."""
    sheet = papers.sheet_about(letter.target, known.series)
    if sheet is None:
        return None
    wanted = paper_kinds.snapshot(paper_kinds.numbered(known, letter.paper, sheet.words))
    held = [paper_kinds.in_words_of_today(each) for each in papers.data(sheet.paper)]
    place = papers.place_of(sheet)
    if place >= len(held) or not _same(held[place], wanted):
        return None
    return Issued(
        paper=sheet.paper,
        title=known.words,
        pdf=_pages_of(sheet),
        numbers=[sheet.words],
        unchanged=[letter.name],
    )


def _same(held: Mapping[str, Any], wanted: Mapping[str, Any]) -> bool:
    """Whether two sheets tell the same facts, as far as both tell them: other words may name other
    fields, and a number is the same masked or not."""
    both = held.keys() & wanted.keys() - OF_THE_DAY
    return all(_masked(name, held[name]) == _masked(name, wanted[name]) for name in both)


def _masked(name: str, value: Any) -> Any:
    return mask_number(value) if name in paper_kinds.MASKED and value else value


def sheet_copy(ctx: Context, sheet_id: str) -> bytes:
    """One sheet as it was issued: the copy itself, or its own pages of a batch, never another
    family's."""
    return _pages_of(sheet(ctx, sheet_id))


def batch_copy(ctx: Context, sheet_id: str) -> bytes:
    """All sheets that were issued together with one, byte for byte; Refused to those who see only
    some of the classes."""
    if ctx.scope is not None:
        raise Refused("整批里有别的班的文书，请到教务处重打。本班学生的可以一份一份重打。")
    return copy_of(sheet(ctx, sheet_id).paper)


def _pages_of(found: Sheet) -> bytes:
    from kongchuo_desktop.documents import render

    pdf = copy_of(found.paper)
    starts = [each.page for each in papers.sheets_of_paper(found.paper)]
    if len(starts) == 1:
        return pdf
    following = [page for page in starts if page > found.page]
    end = following[0] - 1 if following else page_count(pdf)
    return render.extract(pdf, range(found.page - 1, end))


def copy_of(paper: str) -> bytes:
    """A whole issued copy byte for byte; FileTrouble when it is not what was registered."""
    pdf = papers.pdf(paper)
    if sha256(pdf).hexdigest() != papers.digest(paper):
        raise FileTrouble(
            "这份文书的存档与登记不符（可能已损坏），没有打印。请从备份中恢复后再试。"
        )
    return pdf


def save_each(
    ctx: Context, issued: Issued, folder: Path, progress: Progress | None = None
) -> list[Path]:
    """Each sheet of an issued copy as a file of its own, named by number and child; `progress` may
    raise Cancelled, what is written by then stays."""
    sheets = [s for s in papers.sheets_of_paper(issued.paper) if s.words in issued.numbers]
    written = []
    for done, held in enumerate(sheets, 1):
        path = folder / saving.file_name(f"{held.words}{held.name}.pdf")
        saving.write(path, sheet_copy(ctx, held.id))
        written.append(path)
        if progress:
            progress(done, len(sheets))
    return written


def sheet(ctx: Context, sheet_id: str) -> Sheet:
    """A line of the register; Refused where it is not about the person's own classes."""
    found = papers.get_sheet(sheet_id)
    if ctx.scope is not None and found.about not in ctx.scope:
        if not found.student:
            raise Refused("这份文书是全校的，请到教务处查看。")
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
    return paper_kinds.blank(ctx, paper_kinds.allowed(ctx, kind))


def page_count(pdf: bytes) -> int:
    """How many pages a PDF has."""
    from kongchuo_desktop.documents import render

    return render.page_count(pdf)


def page_image(pdf: bytes, page: int, scale: float) -> tuple[int, int, bytes]:
    """A page as width, height and RGB bytes, for the preview and the printer."""
    from kongchuo_desktop.documents import render

    return render.page_image(pdf, page, scale)


def kind_of(sheet_: Sheet) -> str:
    """Of which kind of paper a sheet is."""
    return papers.kind_of(sheet_.paper)


def issued_on(sheet_: Sheet) -> date:
    """The day a sheet was issued."""
    return papers.issued_on(sheet_.paper)
