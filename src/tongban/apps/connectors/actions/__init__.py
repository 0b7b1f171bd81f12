"""Giving systems access, answering the same request once, document numbers."""

from .access import add_system, give_token, revoke_token
from .numbers import AlreadyUsed, attach_number, reserve_numbers
from .once import Answer, OtherBody, once

__all__ = [
    "AlreadyUsed",
    "Answer",
    "OtherBody",
    "add_system",
    "attach_number",
    "give_token",
    "once",
    "reserve_numbers",
    "revoke_token",
]
