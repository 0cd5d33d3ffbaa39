import pytest

from kongchuo_desktop.domain import codes, words
from kongchuo_desktop.domain.roster import Sex, Status, Tag


def test_there_are_fifty_six():
    assert len(codes.ETHNICITIES) == 56
    assert codes.ETHNICITIES[0] == "汉族"
    assert codes.ETHNICITIES[14] == "土家族"
    assert codes.ETHNICITIES[36] == "仡佬族"
    assert codes.ETHNICITIES[55] == "基诺族"


@pytest.mark.parametrize("name", codes.ETHNICITIES)
def test_every_ethnicity_is_read_from_its_name_its_stem_and_its_code(name):
    code = codes.ETHNICITIES.index(name) + 1

    assert codes.ethnicity(name) == name
    assert codes.ethnicity(f"{code:02d}") == name
    assert codes.ethnicity(f"{code:02d}-{name}") == name
    assert codes.ethnicity(name.removesuffix("族")) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("仡老族", "仡佬族"),
        ("仡老", "仡佬族"),
        ("僳僳族", "傈僳族"),
        ("毛难族", "毛南族"),
        ("崩龙族", "德昂族"),
        ("布衣族", "布依族"),
        ("维族", "维吾尔族"),
        ("穿青人", None),
        ("57", None),
        ("", None),
    ],
)
def test_variants_of_ethnicities(text, name):
    assert codes.ethnicity(text) == name


@pytest.mark.parametrize("text", ["1", "男", "1-男", "M", "m", "男性", "1.男"])
def test_boys(text):
    assert codes.sex(text) is Sex.MALE


@pytest.mark.parametrize("text", ["2", "女", "2-女", "F", "女生"])
def test_girls(text):
    assert codes.sex(text) is Sex.FEMALE


@pytest.mark.parametrize("text", ["", "未知", "0", "9", "X"])
def test_an_unreadable_sex_is_never_a_default(text):
    assert codes.sex(text) is None


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("51-父亲", "父亲"),
        ("51", "父亲"),
        ("父", "父亲"),
        ("爸爸", "父亲"),
        ("父子", "父亲"),
        ("母女", "母亲"),
        ("奶奶", "祖母"),
        ("外婆", "外祖母"),
        ("60-祖父母或外祖父母", "祖父母或外祖父母"),
        ("干爹", "干爹"),
    ],
)
def test_relations(text, word):
    assert codes.relation(text) == word


@pytest.mark.parametrize("text", ["是", "1", "1-是", "Y", "√", "有", "true", "T"])
def test_yes(text):
    assert codes.yes_no(text) is True


@pytest.mark.parametrize("text", ["否", "0", "0-否", "N", "×", "无", "False"])
def test_no(text):
    assert codes.yes_no(text) is False


def test_neither_yes_nor_no():
    assert codes.yes_no("2") is None
    assert codes.yes_no("") is None


@pytest.mark.parametrize(
    ("text", "boards"),
    [
        ("2-住校", True),
        ("寄宿", True),
        ("内宿", True),
        ("1-走读", False),
        ("通校", False),
        ("半寄宿", None),
    ],
)
def test_boarding(text, boards):
    assert codes.boarding(text) is boards


@pytest.mark.parametrize(
    ("text", "boards"),
    [
        ("是", True), ("√", True), ("有", True), ("1", True), ("1-是", True), ("Y", True),
        ("否", False), ("×", False), ("0", False), ("2-否", False), ("走读", False),
        ("住校", True), ("2", None), ("半寄宿", None),
    ],
)  # fmt: skip
def test_boarding_where_the_heading_asks_whether(text, boards):
    assert codes.boarding(text, asked=True) is boards


def test_boarding_as_a_mark_where_the_heading_asks_how():
    assert codes.boarding("√") is True
    assert codes.boarding("×") is codes.boarding("0") is codes.boarding("1") is False


def test_a_bare_yes_does_not_say_which_parent_is_away():
    assert codes.left_behind("0-非留守儿童") == frozenset()
    assert codes.left_behind("1") == {Tag.LEFT_BEHIND_ONE}
    assert codes.left_behind("2-双亲留守儿童") == {Tag.LEFT_BEHIND_BOTH}
    assert codes.left_behind("是") is None


def test_disabilities_and_inclusive_placement():
    assert codes.disabled("无残疾") is False
    assert codes.disabled("肢体残疾二级") is True
    assert codes.disabled("不详") is None
    assert codes.inclusive("0-非随班就读") is False
    assert codes.inclusive("1-视力残疾随班就读") is True
    assert codes.inclusive("以后再说") is None


@pytest.mark.parametrize("status", Status)
def test_every_status_is_read_from_our_own_word(status):
    assert codes.status(words.STATUSES[status].replace("（", "(").replace("）", ")")) is status


def test_other_departures_do_not_say_which():
    assert codes.status("其他离校") is None


@pytest.mark.parametrize("tag", Tag)
def test_every_group_is_read_from_our_own_word(tag):
    assert codes.tag(words.TAGS[tag]) is tag


def test_at_school_also_covers_what_the_school_knows_better():
    assert codes.status_agrees(Status.HOME_TUTORING, Status.ENROLLED)
    assert not codes.status_agrees(Status.SUSPENDED, Status.ENROLLED)
    assert not codes.status_agrees(Status.TRANSFERRED_OUT, Status.ENROLLED)
    assert not codes.status_agrees(Status.ENROLLED, Status.SUSPENDED)
