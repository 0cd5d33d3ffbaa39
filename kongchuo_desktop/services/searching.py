"""What a child is found by: name, pinyin with heteronyms, initials, numbers, village."""

from __future__ import annotations

from functools import cache
from itertools import islice, product
from unicodedata import normalize

from kongchuo_desktop.domain.roster import SchoolClass, Student
from kongchuo_desktop.store.students import Spelling

MOST = 32  # spellings kept of one name: 2⁵, five characters with two readings each


def folded(text: str) -> str:
    """Search text and what is searched, brought to one form: narrow, lower case, no blanks."""
    return "".join(normalize("NFKC", text).casefold().split())


@cache
def _readings(character: str) -> tuple[str, ...]:
    """The readings of one character without tones, the commonest first; itself if it has none."""
    from pypinyin import Style, pinyin

    found = pinyin(character, style=Style.NORMAL, heteronym=True, errors="ignore")
    plain = dict.fromkeys(r.replace("ü", "v") for r in (found[0] if found else []) if r)
    return tuple(plain) or (folded(character),)


@cache
def _first_letters(character: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(reading[:1] for reading in _readings(character)))


SURNAMES = {
    # Surnames whose reading as a surname is not the one that comes first otherwise.
    **{"曾": "zeng", "单": "shan", "仇": "qiu", "解": "xie", "查": "zha", "盖": "ge"},
    **{"朴": "piao", "区": "ou", "任": "ren", "华": "hua", "尉": "wei", "冼": "xian"},
    **{"翟": "zhai", "覃": "qin", "乐": "yue", "洗": "xian", "员": "yun", "缪": "miao"},
}


def spelt(name: str) -> list[str]:
    """All full spellings of a name, joined, the likeliest first; at most `MOST`."""
    letters = [c for c in name if c not in "·•・ "]
    choices = [_readings(c) for c in letters]
    return _combined(choices)


def initials(name: str) -> list[str]:
    letters = [c for c in name if c not in "·•・ "]
    return list(dict.fromkeys(_combined(list(map(_first_letters, letters)))))


def _combined(choices: list[tuple[str, ...]]) -> list[str]:
    """The surname varies first: a long name keeps all readings of it within `MOST`."""
    return ["".join(words[::-1]) for words in islice(product(*reversed(choices)), MOST)]


def sort_key(name: str) -> str:
    """The order of names in lists: pinyin, a surname by its reading as a surname."""
    return " ".join(
        SURNAMES.get(c, _readings(c)[0]) if n == 0 else _readings(c)[0] for n, c in enumerate(name)
    )


def spelling(student: Student, found: SchoolClass) -> Spelling:
    """How a child stands in lists, and the narrow text it is found by."""
    key = sort_key(student.name)
    words = [
        student.name,
        *spelt(student.name),
        *initials(student.name),
        student.id_no,
        student.student_no,
        student.village,
        *(guardian.name for guardian in student.guardians[:2]),
    ]
    text = "|" + folded("|".join(word for word in words if word)) + "|"
    return Spelling(key, f"{found.grade:02d}{found.number:03d}{found.name}\t{key}", text)
