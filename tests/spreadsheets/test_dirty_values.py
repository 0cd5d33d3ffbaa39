from datetime import date

import pytest
from making import number, one, roster, text, xlsx

from kongchuo_desktop.domain.roster import Guardian, Sex, Status, Tag

BIRTH = date(2013, 5, 4)
GIRL, BOY = number(BIRTH, 22), number(BIRTH, 21)


def student(table):
    assert table.refused == []
    return table.entries[0].student


def reason(table):
    assert table.entries == []
    (fault,) = table.refused
    assert (fault.row, fault.sheet, fault.name) == (2, "表1", "王小花")
    return fault.reason


@pytest.mark.parametrize(
    "value",
    [
        "20130504", "2013.5.4", "2013-5-4", "2013/5/4", "2013-05-04", "2013年5月4日",
        "2013年05月04号", "２０１３．５．４", " 2013 . 5 . 4 ", "'20130504",
        "2013-05-04 00:00:00", "二〇一三年五月四日",
        20130504, 41398, 41398.0, "41398", BIRTH,
    ],
)  # fmt: skip
def test_forms_of_a_date(tmp_path, value):
    assert student(one(tmp_path, "出生日期", value)).birth == BIRTH


def test_dates_that_count_from_1904(tmp_path):
    rows = [["姓名", "班级", "出生日期"], ["甲", "七年级1班", 39936], ["乙", "七年级1班", BIRTH]]

    table = roster(xlsx(tmp_path / "1904.xlsx", rows, date_1904=True))

    assert [entry.student.birth for entry in table.entries] == [BIRTH, BIRTH]


@pytest.mark.parametrize("value", ["2013年5月", "201305", "2013.05", 201305])
def test_a_month_is_completed_by_the_id_number_and_by_nothing_else(tmp_path, value):
    alone = one(tmp_path, "出生日期", value)
    with_id = one(tmp_path, "出生日期", value, 身份证号=GIRL)

    assert student(alone).birth is None
    assert student(alone).more["出生日期原文"] == str(value)
    assert "没有日子" in alone.remarks[0].reason
    assert student(with_id).birth == BIRTH


@pytest.mark.parametrize(
    "value", ["13.5.4", "5/4/2013", "2013.13.1", "2013-02-30", "不详", "#####", 2013, 2013.5]
)
def test_a_date_that_cannot_be_read_refuses_the_row(tmp_path, value):
    assert reason(one(tmp_path, "出生日期", value))


@pytest.mark.parametrize(
    ("value", "sex"), [("1-男", Sex.MALE), ("男 ", Sex.MALE), ("M", Sex.MALE), (1, Sex.MALE),
                       ("２－女", Sex.FEMALE), ("F", Sex.FEMALE), (2.0, Sex.FEMALE)]
)  # fmt: skip
def test_forms_of_sex(tmp_path, value, sex):
    assert student(one(tmp_path, "性别", value)).sex is sex


def test_an_unreadable_sex_is_kept_as_words_and_never_a_default(tmp_path):
    table = one(tmp_path, "性别", "不清楚")

    assert student(table).sex is None
    assert student(table).more["性别原文"] == "不清楚"
    assert table.remarks[0].column == "性别"


@pytest.mark.parametrize("value", ["汉", "汉族", "01", 1, "01-汉族", " 汉族　"])
def test_forms_of_ethnicity(tmp_path, value):
    assert student(one(tmp_path, "民族", value)).ethnicity == "汉族"


def test_a_group_that_is_not_listed_is_kept_as_written(tmp_path):
    table = one(tmp_path, "民族", "穿青人")

    assert student(table).ethnicity == "穿青人"
    assert "56" in table.remarks[0].reason


@pytest.mark.parametrize(
    "value",
    [GIRL, f" {GIRL} ", f"'{GIRL}", f"{GIRL[:6]} {GIRL[6:14]} {GIRL[14:]}", f'="{GIRL}"',
     "".join(chr(ord(c) + 0xFEE0) for c in GIRL), f"\u200b{GIRL}\xa0"],
)  # fmt: skip
def test_forms_of_an_id_number(tmp_path, value):
    found = student(one(tmp_path, "身份证号", value))

    assert (found.id_no, found.birth, found.sex) == (GIRL, BIRTH, Sex.FEMALE)


def test_a_small_x_is_a_check_digit_too(tmp_path):
    ending_in_x = next(n for n in (number(BIRTH, order) for order in range(999)) if n[-1] == "X")

    assert student(one(tmp_path, "身份证号", ending_in_x.lower())).id_no == ending_in_x


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (9.99999201305040e17, "科学计数"),
        (int(GIRL[:15] + "000"), "科学计数"),
        ("9.99999E+17", "科学计数"),
        (GIRL[:15] + "000", "000"),
        (GIRL[:17] + ("1" if GIRL[17] != "1" else "2"), "校验码"),
        (GIRL[:17], "17位"),
        ("999999130504001", "15位"),
        ("99999920130230001X", "20130230"),
        ("=NA()", "#N/A"),
    ],
)
def test_an_id_number_that_is_not_sound_refuses_the_row(tmp_path, value, said):
    assert said in reason(one(tmp_path, "身份证号", value))


def test_a_masked_id_number_is_not_kept_and_does_not_stop_the_row(tmp_path):
    table = one(tmp_path, "身份证号", GIRL[:4] + "*" * 10 + GIRL[14:])

    assert student(table).id_no == ""
    assert "星号" in table.remarks[0].reason


def test_other_papers_are_not_held_against_the_check_digit(tmp_path):
    table = one(tmp_path, "身份证号", "E12345678", 身份证件类型="A-护照")

    assert student(table).id_no == "E12345678"


def test_birth_and_sex_are_held_against_the_id_number(tmp_path):
    assert "2013-05-04" in reason(one(tmp_path, "身份证号", GIRL, 出生日期="2013-05-05"))
    assert "女" in reason(one(tmp_path, "身份证号", GIRL, 性别="男"))
    assert student(one(tmp_path, "身份证号", BOY, 性别="男", 出生日期=BIRTH)).sex is Sex.MALE


def test_an_odd_age_is_only_remarked_upon(tmp_path):
    table = one(tmp_path, "出生日期", "2003-01-01")

    assert student(table).birth == date(2003, 1, 1)
    assert "5至18岁" in table.remarks[0].reason


@pytest.mark.parametrize(
    ("value", "kept"),
    [("g" + GIRL, "G" + GIRL), (f"G {GIRL}", "G" + GIRL), (2020030117, "2020030117")],
)
def test_forms_of_a_roll_number(tmp_path, value, kept):
    assert student(one(tmp_path, "学籍号", value)).student_no == kept


def test_a_rounded_roll_number_refuses_the_row(tmp_path):
    assert "科学计数" in reason(one(tmp_path, "学籍号", 5.2011220150901e17))


@pytest.mark.parametrize(
    "value",
    ["一年级1班", "一年级（1）班", "一(1)班", "1.1班", 1.1, 101, 101.0, "101", "0101", "１０１班"],
)
def test_forms_of_a_class(tmp_path, value):
    assert one(tmp_path, "班级", value).classes == {"一年级1班": 1}


@pytest.mark.parametrize("value", ["七(1)班", "初一(1)班", "初一1班", "七年级1班", "初2026级1班"])
def test_forms_of_a_junior_class(tmp_path, value):
    assert one(tmp_path, "班级", value).classes == {"七年级1班": 1}


def test_a_class_that_lost_its_zero_is_noted(tmp_path):
    assert "1.10" in one(tmp_path, "班级", 1.1).remarks[0].reason


@pytest.mark.parametrize("value", ["11班", "2024级1班", "高一1班", date(2026, 1, 1), "看不懂"])
def test_a_class_that_is_not_certain_refuses_the_row(tmp_path, value):
    assert reason(one(tmp_path, "班级", value))


def test_year_and_class_together(tmp_path):
    assert one(tmp_path, "班级", "1班", 年级="2023级").classes == {"四年级1班": 1}
    assert "七年级" in reason(one(tmp_path, "班级", "八年级1班", 年级="七年级"))


@pytest.mark.parametrize(
    ("value", "phone", "more"),
    [
        ("13800000001", "13800000001", {}),
        (13800000001, "13800000001", {}),
        ("138 0000 0001", "13800000001", {}),
        ("138-0000-0001", "13800000001", {}),
        ("１３８０００００００１", "13800000001", {}),
        ("13800000001/13900000002", "13800000001", {"联系电话2": "13900000002"}),
        ("13800000001、13900000002", "13800000001", {"联系电话2": "13900000002"}),
        ("13800000001 13900000002", "13800000001", {"联系电话2": "13900000002"}),
        ("13800000001（停机）", "13800000001", {"联系电话备注": "停机"}),
        ("0851-1234567", "0851-1234567", {}),
        ("1234567", "1234567", {}),
        ("无", "", {}),
    ],
)
def test_forms_of_a_telephone_number(tmp_path, value, phone, more):
    found = student(one(tmp_path, "联系电话", value))

    assert (found.phone, dict(found.more)) == (phone, more)


def test_a_strange_telephone_number_is_kept_and_a_rounded_one_is_not(tmp_path):
    strange, rounded = one(tmp_path, "联系电话", "1380000"), one(tmp_path, "联系电话", "1.38E+10")

    assert student(one(tmp_path, "联系电话", "138000")).phone == "138000"
    assert student(strange).phone == "1380000"
    assert student(rounded).phone == ""
    assert "科学计数" in rounded.remarks[0].reason


@pytest.mark.parametrize(
    ("value", "km"), [("3公里", 3), ("500米", 0.5), ("约2km", 2), (2.5, 2.5), ("２．５", 2.5)]
)
def test_forms_of_a_distance(tmp_path, value, km):
    assert student(one(tmp_path, "上下学距离", value)).distance_km == km


def test_a_distance_that_cannot_be_read_is_kept_as_words(tmp_path):
    found = student(one(tmp_path, "上下学距离", "三里路"))

    assert found.distance_km is None
    assert found.more["上下学距离原文"] == "三里路"


@pytest.mark.parametrize(
    ("heading", "value", "tags"),
    [
        ("是否留守儿童", "2-双亲留守儿童", {Tag.LEFT_BEHIND_BOTH}),
        ("是否留守儿童", "1", {Tag.LEFT_BEHIND_ONE}),
        ("是否留守儿童", "0-非留守儿童", set()),
        ("是否孤儿", "√", {Tag.ORPHAN}),
        ("是否孤儿", True, {Tag.ORPHAN}),
        ("是否孤儿", "否", set()),
        ("是否随迁子女", "Y", {Tag.MIGRANT}),
        ("随班就读", "1-视力残疾随班就读", {Tag.INCLUSIVE}),
        ("残疾类型", "肢体残疾", {Tag.DISABLED}),
        ("残疾类型", "无残疾", set()),
        ("特殊群体", "低保、孤儿", {Tag.DIBAO, Tag.ORPHAN}),
        ("是否需要申请资助", 1, {Tag.AID_WANTED}),
    ],
)
def test_special_groups(tmp_path, heading, value, tags):
    assert student(one(tmp_path, heading, value)).tags == tags


def test_a_bare_yes_to_left_behind_is_kept_as_words(tmp_path):
    table = one(tmp_path, "是否留守儿童", "是")

    assert student(table).tags == frozenset()
    assert student(table).more["留守儿童原文"] == "是"
    assert "单亲" in table.remarks[0].reason


@pytest.mark.parametrize(
    ("value", "status"),
    [("在校", Status.ENROLLED), ("休学", Status.SUSPENDED), ("毕业", Status.GRADUATED)],
)
def test_statuses(tmp_path, value, status):
    assert student(one(tmp_path, "学生状态", value)).status is status


def test_other_departures_stay_on_the_roll_with_their_words(tmp_path):
    table = one(tmp_path, "学生状态", "其他离校")

    assert student(table).status is Status.ENROLLED
    assert student(table).more["学生状态原文"] == "其他离校"
    assert "status" not in table.entries[0].said


def test_boarding_and_seat(tmp_path):
    found = student(one(tmp_path, "就读方式", "2-住校", 学号=7.0))

    assert (found.boarding, found.seat_no) == (True, "7")
    assert student(one(tmp_path, "是否住校", 1)).boarding is True
    assert student(one(tmp_path, "是否寄宿生", "√")).boarding is True
    assert student(one(tmp_path, "走读/住校", "1")).boarding is False
    assert student(one(tmp_path, "学号", "007")).seat_no == "007"


def test_the_family(tmp_path):
    found = student(
        one(tmp_path, "成员1姓名", "王 大山", 成员1关系="51-父亲", 成员1联系电话=13800000001,
            成员1是否监护人="否", 成员1工作单位="在外务工（广东）",
            成员2姓名="", 成员2关系="52-母亲")
    )  # fmt: skip

    assert found.guardians == (
        Guardian(name="王大山", relation="父亲", phone="13800000001", is_guardian=False,
                 work="在外务工（广东）"),
    )  # fmt: skip


def test_a_wrong_number_of_a_parent_is_no_reason_to_turn_the_child_away(tmp_path):
    wrong, rounded = (
        one(tmp_path, "成员1身份证件号", value, 成员1姓名="王大山") for value in ("12345", 5.2e17)
    )

    assert student(wrong).guardians[0].id_no == "12345"
    assert student(rounded).guardians[0].id_no == ""
    assert wrong.remarks
    assert rounded.remarks


def test_names_and_notes_behind_them(tmp_path):
    found = student(one(tmp_path, "姓名", "王　明（转）"))

    assert (found.name, found.more) == ("王明", {"姓名备注": "转"})


@pytest.mark.parametrize("name", ["𬱟㛃䶮龘", "古丽·买买提", "张<b>三", "=HYPERLINK(1)", "../"])
def test_names_go_through_unharmed(tmp_path, name):
    assert student(one(tmp_path, "姓名", name)).name == name


@pytest.mark.parametrize(
    ("value", "said"), [("长" * 51, "51"), ("=NA()", "#N/A"), ("12345", "数字")]
)
def test_what_is_no_name_refuses_the_row(tmp_path, value, said):
    table = one(tmp_path, "姓名", value, 身份证号=GIRL)

    assert said in table.refused[0].reason


def test_a_row_with_numbers_but_no_name_is_refused(tmp_path):
    table = one(tmp_path, "姓名", None, 身份证号=GIRL)

    assert "没有姓名" in table.refused[0].reason
    assert table.entries == []


def test_other_columns_are_kept_and_error_values_are_not(tmp_path):
    table = one(tmp_path, "籍贯", "贵州 遵义", 自编列="留意\n两行", 邮编=550000, 备注="#REF!")

    assert student(table).more == {
        "籍贯": "贵州 遵义",
        "自编列": "留意\n两行",
        "邮政编码": "550000",
    }
    assert "#REF!" in table.remarks[0].reason


def test_all_values_of_a_text_table_are_words(tmp_path):
    rows = [
        ["姓名", "班级", "出生日期", "身份证号"],
        ["王小花", "七年级1班", "41398", f'="{GIRL}"'],
    ]

    found = student(roster(text(tmp_path / "a.csv", rows)))

    assert (found.birth, found.id_no) == (BIRTH, GIRL)
