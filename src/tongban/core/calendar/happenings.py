"""What can happen to a clock, as immutable records that go to JSON and back."""

from __future__ import annotations

from typing import Any, NamedTuple

from tongban.core.calendar.dates import Moment, moment_from_text
from tongban.core.calendar.limit import Limit, LimitUnit
from tongban.core.text import Text


class Pause(NamedTuple):
    """The clock stands still from `on` until `until` (None: still does), on a legal `ground`."""

    on: Moment
    ground: Text
    code: str
    until: Moment | None = None

    def to_json(self) -> dict[str, object]:
        return {
            "on": self.on.isoformat(),
            "ground": self.ground.as_json(),
            "code": self.code,
            "until": _written(self.until),
        }

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Pause:
        on, until = moment_from_text(value["on"]), _read(value["until"])
        return cls(on, Text.from_json(value["ground"]), value["code"], until)


class Extension(NamedTuple):
    """The limit grew by `limit`, granted on `on`."""

    limit: Limit
    reason: str
    on: Moment

    def to_json(self) -> dict[str, object]:
        return {"limit": limit_to_json(self.limit), "reason": self.reason, "on": self.on.isoformat()}

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Extension:
        return cls(limit_from_json(value["limit"]), value["reason"], moment_from_text(value["on"]))


class Closing(NamedTuple):
    """The limit was met on `on`; the case was taken up again on `reopened`, if ever."""

    on: Moment
    reopened: Moment | None = None

    def to_json(self) -> dict[str, object]:
        return {"on": self.on.isoformat(), "reopened": _written(self.reopened)}

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Closing:
        return cls(moment_from_text(value["on"]), _read(value["reopened"]))


def limit_to_json(limit: Limit) -> dict[str, object]:
    return {"amount": limit.amount, "unit": limit.unit.value, "adverse": limit.adverse}


def limit_from_json(value: dict[str, Any]) -> Limit:
    return Limit(value["amount"], LimitUnit(value["unit"]), value["adverse"])


def _written(moment: Moment | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _read(text: str | None) -> Moment | None:
    return None if text is None else moment_from_text(text)
