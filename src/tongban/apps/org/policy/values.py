"""What the policy speaks about: deeds, the posts somebody holds today, and the facts of one case."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum


class Deed(StrEnum):
    """Something one may want to do. There is no deed of acting as somebody else: only substitution, which is named."""

    VIEW = "view"
    LOOK_PERSONAL = "look-personal"
    """See names, identifiers and contacts in full instead of masked."""
    REGISTER = "register"
    TAKE = "take"
    ASSIGN = "assign"
    COMPLETE = "complete"
    CONSULT = "consult"
    """Ask other units, 會辦 or 平行派案, and look after what was asked."""
    REPLY = "reply"
    """Answer what one's unit was asked: an opinion, its part, or whether it takes the case over."""
    TRANSFER = "transfer"
    """Give the case to another unit: ask for it, or do it at once where one leads both units."""
    CORRECT = "correct"
    """Ask the citizen for a correction."""
    ANSWER = "answer"
    """Key in what the citizen supplied after a correction was asked for."""
    EXTEND = "extend"
    MESSAGE = "message"
    NOTE = "note"
    ATTACH = "attach"
    WITHDRAW = "withdraw"
    SKIP = "skip"
    """Pass over a task that the process has drawn."""
    CLOSE = "close"
    REOPEN = "reopen"
    REPRINT = "reprint"
    CONSENT = "consent"
    EXPORT = "export"
    STATISTICS = "statistics"
    MANAGE_UNITS = "manage-units"
    MANAGE_PEOPLE = "manage-people"
    MANAGE_PACKS = "manage-packs"
    MANAGE_SYSTEMS = "manage-systems"
    """Give other systems access to the API."""
    AUDIT = "audit"
    """Read who looked at personal data and who logged in."""


@dataclass(frozen=True, slots=True)
class Post:
    """A position somebody may use today: one's own, or that of the person one stands in for."""

    position_id: int
    role: str
    unit_id: int
    unit_ids: frozenset[int]
    """The unit and everything below it."""
    agency_id: int
    """The nearest unit upwards that is no section: agency, district office or city."""
    substitute_for: int | None = None
    """The person who holds the position, when it is somebody else."""


@dataclass(frozen=True, slots=True)
class Rights:
    """Everything somebody may use on one day. Equal input gives equal rights, so they can be kept by version."""

    person_id: int
    version: int
    posts: tuple[Post, ...] = ()

    @property
    def actor(self) -> str:
        return f"person:{self.person_id}"

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(post.role for post in self.posts)

    @property
    def unit_ids(self) -> frozenset[int]:
        """The units somebody's posts stand in, without what lies below."""
        return frozenset(post.unit_id for post in self.posts)

    def holds(self, role: str, unit_id: int) -> bool:
        """Whether a post of this role covers the unit: what a task for `supervisor@unit` asks."""
        return any(post.role == role and unit_id in post.unit_ids for post in self.posts)

    def using(self, position_id: int) -> Rights:
        """Only the post chosen by its position; nothing at all when it is not held (any more)."""
        return replace(self, posts=tuple(post for post in self.posts if post.position_id == position_id))


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What of a case decides who may see it. All ids are units, `handler_id` is a person."""

    owner_id: int
    """The agency whose kind of case it is."""
    unit_id: int | None = None
    """The unit that handles it."""
    handler_id: int | None = None
    task_unit_ids: frozenset[int] = frozenset()
    """Units at which an open task of the process waits."""
    taken_in_id: int | None = None
    """The unit at which it was registered."""
    asked_unit_ids: frozenset[int] = frozenset()
    """Units that are asked beside the process, or to take the case over, and have not answered yet."""
