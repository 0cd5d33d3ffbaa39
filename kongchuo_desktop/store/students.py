"""Children and their guardians: get · add · save · of_…, and the rows of the 花名册 tab."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from kongchuo_desktop.domain.roster import Guardian, Sex, Status, Student, Tag
from kongchuo_desktop.store import codec, headings
from kongchuo_desktop.store.models import proxy

BATCH = 500
STATUSES = {str(status): status for status in Status}
SEXES = {"": None, **{str(sex): sex for sex in Sex}}
STUDENT = (
    "id, class, name, sort, sex, birth, id_no, student_no, seat_no, ethnicity, status, boarding,"
    " village, address, phone, distance_km, tags"
)
Place = tuple[str, str]  # id and class
GUARDIAN = "student, position, name, relation, phone, is_guardian, id_no, work"


@dataclass(frozen=True, slots=True)
class Spelling:
    """How a child is ordered and found: pinyin for the order, one narrow text for the search."""

    sort: str
    rank: str
    text: str


def _student_row(place: Place, student: Student, spelling: Spelling) -> tuple[Any, ...]:
    return (
        *place, student.name, spelling.sort, student.sex or "",
        codec.iso(student.birth), student.id_no, student.student_no, student.seat_no,
        student.ethnicity, student.status, student.boarding, student.village, student.address,
        student.phone, student.distance_km, tag_text(student.tags),
    )  # fmt: skip


def tag_text(tags: Iterable[Tag]) -> str:
    """Tags between blanks, so that one can be found by ` tag `."""
    return "".join(f" {tag}" for tag in sorted(tags)) + " " if tags else ""


@cache
def _tags(text: str) -> frozenset[Tag]:
    return frozenset(map(Tag, text.split()))


def _guardian_rows(id_: str, student: Student) -> list[tuple[Any, ...]]:
    return [
        (id_, n, g.name, g.relation, g.phone, int(g.is_guardian), g.id_no, g.work)
        for n, g in enumerate(student.guardians, 1)
    ]


def _many(sql: str, rows: Iterable[Sequence[Any]]) -> None:
    proxy.connection().cursor().executemany(sql, rows)


def _marks(count: int) -> str:
    return ", ".join("?" * count)


def add(entries: Sequence[tuple[Student, Spelling]], places: Sequence[Place] = ()) -> None:
    """New children, in bulk; `places` are their ids and classes where they have none yet."""
    places = places or _places(entries)
    _many(
        f"INSERT INTO student ({STUDENT}) VALUES ({_marks(17)})",
        (_student_row(place, *entry) for place, entry in zip(places, entries, strict=True)),
    )
    _add_parts(entries, places)


def _places(entries: Sequence[tuple[Student, Spelling]]) -> list[Place]:
    return [(student.id, student.class_id) for student, _ in entries]


def _add_parts(entries: Sequence[tuple[Student, Spelling]], places: Sequence[Place]) -> None:
    _many(
        "INSERT INTO search (student, class, status, tags, rank, text) VALUES (?, ?, ?, ?, ?, ?)",
        (
            (*place, s.status, tag_text(s.tags), spelling.rank, spelling.text)
            for place, (s, spelling) in zip(places, entries, strict=True)
        ),
    )
    columns = headings.packed([s.more for s, _ in entries])
    _many(
        "INSERT INTO roster (student, columns) VALUES (?, ?)",
        ((id_, kept) for (id_, _), kept in zip(places, columns, strict=True) if kept),
    )
    _many(
        f"INSERT INTO guardian ({GUARDIAN}) VALUES ({_marks(8)})",
        (
            row
            for (id_, _), (s, _) in zip(places, entries, strict=True)
            for row in _guardian_rows(id_, s)
        ),
    )


def save(entries: Sequence[tuple[Student, Spelling]]) -> None:
    """Known children as they are now, in bulk."""
    names = [name.strip() for name in STUDENT.split(",")][1:]
    places = _places(entries)
    rows = (_student_row(place, *entry) for place, entry in zip(places, entries, strict=True))
    _many(
        f"UPDATE student SET {', '.join(f'{name} = ?' for name in names)} WHERE id = ?",
        ((*row[1:], row[0]) for row in rows),
    )
    ids = [(student.id,) for student, _ in entries]
    for table in ("search", "roster", "guardian"):
        _many(f"DELETE FROM {table} WHERE student = ?", ids)
    _add_parts(entries, places)


def remove(student: str) -> None:
    """A child entered by mistake; refused by the database once anything refers to it."""
    proxy.connection().execute("DELETE FROM student WHERE id = ?", (student,))


def respell(entries: Iterable[tuple[str, str, str, str]]) -> None:
    """(student, class, rank, text) anew, as after a class was renamed."""
    _many(
        "UPDATE search SET class = ?2, rank = ?3, text = ?4 WHERE student = ?1",
        entries,
    )


def get(student: str) -> Student:
    return of_ids([student])[student]


def of_ids(ids: Sequence[str]) -> dict[str, Student]:
    """The children asked for, by id."""
    found: dict[str, Student] = {}
    for start in range(0, len(ids), BATCH):
        part = list(ids[start : start + BATCH])
        found.update(_load(f"WHERE s.id IN ({_marks(len(part))})", part))
    return found


def everybody(scope: frozenset[str] | None) -> dict[str, Student]:
    """All children within a scope of classes, in the order of lists."""
    where, values = scoped("s.class", scope)
    return _load(f"WHERE {where}", values)


def of_class(class_id: str) -> dict[str, Student]:
    return _load("WHERE s.class = ?", [class_id])


def names_of(class_id: str, statuses: Iterable[Status] = tuple(Status)) -> dict[str, str]:
    """The children of a class with one of these statuses: id → name, in the order of lists."""
    wanted = list(statuses)
    rows = proxy.connection().execute(
        f"SELECT id, name FROM student WHERE class = ? AND status IN ({_marks(len(wanted))})"
        " ORDER BY sort, id",
        [class_id, *wanted],
    )
    return dict(rows)


def scoped(column: str, scope: frozenset[str] | None) -> tuple[str, list[str]]:
    """A condition that keeps a query within the classes a person may see."""
    if scope is None:
        return "1", []
    return f"{column} IN ({_marks(len(scope))})", sorted(scope)


def _load(where: str, values: Sequence[str]) -> dict[str, Student]:
    connection = proxy.connection()
    family: dict[str, list[Guardian]] = {}
    for id_, name, relation, phone, is_guardian, id_no, work in connection.execute(
        "SELECT g.student, g.name, g.relation, g.phone, g.is_guardian, g.id_no, g.work"
        f" FROM guardian g JOIN student s ON s.id = g.student {where} ORDER BY g.position",
        values,
    ):
        family.setdefault(id_, []).append(
            Guardian(
                name=name,
                relation=relation,
                phone=phone,
                is_guardian=bool(is_guardian),
                id_no=id_no,
                work=work,
            )
        )
    rows = connection.execute(
        f"SELECT s.{STUDENT.replace(', ', ', s.')}, coalesce(r.columns, '')"
        " FROM student s JOIN search f ON f.student = s.id"
        f" LEFT JOIN roster r ON r.student = s.id {where} ORDER BY f.rank, s.id",
        values,
    )
    columns = headings.unpacking()
    return {row[0]: _student(row, family.get(row[0], []), columns(row[-1])) for row in rows}


def _student(row: Sequence[Any], family: Sequence[Guardian], columns: Mapping[str, str]) -> Student:
    (id_, class_id, name, _sort, sex, birth, id_no, student_no, seat_no, ethnicity, status,
     boarding, village, address, phone, distance, tags, _columns) = row  # fmt: skip
    return Student(
        id=id_,
        class_id=class_id,
        name=name,
        sex=SEXES[sex],
        birth=codec.day(birth),
        id_no=id_no,
        student_no=student_no,
        seat_no=seat_no,
        ethnicity=ethnicity,
        status=STATUSES[status],
        boarding=None if boarding is None else bool(boarding),
        village=village,
        address=address,
        phone=phone,
        distance_km=distance,
        tags=_tags(tags),
        guardians=tuple(family),
        more=columns,
    )


@dataclass(frozen=True, slots=True)
class Brief:
    """As much of a child as lists, rules and pickers need."""

    id: str
    name: str
    sort: str
    class_id: str
    status: Status
    tags: frozenset[Tag]
    birth: str
    boarding: bool | None
    distance_km: float | None


def briefs(scope: frozenset[str] | None) -> dict[str, Brief]:
    """Every child within a scope, without family and registration columns."""
    where, values = scoped("class", scope)
    found: dict[str, Brief] = {}
    rows = proxy.connection().execute(
        "SELECT id, name, sort, class, status, tags, birth, boarding, distance_km"
        f" FROM student WHERE {where}",
        values,
    )
    for id_, name, sort, class_id, status, tags, birth, boarding, distance in rows:
        found[id_] = Brief(
            id_,
            name,
            sort,
            class_id,
            STATUSES[status],
            _tags(tags),
            birth,
            None if boarding is None else bool(boarding),
            distance,
        )
    return found


def find(text: str, scope: frozenset[str] | None, most: int) -> list[str]:
    """Ids of children whose search text holds `text`; words that begin with it come first."""
    where, values = scoped("class", scope)
    rows = proxy.connection().execute(
        f"SELECT student FROM search WHERE instr(text, ?) AND {where}"
        " ORDER BY instr(text, ?) = 0, rank LIMIT ?",
        [text, *values, "|" + text, most],
    )
    return [row[0] for row in rows]


def named(who: str, scope: frozenset[str] | None) -> list[str]:
    """Ids of children with exactly this name, roll number or ID number."""
    where, values = scoped("class", scope)
    rows = proxy.connection().execute(
        f"SELECT id FROM student WHERE ? IN (name, student_no, id_no) AND {where} ORDER BY sort",
        [who, *values],
    )
    return [row[0] for row in rows]


def counts() -> Mapping[str, int]:
    """Children of each class, whatever their status."""
    rows = proxy.connection().execute("SELECT class, count(*) FROM student GROUP BY class")
    return dict(rows)


REFERRING = (
    "mark",
    "leave",
    "contact",
    "visit",
    "submission",
    "concern",
    "aid",
    "arrival",
    "census_move",
    "dropout_case",
    "observation",
    "level_override",
    "pairing",
    "help_plan",
    "exam_score",
)


def referred_to(student: str) -> bool:
    """Whether anything else than the roster knows this child."""
    connection = proxy.connection()
    return any(
        connection.execute(
            f"SELECT 1 FROM {table} WHERE student = ? LIMIT 1", (student,)
        ).fetchone()
        for table in REFERRING
    )
