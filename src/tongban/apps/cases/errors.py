"""Why an act was not carried out, apart from the core's own Refusal."""

from __future__ import annotations

from tongban.core.text import Text


class NotAllowed(PermissionError):
    """Somebody's posts do not cover this deed on this case."""

    def __init__(self, text: Text | None = None) -> None:
        self.text = text or Text("您的職務權限不及於此案件或此項作業", "Your position does not allow this on this case")
        super().__init__(self.text.en)


class Changed(Exception):
    """The case moved on since it was read; nothing was done. `version` is what the actor had seen."""

    def __init__(self, number: str, version: int) -> None:
        self.number, self.version = number, version
        self.text = Text(
            "本案已由他人更新，您的作業尚未執行；已輸入的內容仍保留，請確認最新狀態後再送出",
            "Somebody else has changed this case; nothing was done and what you typed is kept: look again, then send",
        )
        super().__init__(self.text.en)
