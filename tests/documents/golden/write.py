"""Write the golden texts anew, with the project on PYTHONPATH, after a meant change of wording."""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from paper_samples import PAPERS, pdf_of  # noqa: E402

from kongchuo_desktop.documents import render  # noqa: E402

if __name__ == "__main__":
    for paper in PAPERS:
        for case in PAPERS[paper][1]:
            lines = "\f".join(render.text(pdf_of(paper, case))).splitlines()
            text = "\n".join(line.strip() for line in lines) + "\n"
            (HERE / f"{paper}-{case}.txt").write_text(text, encoding="utf-8")
