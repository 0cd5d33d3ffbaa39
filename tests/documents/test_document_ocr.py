"""What a scanner makes of our letters: Debian's tesseract reads the text at 300 dpi and title and
text at 150."""

import re
import shutil
import subprocess
from datetime import date
from difflib import SequenceMatcher

import pytest
from paper_samples import NOTICE, SCHOOL, letter, printed

from kongchuo_desktop.documents import render

TESSERACT = shutil.which("tesseract")
FINE, COARSE = 300, 150  # dpi; a title of 22 points is too large for tesseract when fine
ENOUGH = 0.98  # of the characters
HEAD = 60  # characters, in which the title stands
CHILD = {
    "school": SCHOOL,
    "student": "张三民",
    "guardian": "李桂花",
    "class_name": "七年级（3）班",
    "absent_from": date(2026, 9, 7),
    "absent_days": 25,
    "visit_count": 4,
    "township_government": "打石镇人民政府",
    "issued": date(2026, 10, 1),
}
LETTERS = {
    "return_notice": NOTICE,
    "township_order": letter(
        "township_order",
        "政教责〔2026〕第 003 号",
        **CHILD,
        gender="女",
        birth=date(2013, 5, 4),
        relation="母亲",
        visit_dates=(date(2026, 9, 9), date(2026, 9, 16)),
        deadline=date(2026, 10, 12),
        bureau="青石县教育局",
        office="教务处",
        liaison="陈明",
        liaison_phone="0857-0000000",
        remedy="可以在六十日内申请行政复议。",
    ),
    "persuasion_letter": letter(
        "persuasion_letter",
        "校劝〔2026〕第 003 号",
        **CHILD,
        cause="厌学",
        tutor="王明",
        help_offered=("单独补课辅导", "申请生活补助"),
        school_phone="0857-0000000",
    ),
    "overdue_report": letter(
        "overdue_report",
        "校逾报〔2026〕第 003 号",
        **CHILD,
        cause_word="外出务工",
        whereabouts="在外务工（广东省某市）",
        contact_count=6,
        leader_visit_count=1,
        notice_number="校复通〔2026〕第 003 号",
        notice_issued=date(2026, 9, 14),
        notice_served=date(2026, 9, 15),
        notice_way="直接送达",
        notice_deadline=date(2026, 9, 20),
        overdue_days=11,
        teacher="王明",
        school_phone="0857-0000000",
    ),
}


def languages():
    if TESSERACT is None:
        return ""
    return subprocess.run(
        [TESSERACT, "--list-langs"], capture_output=True, text=True, check=True
    ).stdout


def legible(text):
    """Chinese characters and digits: boxes, lines to write on and punctuation are not compared."""
    return re.sub(r"[^\u4e00-\u9fff0-9]", "", text)


def scanned(pdf, dpi):
    width, height, pixels = render.page_image(pdf, 0, dpi / 72)
    done = subprocess.run(
        [str(TESSERACT), "-", "-", "-l", "chi_sim", "--dpi", str(dpi)],
        input=b"P6 %d %d 255\n" % (width, height) + pixels,
        env={"OMP_THREAD_LIMIT": "1"},
        capture_output=True,
        check=True,
    )
    return done.stdout.decode()


@pytest.mark.skipif(
    "chi_sim" not in languages(), reason="no tesseract with chi_sim on this machine"
)
@pytest.mark.parametrize("kind", LETTERS)
def test_a_scanned_letter_can_be_read_by_machine(kind):
    pdf = printed([LETTERS[kind]])
    [page] = render.text(pdf)
    fine, coarse = (legible(scanned(pdf, dpi)) for dpi in (FINE, COARSE))
    title = recognized(legible(LETTERS[kind].form.title), coarse[:HEAD])
    text = min(recognized(legible(page), read) for read in (fine, coarse))
    print(f"{kind}: title {title:.0%}, text {text:.1%} of {len(legible(page))} characters")

    assert title >= ENOUGH
    assert text >= ENOUGH


def recognized(said, read):
    """The share of the characters that were read, in their order."""
    found = SequenceMatcher(None, said, read, autojunk=False).get_matching_blocks()
    return sum(block.size for block in found) / len(said)
