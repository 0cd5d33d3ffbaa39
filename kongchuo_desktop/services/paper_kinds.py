"""The kinds of paper there are: declared forms, and three slips that are drawn by hand.

Each is filled from what it is about, one letter for each target, and made into one PDF.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from kongchuo_desktop.domain.daily_papers import MakeupSlip
from kongchuo_desktop.domain.errors import Refused
from kongchuo_desktop.domain.forms import About, Filled, Form, Issuer, slots
from kongchuo_desktop.domain.papers import LeaveSlip
from kongchuo_desktop.domain.visit_papers import VisitSheet
from kongchuo_desktop.services import (
    census_report,
    daily_papers,
    filling,
    forms,
    letters,
    lookup,
    visit_papers,
)
from kongchuo_desktop.services.context import Context
from kongchuo_desktop.services.letters import Letter
from kongchuo_desktop.services.searching import folded, initials

Progress = Callable[[int, int], None]
OFFICES = {
    Issuer.TOWNSHIP: "乡（镇）人民政府",
    Issuer.COUNTY: "县级教育行政部门",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of paper. `code` is its place in the trade's list (F12), `series` the word of its
    numbers (none: printed, not registered), `once` that one is not issued again while nothing has
    changed; a `form` is declared, without one it is drawn, `printed` straight from the records."""

    id: str
    code: str
    words: str
    about: About
    group: str
    series: str = ""
    copies: int = 1
    note: str = ""
    issuer: Issuer = Issuer.SCHOOL
    once: bool = False
    form: Form | None = None
    printed: Callable[[Context, Sequence[str]], bytes] | None = None

    @property
    def lists(self) -> bool:
        """Whether it holds lists, which can be had as a workbook too."""
        return self.form is not None and bool(self.form.listings)

    @property
    def shows_numbers(self) -> bool:
        """Whether ID or student numbers stand on it, masked unless a purpose is given."""
        return self.form is not None and bool(MASKED & everything_in(self.form))

    @property
    def by_leave(self) -> bool:
        return self.about is About.LEAVE


DRAWN = (
    Kind(
        id="leave_slip", code="F07", words="请假条", about=About.LEAVE, group="考勤请假",
        series="校假", once=True, note="一人一条，三联：班主任存根、门卫放行、家长留存。",
    ),
    Kind(
        id="makeup_slip", code="F08", words="补假手续单", about=About.LEAVE, group="考勤请假",
        series="校补", once=True, note="电话请假的，返校当天补办。",
    ),
    Kind(
        id="visit_sheet", code="F15", words="家访记录表", about=About.CHILD, group="家访帮扶",
        series=lookup.SHEETS, note="带去家访时填写，回来按编号登记。",
    ),
)  # fmt: skip


MASKED = frozenset({"id_no", "student_no"})


def everything_in(form: Form) -> frozenset[str]:
    """The fields of a form and of its lists."""
    columns = (column.text for listing in form.listings for column in listing.columns)
    return form.fields | {slot for text in columns for slot in slots(text)}


def _of_classes(ctx: Context, class_ids: Sequence[str]) -> bytes:
    return daily_papers.class_reports(ctx, ctx.today(), class_ids)


def _of_school(ctx: Context, _targets: Sequence[str]) -> bytes:
    return daily_papers.school_report(ctx, ctx.today())


def _census(ctx: Context, _targets: Sequence[str]) -> bytes:
    return census_report.paper(ctx, ctx.today())


DIRECT = (
    Kind(
        id="contact_log", code="F09", words="因故缺课联系记录", about=About.CHILD,
        group="考勤请假", printed=daily_papers.contact_logs_of_children,
        note="本学期每次联系都在上面，没有接通的也在。按日的在“考勤”里打印。",
    ),
    Kind(
        id="class_daily", code="F10", words="班级出勤日报", about=About.CLASS, group="考勤请假",
        printed=_of_classes, note="今天的。以前各天的在“考勤”里打印。",
    ),
    Kind(
        id="school_daily", code="F10-A", words="学校出勤日汇总", about=About.SCHOOL,
        group="考勤请假", printed=_of_school, note="今天的，零缺席也报。",
    ),
    Kind(
        id="census_report", code="F25", words="入学情况统计日报表", about=About.SCHOOL,
        group="统计报表", printed=_census, note="截至今天，在“开学报到”里登记。",
    ),
)  # fmt: skip
BLANK = ("contact_log", "class_daily")


@cache
def every() -> Mapping[str, Kind]:
    """All kinds, in the order of the trade's list."""
    kinds = {kind.id: kind for kind in (*DRAWN, *DIRECT)} | {
        form.id: _declared(form) for form in forms.shipped().values()
    }
    return dict(sorted(kinds.items(), key=lambda entry: forms.place(entry[1].code)))


def _declared(form: Form) -> Kind:
    return Kind(
        id=form.id,
        code=form.code,
        words=form.words,
        about=form.about,
        group=form.group,
        series=form.series,
        copies=form.copies,
        note=form.note,
        issuer=form.issuer,
        once=form.once,
        form=form,
    )


def words_of(kind_id: str) -> str:
    """What a kind is called; one that is no more, or damaged, still has its sheets."""
    known = every().get(kind_id)
    return known.words if known else "文书"


def served() -> list[str]:
    """The kinds that must be proved to have reached a family (LAW-YW-58): the notices."""
    return [kind.id for kind in every().values() if kind.once and kind.about is About.CHILD]


def offered(ctx: Context) -> list[Kind]:
    """The kinds that whoever holds this file may issue: no office's orders in a school."""
    return [kind for kind in every().values() if _may(ctx, kind)]


def _may(ctx: Context, kind: Kind) -> bool:
    return kind.issuer in (Issuer.SCHOOL, ctx.school.edition)


def allowed(ctx: Context, kind_id: str) -> Kind:
    """A kind by its id; Refused when it takes a power that only an office has (law §2)."""
    kind = every()[kind_id]
    if not _may(ctx, kind):
        raise Refused(
            f"“{kind.words}”只能由{OFFICES[kind.issuer]}发出，学校没有这项职权，没有打印。"
            "学校可以发“复学（返校）通知书”，并向乡（镇）和教育局书面报告。"
        )
    return kind


def called(ctx: Context, name: str) -> Kind:
    """A kind by its code (F12), its words or its id; Refused when there is none."""
    wanted = name.strip()
    found = [k for k in offered(ctx) if wanted in (k.id, k.words) or wanted.upper() == k.code]
    if not found:
        for kind in every().values():
            if wanted in (kind.id, kind.words) or wanted.upper() == kind.code:
                return allowed(ctx, kind.id)
        known = "、".join(f"{kind.code} {kind.words}" for kind in offered(ctx))
        raise Refused(f"没有“{name}”这种文书。可打印：{known}")
    return found[0]


def found(ctx: Context, text: str) -> list[Kind]:
    """The kinds a person may issue whose code, words, group or initials hold a text."""
    wanted = folded(text)
    return [kind for kind in offered(ctx) if any(wanted in each for each in _said(kind.id))]


@cache
def _said(kind: str) -> tuple[str, ...]:
    known = every()[kind]
    letters_ = "".join(c for c in known.words if c.isalnum())
    return (*map(folded, (known.code, known.words, known.group)), *initials(letters_))


def printed(ctx: Context, kind: Kind, targets: Sequence[str]) -> bytes:
    """A paper straight from the records; Refused for the whole school's to those who see only
    some of its classes."""
    assert kind.printed is not None
    if kind.about is About.SCHOOL and ctx.scope is not None:
        raise Refused(filling.WHOLE_SCHOOL.format(words=kind.words))
    return kind.printed(ctx, targets)


def fill(ctx: Context, kind: Kind, targets: Sequence[str], purpose: str = "") -> Sequence[Letter]:
    """One letter for each target; Refused by name where a paper would have no ground."""
    if kind.form is None:
        return FILLED_BY_HAND[kind.id](ctx, targets)
    return filling.letters_of(ctx, forms.worded(ctx, kind.id), targets, purpose)


FILLED_BY_HAND: Mapping[str, Callable[[Context, Sequence[str]], Sequence[Letter]]] = {
    "leave_slip": letters.leave_slips,
    "makeup_slip": daily_papers.makeup_slips,
    "visit_sheet": visit_papers.sheets,
}


@dataclass(frozen=True, slots=True)
class Made:
    """A PDF and the page on which each of its papers begins, counted from 1."""

    pdf: bytes
    starts: Sequence[int]


def make(kind: Kind, papers: Sequence[Any], progress: Progress | None = None) -> Made:
    """The typesetter is loaded when something is printed: it costs a third of a second."""
    from kongchuo_desktop.documents import form, leave_slip, makeup_slip, render, visit_sheet

    if kind.form is not None:
        set_ = form.make(papers, forms.fields(), progress=progress)
        return Made(set_.pdf, set_.starts)
    by_hand: Mapping[str, Any] = {
        "leave_slip": leave_slip.make,
        "makeup_slip": makeup_slip.make,
        "visit_sheet": visit_sheet.make,
    }
    pdf = by_hand[kind.id](papers, progress=progress)
    each = render.page_count(pdf) // max(len(papers), 1)
    return Made(pdf, [1 + at * each for at in range(len(papers))])


def blank(ctx: Context, kind: Kind) -> bytes:
    """A sheet to be filled in by hand, with the school's name on it."""
    if kind.printed is not None:
        if kind.id not in BLANK:
            raise Refused(f"“{kind.words}”要从登记生成，没有空白表。请先登记，再预览。")
        return daily_papers.blank(ctx, kind.id)
    if kind.form is not None:
        form = forms.worded(ctx, kind.id)
        return make(kind, [Filled(form=form, values=filling.blank(ctx))]).pdf
    papers: Mapping[str, Any] = {
        "leave_slip": LeaveSlip,
        "makeup_slip": MakeupSlip,
        "visit_sheet": VisitSheet,
    }
    return make(kind, [papers[kind.id].blank(school=ctx.school.name)]).pdf


def numbered(kind: Kind, paper: Any, number: str, code: str = "") -> Any:
    """The paper with its number, and on a declared form the code that finds it again."""
    if kind.form is not None:
        known = {**paper.values, "number": number}
        return replace(paper, number=number, code=code, values=known)
    return replace(paper, number=number)


def snapshot(paper: Any) -> dict[str, Any]:
    """What is printed, as JSON can hold it."""
    if isinstance(paper, Filled):
        return {"form": paper.form.id, **_plain(paper.values)}
    held: dict[str, Any] = _plain(asdict(paper))
    return held


FORMERLY = {"guardian_name": "guardian", "student_name": "student"}
"""Fields of the return notice as they were called before forms were declared."""


def in_words_of_today(held: Mapping[str, Any]) -> dict[str, Any]:
    """A snapshot with its fields as they are called now; of a slip drawn by hand, as it is."""
    known = {**held}
    if "absent_from" in held:
        known |= {now: held[before] for before, now in FORMERLY.items() if before in held}
    return known


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: _plain(held) for key, held in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(held) for held in value]
    return value
