"""Children that stand twice in one roster: copied rows, and rows that contradict each other."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

from kongchuo_desktop.domain import person_names
from kongchuo_desktop.domain.roster_merge import Entry


@dataclass(frozen=True, slots=True)
class Repeats:
    """The rows to go on with, the rows that say the same again, the rows a person must look at."""

    single: list[Entry]
    copies: list[tuple[Entry, Entry]]  # the copy, and the row it repeats
    doubtful: list[tuple[Entry, str]]


def find_repeats(entries: Sequence[Entry]) -> Repeats:
    """Rows that share 学籍号, ID number, or name and birth date with another row.

    Where the rows are alike in everything, the first one counts. Where they differ, none does: a
    child moved but not deleted, a number typed into two rows and two children look the same here.
    """
    copies: dict[int, tuple[Entry, Entry]] = {}
    doubtful: dict[int, tuple[Entry, str]] = {}
    for key_of, words in _KEYS:
        for group in _groups(entries, key_of):
            if key_of is _by_name and _are_told_apart(group):
                continue
            if _alike(group) and _is_known(group[0]):
                copies |= {id(entry): (entry, group[0]) for entry in group[1:]}
            else:
                doubtful |= {id(e): (e, _reason(e, group, words)) for e in group}
    aside = copies.keys() | doubtful.keys()
    single = [e for e in entries if id(e) not in aside] if aside else list(entries)
    kept = [pair for number, pair in copies.items() if number not in doubtful]
    return Repeats(single, kept, list(doubtful.values()))


def _groups(
    entries: Sequence[Entry], key_of: Callable[[Entry], Hashable | None]
) -> list[list[Entry]]:
    first: dict[Hashable, Entry] = {}
    groups: dict[Hashable, list[Entry]] = {}
    for entry in entries:
        key = key_of(entry)
        if not key:
            continue
        if first.setdefault(key, entry) is not entry:
            groups.setdefault(key, [first[key]]).append(entry)
    return list(groups.values())


def _by_student_no(entry: Entry) -> Hashable | None:
    return entry.student.student_no


def _by_id_no(entry: Entry) -> Hashable | None:
    return entry.student.id_no


def _by_name(entry: Entry) -> Hashable | None:
    student = entry.student
    return (
        person_names.key(student.name),
        student.birth or (entry.class_name, student.id_no or student.student_no),
    )


def _are_told_apart(group: list[Entry]) -> bool:
    """Whether every one of these namesakes has an ID number, or a 学籍号, of its own."""
    return any(
        len({getattr(entry.student, number) for entry in group} - {""}) == len(group)
        for number in ("id_no", "student_no")
    )


def _alike(group: list[Entry]) -> bool:
    first = group[0]
    return all(
        entry.student == first.student
        and entry.class_name == first.class_name
        and entry.said == first.said
        for entry in group[1:]
    )


def _is_known(entry: Entry) -> bool:
    """Whether the row says enough for two alike rows to be one child and not two namesakes."""
    student = entry.student
    return bool(student.id_no or student.student_no or student.birth)


def _reason(entry: Entry, group: list[Entry], words: str) -> str:
    others = "、".join(
        f"第{other.row}行" if other.sheet == entry.sheet else f"{other.sheet}第{other.row}行"
        for other in group[:5]
        if other is not entry
    )
    return f"与{others}{words}相同，请确认留哪一行"


_KEYS: tuple[tuple[Callable[[Entry], Hashable | None], str], ...] = (
    (_by_student_no, "学籍号"),
    (_by_id_no, "身份证件号"),
    (_by_name, "姓名和出生日期（或班级）"),
)
