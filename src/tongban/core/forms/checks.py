"""The checks a question can name in its `bind::check` column."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from tongban.core.forms import addresses, contacts, identifiers
from tongban.core.text import Text


@dataclass(frozen=True)
class Check:
    """`read(typed, on)` gives the one official spelling, or None when the answer is refused with `fault`."""

    read: Callable[[str, date], str | None]
    fault: Text
    example: str
    show: Callable[[str], str] = str


CHECKS: dict[str, Check] = {
    "national_id": Check(
        identifiers.national_id,
        Text(
            "身分證或居留證統一編號不正確，請對照證件再輸入一次（例如 A123456789）。",
            "This is not a valid national ID or resident certificate number; compare it with the card "
            "(for example A123456789).",
        ),
        "A123456789",
    ),
    "citizen_id": Check(
        lambda typed, _on: identifiers.citizen_id(typed),
        Text(
            "國民身分證統一編號不正確，請對照身分證再輸入一次（例如 A123456789）。",
            "This is not a valid national ID number; compare it with the card (for example A123456789).",
        ),
        "A123456789",
    ),
    "resident_id": Check(
        identifiers.resident_id,
        Text(
            "居留證統一證號不正確或已停用，請對照居留證再輸入一次（例如 A800000014）。",
            "This is not a valid resident certificate number, or no longer in use; compare it with the "
            "certificate (for example A800000014).",
        ),
        "A800000014",
    ),
    "company_id": Check(
        lambda typed, _on: identifiers.company_id(typed),
        Text(
            "統一編號不正確，應為 8 位數字（例如 04595257），請再核對。",
            "This is not a valid company number; it has 8 digits (for example 04595257).",
        ),
        "04595257",
    ),
    "phone": Check(
        lambda typed, _on: contacts.phone(typed),
        Text(
            "電話號碼不正確；市話請加區碼（例如 02-2720-8889），手機為 09 開頭 10 碼。",
            "This is not a valid phone number; write landlines with the area code (for example 02-2720-8889), "
            "mobiles with 10 digits from 09.",
        ),
        "02-2720-8889",
        contacts.spoken_phone,
    ),
    "mobile": Check(
        lambda typed, _on: contacts.mobile(typed),
        Text(
            "手機號碼不正確，應為 09 開頭共 10 碼（例如 0912-345-678）。",
            "This is not a valid mobile number; it has 10 digits and begins with 09 (for example 0912-345-678).",
        ),
        "0912-345-678",
        contacts.spoken_phone,
    ),
    "email": Check(
        lambda typed, _on: contacts.email(typed),
        Text(
            "電子郵件地址不正確（例如 name@example.com），請再核對。",
            "This is not a valid e-mail address (for example name@example.com).",
        ),
        "name@example.com",
    ),
    "address": Check(
        lambda typed, _on: addresses.normal_address(typed) or None,
        Text("請填寫地址。", "Enter an address."),
        "",
    ),
}
