"""What the records say about one child, and the sentences made of it (rules §6.2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kongchuo_desktop.domain.observations import Observation
from kongchuo_desktop.domain.roster import Tag

POOR = frozenset(
    {Tag.DIBAO, Tag.TEKUN, Tag.MONITORED_HOUSEHOLD, Tag.LIFTED_HOUSEHOLD, Tag.AID_WANTED}
)
UNCARED = frozenset({Tag.ORPHAN, Tag.DE_FACTO_UNSUPPORTED})
RUN = 6  # half days of an open absence: three days, the line of 疑似辍学


@dataclass(frozen=True, slots=True)
class Reason:
    """One sentence that counted. `source` is the kind of record it rests on (a word of
    `Changes.tables`), `record` its id; both empty where it rests on many."""

    code: str
    points: int
    text: str
    day: date | None = None
    source: str = ""
    record: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """What the latest examination says (C1-C3). `failed` are 语文 and 数学 where not passed;
    `dropped` are percentile points lost since last term, None where nothing can be compared."""

    exam: str
    day: date
    failed: tuple[str, ...] = ()
    subjects_known: bool = True  # both were sat
    standing_known: bool = True
    lowest: bool = False  # in the last tenth of the class
    dropped: int | None = None
    record: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the records say about one child at the end of a day; counts in half days."""

    grade: int
    unexcused: int = 0  # of the last 30 school days
    unexcused_since: date | None = None
    run: int = 0  # of the absence that is still open
    run_since: date | None = None
    missed: int = 0  # of this term, leave included
    term: int = 0  # this term so far
    late: int = 0  # times late or left early in the last 20 school days
    overstays: int = 0  # slips of this term that ran out with the child away, or were not made up
    arrived_late: int = 0  # school days after the first one, without leave
    tags: frozenset[Tag] = frozenset()
    aided: bool = False  # aid of this term has been carried out
    birth: date | None = None
    distance_km: float | None = None
    boarding: bool | None = None
    intention_on: date | None = None
    nominated_on: date | None = None
    nomination: str = ""
    observations: tuple[Observation, ...] = ()  # signals that hold
    results: Results | None = None
    returned_on: date | None = None  # from an earlier dropout, within a year
    lost: bool = False
    case: str = ""
    joint: str = ""  # 刚升入七年级: the eight weeks before and after a change of school or grade
    looked_into: bool = True  # somebody visited the family or talked with the child this term
    paired_quiet: bool = False  # paired for help, and no unexcused absence for eight weeks
    in_touch: bool = False  # the family was reached in each of the last four weeks
    school_year: int


def days(half_days: int) -> str:
    """1.5, or 2: half days as days."""
    return f"{half_days / 2:g}"
