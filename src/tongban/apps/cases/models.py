"""Cases as rows: the case with its clock, tokens and tasks of its process, and what was said and done in it.

Rows that record (answers, remarks, steps) are never updated; retention may delete what they say, the journal keeps
that they were.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import F, Q

from tongban.core.text import Text

OVER = ("closed", "withdrawn")


class Case(models.Model):
    """案件. `version` grows with every change; a write that read an older one is refused."""

    number = models.CharField(max_length=32, unique=True)
    version = models.IntegerField(default=1)
    pack_version = models.ForeignKey("catalogue.PackVersion", on_delete=models.PROTECT, related_name="cases")
    kind = models.CharField(max_length=100)
    owner = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="owned_cases", db_index=False)
    """The agency whose matter it is."""
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="handled_cases", db_index=False)
    """The unit that handles it."""
    handler = models.ForeignKey(
        "org.Person", on_delete=models.PROTECT, null=True, related_name="handled_cases", db_index=False
    )
    taken_in = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="taken_in_cases")
    """The counter where it arrived."""
    channel = models.CharField(max_length=20)
    language = models.CharField(max_length=10, default="zh-Hant")
    applicant = models.CharField(max_length=100, blank=True)
    """Name in clear, for lists and search; masked by right."""
    phase = models.CharField(max_length=24)
    outcome = models.CharField(max_length=60, blank=True)
    received_on = models.DateField()
    registered_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    due_on = models.DateField(null=True)
    """Derived from `clock`; null while the period stands still."""
    closed_on = models.DateField(null=True)
    on_time = models.BooleanField(null=True)
    place = models.CharField(max_length=20, blank=True)
    clock = models.JSONField()
    variables = models.JSONField(default=dict)
    next_number = models.IntegerField(default=1)
    answers_version = models.IntegerField(default=1)
    password_mac = models.BinaryField(null=True)
    """HMAC of the query password; null for mirrored cases without one."""
    source = models.CharField(max_length=64, blank=True)
    """The system that pushes it, where it is a mirror or came from a counter system."""
    source_reference = models.CharField(max_length=100, blank=True)
    document_number = models.CharField(max_length=100, blank=True)
    suspended_at = models.DateTimeField(null=True)
    """Since when no timer of the drawing comes."""
    intake_key = models.UUIDField(null=True, unique=True)
    """Made with the intake form: the same form sent twice is one case."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["source", "source_reference"], condition=~Q(source=""), name="case_source_reference"
            ),
            # One, and short: whatever is checked here is read, planned and run with every act on every case.
            models.CheckConstraint(
                condition=Q(closed_on__isnull=False, phase__in=OVER) | (Q(closed_on__isnull=True) & ~Q(phase__in=OVER)),
                name="closed_day_means_over",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["unit", "due_on"], condition=Q(closed_on__isnull=True), name="case_open_unit_due"),
            models.Index(fields=["handler", "due_on"], condition=Q(closed_on__isnull=True), name="case_open_handler"),
            models.Index(fields=["owner", "due_on"], condition=Q(closed_on__isnull=True), name="case_open_owner_due"),
            models.Index(fields=["due_on"], condition=Q(closed_on__isnull=True), name="case_open_due"),
            models.Index(fields=["unit", "received_on"], name="case_unit_received"),
            models.Index(fields=["owner", "closed_on"], name="case_owner_closed"),
            models.Index(fields=["handler", "received_on"], name="case_handler_received"),
            models.Index(fields=["received_on"], name="case_received"),
            models.Index(fields=["applicant"], name="case_applicant", opclasses=["varchar_pattern_ops"]),
            # Statistics count open cases from this index alone: of its columns only those change that others have too.
            models.Index(
                fields=["owner", "unit", "kind", "channel", "handler", "received_on", "due_on"],
                condition=Q(closed_on__isnull=True),
                name="case_open_counted",
            ),
            # Finds what was changed lately; unlike a B-tree it lets an update stay on its page.
            BrinIndex(fields=["changed_at"], pages_per_range=32, autosummarize=True, name="case_changed"),
            models.Index(
                fields=["document_number"],
                condition=~Q(document_number=""),
                name="case_document_number",
                opclasses=["varchar_pattern_ops"],
            ),
        ]

    def __str__(self) -> str:
        return self.number


class NumberCounter(models.Model):
    """The last serial given out per prefix and ROC year."""

    prefix = models.CharField(max_length=8)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["prefix", "year"], name="one_counter_a_prefix_a_year")]


class Token(models.Model):
    """A marker of where the case is; `number` is unique in the case for ever."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="tokens", db_index=False)
    number = models.IntegerField()
    activity = models.CharField(max_length=100)
    flow = models.CharField(max_length=100, null=True)
    """The flow it came by, while it waits at a gateway for the others."""
    parent = models.IntegerField(default=0)
    """The token at the sub-process or repeated activity that it is in; 0 is the case."""
    round = models.IntegerField(null=True)
    local = models.JSONField(default=dict)
    """Variables that only it and the tokens inside it see."""

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "number"], name="token_number")]


class Task(models.Model):
    """待辦: work that waits, or waited, at an activity for `groups`, which came out as `unit` and `role`."""

    OPEN, DONE, CANCELLED = "open", "done", "cancelled"
    STEP, CONSULTATION = "step", "consultation"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="tasks", db_index=False)
    number = models.IntegerField()
    kind = models.CharField(max_length=16, default=STEP, db_default=STEP)
    """A step of the process, or what a unit is asked beside it: that has no token, and its mode as activity."""
    activity = models.CharField(max_length=100)
    token = models.IntegerField(default=0)
    """What goes on when it is done."""
    groups = ArrayField(models.CharField(max_length=100))
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="tasks", db_index=False)
    away = models.BooleanField(default=False)
    """Waits at another unit than the case's own: the few tasks that bring a case within reach of people elsewhere."""
    role = models.CharField(max_length=20)
    assignee = models.ForeignKey(
        "org.Person", on_delete=models.PROTECT, null=True, related_name="tasks", db_index=False
    )
    state = models.CharField(max_length=12, default=OPEN)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    """The moment by which the drawing wants it done; the statutory period is the case's own."""
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=64, blank=True)
    outcome = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "number"], name="task_number"),
            models.CheckConstraint(
                condition=Q(state="open", ended_at__isnull=True) | (~Q(state="open") & Q(ended_at__isnull=False)),
                name="task_ends_with_a_moment",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["unit", "case"], condition=Q(state="open"), name="task_open_unit"),
            models.Index(fields=["unit", "case"], condition=Q(state="open", away=True), name="task_open_away"),
            models.Index(fields=["assignee"], condition=Q(state="open"), name="task_open_assignee"),
        ]


class Wait(models.Model):
    """Something other than a person is waited for: a timer, a message, a condition. The row is the claim: whoever
    fires a timer deletes it in the same statement that does what follows."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="waits", db_index=False)
    number = models.IntegerField()
    activity = models.CharField(max_length=100)
    token = models.IntegerField()
    trigger = models.CharField(max_length=32)
    name = models.CharField(max_length=100, blank=True)
    due_at = models.DateTimeField(null=True)
    since = models.DateTimeField(null=True)
    rounds = models.IntegerField(null=True)
    met = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "number"], name="wait_number")]
        indexes: ClassVar = [
            models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="wait_due"),
            models.Index(fields=["name"], condition=~Q(name=""), name="wait_name"),
        ]


class Step(models.Model):
    """A public step that was completed, with the wording used for this case."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="steps")
    activity = models.CharField(max_length=100)
    done_on = models.DateField()
    text = models.TextField(blank=True)


class Correction(models.Model):
    """通知補正 with its own due date and consequence."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="corrections", db_index=False)
    number = models.PositiveSmallIntegerField()
    missing = models.TextField()
    reason = models.TextField()
    consequence = models.TextField()
    asked_on = models.DateField()
    due_on = models.DateField()
    code = models.CharField(max_length=100)
    task = models.PositiveIntegerField(null=True)
    ended_on = models.DateField(null=True)
    ended_by = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "number"], name="correction_number"),
            models.CheckConstraint(condition=Q(due_on__gt=F("asked_on")), name="correction_due_after_asked"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["due_on"], condition=Q(ended_on__isnull=True), name="correction_open_due")
        ]


class Control(models.Model):
    """A control field that is on for this case."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="controls", db_index=False)
    key = models.CharField(max_length=60)
    due_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "key"], name="control_key")]
        indexes: ClassVar = [models.Index(fields=["due_on"], name="control_due")]


class Penalty(models.Model):
    """裁罰: what the penalty standard proposed and what was asked for or imposed, in NT dollars. For statistics too:
    `is_deviation` marks every amount that is not the standard's."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="penalties", db_index=False)
    number = models.PositiveSmallIntegerField()
    activity = models.CharField(max_length=100)
    task = models.PositiveIntegerField()
    outcome = models.CharField(max_length=60, blank=True)
    proposed = models.BigIntegerField()
    amount = models.BigIntegerField()
    is_deviation = models.BooleanField()
    standing = models.CharField(max_length=12)
    reason = models.TextField(blank=True)
    asked_by = models.CharField(max_length=64, blank=True)
    decided_by = models.CharField(max_length=64, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "number"], name="penalty_number"),
            models.CheckConstraint(
                condition=~Q(standing="in-force", is_deviation=True)
                | (~Q(decided_by="") & ~Q(decided_by=F("asked_by"))),
                name="another_amount_has_four_eyes",
            ),
        ]
        indexes: ClassVar = [
            # Statistics read a stretch of months, the deviations among them the latest first, and what waits at any time.
            models.Index(fields=["changed_at"], name="penalty_changed"),
            models.Index(
                F("changed_at").desc(), F("id").desc(), condition=Q(is_deviation=True), name="penalty_deviation"
            ),
            models.Index(fields=["case"], condition=Q(standing="awaiting"), name="penalty_awaiting"),
        ]


class Consultation(models.Model):
    """會辦, 平行派案: one unit asked at `task`, and what came of it. Its own work is the task `work`."""

    OPEN = "asked"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="consultations", db_index=False)
    number = models.PositiveSmallIntegerField()
    round = models.PositiveSmallIntegerField()
    mode = models.CharField(max_length=20)
    task = models.IntegerField()
    activity = models.CharField(max_length=100)
    work = models.IntegerField()
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="consultations", db_index=False)
    question = models.TextField()
    asked_by = models.CharField(max_length=64)
    asked_on = models.DateField()
    due_on = models.DateField()
    enough = models.PositiveSmallIntegerField()
    remind = models.PositiveSmallIntegerField()
    """Working days before `due_on`."""
    standing = models.CharField(max_length=16)
    opinion = models.CharField(max_length=16, blank=True)
    answer = models.TextField(blank=True)
    answers = models.JSONField(default=dict)
    reason = models.TextField(blank=True)
    suggested = models.CharField(max_length=64, blank=True)
    wanted_until = models.DateField(null=True)
    wanted_because = models.TextField(blank=True)
    nudges = models.PositiveSmallIntegerField(default=0)
    nudged_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    ended_by = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "number"], name="consultation_number"),
            models.CheckConstraint(
                condition=Q(standing="asked", ended_on__isnull=True)
                | (~Q(standing="asked") & Q(ended_on__isnull=False)),
                name="consultation_ends_with_a_day",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["due_on", "case"], condition=Q(standing="asked"), name="consultation_open_due"),
            models.Index(fields=["case"], condition=Q(standing="asked"), name="consultation_open_case"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.number}"


class Incident(models.Model):
    """流程異常: the case waits at `task` because the definition fails at `activity`, until an act gets past it."""

    id = models.UUIDField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="incidents", db_index=False)
    activity = models.CharField(max_length=100)
    task = models.IntegerField(null=True)
    """The waiting task, timer or message whose act met it last; null for an act without one."""
    code = models.CharField(max_length=20)
    """decision, process, no-such-unit"""
    text_zh = models.TextField()
    text_en = models.TextField()
    pack_version = models.ForeignKey(
        "catalogue.PackVersion", on_delete=models.PROTECT, related_name="incidents", db_index=False
    )
    times = models.PositiveIntegerField(default=1)
    opened_at = models.DateTimeField()
    last_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "activity"], condition=Q(ended_at__isnull=True), name="incident_open_once"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["pack_version"], condition=Q(ended_at__isnull=True), name="incident_open_version")
        ]

    def __str__(self) -> str:
        return f"incident:{self.pk}"

    @property
    def text(self) -> Text:
        return Text(self.text_zh, self.text_en)


class Answers(models.Model):
    """填答: an immutable version. What the pack declares personal lies in the protected store."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="answers", db_index=False)
    version = models.PositiveIntegerField()
    data = models.JSONField()
    protected = models.UUIDField(null=True)
    salt = models.BinaryField()
    """Salt of the digest in the journal: deleted with the content, so the digest then gives nothing away."""
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "version"], name="answers_version")]


class Remark(models.Model):
    """What somebody wrote: a comment on a step, a reason, a note. Journal events name it by id and salted digest."""

    id = models.UUIDField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="remarks")
    purpose = models.CharField(max_length=20)
    body = models.TextField()
    salt = models.BinaryField()
    written_at = models.DateTimeField()
    written_by = models.CharField(max_length=64)


class Intent(models.Model):
    """Somebody is to be told; correspondence makes the messages. `secret`: a query password, encrypted until sent."""

    id = models.UUIDField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="intents")
    event = models.CharField(max_length=40)
    code = models.CharField(max_length=60)
    to = models.CharField(max_length=64)
    values = models.JSONField(default=dict)
    text = models.TextField(blank=True)
    secret = models.BinaryField(null=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=64)


class CaseParty(models.Model):
    """當事人 of a case: applicant or agent."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="case_parties")
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="case_parties")
    role = models.CharField(max_length=20, default="applicant")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "party"], name="a_party_once_a_case")]


class Seen(models.Model):
    """Which version of the case somebody last looked at, and when: unread changes, and who is there now."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="seen", db_index=False)
    person = models.ForeignKey("org.Person", on_delete=models.CASCADE, related_name="+")
    version = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "person"], name="seen_once")]
