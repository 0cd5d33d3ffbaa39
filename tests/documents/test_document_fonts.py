"""The shipped fonts: unchanged, small enough, named so that Qt finds them, and complete."""

import hashlib

import pytest
from fontTools.ttLib import TTFont

from kongchuo_desktop import resources
from kongchuo_desktop.documents import faces
from kongchuo_desktop.documents.fonts import Font
from kongchuo_desktop.domain.errors import FileTrouble

FOLDER = resources.path("fonts")
RESERVED = ("LXGW", "霞鹜", "Hana", "花園", "Source", "Noto", "Fandol")
ROLES = ("title", "fang", "kai", "hei", "song")


def chars(name):
    lines = resources.path(f"codes/chars/{name}.txt").read_text(encoding="utf-8").split("\n")
    return [line for line in lines if line]


def test_every_font_is_the_one_the_build_script_made():
    sums = dict(
        reversed(line.split("  ")) for line in (FOLDER / "SHA256SUMS").read_text().splitlines()
    )

    assert sums == {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in FOLDER.glob("*.ttf")
    }


def test_the_fonts_stay_below_seventy_megabytes():
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) <= 70_000_000


def test_no_font_carries_a_reserved_name():
    for path in FOLDER.glob("*.ttf"):
        with TTFont(path, lazy=True) as font:
            for number in (1, 3, 4, 6, 16):
                shown = font["name"].getDebugName(number) or ""
                assert not any(word in shown for word in RESERVED), path.name


def test_the_screen_family_is_one_family_of_three_weights():
    seen = {}
    for path in FOLDER.glob("KongChuoSans*.ttf"):
        with TTFont(path, lazy=True) as font:
            names = font["name"]
            family = names.getDebugName(16) or names.getDebugName(1)
            style = names.getDebugName(17) or names.getDebugName(2)
            seen[style] = (family, font["OS/2"].usWeightClass)

    assert seen == {
        "Regular": ("KongChuo Sans", 400),
        "Medium": ("KongChuo Sans", 500),
        "SemiBold": ("KongChuo Sans", 600),
    }


def test_the_licences_of_all_fonts_are_shipped():
    texts = [
        path.read_text(encoding="utf-8") for path in resources.path("licenses/fonts").iterdir()
    ]

    for family in ("Title", "Song", "Sans", "Kai", "Fang Fill", "Rare"):
        assert any(f"KongChuo {family}" in text for text in texts), family
    assert any("KongChuo Fang" in text and "special exception" in text for text in texts)


@pytest.mark.parametrize("role", ROLES)
def test_every_face_prints_the_whole_standard_table_and_the_rare_names(role):
    face = faces.current().face(role)
    for name in ("tongyong_8105", "punct_latin", "rare_names"):
        for char in chars(name):
            assert face.glyph(faces.clean(char))[2] > 0


def test_the_extension_planes_of_gb_18030_are_printable():
    face = faces.current().face("song")

    ends = (0x20000, 0x2A6D6, 0x2A700, 0x2B734, 0x2B820, 0x2CEA1)
    for char in [*chars("gb18030_2022_level2"), *map(chr, ends)]:
        assert face.glyph(char)[2] > 0


def test_a_lost_font_file_is_trouble_with_the_machine_and_says_what_to_do():
    with pytest.raises(FileTrouble, match="重新安装本程序"):
        Font("Lost.ttf").width("一")


def test_a_name_is_set_in_one_design():
    face = faces.current().face("fang")
    used = {font.file for font, _, _ in face.whole("王玥喆")}

    assert used == {"KongChuoFangFill.ttf"}
    assert {font.file for font, _, _ in face.whole("张三民")} == {"KongChuoFang.ttf"}
