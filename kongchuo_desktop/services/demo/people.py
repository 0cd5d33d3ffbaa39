"""The children of the demo school: put together by chance from a fixed seed; nobody exists."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Any

from kongchuo_desktop import resources
from kongchuo_desktop.domain import ids
from kongchuo_desktop.domain.roster import class_name

SEED = 20260901
SHARES = (
    ("dibao", 0.05),
    ("monitored_household", 0.03),
    ("orphan", 0.005),
    ("disabled", 0.01),
    ("single_parent", 0.04),
    ("migrant", 0.01),
)
AREA = "999999"  # an area code that is assigned to nobody


@cache
def names() -> Mapping[str, Any]:
    return tomllib.loads(resources.path("demo/names.toml").read_text("utf-8"))


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoChild:
    """One child of the demo school, in words as a roster has them."""

    name: str
    sex: str
    birth: date
    id_no: str
    grade: int
    number: int
    seat: int
    ethnicity: str
    boarding: bool
    village: str
    tags: frozenset[str]
    guardians: tuple[tuple[str, str, str], ...]  # name, relation, telephone
    distance: float

    @property
    def class_name(self) -> str:
        return class_name(self.grade, self.number)


def children(school_year: int) -> list[DemoChild]:
    """All children of the school, class by class."""
    return list(_Births(Random(SEED), school_year).everybody())


class _Births:
    """Draws children; keeps the numbers that make ID numbers differ."""

    def __init__(self, chance: Random, school_year: int) -> None:
        self._chance = chance
        self._year = school_year
        self._sequence = 0
        self._phone = 0

    def everybody(self) -> Iterator[DemoChild]:
        told: dict[str, list[Mapping[str, Any]]] = {}
        for pupil in names()["pupil"]:
            told.setdefault(pupil["class"], []).append(pupil)
        for key, count in names()["classes"].items():
            grade, number = map(int, key.split("."))
            fixed = told.get(key, [])
            for seat in range(1, count + 1):
                given = fixed[seat - 1] if seat <= len(fixed) else {}
                yield self._child(grade, number, seat, given)

    def _child(self, grade: int, number: int, seat: int, given: Mapping[str, Any]) -> DemoChild:
        chance = self._chance
        sex = given.get("sex") or chance.choice("男女")
        name = given.get("name") or self._name(sex)
        birth = self._birth(grade)
        tags = frozenset(given.get("tags", ())) if given else self._tags()
        far = chance.random() < (0.55 if grade >= 7 else 0.2)
        return DemoChild(
            name=name,
            sex=sex,
            birth=birth,
            id_no=self._id_no(birth, sex),
            grade=grade,
            number=number,
            seat=seat,
            ethnicity=given.get("ethnicity") or chance.choice(names()["ethnicities"]),
            boarding=bool(given.get("boarding", far)),
            village=given.get("village") or chance.choice(names()["villages"]),
            tags=tags,
            guardians=self._family(name, tags),
            distance=chance.choice([0.5, 1, 2, 3, 4]) if not far else chance.choice([6, 8, 11, 15]),
        )

    def _name(self, sex: str) -> str:
        chance, held = self._chance, names()
        surname = chance.choice(held["surnames"])
        surname = "欧阳" if surname in "欧阳" else surname
        letters = held["male" if sex == "男" else "female"]
        return str(surname + "".join(chance.sample(letters, chance.choice([1, 2, 2, 2]))))

    def _birth(self, grade: int) -> date:
        """Six by 31 August for grade 1; one child in sixteen a year older than its grade."""
        older = 1 if self._chance.random() < 1 / 16 else 0
        first = date(self._year - grade - 6 - older, 9, 1)
        return first + timedelta(days=self._chance.randrange(365))

    def _id_no(self, birth: date, sex: str) -> str:
        self._sequence += 1
        order = self._sequence * 2 % 1000 + (1 if sex == "男" else 0)
        digits = f"{AREA}{birth:%Y%m%d}{order:03d}"
        return digits + ids.check_digit(digits)

    def _tags(self) -> frozenset[str]:
        chance = self._chance
        tags = set()
        roll = chance.random()
        if roll < 0.17:
            tags.add("left_behind_both")
        elif roll < 0.32:
            tags.add("left_behind_one")
        return frozenset(tags | {tag for tag, share in SHARES if chance.random() < share})

    def _family(self, child: str, tags: frozenset[str]) -> tuple[tuple[str, str, str], ...]:
        chance, held = self._chance, names()
        surname = child[:2] if child.startswith("欧阳") else child[:1]
        dotted = "·" in child
        father = (
            child.rsplit("·", maxsplit=1)[-1]
            if dotted
            else surname + chance.choice(held["male_guardian"])
        )
        mother = chance.choice(held["surnames"].replace("欧阳", "")) + "".join(
            chance.sample(held["female_guardian"], 2)
        )
        if "left_behind_both" in tags and not dotted:
            return (
                (f"{surname}{chance.choice(held['male_guardian'])}", "祖父", self._number()),
                (father, "父亲", self._number()),
            )
        if "single_parent" in tags:
            return ((mother, "母亲", self._number()),)
        return ((father, "父亲", self._number()), (mother, "母亲", self._number()))

    def _number(self) -> str:
        self._phone += 1
        return f"100{self._phone * 7919 % 100_000_000:08d}"


def teachers() -> Sequence[str]:
    found: Sequence[str] = names()["teachers"]
    return found
