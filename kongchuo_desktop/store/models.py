"""Every table, one screen each: the schema at a glance. Dates are ISO text, money is in 分."""

from __future__ import annotations

from typing import Any

from peewee import (
    BlobField,
    CompositeKey,
    DatabaseProxy,
    FloatField,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
)

from kongchuo_desktop.domain.errors import Refused

proxy = DatabaseProxy()


class Row(Model):
    @classmethod
    def get_by_id(cls, pk: str) -> Any:
        """The row of a record; Refused when it is gone, as after an undo in another tab."""
        row = cls.get_or_none(cls._meta.primary_key == pk)
        if row is None:
            raise Refused("这条记录已经不在（可能刚被撤销或删除），没有改动。")
        return row

    class Meta:
        database = proxy
        legacy_table_names = False


class SettingRow(Row):
    key = TextField(primary_key=True)
    value = TextField()

    class Meta:
        table_name = "setting"


class ClassRow(Row):
    id = TextField(primary_key=True)
    grade = IntegerField()
    number = IntegerField()
    name = TextField()
    teacher = TextField()
    catch_up = IntegerField()

    class Meta:
        table_name = "class"


class SpecialDayRow(Row):
    """A day on which the school does otherwise than its calendar says."""

    day = TextField(primary_key=True)
    school = IntegerField()
    why = TextField()

    class Meta:
        table_name = "special_day"


class StudentRow(Row):
    id = TextField(primary_key=True)
    class_ = ForeignKeyField(ClassRow, column_name="class", backref="students")
    name = TextField()
    sort = TextField()
    sex = TextField()
    birth = TextField()
    id_no = TextField()
    student_no = TextField()
    seat_no = TextField()
    ethnicity = TextField()
    status = TextField()
    boarding = IntegerField(null=True)
    village = TextField()
    address = TextField()
    phone = TextField()
    distance_km = FloatField(null=True)
    tags = TextField()

    class Meta:
        table_name = "student"


class SearchRow(Row):
    """What a child is found by, narrow and in the order of lists: class, then pinyin."""

    student = ForeignKeyField(StudentRow, column_name="student", primary_key=True)
    class_ = TextField(column_name="class")
    status = TextField()
    tags = TextField()
    rank = TextField()
    text = TextField()

    class Meta:
        table_name = "search"


class HeadingRow(Row):
    """The standard name of a column of the roster that is kept as it came; counted from 0."""

    id = IntegerField(primary_key=True)
    name = TextField(unique=True)

    class Meta:
        table_name = "heading"


class RosterRow(Row):
    """What those columns say of a child: a JSON list in the order of the headings."""

    student = ForeignKeyField(StudentRow, column_name="student", primary_key=True)
    columns = TextField()

    class Meta:
        table_name = "roster"


class GuardianRow(Row):
    student = ForeignKeyField(StudentRow, column_name="student")
    position = IntegerField()
    name = TextField()
    relation = TextField()
    phone = TextField()
    is_guardian = IntegerField()
    id_no = TextField()
    work = TextField()

    class Meta:
        table_name = "guardian"
        primary_key = CompositeKey("student", "position")


class RollRow(Row):
    class_ = ForeignKeyField(ClassRow, column_name="class")
    day = TextField()
    half = TextField()
    state = TextField()
    at = TextField()

    class Meta:
        table_name = "roll"
        primary_key = CompositeKey("day", "class_", "half")


class RollChangeRow(Row):
    """That a roll call of an earlier day was changed: by whom, why, from what to what (JSON)."""

    id = TextField(primary_key=True)
    class_ = ForeignKeyField(ClassRow, column_name="class")
    day = TextField()
    half = TextField()
    at = TextField()
    who = TextField()
    why = TextField()
    before = TextField()
    after = TextField()

    class Meta:
        table_name = "roll_change"


class MarkRow(Row):
    student = ForeignKeyField(StudentRow, column_name="student")
    day = TextField()
    half = TextField()
    kind = TextField()
    note = TextField()

    class Meta:
        table_name = "mark"
        primary_key = CompositeKey("day", "student", "half")


class LeaveRow(Row):
    id = TextField(primary_key=True)
    student = ForeignKeyField(StudentRow, column_name="student")
    kind = TextField()
    first_day = TextField()
    first_half = TextField()
    last_day = TextField()
    last_half = TextField()
    reason = TextField()
    applicant = TextField()
    phone = IntegerField()
    made_up_on = TextField()
    destination = TextField()
    state = TextField()
    slip_no = IntegerField()
    term = TextField()
    back_day = TextField()
    back_half = TextField()
    note = TextField()

    class Meta:
        table_name = "leave"


class ContactRow(Row):
    id = TextField(primary_key=True)
    student = ForeignKeyField(StudentRow, column_name="student")
    at = TextField()
    way = TextField()
    result = TextField()
    person = TextField()
    note = TextField()
    void_why = TextField()

    class Meta:
        table_name = "contact"


class VisitRow(Row):
    id = TextField(primary_key=True)
    student = ForeignKeyField(StudentRow, column_name="student")
    day = TextField()
    kind = TextField()
    visitors = TextField()
    leader = IntegerField()
    outcome = TextField()
    met = TextField()
    note = TextField()
    agreed = TextField()
    refused = IntegerField()
    void_why = TextField()

    class Meta:
        table_name = "visit"


class VisitPhotoRow(Row):
    id = TextField(primary_key=True)
    visit = ForeignKeyField(VisitRow, column_name="visit")
    at = TextField()
    who = TextField()

    class Meta:
        table_name = "visit_photo"


class VisitPictureRow(Row):
    """The picture itself, kept out of the journal; it outlives its photo until the next opening,
    so that removing can be undone."""

    photo = TextField(primary_key=True)
    jpeg = BlobField()

    class Meta:
        table_name = "visit_picture"


class SubmissionRow(Row):
    """That a suspected dropout was reported to the school, and when (L4)."""

    id = TextField(primary_key=True)
    student = ForeignKeyField(StudentRow, column_name="student")
    rung = TextField()
    day = TextField()
    whom = TextField()
    note = TextField()
    void_why = TextField()

    class Meta:
        table_name = "submission"


class ConcernRow(Row):
    id = TextField(primary_key=True)
    student = ForeignKeyField(StudentRow, column_name="student")
    since = TextField()
    reason = TextField()
    assignee = TextField()
    intention = IntegerField()
    dismissed_on = TextField()
    dismissed_why = TextField()

    class Meta:
        table_name = "concern"


class ObservationRow(Row):
    """A talk, or what was seen or heard of a child; some kinds are signals of risk."""

    id = TextField(primary_key=True)
    student = ForeignKeyField(StudentRow, column_name="student")
    day = TextField()
    kind = TextField()
    note = TextField()
    who = TextField()
    over_on = TextField()
    over_why = TextField()
    void_why = TextField()

    class Meta:
        table_name = "observation"


class OverrideRow(Row):
    """A level of concern set by hand, for a time."""

    id = TextField(primary_key=True)
    student = ForeignKeyField(StudentRow, column_name="student")
    level = TextField()
    day = TextField()
    until = TextField()
    why = TextField()
    who = TextField()
    over_on = TextField()

    class Meta:
        table_name = "level_override"


class LevelWeekRow(Row):
    """A child's level at the end of a week, where it was not the one before."""

    student = ForeignKeyField(StudentRow, column_name="student")
    day = TextField()
    level = TextField()
    score = IntegerField()

    class Meta:
        table_name = "level_week"
        primary_key = CompositeKey("student", "day")


class PairingRow(Row):
    id = TextField(primary_key=True)
    student = ForeignKeyField(StudentRow, column_name="student")
    kind = TextField()
    partner = TextField()
    since = TextField()
    over_on = TextField()
    note = TextField()

    class Meta:
        table_name = "pairing"


class HelpPlanRow(Row):
    id = TextField(primary_key=True)
    student = ForeignKeyField(StudentRow, column_name="student")
    kind = TextField()
    since = TextField()
    subjects = TextField()
    cause = TextField()
    teacher = TextField()
    goal = TextField()
    measures = TextField()
    over_on = TextField()
    result = TextField()

    class Meta:
        table_name = "help_plan"


class HelpSessionRow(Row):
    id = TextField(primary_key=True)
    plan = ForeignKeyField(HelpPlanRow, column_name="help_plan", object_id_name="plan_id")
    day = TextField()
    minutes = IntegerField()
    content = TextField()
    effect = TextField()
    who = TextField()

    class Meta:
        table_name = "help_session"


class PriorityCheckRow(Row):
    """That the 重点生 of a class were confirmed (a term), or their files looked at (a month)."""

    id = TextField(primary_key=True)
    kind = TextField()
    class_ = ForeignKeyField(ClassRow, column_name="class", object_id_name="class_id")
    period = TextField()
    day = TextField()
    who = TextField()
    count = IntegerField()
    note = TextField()

    class Meta:
        table_name = "priority_check"


class AidRow(Row):
    id = TextField(primary_key=True)
    student = ForeignKeyField(StudentRow, column_name="student")
    kind = TextField()
    item = TextField()
    amount = IntegerField()
    term = TextField()
    evidence = TextField()
    reason = TextField()
    state = TextField()
    applied_on = TextField()
    decided_on = TextField()
    note = TextField()

    class Meta:
        table_name = "aid"


class PaperRow(Row):
    """One issued PDF; `data` is the snapshot it was printed from (JSON)."""

    id = TextField(primary_key=True)
    kind = TextField()
    issued_on = TextField()
    who = TextField()
    pages = IntegerField()
    sha256 = TextField()
    data = TextField()

    class Meta:
        table_name = "paper"


class PaperCopyRow(Row):
    """The frozen copy, kept out of the journal: it is never changed."""

    paper = ForeignKeyField(PaperRow, column_name="paper", primary_key=True)
    pdf = BlobField()

    class Meta:
        table_name = "paper_copy"


class SheetRow(Row):
    """One numbered sheet of a paper. The register stands by itself: it names the child and class as
    they were, and outlives the child's row."""

    id = TextField(primary_key=True)
    paper = ForeignKeyField(PaperRow, column_name="paper")
    student = TextField()
    name = TextField()
    class_ = TextField(column_name="class")
    about = TextField()
    series = TextField()
    year = IntegerField()
    number = IntegerField()
    words = TextField()
    page = IntegerField()
    state = TextField()
    note = TextField()

    class Meta:
        table_name = "sheet"


class WordingRow(Row):
    """A paragraph of a form in the school's own words, or (`second`) in a second language."""

    form = TextField()
    key = TextField()
    second = IntegerField()
    text = TextField()

    class Meta:
        table_name = "wording"
        primary_key = CompositeKey("form", "key", "second")


class DisclosureRow(Row):
    """That full ID numbers went onto a paper or into a workbook, what for and by whom."""

    id = TextField(primary_key=True)
    at = TextField()
    who = TextField()
    form = TextField()
    purpose = TextField()
    children = IntegerField()

    class Meta:
        table_name = "disclosure"


class ServiceReceiptRow(Row):
    """送达回证 of one sheet."""

    id = TextField(primary_key=True)
    sheet = ForeignKeyField(SheetRow, column_name="sheet")
    day = TextField()
    way = TextField()
    server = TextField()
    receiver = TextField()
    refused = IntegerField()
    witness = TextField()
    note = TextField()

    class Meta:
        table_name = "service_receipt"


class CaseRow(Row):
    id = TextField(primary_key=True)
    student = ForeignKeyField(StudentRow, column_name="student")
    opened_on = TextField()
    begun = TextField()
    origin = TextField()
    why = TextField()

    class Meta:
        table_name = "dropout_case"


class CaseStepRow(Row):
    """One thing done in a case; `detail` is JSON of what only its kind has."""

    id = TextField(primary_key=True)
    case = ForeignKeyField(CaseRow, column_name="dropout_case", object_id_name="case_id")
    kind = TextField()
    day = TextField()
    who = TextField()
    basis = TextField()
    note = TextField()
    detail = TextField()
    at = TextField()
    void_why = TextField()

    class Meta:
        table_name = "case_step"


class ExamRow(Row):
    id = TextField(primary_key=True)
    name = TextField()
    day = TextField()
    kind = TextField()
    term = TextField()

    class Meta:
        table_name = "exam"


class ExamScoreRow(Row):
    """One result; `points` NULL: absent. `class` is the child's class at the time."""

    exam = ForeignKeyField(ExamRow, column_name="exam")
    student = ForeignKeyField(StudentRow, column_name="student")
    subject = TextField()
    class_ = ForeignKeyField(ClassRow, column_name="class")
    points = FloatField(null=True)
    full_marks = FloatField()

    class Meta:
        table_name = "exam_score"
        primary_key = CompositeKey("exam", "student", "subject")


class ArrivalRow(Row):
    """What the opening-days census knows of a child in one term."""

    term = TextField()
    student = ForeignKeyField(StudentRow, column_name="student")
    arrived_on = TextField()
    missed_on = TextField()
    reason = TextField()
    side = TextField()
    whereabouts = TextField()
    measures = TextField()
    person = TextField()
    carried_over = IntegerField()

    class Meta:
        table_name = "arrival"
        primary_key = CompositeKey("term", "student")


class CensusMoveRow(Row):
    """Who came to the roll or left it in the opening days; `student` NULL: not in the roster."""

    id = TextField(primary_key=True)
    term = TextField()
    class_ = ForeignKeyField(ClassRow, column_name="class")
    kind = TextField()
    day = TextField()
    student = ForeignKeyField(StudentRow, column_name="student", null=True)
    count = IntegerField()
    name = TextField()
    note = TextField()

    class Meta:
        table_name = "census_move"


class CensusFigureRow(Row):
    """A figure of a grade that the school counts otherwise, and why."""

    term = TextField()
    grade = IntegerField()
    item = TextField()
    number = IntegerField()
    reason = TextField()

    class Meta:
        table_name = "census_figure"
        primary_key = CompositeKey("term", "grade", "item")


class ParcelRow(Row):
    id = TextField(primary_key=True)
    seq = IntegerField()
    made_at = TextField()
    name = TextField()
    place = TextField()
    size = IntegerField()
    sha256 = TextField()
    recipient = TextField()
    counts = TextField()
    state = TextField()

    class Meta:
        table_name = "parcel"


class LookRow(Row):
    """That somebody had a masked number shown in full, whose, and when (LAW P5)."""

    id = TextField(primary_key=True)
    student = TextField()
    what = TextField()
    at = TextField()
    who = TextField()

    class Meta:
        table_name = "look"


class SentRow(Row):
    """With how many different contents a record has been sent (`rev`), and the latest of them."""

    kind = TextField()
    id = TextField()
    rev = IntegerField()
    digest = TextField()

    class Meta:
        table_name = "sent"
        primary_key = CompositeKey("kind", "id")


class DraftRow(Row):
    """What was typed into a form that was not saved yet."""

    form = TextField(primary_key=True)
    fields = TextField()

    class Meta:
        table_name = "draft"


class OpRow(Row):
    id = IntegerField(primary_key=True)
    label = TextField()
    at = TextField()
    who = TextField()
    undoes = IntegerField(null=True)
    undoable = IntegerField()
    changes = BlobField()
    hash = TextField()

    class Meta:
        table_name = "op"


ALL = (
    SettingRow,
    ClassRow,
    SpecialDayRow,
    StudentRow,
    SearchRow,
    HeadingRow,
    RosterRow,
    GuardianRow,
    RollRow,
    RollChangeRow,
    MarkRow,
    LeaveRow,
    ContactRow,
    VisitRow,
    VisitPhotoRow,
    VisitPictureRow,
    SubmissionRow,
    ConcernRow,
    ObservationRow,
    OverrideRow,
    LevelWeekRow,
    PairingRow,
    HelpPlanRow,
    HelpSessionRow,
    PriorityCheckRow,
    AidRow,
    PaperRow,
    PaperCopyRow,
    SheetRow,
    ServiceReceiptRow,
    WordingRow,
    DisclosureRow,
    CaseRow,
    CaseStepRow,
    ExamRow,
    ExamScoreRow,
    ArrivalRow,
    CensusMoveRow,
    CensusFigureRow,
    ParcelRow,
    LookRow,
    SentRow,
    DraftRow,
    OpRow,
)
