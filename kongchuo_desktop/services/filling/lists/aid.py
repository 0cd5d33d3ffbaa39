"""Lists of assistance: every application of the term, and what they add up to by kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from kongchuo_desktop.domain import words
from kongchuo_desktop.domain.aid import Aid, AidState
from kongchuo_desktop.services.filling.subjects import OfChild, OfSchool
from kongchuo_desktop.services.searching import sort_key
from kongchuo_desktop.store import aids, students

Row = Mapping[str, Any]
SHOWN_PUBLICLY = {
    AidState.PUBLICIZED: "公示中",
    AidState.APPROVED: "已公示",
    AidState.CARRIED_OUT: "已公示",
}


def aids_of_term(school: OfSchool) -> Sequence[Row]:
    """Every application of the term, class by class and child by child; amounts in 分."""
    found = _found(school)
    children = students.of_ids([each.student for each in found])
    places = {id_: at for at, id_ in enumerate(school.classes)}
    kinds = list(words.AID_KINDS)

    def place(each: Aid) -> tuple[Any, ...]:
        child = children[each.student]
        in_order = each.applied_on, kinds.index(each.kind)
        return places[child.class_id], sort_key(child.name), each.student, in_order

    return [
        _row(each, OfChild(school, children[each.student])) for each in sorted(found, key=place)
    ]


def _found(school: OfSchool) -> Sequence[Aid]:
    return aids.of_term(school.ctx.calendar.term.code, school.ctx.scope)


def _row(each: Aid, about: OfChild) -> Row:
    return {
        "class_name": about.value("class_name"),
        "student": about.student,
        "hardships": "、".join(about.hardship_kinds or ()),
        "aid_evidence": each.evidence,
        "aid_kind": words.AID_KINDS[each.kind],
        "aid_item": each.item,
        "aid_amount": each.amount or None,
        "done_amount": each.amount or None if each.state is AidState.CARRIED_OUT else None,
        "carried_out_on": each.decided_on if each.state is AidState.CARRIED_OUT else None,
        "publicity": SHOWN_PUBLICLY.get(each.state),
        "aid_state": words.AID_STATES[each.state],
        "aid_note": each.note,
    }


def aid_totals(school: OfSchool) -> Sequence[Row]:
    """By kind: how many applications and how many 分, and of those what was carried out."""
    found = _found(school)
    rows = []
    for kind, named in words.AID_KINDS.items():
        held = [each for each in found if each.kind is kind]
        done = [each for each in held if each.state is AidState.CARRIED_OUT]
        if held:
            rows.append(
                {
                    "aid_kind": named,
                    "aid_count": len(held),
                    "aid_amount": sum(each.amount for each in held),
                    "aid_done_count": len(done),
                    "done_amount": sum(each.amount for each in done),
                }
            )
    return rows


LISTS: Mapping[str, Callable[[OfSchool], Sequence[Row]]] = {
    "aids_of_term": aids_of_term,
    "aid_totals": aid_totals,
}
