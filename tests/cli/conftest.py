"""Running a command on a real folder, as a script would."""

import json

import pytest

from kongchuo_desktop.cli import main

DAY = "2026-11-20"


@pytest.fixture
def run(folder, capsys):
    """Run a command on the small school; its exit code and what it said as JSON or text."""

    def run_it(*words, data=folder, day=DAY, as_json=True):
        capsys.readouterr()
        more = ["--date", day] if day else []
        code = main.run([*map(str, words), "--data", str(data), *more, *["--json"] * as_json])
        said = capsys.readouterr()
        if as_json:
            assert said.err == ""
            return code, json.loads(said.out)
        return code, said.out + said.err

    return run_it
