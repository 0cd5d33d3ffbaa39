from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kongchuo_desktop.domain import ids, person_names
from kongchuo_desktop.domain.class_names import ClassName
from kongchuo_desktop.domain.errors import Cancelled
from kongchuo_desktop.domain.roster import Guardian, Sex, Status, Student, Tag
from kongchuo_desktop.domain.roster_import import NEW, SKIP, Entry, Fault, plan
from kongchuo_desktop.domain.villages import village_of

FIRST, SECOND = ClassName(7, 1), ClassName(7, 2)
CLASSES = {"c1": FIRST, "c2": SECOND}
BIRTH = date(2013, 5, 4)


def number(order: int = 21, birth: date = BIRTH) -> str:
    digits = f"999999{birth:%Y%m%d}{order:03d}"
    return digits + ids.check_digit(digits)


def child(**changes) -> Student:
    student = Student(
        id="s1",
        name="王小花",
        sex=Sex.FEMALE,
        birth=BIRTH,
        id_no=number(22),
        student_no="G" + number(22),
        class_id="c1",
        address="石门乡岩脚村二组",
        village="岩脚村二组",
        phone="13800000001",
        guardians=(Guardian(name="王大山", relation="父亲", phone="13800000001"),),
        tags=frozenset({Tag.DIBAO}),
        more={"籍贯": "贵州"},
    )
    return replace(student, **changes)


def row(student: Student | None = None, place: int = 2, name=FIRST, said=(), **changes) -> Entry:
    read = replace(student or child(), id="", class_id="", **changes)
    return Entry(place, "表1", read, name, frozenset(said))


def test_a_new_child():
    found = plan([row()], [], {})

    assert [entry.student.name for entry in found.added] == ["王小花"]
    assert found.new_classes == (FIRST,)
    assert found.counts == {"added": 1, "changed": 0, "same": 0, "refused": 0, "doubtful": 0}


def test_the_same_file_again_changes_nothing():
    found = plan([row(tags=frozenset())], [child()], CLASSES)

    assert found.counts == {"added": 0, "changed": 0, "same": 1, "refused": 0, "doubtful": 0}
    assert found.missing == ()


def test_a_changed_field_is_shown_from_old_to_new():
    found = plan([row(phone="13900000002", boarding=True)], [child()], CLASSES)

    (changed,) = found.changed
    assert [(c.label, c.old, c.new) for c in changed.changes] == [
        ("就读方式", "", "住校"),
        ("联系电话", "13800000001", "13900000002"),
    ]
    assert changed.after == child(phone="13900000002", boarding=True)


def test_an_empty_cell_never_overwrites_and_silence_takes_nothing_away():
    bare = Student(name="王小花", id_no=number(22))

    found = plan([Entry(2, "表1", bare, None)], [child(village="自己填的")], CLASSES)

    assert found.counts["same"] == 1


def test_a_group_is_taken_away_only_where_the_row_says_no():
    found = plan([row(tags=frozenset(), said={Tag.DIBAO})], [child()], CLASSES)

    (changed,) = found.changed
    assert changed.after.tags == frozenset()
    assert changed.changes[0].label == "特殊群体"


def test_the_village_follows_a_new_address_unless_it_was_written_by_hand():
    moved = row(address="石门乡大寨村3组", village="大寨村3组")

    read = plan([moved], [child()], CLASSES).changed[0].after
    written = plan([moved], [child(village="老屋基")], CLASSES).changed[0].after

    assert read.village == "大寨村3组"
    assert written.village == "老屋基"


def test_a_move_to_another_class_and_to_one_that_is_new():
    to_second = plan([row(name=SECOND)], [child()], CLASSES).changed[0]
    to_new = plan([row(name=ClassName(8, 1))], [child()], CLASSES)

    assert to_second.after.class_id == "c2"
    assert (to_second.changes[0].old, to_second.changes[0].new) == ("七年级1班", "七年级2班")
    assert to_new.changed[0].after.class_id == ""
    assert to_new.new_classes == (ClassName(8, 1),)


def test_a_grade_alone_moves_nobody_within_it():
    whole = ClassName(7, 0, "七年级")

    assert plan([row(name=whole)], [child()], CLASSES).counts["same"] == 1


def test_members_of_the_family_are_merged_by_name_and_none_is_lost():
    before = child(guardians=(Guardian(name="王大山", relation="父亲", is_guardian=False),))
    read = (
        Guardian(name="王大山", phone="13900000009"),
        Guardian(name="李秀英", relation="母亲", phone="13700000000"),
    )

    after = plan([row(guardians=read)], [before], CLASSES).changed[0].after

    assert after.guardians == (
        Guardian(name="王大山", relation="父亲", phone="13900000009", is_guardian=False),
        Guardian(name="李秀英", relation="母亲", phone="13700000000"),
    )


def test_whether_somebody_is_the_guardian_changes_only_where_it_is_said():
    before = child(guardians=(Guardian(name="王大山", relation="父亲", is_guardian=False),))

    silent = plan([row(before, guardians=child().guardians[:1])], [before], CLASSES)
    said = plan([row(before, guardians=child().guardians, said={"guardian1"})], [before], CLASSES)

    assert not silent.changed[0].after.guardians[0].is_guardian
    assert said.changed[0].after.guardians[0].is_guardian


@pytest.mark.parametrize(
    "keys", [{"student_no": ""}, {"id_no": ""}, {"student_no": "", "id_no": ""}]
)
def test_matching_by_roll_number_else_id_number_else_name_and_birth(keys):
    found = plan([row(phone="13900000002", **keys)], [child()], CLASSES)

    assert found.counts["changed"] == 1


def test_a_name_written_otherwise_is_the_same_name():
    uyghur = child(name="古丽·买买提")

    assert plan([row(uyghur)], [uyghur], CLASSES).same
    for text in ("古丽•买买提", "古丽.买买提", "古丽 · 买买提"):
        name, _ = person_names.clean(text)
        assert person_names.key(name) == person_names.key("古丽·买买提")


DOUBTS = {
    "同班同名，出生日期不同": row(birth=date(2013, 6, 1), id_no="", student_no=""),
    "身份证件号不同": row(id_no=number(44), student_no=""),
    "学籍号不同": row(id_no="", student_no="G" + number(66)),
    "姓名不同": row(child(name="王大花")),
    "没有出生日期": row(birth=None, id_no="", student_no="", phone="13900000002"),
}


@pytest.mark.parametrize("reason", DOUBTS)
def test_doubtful_rows_wait_for_a_person(reason):
    found = plan([DOUBTS[reason]], [child()], CLASSES)

    (doubt,) = found.doubtful
    assert reason in doubt.reason
    assert doubt.candidates == (child(),)
    assert found.counts["added"] == found.counts["changed"] == 0
    assert found.missing == ()


def test_two_numbers_of_two_children_in_one_row():
    other = child(id="s2", name="李四", id_no=number(44), student_no="G" + number(44))

    (doubt,) = plan([row(id_no=number(44))], [child(), other], CLASSES).doubtful

    assert doubt.candidates == (child(), other)


def test_namesakes_with_numbers_of_their_own_are_two_children():
    other = row(place=3, birth=date(2013, 6, 1), id_no=number(1, date(2013, 6, 1)), student_no="")

    first = plan([row(), other], [], CLASSES)
    again = plan([row(), other], [child()], CLASSES)

    assert first.counts["added"] == 2
    assert again.counts == {"added": 1, "changed": 0, "same": 1, "refused": 0, "doubtful": 0}


def test_an_answered_doubt_is_carried_out():
    entry = row(id_no=number(44), student_no="")

    mine = plan([entry], [child()], CLASSES, decisions={("表1", 2): "s1"})
    new = plan([entry], [child()], CLASSES, decisions={("表1", 2): NEW})
    none = plan([entry], [child()], CLASSES, decisions={("表1", 2): SKIP})

    assert mine.changed[0].after.id_no == number(44)
    assert new.counts["added"] == 1
    assert not any(none.counts.values())
    assert none.notes


@pytest.mark.parametrize("number", ["student_no", "id_no"])
def test_two_rows_of_one_number_cannot_both_be_new(number):
    other = {"id_no": "", "student_no": "", number: getattr(child(), number)}
    rows = [row(), row(child(name="李四"), place=3, **other)]

    both = plan(rows, [], CLASSES, decisions={("表1", 2): NEW, ("表1", 3): NEW})
    first = plan(rows, [], CLASSES, decisions={("表1", 2): NEW})

    for found in (both, first):
        assert [entry.row for entry in found.added] == [2]
        (doubt,) = found.doubtful
        assert (doubt.entry.row, "第2行" in doubt.reason) == (3, True)


def test_two_rows_cannot_both_be_the_same_child():
    rows = [row(phone="13900000002"), row(place=3, phone="13900000003")]

    found = plan(rows, [child()], CLASSES, decisions={("表1", 2): "s1", ("表1", 3): "s1"})

    assert [changed.entry.row for changed in found.changed] == [2]
    (doubt,) = found.doubtful
    assert (doubt.entry.row, doubt.candidates) == (3, (child(),))
    assert "另有一行" in doubt.reason


def test_a_number_of_another_child_of_ours_is_given_to_nobody_else():
    other = child(id="s2", name="李四", id_no=number(44), student_no="G" + number(44))
    entry = row(id_no=number(44))

    for answer in (NEW, "s1", "s2"):
        found = plan([entry], [child(), other], CLASSES, decisions={("表1", 2): answer})
        (doubt,) = found.doubtful
        assert {candidate.id for candidate in doubt.candidates} == {"s1", "s2"}
        assert ("王小花" in doubt.reason) or ("李四" in doubt.reason)
        assert not (found.added or found.changed)


def test_copied_rows_count_once():
    found = plan([row(), row(place=9)], [], CLASSES)

    assert (len(found.added), len(found.same)) == (1, 1)
    assert "第2行完全相同" in found.notes[0]


@pytest.mark.parametrize(
    "changes",
    [
        {"name": SECOND},
        {"phone": "13900000002"},
        {"id_no": "", "phone": "13900000002"},
        {"id_no": "", "student_no": "", "phone": "13900000002"},
    ],
)
def test_rows_that_contradict_each_other_are_all_doubtful(changes):
    found = plan([row(), row(place=9, **changes)], [], CLASSES)

    assert [doubt.entry.row for doubt in found.doubtful] == [2, 9]
    assert "第9行" in found.doubtful[0].reason
    assert not found.added


def test_two_rows_with_a_name_and_nothing_else_may_be_two_children():
    bare = Student(name="王小花")

    found = plan([Entry(2, "表1", bare, FIRST), Entry(3, "表1", bare, FIRST)], [], CLASSES)

    assert len(found.doubtful) == 2


def test_a_list_of_names_imported_twice_is_the_same():
    bare = Student(name="王小花")
    kept = replace(bare, id="s1", class_id="c1")

    assert plan([Entry(2, "表1", bare, FIRST)], [kept], CLASSES).counts["same"] == 1


def test_a_new_child_without_a_class_is_refused():
    (fault,) = plan([row(name=None)], [], CLASSES).refused

    assert (fault.row, fault.column, fault.name) == (2, "班级", "王小花")


def test_a_status_that_contradicts_ours_waits_for_a_person():
    away = child(status=Status.SUSPENDED)
    entry = row(status=Status.ENROLLED, said={"status"})

    asked = plan([entry], [away], CLASSES)
    answered = plan([entry], [away], CLASSES, decisions={("表1", 2): "s1"})

    assert "休学" in asked.doubtful[0].reason
    assert answered.changed[0].after.status is Status.ENROLLED
    assert plan([row()], [away], CLASSES).counts["same"] == 1


def test_at_school_leaves_what_we_know_better():
    taught = child(status=Status.HOME_TUTORING)

    found = plan([row(status=Status.ENROLLED, said={"status"})], [taught], CLASSES)

    assert found.counts["same"] == 1


def test_children_of_these_classes_whom_no_row_names_are_shown_and_kept():
    gone = child(id="s2", name="李四", id_no="", student_no="")
    elsewhere = child(id="s3", name="赵六", id_no="", student_no="", class_id="c2")
    left = child(id="s4", name="钱七", id_no="", student_no="", status=Status.TRANSFERRED_OUT)
    unread = child(id="s5", name="孙八", id_no="", student_no="")
    refused = [Fault(7, "表1", "身份证号", "x", "…", "孙八")]

    everybody = [child(), gone, elsewhere, left, unread]
    found = plan([row()], everybody, CLASSES, refused=refused)

    assert found.missing == (gone,)
    assert found.counts["refused"] == 1


def test_a_row_of_our_own_workbook_may_mend_the_name():
    mended = Entry(2, "表1", child(name="王晓花", class_id=""), FIRST)
    shuffled = Entry(
        2, "表1", Student(id="s1", name="别人", birth=date(2014, 1, 1), id_no=number(8)), FIRST
    )

    assert plan([mended], [child()], CLASSES).changed[0].after.name == "王晓花"
    assert "系统编号" in plan([shuffled], [child()], CLASSES).doubtful[0].reason


def test_progress_may_cancel():
    def stop(done, total):
        raise Cancelled

    with pytest.raises(Cancelled):
        plan([row()], [], CLASSES, progress=stop)


names = st.sampled_from(["王小花", "李四", "古丽·买买提", "𬱟䶮", "张<b>三"])
entries = st.lists(
    st.builds(
        lambda name, birth, order, phone, place: (name, birth, order, phone, place),
        names,
        st.none() | st.dates(date(2012, 1, 1), date(2012, 1, 3)),
        st.none() | st.integers(1, 3),
        st.sampled_from(["", "13800000001", "13900000002"]),
        st.sampled_from([FIRST, SECOND]),
    ),
    max_size=12,
)


@given(entries)
def test_every_row_has_one_fate_and_importing_again_changes_nothing(told):
    read = [
        Entry(
            place,
            "表1",
            Student(
                name=name, birth=birth, phone=phone,
                id_no=number(order, birth) if birth and order else "",
            ),
            where,
        )
        for place, (name, birth, order, phone, where) in enumerate(told, start=2)
    ]  # fmt: skip

    first = plan(read, [], CLASSES)
    assert sum(first.counts.values()) == len(read)

    ids_ = {name: class_id for class_id, name in CLASSES.items()}
    kept = [replace(e.student, id=f"s{e.row}", class_id=ids_[e.class_name]) for e in first.added]
    again = plan(read, kept, CLASSES)
    assert again.counts["added"] == again.counts["changed"] == 0
    assert not again.missing


@pytest.mark.parametrize(
    ("address", "village"),
    [
        ("石门乡岩脚村二组", "岩脚村二组"),
        ("贵州省遵义市桐梓县石门乡岩脚村二组12号", "岩脚村二组"),
        ("石门镇大寨村上寨组5号", "大寨村上寨组"),
        ("石门乡岩脚村村委会", "岩脚村"),
        ("云岩区桃园社区3组", "桃园社区3组"),
        ("石门乡岩脚村第三村民小组", "岩脚村第三村民小组"),
        ("解放路12号", ""),
        ("", ""),
    ],
)
def test_the_village_inside_an_address(address, village):
    assert village_of(address) == village


@pytest.mark.parametrize(
    ("text", "name", "note"),
    [
        ("王　明", "王明", ""),
        (" 王 明\n", "王明", ""),
        ("王明（转）", "王明", "转"),
        ("王明(借读)", "王明", "借读"),
        ("古丽•买买提", "古丽·买买提", ""),
        ("古丽.买买提", "古丽·买买提", ""),
        ("迪丽热巴 ・ 迪力木拉提", "迪丽热巴·迪力木拉提", ""),
        ("\u200b王明\ufeff", "王明", ""),
        ("\u202e王\u2066小\u2069花\u202c\u061c", "王小花", ""),
        ("王\x85明", "王明", ""),
        ("Ａli Khan", "Ali Khan", ""),
        ("𬱟㛃䶮龘", "𬱟㛃䶮龘", ""),
        ("张<b>三", "张<b>三", ""),
        ("=HYPERLINK(1)", "=HYPERLINK(1)", ""),
        ('<img src="/etc/hostname">', '<img src="/etc/hostname">', ""),
        ("../", "../", ""),
        ("李ZHE", "李ZHE", ""),
        ("长" * 30, "长" * 30, ""),
    ],
)
def test_names_go_through_unharmed(text, name, note):
    assert person_names.clean(text) == (name, note)
    assert person_names.clean(name) == (name, "")
