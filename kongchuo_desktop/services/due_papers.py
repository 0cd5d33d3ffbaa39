"""The papers that stand ready as drafts: what the facts ask for and has not been issued (F99)."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from kongchuo_desktop import resources
from kongchuo_desktop.domain import due_papers as rules
from kongchuo_desktop.domain.due_papers import Matrix, Ready, Season
from kongchuo_desktop.domain.forms import About
from kongchuo_desktop.domain.roster import ON_ROLL
from kongchuo_desktop.services import paper_kinds, today
from kongchuo_desktop.services.context import Context
from kongchuo_desktop.services.paper_kinds import Kind
from kongchuo_desktop.services.today import Today, Todo
from kongchuo_desktop.store import classes as class_rows
from kongchuo_desktop.store import papers, students


@dataclass(frozen=True, slots=True, kw_only=True)
class DuePaper:
    """A draft that stands ready: of which kind, about what (`target`), for whom and why; `soon`
    when it falls due on the next school day."""

    kind: Kind
    target: str
    student: str
    name: str
    class_name: str
    why: str
    soon: bool = False

    @property
    def key(self) -> str:
        return f"{self.kind.id}:{self.target}"


@cache
def matrix() -> Matrix:
    """F99 as shipped: `resources/rules/papers_due.toml`."""
    table = tomllib.loads(resources.path("rules/papers_due.toml").read_text(encoding="utf-8"))
    return Matrix(
        rungs={rung: tuple(forms) for rung, forms in table["rungs"].items()},
        soon=tuple(table["soon"]),
        seasons={Season(s["when"]): (s["why"], tuple(s["forms"])) for s in table["season"]},
    )


def due(ctx: Context, student: str = "", page: Today | None = None) -> list[DuePaper]:
    """Every draft that stands ready now, of one child or of the school; `page` where it is known
    already what 今日 shows."""
    page = page or today.today(ctx)
    now, coming = page.todos, page.coming
    who = {todo.duty.student: todo for todo in [*coming, *now] if todo.duty.student}
    ready = [
        *rules.of_duties(matrix(), [t.duty for t in now], [t.duty for t in coming]),
        *rules.of_season(matrix(), ctx.today(), ctx.calendar),
    ]
    wanted = [one for one in ready if not student or one.student == student]
    return list(_open(ctx, wanted, who, page.cases))


def _open(
    ctx: Context, ready: Sequence[Ready], who: Mapping[str, Todo], cases: Mapping[str, str]
) -> Iterator[DuePaper]:
    """Without what was issued since, what others issue, and lists of the school asked for twice."""
    offered = {kind.id: kind for kind in paper_kinds.offered(ctx)}
    seen: set[tuple[str, str]] = set()
    for one in ready:
        kind = offered.get(one.form)
        if kind is None or (kind.about is About.SCHOOL and ctx.scope is not None):
            continue
        todo = who.get(one.student)
        for target in _targets(kind, one.student, cases):
            if (kind.id, target) in seen or _issued(kind, target, one):
                continue
            seen.add((kind.id, target))
            named = todo if kind.about is not About.SCHOOL else None
            yield DuePaper(
                kind=kind,
                target=target,
                student=one.student if named else "",
                name=named.name if named else "",
                class_name=named.class_name if named else "全校",
                why=one.why,
                soon=one.soon,
            )


def _targets(kind: Kind, student: str, cases: Mapping[str, str]) -> Sequence[str]:
    """What a paper for this child is about: the child, its case, its notice to be served. For a
    whole school, nobody in particular: those are chosen class by class."""
    if kind.about in {About.SCHOOL, About.CLASS} or not student:
        return [""]
    if kind.about is About.CASE:
        return [cases[student]] if student in cases else []
    if kind.about is About.SHEET:
        return [sheet.id for sheet in papers.unserved_sheets(student, paper_kinds.served())]
    return [student]


def _issued(kind: Kind, target: str, one: Ready) -> bool:
    """Whether it was issued since the facts asked for it: for a whole school, to everybody."""
    if not kind.series:
        return False
    if not target and kind.about is not About.SCHOOL:
        return papers.issued_since(kind.series, one.since) >= _asked(kind)
    sheet = papers.sheet_about(target, kind.series)
    return sheet is not None and papers.issued_on(sheet.paper) >= one.since


def _asked(kind: Kind) -> int:
    """For how many a season asks for a paper: classes, or children on the roll."""
    if kind.about is About.CLASS:
        return len(class_rows.everything())
    return sum(pupil.status in ON_ROLL for pupil in students.briefs(None).values())
