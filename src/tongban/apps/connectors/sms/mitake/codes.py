"""What Mitake's `statuscode` means. From general knowledge of its manual; the codes not named here count as passing,
so that a message is rather tried again than lost."""

from __future__ import annotations

from collections.abc import Mapping

TAKEN = frozenset("0124")
DELIVERED = "4"
UNKNOWN = "bad-answer"
FINAL: Mapping[str, str] = {
    "v": "bad-number",
    "6": "bad-number",
    "5": "refused-content",
    "u": "refused-content",
    "x": "refused-content",
    "7": "bad-number",
    "8": "expired",
    "t": "expired",
}
_OUR_ACCOUNT = frozenset("cdefhkmnp")
_NO_CREDIT = "s"
_SAID: Mapping[str, str] = {
    "*": "系統發生錯誤",
    "a": "發送功能暫時停止",
    "b": "發送功能暫時停止",
    "c": "未提供帳號",
    "d": "未提供密碼",
    "e": "帳號或密碼錯誤",
    "f": "帳號已過期",
    "h": "帳號已停用",
    "k": "連線位址無效",
    "l": "同時連線數已達上限",
    "m": "須先變更密碼",
    "n": "密碼已逾期",
    "p": "無使用權限",
    "r": "系統暫停服務",
    "s": "帳務處理失敗",
    "t": "簡訊已過期",
    "u": "內容空白",
    "v": "手機號碼無效",
    "x": "內容過長",
    "y": "參數錯誤",
    "5": "內容有誤",
    "6": "門號有誤",
    "7": "門號已停用簡訊",
    "8": "逾時未送達",
}


def why_for_now(code: str) -> str:
    """The reason told to people for a code that may pass."""
    if code in _OUR_ACCOUNT:
        return "refused-us"
    return "no-credit" if code == _NO_CREDIT else "busy"


def said(code: str) -> str:
    return f"statuscode={code[:8]} {_SAID.get(code, '')}".strip() if code else "no statuscode"
