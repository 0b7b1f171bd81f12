"""A query password on its way to the citizen: encrypted until the message that holds it is finally delivered."""

from __future__ import annotations

from tongban.apps.parties.protect import vault


def seal_password(case_number: str, password: str) -> bytes:
    return vault().encrypt(password.encode(), _place(case_number))


def open_password(case_number: str, sealed: bytes) -> str:
    return vault().decrypt(sealed, _place(case_number)).decode()


def _place(case_number: str) -> str:
    return f"case.password:{case_number}"
