"""What README, ARCHITECTURE, CONTRIBUTING and the help texts say is so."""

import os
import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from kongchuo_desktop import resources
from kongchuo_desktop.cli import parser
from kongchuo_desktop.ui.tabs import contents

TABS = contents.kinds()

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "kongchuo_desktop"
PAGES = ("README.md", "README.zh-CN.md", "ARCHITECTURE.md", "CONTRIBUTING.md")
LAW = [*PAGES, "CHANGELOG.md", *sorted(str(p.relative_to(ROOT)) for p in ROOT.glob("docs/**/*.md"))]
PATH = re.compile(r"[\w.-]+(?:/|\.(?:py|md|toml|lock))|Makefile")
MADE = {".venv/", "demo/"}  # named by the papers, made by a command


def read(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def exists(name: str) -> bool:
    return name in MADE or (ROOT / name).exists() or (PACKAGE / name).exists()


def named(page: str) -> list[str]:
    """Paths in backticks, and the targets of links, but not what stands for any name."""
    words = re.findall(r"(?<!`)`([^`\n]+)`(?!`)", page)
    paths = [w for w in words if re.fullmatch(r"[\w.-]+(?:/[\w.-]*)+|[\w-]+\.(?:py|md|toml)", w)]
    links = re.findall(r"\]\(([^)#]+)\)", page)
    return [p for p in paths if not p.startswith((".venv/", "v1."))] + [
        link for link in links if "://" not in link
    ]


@pytest.mark.parametrize("page", LAW)
def test_every_path_a_page_names_exists(page):
    here = Path(page).parent
    missing = [name for name in named(read(page)) if not exists(name) and not exists(here / name)]
    assert not missing


def drawn() -> Iterator[str]:
    """Every path of the map in ARCHITECTURE.md: a line belongs to the folder above its indent."""
    [tree] = re.findall(r"## The map\n\n```\n(.*?)```", read("ARCHITECTURE.md"), re.DOTALL)
    folders = [(-1, "")]
    for line in tree.splitlines():
        indent = len(line) - len(line.lstrip())
        while folders[-1][0] >= indent:
            folders.pop()
        inside = folders[-1][1]
        names = [word for word in line.split() if PATH.fullmatch(word)]
        yield from (inside + name for name in names)
        if names[0].endswith("/"):
            folders.append((indent, inside + names[0]))


def test_every_path_of_the_map_exists():
    paths = list(drawn())
    missing = [path for path in paths if not exists(path)]
    assert len(paths) > 60
    assert not missing


def test_the_map_shows_every_layer():
    folders = {p.name for p in PACKAGE.iterdir() if (p / "__init__.py").exists()}
    assert folders <= {path.split("/")[1] for path in drawn() if path.count("/") > 1}


def test_the_map_stays_a_map():
    assert len(read("ARCHITECTURE.md").splitlines()) < 200


@pytest.mark.parametrize("page", PAGES)
def test_every_target_a_page_names_is_in_the_makefile(page):
    targets = set(re.findall(r"^(\w+):", read("Makefile"), re.MULTILINE))
    assert set(re.findall(r"(?:^|`|&& )make ([a-z]+)", read(page), re.MULTILINE)) <= targets


def test_a_machine_can_run_the_checks():
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


@pytest.mark.parametrize("tab", TABS, ids=lambda tab: tab.title)
def test_the_help_of_a_page_tells_all_it_can_do(tab):
    text = resources.path(f"help/{tab.help_name()}.md").read_text("utf-8")
    assert text.startswith(f"## {tab.title}\n")
    assert "**按键**" in text
    assert [action.text for action in tab.actions_ if action.text not in text] == []
    assert len(text.splitlines()) <= 26


def test_no_help_is_left_of_a_page_that_is_gone():
    names = {path.stem for path in resources.path("help").glob("*.md")}
    assert names == {tab.help_name() for tab in TABS} | {"census"}


def pinned() -> dict[str, str]:
    """Each entry of the lock: its name and all that follows."""
    entries = re.split(r"\n(?=\S)", read("requirements.lock").strip())
    plain = [entry for entry in entries if not entry.startswith("#")]
    return {re.split(r"[=\s]", entry)[0].lower(): entry for entry in plain}


def test_the_lock_pins_every_package_with_hashes():
    loose = [
        name
        for name, entry in pinned().items()
        if not re.match(r"[\w.-]+==[\w.]+ ", entry)
        or not re.search(r"--hash=sha256:[0-9a-f]{64}\b", entry)
    ]
    assert pinned()
    assert not loose


def test_the_lock_holds_no_address():
    assert not re.search(r"://|--(?:index|extra|find|trusted)|\s@\s", read("requirements.lock"))


def test_the_lock_has_all_that_is_asked_for():
    settings = tomllib.loads(read("pyproject.toml"))
    asked = settings["project"]["dependencies"] + settings["dependency-groups"]["dev"]
    assert {re.split(r"[<>=]", name)[0].lower() for name in asked} <= set(pinned())


def examples() -> list[str]:
    """The command lines shown to people who work without a window."""
    [block] = re.findall(r"```\n(kongchuo .*?)```", read("README.zh-CN.md"), re.DOTALL)
    commands = [re.split(r" {3,}", line)[0] for line in block.splitlines()]
    return [command for line in commands for command in line.split(" · ")]


@pytest.mark.parametrize("example", examples())
def test_an_example_is_a_command(example):
    name, *words = shlex.split(example)
    assert name == "kongchuo"
    assert parser.build().parse_args(words).run


def test_every_command_has_an_example():
    verbs = next(a.choices for a in parser.build()._actions if a.dest == "verb")
    assert {example.split()[1] for example in examples()} == set(verbs)
