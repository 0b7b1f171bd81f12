"""How often somebody tried to look up a case. Nothing here is worth keeping: the table is not even written ahead."""

from __future__ import annotations

from django.db import models


class Bucket(models.Model):
    """A leaky bucket: every try adds one, time drains it; while it is too full the next try has to wait.

    `key` is a keyed hash of what is counted (an address, a case number, both): whoever reads the table learns neither.
    """

    key = models.BinaryField(primary_key=True, max_length=16)
    level = models.FloatField()
    """Tries in it at the moment `at`."""
    at = models.DateTimeField()
    until = models.DateTimeField()
    """Before this moment no further try is looked at."""

    def __str__(self) -> str:
        return f"{bytes(self.key).hex()[:8]} {self.level:.1f}"
