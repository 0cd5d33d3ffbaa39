"""Write the golden texts anew, with the project on PYTHONPATH, after a meant change of wording."""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from daily_samples import DAILY  # noqa: E402
from paper_samples import PAPERS  # noqa: E402
from visit_samples import VISITING  # noqa: E402

from kongchuo_desktop.documents import render  # noqa: E402

if __name__ == "__main__":
    for paper, (make, cases) in {**PAPERS, **DAILY, **VISITING}.items():
        for case, record in cases.items():
            lines = "\f".join(render.text(make([record]))).splitlines()
            text = "\n".join(line.strip() for line in lines) + "\n"
            (HERE / f"{paper}-{case}.txt").write_text(text, encoding="utf-8")
