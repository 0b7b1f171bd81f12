"""Addresses as officers see them in the delivery record: recognisable, not usable."""

from __future__ import annotations


def masked_email(address: str) -> str:
    """`wa•••@example.com`"""
    local, _, domain = address.rpartition("@")
    return f"{local[: min(2, len(local) - 1)]}•••@{domain}"[:80]


def masked_phone(number: str) -> str:
    """`0912•••678` for `+886912345678`"""
    national = f"0{number[4:]}" if number.startswith("+886") else number
    return f"{national[:4]}•••{national[-3:]}"
