"""The only ways to change the organisation. Each is journalled and gives the organisation a new version.

All are keyword-only and take who (`by`, an actor like `"person:12"`) and when (`at`, an aware moment). What is refused
raises Django's ValidationError with a sentence in the user's language, keyed by field where there is one.
"""

from __future__ import annotations

from .attempts import (
    Attempt,
    TooManyAttempts,
    begin_log_in,
    complete_log_in,
    fail_log_in,
    forget_attempts,
    forgive,
    record_log_out,
)
from .carrying_out import carry_out
from .letters import ask_for_password_link, send_account_notice, send_password_link
from .passwords import set_password
from .people import add_person, change_person, close_idle_accounts, deactivate_person, reactivate_person
from .positions import end_position, end_substitution, give_position, name_substitute
from .units import change_unit, close_unit, create_unit, move_unit
from .version import changing

__all__ = [
    "Attempt",
    "TooManyAttempts",
    "add_person",
    "ask_for_password_link",
    "begin_log_in",
    "carry_out",
    "change_person",
    "change_unit",
    "changing",
    "close_idle_accounts",
    "close_unit",
    "complete_log_in",
    "create_unit",
    "deactivate_person",
    "end_position",
    "end_substitution",
    "fail_log_in",
    "forget_attempts",
    "forgive",
    "give_position",
    "move_unit",
    "name_substitute",
    "reactivate_person",
    "record_log_out",
    "send_account_notice",
    "send_password_link",
    "set_password",
]
