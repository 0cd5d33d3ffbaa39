"""Cut the source fonts to the characters of Chinese names and official papers, and rename them.

The Open Font License forbids derived fonts to carry the reserved names, hence the family names
`KongChuo …`. The same sources and the same fontTools give the same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.scaleUpem import scale_upem
from fontTools.ttLib.tables._g_l_y_f import GlyphCoordinates

PROJECT = Path(__file__).resolve().parents[2]
CHARS = PROJECT / "resources" / "codes" / "chars"
SUMS = "SHA256SUMS"
UNUSED_TABLES = ["GSUB", "GPOS", "GDEF", "BASE", "vhea", "vmtx", "VORG", "DSIG", "STAT", "FFTM"]
LIMIT_BYTES = 70_000_000
WINDOWS_ENGLISH = (3, 1, 0x409)
OFL = "SIL Open Font License, Version 1.1"


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """One shipped font: which file it is cut from, for which characters, and what it is called."""

    source: str
    chars: Callable[[Path], set[int]]
    family: str
    style: str = "Regular"
    weight: int = 400
    licence: str = OFL
    traced: bool = False
    ticked: bool = False

    @property
    def file(self) -> str:
        stem = self.family.replace(" ", "")
        return f"{stem}.ttf" if self.style == "Regular" else f"{stem}-{self.style}.ttf"


def listed(name: str) -> set[int]:
    """The characters of a list in resources/codes/chars, one on each line."""
    lines = (CHARS / f"{name}.txt").read_text(encoding="utf-8").split("\n")
    return {ord(line) for line in lines if line}


def gb2312() -> set[int]:
    """The 6,763 characters of GB 2312: the names that old rosters can hold."""
    rows = range(0xB0, 0xF8)
    pairs = (bytes([row, cell]) for row in rows for cell in range(0xA1, 0xFF))
    return {ord(char) for pair in pairs if (char := pair.decode("gb2312", "ignore"))}


def spans(*bounds: tuple[int, int]) -> set[int]:
    return {code for first, last in bounds for code in range(first, last + 1)}


def common(_: Path) -> set[int]:
    """What every face must have: the standard table, old rosters, marks and European letters."""
    marks = spans(
        (0xA0, 0x17F), (0x2000, 0x206F), (0x2160, 0x216B), (0x2460, 0x2473), (0x3000, 0x303F),
        (0x3220, 0x3229), (0xFF00, 0xFFEF),
    )  # fmt: skip
    return listed("tongyong_8105") | gb2312() | listed("punct_latin") | listed("rare_names") | marks


def common_han(out: Path) -> set[int]:
    """Without ASCII, whose shapes are taken from the next face of the chain."""
    return common(out) - spans((0x20, 0x7E))


def level_2(out: Path) -> set[int]:
    return common(out) | listed("gb18030_2022_level2")


def rare(out: Path) -> set[int]:
    """Everything in the extension planes that the Song face lacks."""
    with TTFont(out / "KongChuoSong.ttf", lazy=True) as song:
        return spans((0x3400, 0x9FFF), (0x20000, 0x323AF)) - set(song.getBestCmap())


RECIPES = (
    Recipe(source="NotoSerifSC_900Black.ttf", chars=common, family="KongChuo Title", weight=900),
    Recipe(
        source="FandolFang-Regular.otf",
        chars=common_han,
        family="KongChuo Fang",
        licence="GNU General Public License, version 3, with the font exception",
    ),
    Recipe(
        source="LXGWWenKai-Light.ttf",
        chars=common,
        family="KongChuo Fang Fill",
        weight=300,
        ticked=True,
    ),
    Recipe(source="LXGWWenKai-Regular.ttf", chars=common, family="KongChuo Kai"),
    Recipe(source="NotoSansSC_400Regular.ttf", chars=common, family="KongChuo Sans"),
    Recipe(
        source="NotoSansSC_500Medium.ttf",
        chars=common,
        family="KongChuo Sans",
        style="Medium",
        weight=500,
    ),
    Recipe(
        source="NotoSansSC_600SemiBold.ttf",
        chars=common,
        family="KongChuo Sans",
        style="SemiBold",
        weight=600,
    ),
    Recipe(source="NotoSerifSC_400Regular.ttf", chars=level_2, family="KongChuo Song"),
    Recipe(source="HanaMinB.ttf", chars=rare, family="KongChuo Rare", traced=True),
)


def cut(font: TTFont, codes: Iterable[int]) -> None:
    options = Options()
    options.layout_features = []
    options.hinting = False
    options.notdef_outline = True
    options.glyph_names = False
    options.name_IDs = ["*"]
    options.name_languages = ["*"]
    options.drop_tables += UNUSED_TABLES
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=codes)
    subsetter.subset(font)


def to_truetype(font: TTFont) -> None:
    """Cubic outlines to quadratic ones: the PDF writer embeds TrueType outlines only."""
    order = font.getGlyphOrder()
    glyph_set = font.getGlyphSet()
    glyf = newTable("glyf")
    glyf.glyphs = {}
    for name in order:
        pen = TTGlyphPen(glyph_set)
        glyph_set[name].draw(Cu2QuPen(pen, 1.0, reverse_direction=True))
        glyf.glyphs[name] = pen.glyph()
    glyf.glyphOrder = order
    font["loca"] = newTable("loca")
    font["glyf"] = glyf
    for name, glyph in glyf.glyphs.items():
        glyph.recalcBounds(glyf)
        font["hmtx"][name] = (font["hmtx"][name][0], getattr(glyph, "xMin", 0))
    _declare_truetype(font)
    del font["CFF "]


def _declare_truetype(font: TTFont) -> None:
    maxp = font["maxp"]
    maxp.tableVersion = 0x00010000
    maxp.maxZones = 1
    for field in (
        "maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs",
        "maxStackElements", "maxSizeOfInstructions", "maxComponentElements", "maxPoints",
        "maxContours", "maxCompositePoints", "maxCompositeContours", "maxComponentDepth",
    ):  # fmt: skip
        setattr(maxp, field, 0)
    post = font["post"]
    post.formatType, post.extraNames, post.mapping, post.glyphOrder = 3.0, [], {}, None
    font.sfntVersion = "\x00\x01\x00\x00"


def add_ticked_box(font: TTFont) -> None:
    """Make ☑ from the font's own □ and √: a form needs both, and no source font has the pair."""
    glyphs = font.getGlyphSet()
    cmap = font.getBestCmap()
    box, tick = cmap[ord("□")], cmap[ord("√")]
    pen = TTGlyphPen(None)
    glyphs[box].draw(pen)
    glyphs[tick].draw(pen)
    font.setGlyphOrder([*font.getGlyphOrder(), "ticked"])
    font["glyf"]["ticked"] = pen.glyph()
    font["hmtx"]["ticked"] = (font["hmtx"][box][0], font["hmtx"][box][1])
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap |= {ord("☐"): box, ord("☑"): "ticked"}


def straighten(font: TTFont, tolerance: float = 0.5) -> None:
    """Drop the points of polygonal glyphs that lie within `tolerance` units of a straight line.

    The source traces its curves with about 190 straight pieces a character; half a unit of 512 is
    0.02 pt at the size of a letter, a sixth of a printer's dot.
    """
    glyf = font["glyf"]
    for glyph_name in font.getGlyphOrder():
        glyph = glyf[glyph_name]
        if glyph.numberOfContours <= 0:
            continue
        points, ends, flags = glyph.getCoordinates(glyf)
        if not all(flag & 1 for flag in flags):
            continue
        kept: list[tuple[int, int]] = []
        new_ends: list[int] = []
        start = 0
        for end in ends:
            kept += _straightened(points[start : end + 1], tolerance)
            new_ends.append(len(kept) - 1)
            start = end + 1
        glyph.coordinates = GlyphCoordinates(kept)
        glyph.endPtsOfContours = new_ends
        glyph.flags = array("B", [1] * len(kept))
        glyph.recalcBounds(glyf)
        font["hmtx"][glyph_name] = (font["hmtx"][glyph_name][0], glyph.xMin)


def _straightened(points: Sequence[tuple[int, int]], tolerance: float) -> list[tuple[int, int]]:
    kept = [points[0]]
    anchor = 0
    for index in range(1, len(points)):
        following = points[(index + 1) % len(points)]
        between = points[anchor + 1 : index + 1]
        if not _near_line(points[anchor], following, between, tolerance):
            kept.append(points[index])
            anchor = index
    return kept if len(kept) > 2 else list(points)


def _near_line(
    start: tuple[int, int],
    end: tuple[int, int],
    between: Iterable[tuple[int, int]],
    tolerance: float,
) -> bool:
    """Whether every point between is on the way from start to end, give or take `tolerance`."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    square = dx * dx + dy * dy
    far = tolerance * square**0.5
    for x, y in between:
        px, py = x - start[0], y - start[1]
        if abs(dx * py - dy * px) > far or not 0 <= dx * px + dy * py <= square:
            return False
    return square > 0


def smooth(font: TTFont) -> None:
    """Ask the screen for grey smoothing at every size, since the hints are gone."""
    gasp = newTable("gasp")
    gasp.version = 1
    gasp.gaspRange = {0xFFFF: 0x000A}
    font["gasp"] = gasp


def name(font: TTFont, recipe: Recipe) -> None:
    """Family, style and weight, so that the weights of one family are found under one name."""
    table = font["name"]
    copyright_ = table.getDebugName(0) or ""
    version = table.getDebugName(5) or "Version 1.0"
    plain = recipe.style == "Regular"
    full = recipe.family if plain else f"{recipe.family} {recipe.style}"
    table.names = []
    records = {
        0: copyright_,
        1: full,
        2: "Regular",
        3: f"{full}; {version}",
        4: full,
        5: version,
        6: f"{recipe.family.replace(' ', '')}-{recipe.style}",
        13: recipe.licence,
    }
    if not plain:
        records |= {16: recipe.family, 17: recipe.style}
    for number, text in records.items():
        table.setName(text, number, *WINDOWS_ENGLISH)
    font["OS/2"].usWeightClass = recipe.weight


def build(recipe: Recipe, sources: Path, out: Path) -> Path:
    """Write one font into `out`."""
    found = sorted(sources.rglob(recipe.source))
    if not found:
        raise SystemExit(f"{recipe.source} is not below {sources}: see README.md for its package")
    with TTFont(found[0], lazy=True, recalcTimestamp=False) as font:
        cut(font, recipe.chars(out))
        if "CFF " in font:
            to_truetype(font)
        if recipe.traced:
            scale_upem(font, 512)
            straighten(font)
        if recipe.ticked:
            add_ticked_box(font)
        smooth(font)
        name(font, recipe)
        target = out / recipe.file
        font.save(target)
    return target


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sources", type=Path, help="folder with the unpacked source packages")
    parser.add_argument("--out", type=Path, default=PROJECT / "resources" / "fonts")
    parser.add_argument("--only", default="", help="build only the family of this name")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    for recipe in RECIPES:
        if arguments.only in ("", recipe.family):
            path = build(recipe, arguments.sources, arguments.out)
            print(f"{path.name}  {path.stat().st_size / 1e6:.2f} MB", flush=True)  # noqa: T201
    built = sorted(arguments.out.glob("*.ttf"))
    total = sum(path.stat().st_size for path in built)
    if total > LIMIT_BYTES:
        raise SystemExit(f"{total / 1e6:.1f} MB of fonts: more than {LIMIT_BYTES / 1e6:.0f} MB")
    lines = (f"{digest(path)}  {path.name}\n" for path in built)
    (arguments.out / SUMS).write_text("".join(lines), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
