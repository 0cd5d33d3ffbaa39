"""Finding a child however one types, and keeping the roll free of contradictions."""

from dataclasses import replace
from datetime import date

import pytest
from factory import HOSTILE, TODAY, id_number, student, visit
from hypothesis import given
from hypothesis import strategies as st

from kongchuo_desktop.domain.errors import Invalid, Refused
from kongchuo_desktop.domain.roster import Guardian, SchoolClass, Sex, Tag
from kongchuo_desktop.services import classes, lookup, roster, searching, visits
from kongchuo_desktop.store import students

ZENG, SHAN = "曾可欣", "单雨桐"


def names(ctx, text):
    return [found.name for found in lookup.find(ctx, text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("张三民", ["张三民", "张三民"]),
        ("张 三 民", ["张三民", "张三民"]),
        ("zsm", ["张三民", "张三民"]),
        ("ZSM", ["张三民", "张三民"]),
        ("ｚｓｍ", ["张三民", "张三民"]),
        ("zhangsanmin", ["张三民", "张三民"]),
        ("zhang san min", ["张三民", "张三民"]),
        ("zengkexin", [ZENG]),
        ("cengkexin", [ZENG]),
        ("zkx", [ZENG]),
        ("shanyutong", [SHAN]),
        ("danyutong", [SHAN]),
        ("syt", [SHAN]),
        ("dyt", [SHAN]),
        ("石门街上", ["张三民"]),
        (id_number(order=22)[:10], ["王小花"]),
        (id_number(order=22), ["王小花"]),
        ("".join(chr(ord(c) + 0xFEE0) for c in id_number(order=22)), ["王小花"]),
        ("没有这个人", []),
        ("", []),
        ("   ", []),
        ("%", []),
    ],
)  # fmt: skip
def test_a_child_is_found_however_one_types(ctx, text, found):
    assert sorted(names(ctx, text)) == found


def test_names_that_begin_with_what_was_typed_come_first(ctx):
    roster.add(ctx, student(name="欧阳小花", class_id="c11", birth=date(2019, 10, 1)))

    assert names(ctx, "小") == ["小明", "欧阳小花", "王小花"]
    assert names(ctx, "小花") == ["欧阳小花", "王小花"]


def test_namesakes_are_told_apart_by_class_and_village(ctx):
    assert [(f.second) for f in lookup.find(ctx, "张三民")] == [
        "七(1)班　石门村", "七(2)班　石门街上",
    ]  # fmt: skip


def test_one_child_by_name_roll_number_or_id_number(ctx):
    for who in ("王小花", " 王小花 ", id_number(order=22), "G" + id_number(order=22)):
        assert lookup.one(ctx, who) == "wang"


def test_an_ambiguous_name_is_refused_with_the_choices(ctx):
    with pytest.raises(Refused) as refused:
        lookup.one(ctx, "张三民")

    assert "有2人" in str(refused.value)
    assert "七(1)班" in str(refused.value)
    assert "七(2)班" in str(refused.value)


@pytest.mark.parametrize("who", ["", "  ", "无此人"])
def test_nobody_is_refused_and_never_taken_for_somebody_without_a_number(ctx, who):
    with pytest.raises(Refused, match="没有"):
        lookup.one(ctx, who)


def test_surnames_are_ordered_by_their_reading_as_surnames():
    assert searching.sort_key("曾可欣").startswith("zeng ")
    assert searching.sort_key("单雨桐").startswith("shan ")
    assert searching.sort_key("王曾单").startswith("wang ")


@given(st.text(max_size=40))
def test_any_text_is_spelt_folded_and_ordered_without_fault(name):
    found = SchoolClass(grade=1, number=1, name="一年级1班")
    spelling = searching.spelling(student(name=name), found)

    assert len(searching.spelt(name)) <= searching.MOST
    assert searching.folded(spelling.text) == spelling.text
    assert searching.folded(name) in spelling.text


@pytest.mark.parametrize("name", HOSTILE)
def test_any_name_goes_through_unharmed(ctx, name):
    asked = student(name=name, village=name[:20], guardians=(Guardian(name=name, relation="父亲"),))
    child = roster.add(ctx, asked)
    kept = students.get(child.id)

    assert (kept.name, kept.village, kept.guardians) == (name, name[:20], asked.guardians)
    assert lookup.one(ctx, name) == child.id
    assert [found.id for found in lookup.find(ctx, name)] == [child.id]
    assert roster.StudentListing(ctx).rows([child.id])[child.id]["name"] == name
    visits.record(ctx, visit(student=child.id, note=name))
    assert visits.of_student(ctx, child.id)[0].note == name


def test_all_particulars_are_kept(ctx):
    asked = student(
        name="陆仔",
        id_no=id_number(order=40),
        student_no="G" + id_number(order=40),
        seat_no="12",
        boarding=True,
        address="一组5号",
        phone="10000000009",
        distance_km=6.5,
        tags=frozenset({Tag.DIBAO, Tag.LEFT_BEHIND_ONE}),
        guardians=(
            Guardian(name="陆大", relation="父亲", phone="10000000002", id_no="x", work="务工"),
            Guardian(name="陆二", relation="祖母", is_guardian=False),
        ),
        more={"港澳台侨外": "否", "血型": "O"},
    )
    child = roster.add(ctx, asked)

    assert students.get(child.id) == replace(asked, id=child.id)
    changed = replace(
        child, tags=frozenset(), guardians=asked.guardians[1:], more={}, boarding=None
    )
    roster.change(ctx, changed)
    assert students.get(child.id) == changed


def faults(ctx, act=roster.add, **changes):
    with pytest.raises(Invalid) as wrong:
        act(ctx, student(**changes))
    return wrong.value.fields


def test_contradictions_are_named_at_their_field(ctx):
    assert set(faults(ctx, name=" ", class_id="nowhere", birth=date(2030, 1, 1))) == {
        "name", "class_id", "birth",
    }  # fmt: skip
    assert set(faults(ctx, name="长" * 51)) == {"name"}
    number = id_number(order=22)
    assert "校验码" in faults(ctx, id_no=number[:-1] + ("0" if number[-1] != "0" else "1"))["id_no"]
    assert "性别" in faults(ctx, id_no=id_number(order=21))["id_no"]
    assert "出生日期" in faults(ctx, id_no=id_number(date(2014, 5, 5), 30))["id_no"]
    assert "student_no" in faults(ctx, student_no="12345")


def test_a_number_belongs_to_one_child(ctx):
    number = id_number(order=22)

    assert "王小花" in faults(ctx, id_no=number)["id_no"]
    assert "七(1)班" in faults(ctx, student_no="G" + number)["student_no"]
    held = students.get("wang")
    roster.change(ctx, replace(held, village="大坪村"))
    assert students.get("wang").village == "大坪村"


def test_a_child_with_records_is_not_removed_and_one_without_is(ctx):
    visits.record(ctx, visit())
    with pytest.raises(Refused, match="不能删除"):
        roster.remove(ctx, "wang")
    roster.remove(ctx, "zeng")

    assert names(ctx, "曾可欣") == []
    assert names(ctx, "王小花") == ["王小花"]
    with pytest.raises(Refused):
        roster.remove(ctx, "zeng")


def test_the_roll_is_listed_by_class_then_pinyin(ctx):
    listing = roster.StudentListing(ctx)
    keys = listing.keys("", "", False, "")

    assert keys == ["small", "shan", "wang", "zhang", "zeng", "namesake"]
    assert listing.keys("", "", False, "c72") == ["zeng", "namesake"]
    assert listing.keys("zsm", "", False, "") == ["zhang", "namesake"]
    assert listing.keys("", "name", True, "c71") == ["zhang", "wang", "shan"]
    assert {chip.key: chip.count for chip in listing.chips()} == {
        "all": 6, "left_behind": 0, "boarding": 0, "c11": 1, "c71": 3, "c72": 2,
    }  # fmt: skip
    assert listing.foot("", "") == "共6人　在校6"
    assert listing.rows(keys)["shan"]["class"] == "七(1)班"


def test_classes_are_found_by_either_name_and_told_otherwise(ctx):
    for name in ("七年级1班", "七(1)班", " 七（1）班 "):
        assert classes.named(ctx, name).id == "c71"
    with pytest.raises(Refused, match="七年级2班"):
        classes.named(ctx, "八年级1班")


def test_a_day_before_birth_is_no_birth_date(ctx):
    assert roster.checked(ctx, student(birth=TODAY, sex=Sex.MALE))


TURNED = "\u202e王\u2066小花\u2069"


def test_what_turns_writing_round_is_not_kept_in_any_name(ctx):
    family = (Guardian(name=f"\u202e{SHAN}", relation="父亲"),)
    child = roster.add(ctx, student(name=TURNED, guardians=family, id_no="", student_no=""))
    assert students.get(child.id).name == "王小花"
    assert students.get(child.id).guardians[0].name == SHAN
    classes.set_teachers(ctx, {"c71": "\u202e潘老师"})
    assert classes.seen(ctx)["c71"].teacher == "潘老师"
    assert visits.record(ctx, visit(visitors=("\u202e潘老师",))).visitors == ("潘老师",)


def test_a_name_of_nothing_that_can_be_seen_is_no_name(ctx):
    with pytest.raises(Invalid, match="请填写姓名"):
        roster.add(ctx, student(name="\u202e\u200b"))
