from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol


@dataclass(frozen=True, slots=True)
class GatewayAccount:
    """Where the gateway is and who we are there. Its `repr` shows no secret."""

    url: str
    user: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Sms:
    """One text message. `to`: a Taiwanese mobile number in E.164; `client_id`: ours, stable over every attempt."""

    to: str = field(repr=False)
    text: str = field(repr=False)
    client_id: str = ""


class Progress(StrEnum):
    """What became of a message the gateway took."""

    UNDER_WAY = "under-way"
    DELIVERED = "delivered"


@dataclass(frozen=True, slots=True)
class Accepted:
    """The gateway took it: the id it gave, and whether the phone has it already."""

    gateway_id: str
    progress: Progress = Progress.UNDER_WAY


class Gateway(Protocol):
    """What every gateway can do."""

    def __init__(self, account: GatewayAccount) -> None: ...

    @property
    def can_tell(self) -> bool:
        """Whether `progress` may be asked."""

    def send(self, sms: Sms) -> Accepted:
        """Hand over; raises PassingFailure or FinalFailure."""

    def progress(self, gateway_id: str) -> Progress:
        """What became of it; raises FinalFailure when it will never arrive, PassingFailure when nobody knows now."""
