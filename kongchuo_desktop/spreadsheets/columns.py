"""What a roster's column headings mean: the vocabulary of names, and the fields they fill.

A field is an attribute of `Student`, a part of a guardian (guardian1_phone), a special group
(orphan), one of id, grade, class, village; `more:标准列名` for a column that is kept as it is, and
"" for one that is not read.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from kongchuo_desktop import resources
from kongchuo_desktop.domain.errors import Invalid
from kongchuo_desktop.domain.roster import Tag

TAG_FIELDS: Mapping[str, Tag] = {
    str(tag): tag for tag in Tag if tag not in (Tag.LEFT_BEHIND_BOTH, Tag.LEFT_BEHIND_ONE)
}
GUARDIAN_PARTS = ("name", "relation", "phone", "is_guardian", "id_no", "work")
GROUP_RELATIONS: Mapping[str, str] = {"father": "父亲", "mother": "母亲"}
_IN_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_NUMBERED = ("1", "2", "3", "4")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Every heading known, by its key: fields, with members of the family still by group.

    `father.phone` becomes `guardian1_phone` once it is known which groups a sheet has.
    """

    fields: Mapping[str, str]
    standard: Mapping[str, str]  # field → the standard heading
    stands_for: Mapping[str, str]  # more:通信地址 → address, where nothing better fills it
    groups: frozenset[str]  # keys of headings over several columns that name a member
    plain_headings: frozenset[str]

    def field_of(self, heading: str) -> str | None:
        """The field a heading fills; None if it is unknown."""
        found = self.fields.get(key(heading))
        if found is None:
            found = self.fields.get(_IN_BRACKETS.sub("", key(heading)))
        return found


@cache
def vocabulary() -> Vocabulary:
    """The shipped names, `codes/roster_columns.toml`."""
    data = tomllib.loads(resources.path("codes/roster_columns.toml").read_text("utf-8"))
    fields: dict[str, str] = {}
    standard: dict[str, str] = {}
    stands_for: dict[str, str] = {}
    for column in data["column"]:
        field = column.get("field", f"more:{column['name']}")
        standard.setdefault(field, column["name"])
        if "stands_for" in column:
            stands_for[field] = column["stands_for"]
        for name in (column["name"], *column.get("also", ())):
            fields.setdefault(key(name), field)
    _add_members(fields, data)
    for field, names in data["alone"].items():
        part = field.removeprefix("guardian_")
        fields |= {key(name): f"guardian.{part}" for name in names if key(name) not in fields}
    groups = frozenset(key(name) for names in data["members"].values() for name in names)
    headings = frozenset(map(key, data["headings"]["plain"]))
    return Vocabulary(fields, standard, stands_for, groups, headings)


def _add_members(fields: dict[str, str], data: dict[str, dict[str, list[str]]]) -> None:
    for group, names in data["members"].items():
        for name in names:
            for part, words in data["parts"].items():
                for word in words:
                    fields.setdefault(key(name + word), f"{group}.{part}")
            if group in _NUMBERED:
                for word in data["more_parts"]["names"]:
                    fields.setdefault(key(name + word), f"more:成员{group}{word}")


def key(heading: str) -> str:
    """What two spellings of a heading share: width, spaces, asterisks and colons do not count."""
    plain = "".join(unicodedata.normalize("NFKC", heading).split())
    return plain.translate(_IGNORED).lower()


_IGNORED = dict.fromkeys(map(ord, "*:'\u200b\ufeff"))


def settled(fields: Iterable[str]) -> list[str]:
    """The fields of a sheet with its members of the family numbered: father.name → guardian1_name.

    成员1 to 成员4 keep their numbers; father, mother and 监护人 take the next that are free.
    """
    fields = list(fields)
    present = {field.partition(".")[0] for field in fields if "." in field and ":" not in field}
    numbers = {group: int(group) for group in _NUMBERED if group in present}
    for group in ("father", "mother", "guardian"):
        if group in present:
            numbers[group] = next(n for n in range(1, 10) if n not in numbers.values())
    return [_numbered(field, numbers) for field in fields]


def _numbered(field: str, numbers: Mapping[str, int]) -> str:
    group, dot, part = field.partition(".")
    return f"guardian{numbers[group]}_{part}" if dot and group in numbers else field


def chosen(mapping: Mapping[str, str]) -> dict[str, str]:
    """A user's mapping with every field by its id, also where it was given in words.

    Invalid, naming the heading, for a field that does not exist.
    """
    ids = {words: field for field, words in reversed(choices())}
    known = set(ids.values())
    found = {}
    for heading, field in mapping.items():
        field_id = ids.get(field, field)
        if field_id not in known and not field_id.startswith("more:"):
            raise Invalid(columns=f"列“{heading}”不能对应到“{field}”：没有这一项")
        found["".join(heading.split())] = field_id
    return found


def choices() -> list[tuple[str, str]]:
    """Every field a column may be given to, with its name in words, for the user to choose from."""
    words = vocabulary().standard
    found = [(field, name) for field, name in words.items() if field and ":" not in field]
    found += [
        (f"guardian{number}_{part}", f"成员{number}{label}")
        for number in _NUMBERED
        for part, label in _PART_LABELS.items()
    ]
    found += [(field, name) for field, name in words.items() if field.startswith("more:")]
    return [*found, ("", "不导入")]


_PART_LABELS = {
    "name": "姓名",
    "relation": "关系",
    "phone": "联系电话",
    "is_guardian": "是否监护人",
    "id_no": "身份证件号",
    "work": "工作单位",
}
