"""Pairs, help plans and their sessions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kongchuo_desktop.domain.helping import HelpPlan, HelpSession, Pairing, PairKind, PlanKind
from kongchuo_desktop.store import codec
from kongchuo_desktop.store.models import HelpPlanRow, HelpSessionRow, PairingRow


def put_pairing(pairing: Pairing) -> None:
    """Add a pair, or keep it as it is now."""
    PairingRow.replace(
        id=pairing.id,
        student=pairing.student,
        kind=pairing.kind,
        partner=pairing.partner,
        since=pairing.since.isoformat(),
        over_on=codec.iso(pairing.over_on),
        note=pairing.note,
    ).execute()


def pairings(student: str | None = None) -> Sequence[Pairing]:
    """The pairs of one child, or of all, the latest first."""
    query = PairingRow.select().order_by(PairingRow.since.desc())
    if student is not None:
        query = query.where(PairingRow.student == student)
    return [
        Pairing(
            id=row.id,
            student=row.student_id,
            kind=PairKind(row.kind),
            partner=row.partner,
            since=date.fromisoformat(row.since),
            over_on=codec.day(row.over_on),
            note=row.note,
        )
        for row in query
    ]


def put_plan(plan: HelpPlan) -> None:
    """Add a plan, or keep it as it is now."""
    held = HelpPlanRow.get_or_none(HelpPlanRow.id == plan.id)
    columns = {
        "student": plan.student,
        "kind": plan.kind,
        "since": plan.since.isoformat(),
        "subjects": plan.subjects,
        "cause": plan.cause,
        "teacher": plan.teacher,
        "goal": plan.goal,
        "measures": plan.measures,
        "over_on": codec.iso(plan.over_on),
        "result": plan.result,
    }
    if held is None:
        HelpPlanRow.create(id=plan.id, **columns)
    else:
        HelpPlanRow.update(**columns).where(HelpPlanRow.id == plan.id).execute()


def get_plan(plan: str) -> HelpPlan:
    return _plan(HelpPlanRow.get_by_id(plan))


def plans(student: str | None = None) -> Sequence[HelpPlan]:
    """The plans of one child, or of all, the latest first."""
    query = HelpPlanRow.select().order_by(HelpPlanRow.since.desc())
    if student is not None:
        query = query.where(HelpPlanRow.student == student)
    return [_plan(row) for row in query]


def add_session(session: HelpSession) -> None:
    HelpSessionRow.create(
        id=session.id,
        plan=session.plan,
        day=session.day.isoformat(),
        minutes=session.minutes,
        content=session.content,
        effect=session.effect,
        who=session.who,
    )


def sessions(plans: Sequence[str]) -> Sequence[HelpSession]:
    """The sessions of these plans, oldest first."""
    query = HelpSessionRow.select().where(HelpSessionRow.plan.in_(plans))
    return [
        HelpSession(
            id=row.id,
            plan=row.plan_id,
            day=date.fromisoformat(row.day),
            minutes=row.minutes,
            content=row.content,
            effect=row.effect,
            who=row.who,
        )
        for row in query.order_by(HelpSessionRow.day)
    ]


def _plan(row: HelpPlanRow) -> HelpPlan:
    return HelpPlan(
        id=row.id,
        student=row.student_id,
        kind=PlanKind(row.kind),
        since=date.fromisoformat(row.since),
        subjects=row.subjects,
        cause=row.cause,
        teacher=row.teacher,
        goal=row.goal,
        measures=row.measures,
        over_on=codec.day(row.over_on),
        result=row.result,
    )
