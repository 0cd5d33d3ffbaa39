"""Papers set in the machine's own fonts: found by name, fit to be embedded, gaps filled by ours."""

import io
import re

import fontfiles
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.ttLib import TTFont, reorderFontTables
from paper_samples import PAPERS, PLEDGE, printed

from kongchuo_desktop.documents import faces, machine_fonts, render, typeset
from kongchuo_desktop.documents.choice import CHOICE
from kongchuo_desktop.documents.typeset import MM, PAGE_HEIGHT, Press, Setting


@pytest.fixture
def fonts(tmp_path):
    folder = tmp_path / "字体" / "Fonts"
    folder.mkdir(parents=True)
    return folder


def found(folder):
    return {role: one.family for role, one in machine_fonts.look([folder]).items()}


def set_text(text, role="fang"):
    press = Press("试")
    press.text(typeset.plain(text, role), 28 * MM, PAGE_HEIGHT - 30 * MM, Setting(12, 16, 156 * MM))
    return press.finish()


def embedded(pdf):
    return {name.decode() for name in re.findall(rb"/BaseFont /[A-Z]+\+(\S+)", pdf)}


def font_of(char, role="fang"):
    return faces.current().face(role).glyph(char)[0].file


def test_a_paper_is_set_in_the_fonts_of_the_machine(fonts):
    fontfiles.install(fonts)
    fontfiles.install(fonts, fontfiles.TITLE)
    CHOICE.choose([fonts])

    pdf = printed([PLEDGE])

    assert {"FangSong_GB2312", "FZXBSJW--GB1-0"} <= embedded(pdf)
    assert embedded(set_text("学校通知书", "title")) == {"FZXBSJW--GB1-0"}
    assert embedded(set_text("学校通知书")) == {"FangSong_GB2312"}


def test_a_font_is_known_by_its_chinese_or_its_english_name(fonts):
    fontfiles.install(fonts, ("仿宋_GB2312", "Unheard"))
    fontfiles.install(fonts, ("未闻", "SimHei"))

    assert found(fonts) == {"fang": "仿宋_GB2312", "hei": "黑体"}


def test_a_role_the_machine_has_nothing_for_keeps_our_face(fonts):
    fontfiles.install(fonts)
    CHOICE.choose([fonts])

    assert font_of("学") == "FangSong_GB2312.ttf"
    assert font_of("学", "title") == "KongChuoTitle.ttf"
    assert font_of("学", "song") == "KongChuoSong.ttf"


def test_what_the_machine_s_font_lacks_is_printed_in_ours(fonts):
    fontfiles.install(fonts)
    ours = font_of("𬱟")
    CHOICE.choose([fonts])

    pdf = set_text("学校通知王𬱟□")

    assert font_of("𬱟") == ours
    assert "".join("".join(render.text(pdf)).split()) == "学校通知王𬱟□"


def test_a_name_is_still_set_in_one_design(fonts):
    fontfiles.install(fonts)
    CHOICE.choose([fonts])
    face = faces.current().face("fang")

    assert {font.file for font, _, _ in face.whole("张三民")} == {"FangSong_GB2312.ttf"}
    assert {font.file for font, _, _ in face.whole("张三丰")} == {"KongChuoFang.ttf"}


def test_a_character_drawn_as_a_box_or_not_at_all_is_printed_in_ours(fonts):
    def spoil(font):
        names = font.getBestCmap()
        font["glyf"][names[ord("家")]] = type(font["glyf"][".notdef"])()
        for table in font["cmap"].tables:
            if ord("班") in table.cmap:
                table.cmap[ord("班")] = ".notdef"

    fontfiles.install(fonts, change=spoil)
    CHOICE.choose([fonts])

    assert [font_of(char) for char in "长家班"] == [
        "FangSong_GB2312.ttf",
        *["KongChuoFang.ttf"] * 2,
    ]


def forbid(bits):
    def change(font):
        font["OS/2"].fsType = bits

    return change


def named_bold(font):
    font["name"].setName("Bold", 2, 3, 1, fontfiles.ENGLISH)


def without_outlines(font):
    del font["glyf"], font["loca"]


@pytest.mark.parametrize(
    "change",
    [forbid(0x0002), forbid(0x0100), forbid(0x0200), named_bold, without_outlines],
    ids=["restricted", "only whole", "only as pictures", "bold", "no outlines"],
)
def test_a_font_that_may_not_or_cannot_be_embedded_is_passed_over(fonts, change):
    fontfiles.install(fonts, change=change)

    assert found(fonts) == {}


def test_a_font_without_common_characters_is_passed_over(fonts):
    fontfiles.install(fonts, text="學校通知書")

    assert found(fonts) == {}


def test_postscript_outlines_are_passed_over(fonts):
    pen = T2CharStringPen(1000, {})
    built = FontBuilder(1000, isTTF=False)
    built.setupGlyphOrder([".notdef"])
    built.setupCharacterMap({})
    built.setupCFF("FangSong", {}, {".notdef": pen.getCharString()}, {})
    built.setupHorizontalMetrics({".notdef": (1000, 0)})
    built.setupHorizontalHeader()
    built.setupNameTable({"familyName": "FangSong", "styleName": "Regular", "psName": "FangSong"})
    built.setupOS2()
    built.setupPost()
    built.save(fonts / "FangSong.ttf")

    assert found(fonts) == {}


@pytest.mark.parametrize("keep", [0, 3, 11, 100, 400, 0.3, 0.6, 0.99])
def test_a_damaged_font_is_passed_over_and_the_next_best_taken(fonts, keep):
    good = fontfiles.install(fonts, fontfiles.FOUNDER_FANG)
    whole = fontfiles.install(fonts).read_bytes()
    size = keep if keep >= 1 else int(len(whole) * keep)
    (fonts / "FangSong_GB2312.ttf").write_bytes(whole[:size])
    CHOICE.choose([fonts])

    assert font_of("学") == good.name


def test_a_font_cut_off_in_its_drawings_is_passed_over(fonts):
    path = fontfiles.install(fonts)
    tables = [table for table in TTFont(path).reader.tables if table != "glyf"]
    last = io.BytesIO()
    reorderFontTables(io.BytesIO(path.read_bytes()), last, [*tables, "glyf"])
    path.write_bytes(last.getvalue())
    assert found(fonts) == {"fang": "仿宋_GB2312"}
    path.write_bytes(last.getvalue()[:-8])

    assert found(fonts) == {}


@pytest.mark.parametrize("table", ["name", "head", "cmap", "hmtx", "loca", "glyf", "maxp", "OS/2"])
def test_a_font_with_a_garbled_table_never_stops_a_paper(fonts, table):
    path = fontfiles.install(fonts)
    held = bytearray(path.read_bytes())
    place = machine_fonts.TTFontFile(str(path), charInfo=0).table[table]
    held[place["offset"] : place["offset"] + place["length"]] = b"\xff" * place["length"]
    path.write_bytes(held)
    CHOICE.choose([fonts])

    assert "学校" in "".join(render.text(set_text("学校通知书")))


def test_a_font_inside_a_collection_is_used(fonts):
    fontfiles.collection(
        fonts / "two.TTC", fontfiles.font(("无名", "Nameless")), fontfiles.font(fontfiles.FANG)
    )
    CHOICE.choose([fonts])

    assert any(name.startswith("FangSong_GB2312") for name in embedded(set_text("学校通知书")))


def test_fonts_lie_in_folders_of_folders_and_missing_folders_are_no_matter(fonts):
    fontfiles.install(fonts / "truetype" / "gov")

    assert machine_fonts.look([fonts / "没有", fonts])["fang"].family == "仿宋_GB2312"


@pytest.mark.parametrize("paper", PAPERS)
def test_changing_to_the_machine_s_fonts_and_back_gives_the_same_bytes_as_before(fonts, paper):
    make, cases = PAPERS[paper]
    before = make(list(cases.values()))
    CHOICE.choose([fonts])
    nothing_found = make(list(cases.values()))
    fontfiles.install(fonts)
    CHOICE.choose([fonts])
    own, again = make(list(cases.values())), make(list(cases.values()))
    CHOICE.choose()

    assert nothing_found == before
    assert own == again != before
    assert make(list(cases.values())) == before


def test_a_file_is_read_again_only_when_it_has_changed(fonts, monkeypatch):
    path = fontfiles.install(fonts)
    first = machine_fonts.look([fonts])["fang"].font
    monkeypatch.setattr(machine_fonts, "TTFontFile", None)

    assert machine_fonts.look([fonts])["fang"].font is first
    monkeypatch.undo()
    path.write_bytes(path.read_bytes()[:100])
    assert found(fonts) == {}


def test_a_font_that_is_taken_away_while_it_is_used_still_prints(fonts):
    path = fontfiles.install(fonts)
    CHOICE.choose([fonts])
    set_text("学")
    path.unlink()

    assert embedded(set_text("学校通知书")) == {"FangSong_GB2312"}


def test_the_paper_tells_nothing_of_where_the_font_was(fonts):
    fontfiles.install(fonts)
    CHOICE.choose([fonts])

    assert str(fonts).encode() not in set_text("学校通知书")
    assert b"Fonts" not in set_text("学校通知书")
