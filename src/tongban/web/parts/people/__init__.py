"""People at the doors of the inside: log-in, who they are in each request, idle log-out, second factor."""

from __future__ import annotations

from .duties import Duties
from .idle import IdleLogOut
from .rights import Rights, posts_of

__all__ = ["Duties", "IdleLogOut", "Rights", "posts_of"]
