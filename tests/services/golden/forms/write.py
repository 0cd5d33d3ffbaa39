"""Write the golden texts of the forms anew, with the project on PYTHONPATH, after a meant change;
forms named as arguments alone, or all."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parents[1]), str(HERE.parents[2])]

import form_samples  # noqa: E402
import worst_school  # noqa: E402

from kongchuo_desktop.services import demo  # noqa: E402


def write(form: str, record: str, text: str) -> None:
    (HERE / f"{form}-{record}.txt").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    wanted = sys.argv[1:] or form_samples.FORMS
    with TemporaryDirectory() as place:
        school = demo.create(Path(place) / "demo")
        of_demo, blanks = form_samples.taken(school), form_samples.blanks(school)
        school.close()
        school = worst_school.create(Path(place) / "worst")
        of_worst = form_samples.taken(school, worst_school.HEROES)
        school.close()
    for form in wanted:
        write(form, "blank", blanks[form].golden)
        for record, samples in (("demo", of_demo), ("worst", of_worst)):
            if samples.filled[form]:
                write(form, record, samples.paper(form).golden)
