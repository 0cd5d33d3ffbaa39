"""What the machine says about a disk, put into sentences a teacher can act upon."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from kongchuo_desktop.domain.errors import FileTrouble

_KEPT = "原有文件没有改动。"
PULLED = f"U盘被拔出或掉线了，没有写完。{_KEPT}请重新插好U盘，再导出一次。"
PROTECTED = f"U盘写保护，不能写入。{_KEPT}请拨开U盘上的写保护开关，或换一个U盘。"
BUSY = f"文件正被别的程序占用，等了几秒仍写不进去。{_KEPT}请关闭打开的文件或杀毒扫描，再试一次。"
DENIED = f"没有权限在这里写文件。{_KEPT}请换一个文件夹，或请电脑管理员开放权限。"
FULL = f"U盘空间已满，没有写完。{_KEPT}请删去不用的文件或换一个U盘，再导出一次。"
BROKEN = (
    f"U盘读写出错，可能接触不良或已损坏，没有写完。{_KEPT}请换一个USB口或换一个U盘，再导出一次。"
)

_SENTENCES = {
    errno.ENOSPC: FULL,
    errno.EDQUOT: f"电脑管理员给的空间用完了，没有写完。{_KEPT}请换一个位置，再导出一次。",
    errno.EROFS: PROTECTED,
    errno.EIO: BROKEN,
    errno.ENODEV: PULLED,
    errno.ENXIO: PULLED,
    errno.ENOTCONN: PULLED,
    errno.ESTALE: PULLED,
    errno.ENOENT: f"找不到这个位置，U盘可能已经拔出。{_KEPT}请插好U盘，重新选择位置。",
    errno.ENOTDIR: f"选的位置不是文件夹。{_KEPT}请重新选择一个文件夹或U盘。",
    errno.EACCES: DENIED,
    errno.EPERM: DENIED,
    errno.EEXIST: f"这里已有同名的文件，没有覆盖它。{_KEPT}请再导出一次，程序会另取文件名。",
    errno.ENAMETOOLONG: f"文件夹的路径太长，写不进去。{_KEPT}请选择U盘的根目录。",
    errno.EINVAL: f"U盘的格式不接受这个文件。{_KEPT}请换一个U盘或另选文件夹。",
    errno.EFBIG: f"文件太大，U盘的格式放不下。{_KEPT}请换一个U盘。",
    errno.EBUSY: BUSY,
    errno.EMFILE: f"本机打开的文件太多。{_KEPT}请关闭一些程序，再试一次。",
}
_WINDOWS = {
    5: DENIED,
    19: PROTECTED,
    21: PULLED,
    23: BROKEN,
    32: BUSY,
    33: BUSY,
    39: FULL,
    112: FULL,
    433: PULLED,
    1006: PULLED,
    1117: BROKEN,
    1167: PULLED,
}


def sentence(error: OSError) -> str:
    """What happened, what was kept and what to do next."""
    windows = _WINDOWS.get(getattr(error, "winerror", None) or 0)
    known = windows or _SENTENCES.get(error.errno or 0)
    return known or (
        f"读写文件时出错（错误号 {error.errno}）。{_KEPT}请换一个U盘或位置；"
        "仍不行，请把错误号告诉管理员。"
    )


@contextmanager
def told() -> Iterator[None]:
    """Turn what the machine says within into FileTrouble."""
    try:
        yield
    except OSError as error:
        raise FileTrouble(sentence(error)) from error


_READING = {
    errno.ENOENT: "找不到这个文件，U盘可能已经拔出。请插好U盘，重新选择文件。",
    errno.EISDIR: "选的是文件夹，不是文件。请重新选择一个文件。",
    errno.EACCES: "没有权限读这个文件。请把它复制到别处，或请电脑管理员开放权限。",
    errno.EPERM: "没有权限读这个文件。请把它复制到别处，或请电脑管理员开放权限。",
}


def reading_sentence(error: OSError) -> str:
    """The same for a file that could not be read."""
    return _READING.get(error.errno or 0) or (
        f"文件读不出（错误号 {error.errno}），U盘可能接触不良或已损坏。请重新插好U盘，再试一次。"
    )
