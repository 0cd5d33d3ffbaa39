"""What we write, we read again as no change: the roll is the same on paper and in the file."""

import tempfile
from datetime import date
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from making import number

from kongchuo_desktop.domain import codes, person_names, roster_import
from kongchuo_desktop.domain.class_names import ClassName
from kongchuo_desktop.domain.roster import Guardian, Sex, Status, Student, Tag
from kongchuo_desktop.spreadsheets import reader, roster_table, writer

CLASSES = {
    "c1": ClassName(7, 1),
    "c2": ClassName(1, 12),
    "c3": ClassName(1, 0, "一二复式班"),
    "c4": ClassName(2, 0, "岩脚教学点二年级"),
    "c5": ClassName(3, 0, "三年级"),
    "c6": ClassName(1, 0, "向日葵班"),
}
words = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cf", "Zl", "Zp", "Zs", "Cn", "Co"]), max_size=12
).filter(lambda text: text == text.strip() and text[:1] not in "#'=" and "e+" not in text.lower())
names = st.text(
    st.sampled_from("王李小花明𬱟㛃䶮龘·<b>&=()'\"阿卜杜A1"), min_size=1, max_size=30
).filter(
    lambda name: (
        person_names.clean(name) == (name, "") and not name.isdigit() and name[:1] not in "=#'"
    )
)
phones = st.sampled_from(["", "13800000001", "0851-1234567", "1234567", "12345", "问班主任"])
guardians = st.builds(
    Guardian,
    name=names,
    relation=st.sampled_from(["", "父亲", "母亲", "祖母", "继父或养父", "干爹"]),
    phone=phones,
    is_guardian=st.booleans(),
    id_no=st.sampled_from(["", number(date(1980, 1, 1)), "12345"]),
    work=words,
)
tags = st.frozensets(st.sampled_from(list(Tag)))
more = st.dictionaries(
    st.sampled_from(
        ["籍贯", "户口性质", "自编列", "姓名备注", "联系电话2", "成员1民族", "残疾类型"]
    ),
    words.filter(bool),
    max_size=4,
)


@st.composite
def students(draw, place):
    birth = draw(st.dates(date(2009, 1, 1), date(2020, 12, 31)))
    order = draw(st.integers(0, 499)) * 2 % 1000
    sex = draw(st.sampled_from(Sex))
    id_no = number(birth, order + (sex is Sex.MALE)) if draw(st.booleans()) else ""
    return Student(
        id=f"s{place}",
        name=draw(names),
        sex=sex if id_no else draw(st.none() | st.just(sex)),
        birth=birth if id_no else draw(st.none() | st.just(birth)),
        id_no=id_no,
        student_no=f"L999999{birth:%Y%m%d}{place:04d}" if draw(st.booleans()) else "",
        seat_no=draw(st.sampled_from(["", "7", "007"])),
        class_id=draw(st.sampled_from(list(CLASSES))),
        ethnicity=draw(st.sampled_from(["", *codes.ETHNICITIES, "穿青人"])),
        status=draw(st.sampled_from(Status)),
        boarding=draw(st.none() | st.booleans()),
        village=draw(st.sampled_from(["", "岩脚村二组", "老屋基"])),
        address=draw(st.sampled_from(["", "石门乡岩脚村二组", "石门乡大寨村3组 12号"])),
        phone=draw(phones),
        distance_km=draw(st.none() | st.floats(0, 100).map(lambda km: round(km, 3))),
        tags=draw(tags),
        guardians=tuple(draw(st.lists(guardians, max_size=4))),
        more=draw(more),
    )


rolls = st.integers(1, 6).flatmap(
    lambda count: st.tuples(*(students(place) for place in range(count)))
)


def is_a_roll(roll):
    """No two children with one ID number, and none whom nothing but a name tells apart."""
    numbers = [child.id_no for child in roll if child.id_no]
    people = [person_names.key(child.name) for child in roll]
    return len({*numbers}) == len(numbers) and len({*people}) == len(people)


def read_again(roll):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "花名册.xlsx"
        path.write_bytes(writer.roster(roll, CLASSES))
        return roster_table.read_table(reader.read(path))


@settings(max_examples=60)
@given(rolls.filter(is_a_roll))
def test_our_own_workbook_changes_nothing(roll):
    table = read_again(roll)

    plan = roster_import.plan(table.entries, roll, CLASSES, refused=table.refused)

    assert plan.refused == ()
    assert [changed.changes for changed in plan.changed] == []
    assert [doubt.reason for doubt in plan.doubtful] == []
    assert len(plan.same) == len(roll)
    assert plan.missing == ()


@settings(max_examples=25)
@given(rolls.filter(is_a_roll))
def test_in_an_empty_school_our_workbook_makes_the_same_children(roll):
    """But for the tags and words of a foreign file, nothing is lost on the way."""
    table = read_again(roll)

    for entry, child in zip(table.entries, roll, strict=True):
        read = entry.student
        assert (read.name, read.sex, read.birth, read.id_no) == (
            child.name, child.sex, child.birth, child.id_no,
        )  # fmt: skip
        assert (read.phone, read.tags, read.status) == (child.phone, child.tags, child.status)
        assert read.guardians == child.guardians
        assert entry.class_name == CLASSES[child.class_id]
        assert child.more.items() - {("残疾类型", child.more.get("残疾类型"))} <= read.more.items()


def test_classes_known_by_name_only(tmp_path):
    child = Student(id="s1", name="王小花", class_id="c1")

    (tmp_path / "a.xlsx").write_bytes(writer.roster([child], {"c1": "七年级1班"}))

    table = roster_table.read_table(reader.read(tmp_path / "a.xlsx"))
    assert table.entries[0].class_name == ClassName(7, 1)
    assert table.columns["系统编号"] == "id"
    assert table.entries[0].student.id == "s1"
