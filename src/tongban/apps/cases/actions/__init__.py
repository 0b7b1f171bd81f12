"""Everything that can be done to a case. Keyword-only; each says who (`by`) and when (`at`)."""

from .closing import close_case, reopen_case, withdraw_case
from .consulting import (
    answer_request,
    ask_more_time,
    ask_units,
    decide_time,
    looks_after,
    nudge_unit,
    pass_back,
    withdraw_request,
)
from .contacting import change_contacts
from .correcting import answer_correction, ask_correction, expire_correction
from .deviating import approve_deviation, ask_deviation, refuse_deviation
from .going_back import send_back_task, skip_task
from .migrating import carry_out, order_migration, stop_migration, undo_migration, undo_order
from .mirroring import push_step
from .registering import Applicant, Application, NotOffered, Registered, notice_for, register_case
from .telling import (
    attach_document_number,
    record_attachment,
    renew_password,
    send_message,
    withdraw_consent,
    write_note,
)
from .timing import extend_limit, resume_case, suspend_case
from .transferring import accept_transfer, ask_transfer, refuse_transfer, withdraw_transfer
from .waiting import deliver_message, fire_due_timers, fire_timer
from .working import assign_task, complete_task, take_task

__all__ = [
    "Applicant",
    "Application",
    "NotOffered",
    "Registered",
    "accept_transfer",
    "answer_correction",
    "answer_request",
    "approve_deviation",
    "ask_correction",
    "ask_deviation",
    "ask_more_time",
    "ask_transfer",
    "ask_units",
    "assign_task",
    "attach_document_number",
    "carry_out",
    "change_contacts",
    "close_case",
    "complete_task",
    "decide_time",
    "deliver_message",
    "expire_correction",
    "extend_limit",
    "fire_due_timers",
    "fire_timer",
    "looks_after",
    "notice_for",
    "nudge_unit",
    "order_migration",
    "pass_back",
    "push_step",
    "record_attachment",
    "refuse_deviation",
    "refuse_transfer",
    "register_case",
    "renew_password",
    "reopen_case",
    "resume_case",
    "send_back_task",
    "send_message",
    "skip_task",
    "stop_migration",
    "suspend_case",
    "take_task",
    "undo_migration",
    "undo_order",
    "withdraw_case",
    "withdraw_consent",
    "withdraw_request",
    "withdraw_transfer",
    "write_note",
]
