"""The exams of the demo school: results by chance from the fixed seed, one child falling behind."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from pathlib import Path
from random import Random

from kongchuo_desktop.domain.exam_import import FULL, JUNIOR_FULL, ScoreRow
from kongchuo_desktop.domain.exams import CHINESE, ENGLISH, MATHS
from kongchuo_desktop.domain.roster import Student
from kongchuo_desktop.services import exams
from kongchuo_desktop.services.context import Context
from kongchuo_desktop.services.demo.people import SEED

NAMES = {22: "第一次月考", 6: "期中考试"}
"""The exams, by how many school days ago they were."""
FALLING = "曾可欣"
FALLEN_TO = 40  # of a hundred in the latest exam, whatever the child is able to
MISSED = 0.005
MAIN = (CHINESE, MATHS, ENGLISH)
PRIMARY = {1: MAIN[:2], 2: MAIN[:2]}
JUNIOR = {
    7: (*MAIN, "道德与法治", "历史", "地理", "生物"),
    8: (*MAIN, "道德与法治", "历史", "地理", "生物", "物理"),
    9: (*MAIN, "道德与法治", "历史", "物理", "化学"),
}


def sit(
    ctx: Context,
    before: int,
    day: date,
    grades: Mapping[int, Mapping[str, Student]],
    away: Collection[str],
) -> None:
    """The exam of so many school days ago, of every grade's children; who is away misses it."""
    from kongchuo_desktop.spreadsheets.score_table import ScoreTable

    rows = list(_rows(before, grades, away))
    full = dict.fromkeys(MAIN, JUNIOR_FULL)
    for table in (
        ScoreTable("小学.xlsx", [row for junior, row in rows if not junior]),
        ScoreTable("初中.xlsx", [row for junior, row in rows if junior], full=full),
    ):
        table.subjects = sorted({subject for row in table.rows for subject in row.cells})
        exams.take_in(ctx, exams.look(ctx, Path(table.name), NAMES[before], day, table=table))


def _rows(
    before: int, grades: Mapping[int, Mapping[str, Student]], away: Collection[str]
) -> Iterator[tuple[bool, ScoreRow]]:
    """(whether of a junior grade, row); a child's ability is the same in every exam."""
    able, chance = Random(SEED + 2), Random(SEED + 3 + before)
    number = 0
    for grade, members in grades.items():
        junior = grade in JUNIOR
        for id_, child in members.items():
            ability = able.gauss(73, 12)
            if child.name == FALLING:
                ability = FALLEN_TO if before == min(NAMES) else 74
            missed = id_ in away or chance.random() < MISSED
            number += 1
            subjects = JUNIOR.get(grade) or PRIMARY.get(grade) or (*MAIN, "科学")
            points = {s: _points(chance, ability, _full(s, junior=junior)) for s in subjects}
            row = ScoreRow(
                row=number + 1,
                sheet="成绩",
                name=child.name,
                id_no=child.id_no,
                cells=dict.fromkeys(subjects) if missed else points,
            )
            yield junior, row


def _full(subject: str, *, junior: bool) -> float:
    return JUNIOR_FULL if junior and subject in MAIN else FULL


def _points(chance: Random, ability: float, full: float) -> float:
    """Half points, as papers are marked."""
    share = min(0.99, max(0.05, chance.gauss(ability, 6) / 100))
    return round(share * full * 2) / 2
