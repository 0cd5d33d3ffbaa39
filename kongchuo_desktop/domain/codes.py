"""Code tables of the 学籍 system as words (GB/T 2261, 3304, 4761 and the roster's own lists)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeVar

from kongchuo_desktop.domain import words
from kongchuo_desktop.domain.roster import ON_ROLL, Sex, Status, Tag

BOARDING_WORDS: Mapping[bool, str] = {True: "住校", False: "走读"}
_Value = TypeVar("_Value")


def _each(words_in_a_row: str, value: _Value) -> dict[str, _Value]:
    return dict.fromkeys(words_in_a_row.split(), value)


# GB/T 3304: the code is the place in this list, from 1.
ETHNICITIES = tuple(
    _each(
        "汉族 蒙古族 回族 藏族 维吾尔族 苗族 彝族 壮族 布依族 朝鲜族 满族 侗族 瑶族 白族 土家族 "
        "哈尼族 哈萨克族 傣族 黎族 傈僳族 佤族 畲族 高山族 拉祜族 水族 东乡族 纳西族 景颇族 "
        "柯尔克孜族 土族 达斡尔族 仫佬族 羌族 布朗族 撒拉族 毛南族 仡佬族 锡伯族 阿昌族 普米族 "
        "塔吉克族 怒族 乌孜别克族 俄罗斯族 鄂温克族 德昂族 保安族 裕固族 京族 塔塔尔族 独龙族 "
        "鄂伦春族 赫哲族 门巴族 珞巴族 基诺族",
        None,
    )
)
_ETHNIC_VARIANTS = {
    "仡老": "仡佬族",
    "佤佬": "仡佬族",
    "僳僳": "傈僳族",
    "毛难": "毛南族",
    "崩龙": "德昂族",
    "布衣": "布依族",
    "维": "维吾尔族",
    "维族": "维吾尔族",
    "哈族": "哈萨克族",
    "柯族": "柯尔克孜族",
    "97": "其他",
    "98": "外国血统",
}
# Groups that are on people's papers but not among the 56: kept as written, and said so.
UNLISTED_ETHNICITIES = frozenset({"穿青人", "革家人", "僜人", "夏尔巴人", "其他", "外国血统"})

_RELATIONS = {
    "51": "父亲", "父": "父亲", "爸": "父亲", "爸爸": "父亲", "父子": "父亲", "父女": "父亲",
    "52": "母亲", "母": "母亲", "妈": "母亲", "妈妈": "母亲", "母子": "母亲", "母女": "母亲",
    "57": "继父或养父", "58": "继母或养母",
    "60": "祖父母或外祖父母",
    "61": "祖父", "爷": "祖父", "爷爷": "祖父", "爷孙": "祖父",
    "62": "祖母", "奶": "祖母", "奶奶": "祖母",
    "63": "外祖父", "外公": "外祖父", "姥爷": "外祖父",
    "64": "外祖母", "外婆": "外祖母", "姥姥": "外祖母",
    "70": "兄弟姐妹", "71": "兄", "哥": "兄", "哥哥": "兄", "75": "姐姐", "姐": "姐姐",
    "80": "其他", "81": "伯父", "82": "伯母", "83": "叔父", "叔": "叔父", "叔叔": "叔父",
    "84": "婶母", "85": "舅父", "舅": "舅父", "舅舅": "舅父", "86": "舅母", "87": "姨父",
    "88": "姨母", "89": "姑父", "90": "姑母", "97": "其他亲属", "99": "非亲属",
}  # fmt: skip
_YES = frozenset(_each("是 1 有 y yes t true √ ✓ ✔ ☑ v 对 是√ 需要 享受", None))
_NO = frozenset(_each("否 0 无 n no f false × x ✗ ✘ ☒ 没有 不是 不需要 不享受 没 非", None))
_SEX = {
    "1": Sex.MALE, "男": Sex.MALE, "男性": Sex.MALE, "m": Sex.MALE, "male": Sex.MALE,
    "男生": Sex.MALE, "男孩": Sex.MALE, "先生": Sex.MALE,
    "2": Sex.FEMALE, "女": Sex.FEMALE, "女性": Sex.FEMALE, "f": Sex.FEMALE,
    "female": Sex.FEMALE, "女生": Sex.FEMALE, "女孩": Sex.FEMALE,
}  # fmt: skip
_BOARDING = {
    **_each("2 住校 住校生 住宿 住宿生 寄宿 寄宿生 内宿 内宿生 住读 借宿", True),
    **_each("1 走读 走读生 通校 通校生 外宿", False),
}
_ONE, _BOTH = frozenset({Tag.LEFT_BEHIND_ONE}), frozenset({Tag.LEFT_BEHIND_BOTH})
_LEFT_BEHIND: dict[str, frozenset[Tag]] = {
    **_each("0 非留守儿童 非留守 否 无 不是 n", frozenset()),
    **_each("1 单亲留守儿童 单亲留守 单留守 单方留守", _ONE),
    **_each("2 双亲留守儿童 双亲留守 双留守 双方留守", _BOTH),
}
_DISABILITIES = ("视力", "听力", "言语", "肢体", "智力", "精神", "多重", "其他")
_NO_DISABILITY = frozenset(_each("无残疾 无 否 0 00 没有 健康 正常 非残疾 无残 普通学生", None))
_STATUSES = {
    **{word: status for status, word in words.STATUSES.items()},
    **_each("在读 正常 在籍 正常在校 就读 在学 在校生 有学籍", Status.ENROLLED),
    **_each("转出 转学 转学转出", Status.TRANSFERRED_OUT),
    **_each("转学中 转出中 正在转出", Status.TRANSFERRING_OUT),
    **_each("已毕业 结业", Status.GRADUATED),
    **_each("缓学 延缓", Status.DEFERRED),
    **_each("送教", Status.HOME_TUTORING),
    **_each("出国 出境 出国出境 出国(境)", Status.ABROAD),
    **_each("休学中", Status.SUSPENDED),
    **_each("待报到 未报到", Status.PENDING),
    **_each("超龄", Status.AGED_OUT),
}
_TAGS: dict[str, Tag] = {
    **{word: tag for tag, word in words.TAGS.items()},
    **_each("随迁子女 进城务工人员随迁子女", Tag.MIGRANT),
    **_each("事实孤儿 事实无人抚养儿童", Tag.DE_FACTO_UNSUPPORTED),
    **_each("单亲留守儿童", Tag.LEFT_BEHIND_ONE),
    **_each("双亲留守儿童", Tag.LEFT_BEHIND_BOTH),
    **_each("低保户 低保家庭 最低生活保障", Tag.DIBAO),
    **_each("特困供养 特困人员 五保 五保户", Tag.TEKUN),
    **_each("脱贫家庭 建档立卡 建档立卡户", Tag.LIFTED_HOUSEHOLD),
    **_each("监测对象 防止返贫监测对象 三类监测对象 三类户", Tag.MONITORED_HOUSEHOLD),
    **_each("脱贫不稳定户 边缘易致贫户 突发严重困难户", Tag.MONITORED_HOUSEHOLD),
    **_each("单亲家庭 单亲子女", Tag.SINGLE_PARENT),
    **_each("残疾学生 残疾儿童", Tag.DISABLED),
    **_each("烈士子女 优抚子女 烈士或优抚子女", Tag.MARTYR_FAMILY),
    **_each("需要申请资助 需要资助", Tag.AID_WANTED),
}
_CODE = re.compile(r"[0-9A-Z]{1,3}[-.、:](?=.)")
# What a roster may call 在校 although this school has written down something finer.
_STILL_ENROLLED = ON_ROLL - {Status.SUSPENDED}


def uncoded(text: str) -> str:
    """The words of `1-男` or `51-父亲`; text without a code in front is returned as it is."""
    code = _CODE.match(text)
    return text[code.end() :] if code else text


def sex(text: str) -> Sex | None:
    """男, 1, 1-男, M …; None if it cannot be told (GB/T 2261.1)."""
    return _SEX.get(uncoded(text).lower())


def ethnicity(text: str) -> str | None:
    """汉, 汉族, 01, 01-汉族, 仡老族 … as 汉族; None for a group not in GB/T 3304."""
    word = uncoded(text)
    if word.isascii() and word.isdigit() and 1 <= int(word) <= len(ETHNICITIES):
        return ETHNICITIES[int(word) - 1]
    if word in _ETHNIC_VARIANTS:
        return _ETHNIC_VARIANTS[word]
    stem = word.removesuffix("族")
    if f"{stem}族" in ETHNICITIES:
        return f"{stem}族"
    return _ETHNIC_VARIANTS.get(stem)


def relation(text: str) -> str:
    """The paper's word for a relation: 51-父亲, 父, 爸爸 → 父亲; unknown words stay (GB/T 4761)."""
    word = uncoded(text)
    return _RELATIONS.get(word, word)


def yes_no(text: str) -> bool | None:
    """是/否, 1/0, Y/N, √/×, 有/无, 1-是; None if it cannot be told."""
    word = uncoded(text).lower()
    if word in _YES:
        return True
    return False if word in _NO else None


def boarding(text: str, *, asked: bool = False) -> bool | None:
    """住校, 寄宿, 2-住校, √ → True; 走读, 通校, 1-走读, × → False; None if it cannot be told.

    Under a heading that asks 是否住校 a bare 1 is 是; under 就读方式 it is the code of 走读.
    """
    word = uncoded(text)
    if not asked:
        return _BOARDING[word] if word in _BOARDING else yes_no(text)
    said = yes_no(text)
    return said if said is not None or word == "2" else _BOARDING.get(word)


def left_behind(text: str) -> frozenset[Tag] | None:
    """The tags of 是否留守儿童; a bare 是 is None, because it does not say one parent or both."""
    read = [_LEFT_BEHIND.get(uncoded(part).lower()) for part in text.split("、")]
    known = [tags for tags in read if tags is not None]
    return frozenset[Tag]().union(*known) if len(known) == len(read) else None


def disabled(text: str) -> bool | None:
    """Whether 残疾类型 names a disability; None if it cannot be told."""
    word = uncoded(text)
    if word in _NO_DISABILITY:
        return False
    return True if any(kind in word for kind in _DISABILITIES) or word == "是" else None


def inclusive(text: str) -> bool | None:
    """Whether 随班就读 says that the child is placed so; None if it cannot be told."""
    word = uncoded(text)
    if word.startswith("非") or word in _NO:
        return False
    return True if "随班就读" in word or word in {"1", "2", "3", "9", "是"} else None


def status(text: str) -> Status | None:
    """The enrolment a roster names; None for 其他离校 and others that do not say which."""
    return _STATUSES.get(uncoded(text))


def tag(text: str) -> Tag | None:
    """A special group by its words, as in a column 特殊群体."""
    return _TAGS.get(text.removeprefix("是否"))


def status_agrees(written: Status, read: Status) -> bool:
    """Whether a roster's status leaves ours as it is: 在校 also covers 送教上门 or 正在转出."""
    return written is read or (read is Status.ENROLLED and written in _STILL_ENROLLED)
