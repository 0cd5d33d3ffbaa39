"""The migrations themselves. A released step is never edited and never imports a model."""

FIRST = """
CREATE TABLE setting (
    key TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

CREATE TABLE class (
    id TEXT NOT NULL PRIMARY KEY,
    grade INTEGER NOT NULL,
    number INTEGER NOT NULL,
    name TEXT NOT NULL UNIQUE,
    teacher TEXT NOT NULL,
    catch_up INTEGER NOT NULL
) STRICT;

CREATE TABLE special_day (
    day TEXT NOT NULL PRIMARY KEY,
    school INTEGER NOT NULL,
    why TEXT NOT NULL
) STRICT;

CREATE TABLE student (
    id TEXT NOT NULL PRIMARY KEY,
    class TEXT NOT NULL REFERENCES class (id),
    name TEXT NOT NULL,
    sort TEXT NOT NULL,
    sex TEXT NOT NULL,
    birth TEXT NOT NULL,
    id_no TEXT NOT NULL,
    student_no TEXT NOT NULL,
    seat_no TEXT NOT NULL,
    ethnicity TEXT NOT NULL,
    status TEXT NOT NULL,
    boarding INTEGER,
    village TEXT NOT NULL,
    address TEXT NOT NULL,
    phone TEXT NOT NULL,
    distance_km REAL,
    tags TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX student_id_no ON student (id_no) WHERE id_no <> '';
CREATE UNIQUE INDEX student_student_no ON student (student_no) WHERE student_no <> '';
CREATE INDEX student_by_class ON student (class, status);

CREATE TABLE search (
    student TEXT NOT NULL PRIMARY KEY REFERENCES student (id) ON DELETE CASCADE,
    class TEXT NOT NULL,
    status TEXT NOT NULL,
    tags TEXT NOT NULL,
    rank TEXT NOT NULL,
    text TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE roster (
    student TEXT NOT NULL PRIMARY KEY REFERENCES student (id) ON DELETE CASCADE,
    columns TEXT NOT NULL
) STRICT;

CREATE TABLE guardian (
    student TEXT NOT NULL REFERENCES student (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    relation TEXT NOT NULL,
    phone TEXT NOT NULL,
    is_guardian INTEGER NOT NULL,
    id_no TEXT NOT NULL,
    work TEXT NOT NULL,
    PRIMARY KEY (student, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE roll (
    class TEXT NOT NULL REFERENCES class (id),
    day TEXT NOT NULL,
    half TEXT NOT NULL,
    state TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (day, class, half)
) STRICT, WITHOUT ROWID;

CREATE TABLE roll_change (
    id TEXT NOT NULL PRIMARY KEY,
    class TEXT NOT NULL REFERENCES class (id),
    day TEXT NOT NULL,
    half TEXT NOT NULL,
    at TEXT NOT NULL,
    who TEXT NOT NULL,
    why TEXT NOT NULL,
    before TEXT NOT NULL,
    after TEXT NOT NULL
) STRICT;
CREATE INDEX roll_change_of_class ON roll_change (class, day);

CREATE TABLE mark (
    student TEXT NOT NULL REFERENCES student (id),
    day TEXT NOT NULL,
    half TEXT NOT NULL,
    kind TEXT NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (day, student, half)
) STRICT, WITHOUT ROWID;
CREATE INDEX mark_of_student ON mark (student, day);

CREATE TABLE leave (
    id TEXT NOT NULL PRIMARY KEY,
    student TEXT NOT NULL REFERENCES student (id),
    kind TEXT NOT NULL,
    first_day TEXT NOT NULL,
    first_half TEXT NOT NULL,
    last_day TEXT NOT NULL,
    last_half TEXT NOT NULL,
    reason TEXT NOT NULL,
    applicant TEXT NOT NULL,
    phone INTEGER NOT NULL,
    made_up_on TEXT NOT NULL,
    destination TEXT NOT NULL,
    state TEXT NOT NULL,
    slip_no INTEGER NOT NULL,
    term TEXT NOT NULL,
    back_day TEXT NOT NULL,
    back_half TEXT NOT NULL,
    note TEXT NOT NULL,
    UNIQUE (term, slip_no)
) STRICT;
CREATE INDEX leave_of_student ON leave (student, first_day);

CREATE TABLE contact (
    id TEXT NOT NULL PRIMARY KEY,
    student TEXT NOT NULL REFERENCES student (id),
    at TEXT NOT NULL,
    way TEXT NOT NULL,
    result TEXT NOT NULL,
    person TEXT NOT NULL,
    note TEXT NOT NULL
) STRICT;
CREATE INDEX contact_of_student ON contact (student, at);

CREATE TABLE visit (
    id TEXT NOT NULL PRIMARY KEY,
    student TEXT NOT NULL REFERENCES student (id),
    day TEXT NOT NULL,
    kind TEXT NOT NULL,
    visitors TEXT NOT NULL,
    leader INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    met TEXT NOT NULL,
    note TEXT NOT NULL,
    agreed TEXT NOT NULL,
    refused INTEGER NOT NULL
) STRICT;
CREATE INDEX visit_of_student ON visit (student, day);

CREATE TABLE submission (
    id TEXT NOT NULL PRIMARY KEY,
    student TEXT NOT NULL REFERENCES student (id),
    rung TEXT NOT NULL,
    day TEXT NOT NULL,
    whom TEXT NOT NULL,
    note TEXT NOT NULL
) STRICT;
CREATE INDEX submission_of_student ON submission (student, day);

CREATE TABLE concern (
    id TEXT NOT NULL PRIMARY KEY,
    student TEXT NOT NULL REFERENCES student (id),
    since TEXT NOT NULL,
    reason TEXT NOT NULL,
    assignee TEXT NOT NULL,
    intention INTEGER NOT NULL,
    dismissed_on TEXT NOT NULL,
    dismissed_why TEXT NOT NULL
) STRICT;
CREATE INDEX concern_of_student ON concern (student, since);

CREATE TABLE aid (
    id TEXT NOT NULL PRIMARY KEY,
    student TEXT NOT NULL REFERENCES student (id),
    kind TEXT NOT NULL,
    item TEXT NOT NULL,
    amount INTEGER NOT NULL,
    term TEXT NOT NULL,
    evidence TEXT NOT NULL,
    reason TEXT NOT NULL,
    state TEXT NOT NULL,
    applied_on TEXT NOT NULL,
    decided_on TEXT NOT NULL,
    note TEXT NOT NULL
) STRICT;
CREATE INDEX aid_of_student ON aid (student, applied_on);

CREATE TABLE paper (
    id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    issued_on TEXT NOT NULL,
    who TEXT NOT NULL,
    pages INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    data TEXT NOT NULL
) STRICT;

CREATE TABLE paper_copy (
    paper TEXT NOT NULL PRIMARY KEY REFERENCES paper (id) ON DELETE CASCADE,
    pdf BLOB NOT NULL
) STRICT;

CREATE TABLE sheet (
    id TEXT NOT NULL PRIMARY KEY,
    paper TEXT NOT NULL REFERENCES paper (id),
    student TEXT NOT NULL,
    name TEXT NOT NULL,
    class TEXT NOT NULL,
    about TEXT NOT NULL,
    series TEXT NOT NULL,
    year INTEGER NOT NULL,
    number INTEGER NOT NULL,
    words TEXT NOT NULL,
    page INTEGER NOT NULL,
    state TEXT NOT NULL,
    note TEXT NOT NULL,
    UNIQUE (series, year, number)
) STRICT;
CREATE INDEX sheet_about ON sheet (about);
CREATE INDEX sheet_of_student ON sheet (student);
CREATE INDEX sheet_of_paper ON sheet (paper);

CREATE TABLE arrival (
    term TEXT NOT NULL,
    student TEXT NOT NULL REFERENCES student (id),
    arrived_on TEXT NOT NULL,
    missed_on TEXT NOT NULL,
    reason TEXT NOT NULL,
    side TEXT NOT NULL,
    whereabouts TEXT NOT NULL,
    measures TEXT NOT NULL,
    person TEXT NOT NULL,
    carried_over INTEGER NOT NULL,
    PRIMARY KEY (term, student)
) STRICT, WITHOUT ROWID;
CREATE INDEX arrival_of_student ON arrival (student);

CREATE TABLE census_move (
    id TEXT NOT NULL PRIMARY KEY,
    term TEXT NOT NULL,
    class TEXT NOT NULL REFERENCES class (id),
    kind TEXT NOT NULL,
    day TEXT NOT NULL,
    student TEXT REFERENCES student (id),
    count INTEGER NOT NULL,
    name TEXT NOT NULL,
    note TEXT NOT NULL
) STRICT;
CREATE INDEX census_move_of_student ON census_move (student);

CREATE TABLE census_figure (
    term TEXT NOT NULL,
    grade INTEGER NOT NULL,
    item TEXT NOT NULL,
    number INTEGER NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (term, grade, item)
) STRICT, WITHOUT ROWID;

CREATE TABLE parcel (
    id TEXT NOT NULL PRIMARY KEY,
    seq INTEGER NOT NULL UNIQUE,
    made_at TEXT NOT NULL,
    name TEXT NOT NULL,
    place TEXT NOT NULL,
    size INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    recipient TEXT NOT NULL,
    counts TEXT NOT NULL,
    state TEXT NOT NULL
) STRICT;

CREATE TABLE look (
    id TEXT NOT NULL PRIMARY KEY,
    student TEXT NOT NULL,
    what TEXT NOT NULL,
    at TEXT NOT NULL,
    who TEXT NOT NULL
) STRICT;

CREATE TABLE sent (
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    rev INTEGER NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE draft (
    form TEXT NOT NULL PRIMARY KEY,
    fields TEXT NOT NULL
) STRICT;

CREATE TABLE op (
    id INTEGER NOT NULL PRIMARY KEY,
    label TEXT NOT NULL,
    at TEXT NOT NULL,
    who TEXT NOT NULL,
    undoes INTEGER,
    undoable INTEGER NOT NULL,
    changes BLOB NOT NULL,
    hash TEXT NOT NULL
) STRICT;
"""

CASES = """
CREATE TABLE dropout_case (
    id TEXT NOT NULL PRIMARY KEY,
    student TEXT NOT NULL REFERENCES student (id),
    opened_on TEXT NOT NULL,
    begun TEXT NOT NULL,
    origin TEXT NOT NULL,
    why TEXT NOT NULL
) STRICT;
CREATE INDEX dropout_case_of_student ON dropout_case (student, opened_on);

CREATE TABLE case_step (
    id TEXT NOT NULL PRIMARY KEY,
    dropout_case TEXT NOT NULL REFERENCES dropout_case (id),
    kind TEXT NOT NULL,
    day TEXT NOT NULL,
    who TEXT NOT NULL,
    basis TEXT NOT NULL,
    note TEXT NOT NULL,
    detail TEXT NOT NULL,
    at TEXT NOT NULL,
    void_why TEXT NOT NULL
) STRICT;
CREATE INDEX case_step_of_case ON case_step (dropout_case, day);

CREATE TABLE service_receipt (
    id TEXT NOT NULL PRIMARY KEY,
    sheet TEXT NOT NULL UNIQUE REFERENCES sheet (id),
    day TEXT NOT NULL,
    way TEXT NOT NULL,
    server TEXT NOT NULL,
    receiver TEXT NOT NULL,
    refused INTEGER NOT NULL,
    witness TEXT NOT NULL,
    note TEXT NOT NULL
) STRICT;
"""

WATCH = """
CREATE TABLE observation (
    id TEXT NOT NULL PRIMARY KEY,
    student TEXT NOT NULL REFERENCES student (id),
    day TEXT NOT NULL,
    kind TEXT NOT NULL,
    note TEXT NOT NULL,
    who TEXT NOT NULL,
    over_on TEXT NOT NULL,
    over_why TEXT NOT NULL,
    void_why TEXT NOT NULL
) STRICT;
CREATE INDEX observation_of_student ON observation (student, day);

CREATE TABLE level_override (
    id TEXT NOT NULL PRIMARY KEY,
    student TEXT NOT NULL REFERENCES student (id),
    level TEXT NOT NULL,
    day TEXT NOT NULL,
    until TEXT NOT NULL,
    why TEXT NOT NULL,
    who TEXT NOT NULL,
    over_on TEXT NOT NULL
) STRICT;
CREATE INDEX level_override_of_student ON level_override (student, day);

CREATE TABLE pairing (
    id TEXT NOT NULL PRIMARY KEY,
    student TEXT NOT NULL REFERENCES student (id),
    kind TEXT NOT NULL,
    partner TEXT NOT NULL,
    since TEXT NOT NULL,
    over_on TEXT NOT NULL,
    note TEXT NOT NULL
) STRICT;
CREATE INDEX pairing_of_student ON pairing (student, since);

CREATE TABLE help_plan (
    id TEXT NOT NULL PRIMARY KEY,
    student TEXT NOT NULL REFERENCES student (id),
    kind TEXT NOT NULL,
    since TEXT NOT NULL,
    subjects TEXT NOT NULL,
    cause TEXT NOT NULL,
    teacher TEXT NOT NULL,
    goal TEXT NOT NULL,
    measures TEXT NOT NULL,
    over_on TEXT NOT NULL,
    result TEXT NOT NULL
) STRICT;
CREATE INDEX help_plan_of_student ON help_plan (student, since);

CREATE TABLE help_session (
    id TEXT NOT NULL PRIMARY KEY,
    help_plan TEXT NOT NULL REFERENCES help_plan (id) ON DELETE CASCADE,
    day TEXT NOT NULL,
    minutes INTEGER NOT NULL,
    content TEXT NOT NULL,
    effect TEXT NOT NULL,
    who TEXT NOT NULL
) STRICT;
CREATE INDEX help_session_of_plan ON help_session (help_plan, day);

CREATE TABLE priority_check (
    id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    class TEXT NOT NULL REFERENCES class (id),
    period TEXT NOT NULL,
    day TEXT NOT NULL,
    who TEXT NOT NULL,
    count INTEGER NOT NULL,
    note TEXT NOT NULL,
    UNIQUE (kind, class, period)
) STRICT;

CREATE TABLE level_week (
    student TEXT NOT NULL REFERENCES student (id),
    day TEXT NOT NULL,
    level TEXT NOT NULL,
    score INTEGER NOT NULL,
    PRIMARY KEY (student, day)
) STRICT, WITHOUT ROWID;
"""

HEADINGS = """
CREATE TABLE heading (
    id INTEGER NOT NULL PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
) STRICT;
INSERT INTO heading (id, name)
SELECT row_number() OVER (ORDER BY min(place)) - 1, key
FROM (SELECT cell.key, cell.id AS place FROM roster, json_each(roster.columns) AS cell)
GROUP BY key;
UPDATE roster SET columns = (
    SELECT json_group_array(said) FROM (
        SELECT coalesce(cell.value, '') AS said
        FROM heading LEFT JOIN json_each(roster.columns) AS cell ON cell.key = heading.name
        ORDER BY heading.id
    )
);
"""

EXAMS = """
CREATE TABLE exam (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    day TEXT NOT NULL,
    kind TEXT NOT NULL,
    term TEXT NOT NULL,
    UNIQUE (name, day)
) STRICT;

CREATE TABLE exam_score (
    exam TEXT NOT NULL REFERENCES exam (id),
    student TEXT NOT NULL REFERENCES student (id),
    subject TEXT NOT NULL,
    class TEXT NOT NULL REFERENCES class (id),
    points REAL,
    full_marks REAL NOT NULL,
    PRIMARY KEY (exam, student, subject)
) STRICT, WITHOUT ROWID;
CREATE INDEX exam_score_of_student ON exam_score (student);
"""

VOID_VISITS = """
ALTER TABLE visit ADD COLUMN void_why TEXT NOT NULL DEFAULT '';
"""

PHOTOS = """
CREATE TABLE visit_photo (
    id TEXT NOT NULL PRIMARY KEY,
    visit TEXT NOT NULL REFERENCES visit (id),
    at TEXT NOT NULL,
    who TEXT NOT NULL
) STRICT;
CREATE INDEX visit_photo_of_visit ON visit_photo (visit, at);

CREATE TABLE visit_picture (
    photo TEXT NOT NULL PRIMARY KEY,
    jpeg BLOB NOT NULL
) STRICT;
"""

VOID_REPORTS = """
ALTER TABLE contact ADD COLUMN void_why TEXT NOT NULL DEFAULT '';
ALTER TABLE submission ADD COLUMN void_why TEXT NOT NULL DEFAULT '';
"""

FORMS = """
CREATE TABLE wording (
    form TEXT NOT NULL,
    key TEXT NOT NULL,
    second INTEGER NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (form, key, second)
) STRICT, WITHOUT ROWID;

CREATE TABLE disclosure (
    id TEXT NOT NULL PRIMARY KEY,
    at TEXT NOT NULL,
    who TEXT NOT NULL,
    form TEXT NOT NULL,
    purpose TEXT NOT NULL,
    children INTEGER NOT NULL
) STRICT;
"""

STEPS = (FIRST, CASES, WATCH, HEADINGS, EXAMS, VOID_VISITS, PHOTOS, VOID_REPORTS, FORMS)
