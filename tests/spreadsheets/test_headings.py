import pytest
from making import number, roster, text, xls, xlsx

from kongchuo_desktop.domain.errors import Invalid, Refused
from kongchuo_desktop.domain.roster import Tag
from kongchuo_desktop.domain.roster_import import NoNames
from kongchuo_desktop.spreadsheets import columns

GIRL = number(order=22)
PLAIN = [["姓名", "班级"], ["王小花", "七年级1班"]]


def fields(tmp_path, *headings):
    table = roster(xlsx(tmp_path / "a.xlsx", [["姓名", *headings], ["王小花"]]))
    return [table.columns["".join(heading.split())] for heading in headings]


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("身份证号", "id_no"), ("身份证件号", "id_no"), ("证件号码", "id_no"),
        ("身 份 证 号", "id_no"), ("*身份证件号码（必填）", "id_no"),
        ("班级名称", "class"), ("班名", "class"),
        ("所在年级", "grade"), ("学籍号", "student_no"), ("全国学籍号", "student_no"),
        ("学号", "seat_no"), ("座号", "seat_no"), ("出生年月", "birth"),
        ("出生日期(YYYYMMDD)", "birth"), ("民族", "ethnicity"), ("家庭住址", "address"),
        ("家长电话", "phone"), ("手机号码", "phone"), ("上下学距离（公里）", "distance_km"),
        ("监护人姓名", "guardian1_name"),
        ("监护人电话", "guardian1_phone"), ("与学生关系", "guardian1_relation"),
        ("家长1姓名", "guardian1_name"), ("家庭成员二联系电话", "guardian2_phone"),
        ("成员2是否监护人", "guardian2_is_guardian"), ("成员1工作单位", "guardian1_work"),
        ("成员1民族", "more:成员1民族"), ("是否孤儿", "orphan"), ("建档立卡", "lifted_household"),
        ("籍贯", "more:籍贯"), ("省学籍号", "more:学籍辅号"), ("序号", ""), ("原因", ""),
        ("自编的一列", "more:自编的一列"),
    ],
)  # fmt: skip
def test_headings_and_what_they_fill(tmp_path, heading, field):
    assert fields(tmp_path, heading) == [field]


def test_father_and_mother_are_members_and_say_what_they_are(tmp_path):
    rows = [
        ["姓名", "班级", "父亲姓名", "父亲电话", "母亲姓名", "监护人", "监护人电话"],
        ["王小花", "七年级1班", "王大山", "13800000001", "李秀英", "王大山", "13900000002"],
    ]

    table = roster(xlsx(tmp_path / "a.xlsx", rows))

    family = table.entries[0].student.guardians
    assert [(g.name, g.relation, g.phone) for g in family] == [
        ("王大山", "父亲", "13800000001"),
        ("李秀英", "母亲", ""),
    ]
    assert table.columns["监护人"] == "guardian3_name"


def test_the_first_column_of_a_name_wins_and_the_second_is_kept(tmp_path):
    rows = [["姓名", "班级", "电话", "手机", "备注", "备注"],
            ["王小花", "七年级1班", "13800000001", "13900000002", "一", "二"]]  # fmt: skip

    table = roster(xlsx(tmp_path / "a.xlsx", rows))

    assert table.entries[0].student.phone == "13800000001"
    assert table.entries[0].student.more == {"手机": "13900000002", "备注": "一", "备注(2)": "二"}


def test_another_address_stands_in_where_there_is_no_other(tmp_path):
    assert fields(tmp_path, "家庭地址") == ["address"]
    assert fields(tmp_path, "现住址", "家庭地址") == ["address", "more:家庭地址"]


def test_titles_above_empty_columns_notes_below_and_headings_again(tmp_path):
    rows = [
        ["石桥学校2026年秋季学生花名册"],
        ["填报单位：（章）", None, None, "填报时间：2026年9月"],
        [None, "序号", "姓名", None, "性别", "班级"],
        [None, 1, "王小花", None, "女", "七年级1班"],
        [],
        [None, "序号", "姓名", None, "性别", "班级"],
        [None, 2, "李四", None, "男", "七年级1班"],
        [None, "小计", 2],
        [None, 3, "注小明", None, "男", "七年级2班"],
        [None, 4],
        [None, "合计", "3人"],
        [None, "说明：1.本表一式两份。"],
        [None, None, "制表人：赵六", None, "审核："],
    ]

    table = roster(xlsx(tmp_path / "a.xlsx", rows, merged=["A1:F1"]))

    assert [(e.row, e.student.name) for e in table.entries] == [
        (4, "王小花"), (7, "李四"), (9, "注小明"),
    ]  # fmt: skip
    assert table.classes == {"七年级1班": 2, "七年级2班": 1}
    assert table.refused == []
    assert [note for note in table.notes if "第10至13行" in note]


def test_two_lines_of_headings(tmp_path):
    rows = [
        ["序号", "学生信息", None, "家庭成员一", None, None, "家庭成员二", None, None, "班级"],
        [None, "姓名", "性别", "姓名", "关系", "电话", "姓名", "关系", "电话", None],
        [1, "王小花", "女", "王大山", "父", "13800000001", "李秀英", "母", None, "七年级1班"],
    ]
    merged = ["B1:C1", "D1:F1", "G1:I1", "A1:A2", "J1:J2"]

    for path in (
        xlsx(tmp_path / "合并.xlsx", rows, merged=merged),
        text(tmp_path / "没有合并.csv", rows),
    ):
        (entry,) = roster(path).entries
        assert entry.student.name == "王小花"
        assert [g.name for g in entry.student.guardians] == ["王大山", "李秀英"]
        assert entry.class_name.full == "七年级1班"


def test_a_name_under_a_strange_title_is_not_the_childs(tmp_path):
    rows = [
        ["班主任", None, "学生信息", None],
        ["姓名", "电话", "姓名", "班级"],
        ["赵老师", "13800000001", "王小花", "七年级1班"],
    ]

    table = roster(xlsx(tmp_path / "a.xlsx", rows, merged=["A1:B1", "C1:D1"]))

    assert table.entries[0].student.name == "王小花"
    assert table.entries[0].student.more == {"班主任姓名": "赵老师", "班主任电话": "13800000001"}


def test_a_merged_class_holds_for_all_its_rows_and_an_empty_one_for_none(tmp_path):
    rows = [["姓名", "班级"], ["甲", "七年级1班"], ["乙", None], ["丙", None], ["丁", None]]

    table = roster(xlsx(tmp_path / "a.xlsx", rows, merged=["B2:B4"]))

    names = [entry.class_name and entry.class_name.full for entry in table.entries]
    assert names == ["七年级1班"] * 3 + [None]


def test_the_class_in_the_name_of_the_sheet_or_in_the_title(tmp_path):
    sheets = {
        "三（2）班": [["姓名"], ["甲"]],
        "Sheet2": [["石桥学校四年级1班花名册"], ["姓名"], ["乙"]],
        "Sheet3": [["姓名"], ["丙"]],
        "1班": [["姓名", "年级"], ["丁", "五年级"]],
    }

    table = roster(xlsx(tmp_path / "a.xlsx", sheets))

    names = [entry.class_name and entry.class_name.full for entry in table.entries]
    assert names == ["三年级2班", "四年级1班", None, "五年级1班"]


def test_hidden_and_foreign_sheets_are_passed_over_and_named(tmp_path):
    sheets = {"名册": PLAIN, "旧名册": PLAIN, "课表": [["星期一", "语文"]], "空": []}

    table = roster(xlsx(tmp_path / "a.xlsx", sheets, hidden=["旧名册"]))

    assert len(table.entries) == 1
    assert [name for name, _ in table.sheets_skipped] == ["旧名册", "课表"]
    assert "隐藏" in table.sheets_skipped[0][1]


def test_only_hidden_sheets_are_no_roster(tmp_path):
    sheets = {"说明": [["请看另一张"]], "名册": PLAIN}

    with pytest.raises(Refused, match="隐藏"):
        roster(xlsx(tmp_path / "a.xlsx", sheets, hidden=["名册"]))


def test_a_workbook_without_names_is_no_roster(tmp_path):
    with pytest.raises(NoNames, match="姓名") as refused:
        roster(xlsx(tmp_path / "a.xlsx", [["物品", "数量"], [], ["桌子", 3]]))
    assert [(row.row, row.titles) for row in refused.value.rows] == [
        (1, ("物品", "数量")),
        (3, ("桌子", "3")),
    ]


def test_a_user_changes_what_was_found(tmp_path):
    path = xlsx(
        tmp_path / "a.xlsx",
        [["孩子叫啥", "班级", "籍贯", "村"], ["王小花", "七年级1班", "岩脚村", "不要"]],
    )

    table = roster(path, {"孩子叫啥": "name", "籍贯": "现住址", "村": ""})

    assert table.entries[0].student.address == "岩脚村"
    assert table.entries[0].student.more == {}
    assert table.columns == {"孩子叫啥": "name", "班级": "class", "籍贯": "address", "村": ""}


def test_a_field_that_does_not_exist_is_named(tmp_path):
    with pytest.raises(Invalid, match="没有这一项"):
        roster(xlsx(tmp_path / "a.xlsx", PLAIN), {"姓名": "nmae"})


def test_every_choice_can_be_chosen():
    choices = columns.choices()

    assert {"name", "id_no", "guardian2_phone", "left_behind", "more:籍贯", ""} <= {
        f for f, _ in choices
    }
    assert columns.chosen({str(n): words for n, (_, words) in enumerate(choices)})


def test_the_school_named_in_the_file(tmp_path):
    rows = [["学校标识码", "姓名", "班级"], ["2152000123", "王小花", "七年级1班"]]

    assert roster(xls(tmp_path / "a.xls", rows)).school_codes == {"2152000123"}


def test_tags_are_spoken_of_only_where_a_cell_says_something(tmp_path):
    rows = [["姓名", "班级", "是否孤儿", "是否低保"], ["王小花", "七年级1班", "否", None]]

    assert roster(xlsx(tmp_path / "a.xlsx", rows)).entries[0].said == {Tag.ORPHAN}
