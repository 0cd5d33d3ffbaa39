"""Imports point one way, and a few manners of the house hold everywhere."""

import ast
import re
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "kongchuo_desktop"
OURS = {
    "domain": "domain",
    "store": "domain store",
    "documents": "domain documents resources",
    "spreadsheets": "domain spreadsheets resources collector",
    "exchange": "domain exchange resources",
    "services": "domain store documents spreadsheets exchange services resources collector",
    "cli": "domain services cli paths",
    "ui": "domain services ui resources",
    "resources": "",
    "collector": "",
    "paths": "",
    "logs": "",
}  # app and __main__ know every layer
THIRD_PARTY = {
    "domain": "",
    "store": "peewee playhouse apsw argon2 cryptography filelock",
    "documents": "reportlab pypdfium2 segno",
    "spreadsheets": "python_calamine xlsxwriter olefile",
    "exchange": "pyrage cryptography",
    "services": "chinese_calendar pypinyin platformdirs",
    "cli": "",
    "ui": "PySide6",
    "resources": "",
    "collector": "",
    "paths": "platformdirs",
    "logs": "",
}
SOURCES = sorted(PACKAGE.rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
VAGUE = {"utils", "util", "helpers", "helper", "manager", "base", "common", "misc"}


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), str(path))


def said(path: Path, node: ast.AST, words: str) -> str:
    return f"{path.relative_to(ROOT)}:{node.lineno}: {words}"


def layer_of(path: Path) -> str:
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


def imported(path: Path) -> list[tuple[ast.stmt, str]]:
    """Every module a file imports, also inside functions and for types only; `.` if relative."""
    found: list[tuple[ast.stmt, str]] = []
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found += [(node, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            module = "." * node.level + (node.module or "")
            inside = module == "kongchuo_desktop"
            found += [(node, f"{module}.{a.name}" if inside else module) for a in node.names]
    return found


def fault(layer: str, module: str) -> str | None:
    top, *rest = module.split(".")
    if not top:
        return "relative import"
    if top == "kongchuo_desktop":
        wanted = rest[0] if rest else "__version__"
        allowed = f"__version__ {OURS[layer]}".split()
    else:
        wanted = top
        allowed = [*sys.stdlib_module_names, *THIRD_PARTY[layer].split()]
    return None if wanted in allowed else f"{layer} may not import {module}"


def test_imports_point_one_way():
    faults = [
        said(path, node, wrong)
        for path in SOURCES
        if layer_of(path) in OURS
        for node, module in imported(path)
        if (wrong := fault(layer_of(path), module))
    ]
    assert not faults, "\n".join(faults)


def test_every_file_belongs_to_a_layer_and_no_test_is_imported():
    strangers = {layer_of(path) for path in SOURCES} - {*OURS, "app", "__main__", "__init__"}
    tests = [
        said(path, node, module)
        for path in SOURCES
        for node, module in imported(path)
        if module.split(".")[0] in {"tests", "conftest", "factory", "pytest"} or module[:1] == "."
    ]
    assert not strangers
    assert not tests, "\n".join(tests)


@pytest.mark.parametrize(
    ("layer", "module"),
    [
        ("domain", "peewee"),
        ("domain", "kongchuo_desktop.resources"),
        ("store", "kongchuo_desktop.services.roster"),
        ("ui", "kongchuo_desktop.store.students"),
        ("cli", "kongchuo_desktop.store"),
        ("services", "PySide6.QtCore"),
        ("documents", ".sheet"),
    ],
)
def test_the_check_finds_what_it_is_for(layer, module):
    assert fault(layer, module)


def test_no_module_has_a_name_that_says_nothing():
    assert not [path for path in SOURCES if path.stem in VAGUE or path.parent.name in VAGUE]


def calls(path: Path) -> list[tuple[ast.Call, str]]:
    """Calls with what is called, as far as it is plain names: `qtbot.wait`."""
    return [
        (node, ast.unparse(node.func))
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
    ]


def test_no_dialog_runs_its_own_loop():
    assert not [
        said(path, node, name)
        for path in SOURCES
        if layer_of(path) == "ui"
        for node, name in calls(path)
        if name.split(".")[-1] in {"exec", "exec_"}
    ]


def test_tests_wait_for_events_and_never_for_time():
    assert not [
        said(path, node, name)
        for path in TESTS
        for node, name in calls(path)
        if name.split(".")[-1] in {"sleep", "qWait", "qSleep"} or name == "qtbot.wait"
    ]


def test_colours_are_named_in_one_place():
    colour = re.compile(r"#[0-9A-Fa-f]{6}\b|#[0-9A-Fa-f]{8}\b")
    assert not [
        said(path, node, node.value)
        for path in SOURCES
        if layer_of(path) == "ui" and path.name != "look.py"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and colour.search(node.value)
    ]


PERSONAL = {
    "name",
    "id_no",
    "student_no",
    "phone",
    "guardians",
    "reason",
    "note",
    "fields",
    "label",
}
LEVELS = {"debug", "info", "warning", "error", "exception", "critical", "log"}


def test_logs_hold_no_personal_data():
    """Nothing that names a child is put into a log line; labels of operations hold names too."""
    assert not [
        said(path, node, ast.unparse(part))
        for path in SOURCES
        for node, name in calls(path)
        if re.search(r"\blog(ger|ging)?\b", name) and name.split(".")[-1] in LEVELS
        for argument in (*node.args, *(keyword.value for keyword in node.keywords))
        for part in ast.walk(argument)
        if isinstance(part, ast.Attribute) and part.attr in PERSONAL
    ]


def test_every_path_the_map_names_exists():
    page = ROOT / "ARCHITECTURE.md"
    if not page.exists():
        pytest.skip("the map is not drawn yet")
    named = re.findall(
        r"`([\w./-]+/[\w./-]*|[\w-]+\.(?:py|md|toml|lock))`", page.read_text("utf-8")
    )
    missing = [
        name
        for name in named
        if "*" not in name and not (ROOT / name).exists() and not (PACKAGE / name).exists()
    ]
    assert named
    assert not missing
