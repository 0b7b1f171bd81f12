"""The refusal that no other input would mend."""

from __future__ import annotations

from tongban.core.text import Text

from .outcome import Refusal


class DefinitionFault(Refusal):
    """The definition, not the command, is at fault: a table without an answer, a condition that decides nothing, a
    step nobody can take over. The case waits as it is until the pack is mended. `activity` is where it would stop."""

    def __init__(self, code: str, text: Text, activity: str) -> None:
        super().__init__(code, text)
        self.activity = activity
