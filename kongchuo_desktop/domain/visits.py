"""Home visits and other contacts: who was met, what came of it, and the quotas (rules §2)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from kongchuo_desktop.domain import person_names
from kongchuo_desktop.domain.errors import Invalid, Refused
from kongchuo_desktop.domain.local_rules import LocalRules


class VisitKind(StrEnum):
    ROUTINE = "routine"
    ABSENCE = "absence"
    AVERSION = "aversion"
    PRIORITY = "priority"
    OPENING = "opening"
    PERSUASION = "persuasion"
    FOLLOW_UP = "follow_up"
    TUTORING = "tutoring"


class VisitOutcome(StrEnum):
    MET_GUARDIAN = "met_guardian"
    MET_STUDENT = "met_student"
    NOBODY_HOME = "nobody_home"
    MOVED = "moved"


class ContactWay(StrEnum):
    PHONE = "phone"
    WECHAT = "wechat"
    SMS = "sms"
    MESSENGER = "messenger"


class ContactResult(StrEnum):
    REACHED = "reached"
    NO_ANSWER = "no_answer"
    WRONG_NUMBER = "wrong_number"


class Role(StrEnum):
    """What a teacher is to a class; each has its own quota of visits."""

    HOMEROOM = "homeroom"
    SUBJECT = "subject"


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One visit to one home; a visit that met nobody is a record too."""

    id: str = ""
    student: str
    day: date
    kind: VisitKind = VisitKind.ROUTINE
    visitors: tuple[str, ...] = ()
    leader: bool = False
    outcome: VisitOutcome = VisitOutcome.MET_GUARDIAN
    met: str = ""
    note: str = ""
    agreed: str = ""
    refused: bool = False  # the family would not listen (S2c 二.8: report to the township)
    void_why: str = ""  # why it does not count any more; the record itself is never deleted


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """That a picture of a visit is kept: which, since when, by whom."""

    id: str
    visit: str
    at: datetime
    who: str


MOST_PHOTOS = 6  # of one visit
MOST_BYTES = 2 * 1024 * 1024  # of one picture, after shrinking
LONGEST_EDGE = 1600  # px


def room_for(held: int, adding: int) -> None:
    """Refused when a visit would have more pictures than it may."""
    if held + adding > MOST_PHOTOS:
        raise Refused(
            f"一次家访最多存{MOST_PHOTOS}张照片，已有{held}张，又选了{adding}张。没有存。"
            "请少选几张，或者先删去不要的。"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """One attempt to reach the family otherwise than by going there (F09); failures count too."""

    id: str = ""
    student: str
    at: datetime
    way: ContactWay = ContactWay.PHONE
    result: ContactResult = ContactResult.REACHED
    person: str = ""
    note: str = ""
    void_why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """That something was reported upwards about a child: which rung asked for it, when, to whom."""

    id: str = ""
    student: str
    rung: str = "L4"
    day: date
    whom: str
    note: str = ""
    void_why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    """Visits of one teacher in a term: those that count, and how many there have to be."""

    teacher: str
    role: Role
    visits: Sequence[Visit]
    quota: int

    @property
    def done(self) -> int:
        return len(self.visits)

    @property
    def short(self) -> int:
        return max(0, self.quota - self.done)


def checked(visit: Visit, today: date) -> Visit:
    """The visit as it may be kept, each visitor named once; or Invalid."""
    wrong: dict[str, str] = {}
    visitors = tuple(dict.fromkeys(filter(None, map(person_names.seen, visit.visitors))))
    if visit.day > today:
        wrong["day"] = "家访日期在今天之后；还没去的家访请等回来再登记"
    if not visitors:
        wrong["visitors"] = "请填写家访教师"
    if visit.outcome is VisitOutcome.MET_GUARDIAN and not visit.note.strip():
        wrong["note"] = "请写下谈话要点，有详实记录的家访才计入定额"
    if wrong:
        raise Invalid(**wrong)
    return replace(visit, visitors=visitors)


def void(visit: Visit, why: str) -> Visit:
    """The visit kept, but counted nowhere; Refused when it is void, Invalid without a reason."""
    standing(visit)
    if not why.strip():
        raise Invalid(void_why="请写明作废的理由")
    return replace(visit, void_why=why.strip())


def standing(visit: Visit) -> Visit:
    """The visit; Refused when it was made void."""
    if visit.void_why:
        raise Refused("这次家访已经作废，没有改动。要恢复，请用“撤销”；要重记，请另外登记一次。")
    return visit


def checked_contact(contact: Contact, now: datetime) -> Contact:
    if contact.at > now:
        raise Invalid(at="联系时间在现在之后，请核对")
    return contact


def quotas(visits: Iterable[Visit], homeroom: Sequence[str], rules: LocalRules) -> Sequence[Quota]:
    """What each teacher owes for a term and has done: homeroom teachers in the order given, those
    without a visit too, then the others, who did most first.

    A visit counts once for each teacher named, when it stands and has a record; calls are no
    visits (rules §2, T13).
    """
    done: dict[str, list[Visit]] = {teacher: [] for teacher in homeroom if teacher}
    held = len(done)
    for visit in visits:
        if visit.note.strip() and not visit.void_why:
            for teacher in visit.visitors:
                done.setdefault(teacher, []).append(visit)
    found = [
        Quota(
            teacher=teacher,
            role=Role.HOMEROOM if at < held else Role.SUBJECT,
            visits=tuple(counted),
            quota=rules.visits_per_term if at < held else rules.visits_per_term_other,
        )
        for at, (teacher, counted) in enumerate(done.items())
    ]
    return [*found[:held], *sorted(found[held:], key=lambda each: (-each.done, each.teacher))]
