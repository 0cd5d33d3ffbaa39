"""What can be wrong with a parcel that came on a stick, each with its own sentence."""

from enum import StrEnum

from kongchuo_desktop.domain.errors import Refused


class Fault(StrEnum):
    """Why a parcel was not taken; the value is the sentence, `{0}` is what the case adds."""

    EMPTY = "这个文件是空的，里面没有内容。本机资料没有改动。请对方重新导出一次。"
    NOT_OURS = "这不是控辍保学台账的交换文件，没有读取。请选择以 .xjpkg 结尾的文件。"
    INCOMPLETE = (
        "文件不完整，可能没写完U盘就被拔出了。本机资料没有改动。"
        "请对方重新导出，等提示“可以安全拔出”后再拔U盘。"
    )
    DAMAGED = (
        "文件已损坏，内容与写出时不一样。本机资料没有改动。"
        "请对方重新导出一次；如果再次损坏，请换一个U盘。"
    )
    NEWER = (
        "这个文件由更新版本的程序写出，本机程序读不了。文件没有改动。请先升级本机程序，再读取它。"
    )
    TOO_LARGE = "文件有 {0}，超过了上限，没有读取。请核对是不是选错了文件。"
    OTHER_OFFICE = (
        "这个文件是写给另一个单位的（公钥指纹 {0}），本单位打不开。本机资料没有改动。"
        "请学校核对所用的公钥，重新导出。"
    )
    WILL_NOT_OPEN = (
        "文件注明写给本单位，却不能用本单位的密钥打开，不是正常写出的文件。"
        "本机资料没有改动。请当面向学校核实后重新导出。"
    )
    READDRESSED = (
        "文件里签名的收件单位不是本单位，可能是别人转封的，不可信，没有读取。请当面向学校核实。"
    )
    FORGED = "文件的签名对不上，内容可能被人改动过，不可信，没有读取。请当面向学校核实。"
    UNKNOWN_SIGNER = (
        "文件的签名有效，但签名的学校还没有在本机登记（签名指纹 {0}）。"
        "请与学校当面或电话核对指纹，登记后再读取。"
    )
    WRONG_SCHOOL = (
        "文件自称来自学校 {0}，却不是用这所学校登记的密钥签名的，没有读取。请当面向学校核实。"
    )
    SWELLS = "文件展开后大得不正常（{0}），已停止读取。本机资料没有改动。请当面向学校核实。"
    MALFORMED = (
        "文件内容不合格式：{0}。本机资料没有改动。请学校升级程序后重新导出，并保留这个文件备查。"
    )


class BadParcel(Refused):
    """A parcel was not taken; `fault` says why, the text is for the person at the screen."""

    def __init__(self, fault: Fault, more: str = "") -> None:
        super().__init__(fault.value.format(more[:200]))
        self.fault = fault
        self.more = more
