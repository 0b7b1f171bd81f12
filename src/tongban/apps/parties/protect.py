"""Encryption of single values, and the keyed index by which an encrypted value is still found.

Values are encrypted with AES-256-GCM (NIST SP 800-38D). What is stored is::

    0x01 | key id (4 bytes) | nonce (12 bytes) | ciphertext and tag

The *place* of a value (table, column, row) is authenticated with it, so that a value copied into another row or
column no longer decrypts. Equal values are found through a blind index: HMAC-SHA256 over the field's name and the
normalised value, cut to 16 bytes. Pure: keys are passed in; `vault()` at the edge takes them from the settings.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Sequence
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

VERSION = b"\x01"
INDEX_BYTES = 16
_KEY_ID, _NONCE = 4, 12
_HEADER = len(VERSION) + _KEY_ID


class Undecryptable(Exception):
    """A stored value cannot be read: its key is missing, or it was changed or moved. Says where, never what."""


class Vault:
    """Encrypts, decrypts and indexes. The first key of each kind is used; the others still read what they wrote."""

    def __init__(self, contents: Sequence[bytes], index: Sequence[bytes]) -> None:
        if not contents or not index or any(len(key) != 32 for key in (*contents, *index)):
            raise ValueError("keys.json: `contents` and `index` are keys of 64 hexadecimal digits")
        self._ciphers = {_key_id(key): AESGCM(key) for key in contents}
        self._current = _key_id(contents[0])
        self._index = tuple(index)

    def encrypt(self, clear: bytes, place: str) -> bytes:
        nonce = os.urandom(_NONCE)
        header = VERSION + self._current
        return header + nonce + self._ciphers[self._current].encrypt(nonce, clear, header + place.encode())

    def decrypt(self, stored: bytes, place: str) -> bytes:
        """The value in clear; raises `Undecryptable`."""
        header, nonce, body = stored[:_HEADER], stored[_HEADER : _HEADER + _NONCE], stored[_HEADER + _NONCE :]
        cipher = self._ciphers.get(header[1:])
        if header[:1] != VERSION or cipher is None:
            raise Undecryptable(f"{place}: no key {header.hex()}; put it back as a retired key in keys.json")
        try:
            return cipher.decrypt(nonce, body, header + place.encode())
        except (InvalidTag, ValueError):
            raise Undecryptable(f"{place}: the stored value was changed, or belongs to another row") from None

    def is_current(self, stored: bytes) -> bool:
        return stored[:_HEADER] == VERSION + self._current

    def index(self, field: str, value: str) -> bytes:
        """What is stored beside the encrypted `value`, which the caller has normalised."""
        return _index(self._index[0], field, value)

    def indexes(self, field: str, value: str) -> list[bytes]:
        """What to look for: one index for each key that rows may still have been written with."""
        return [_index(key, field, value) for key in self._index]


def vault() -> Vault:
    """The installation's vault: its keys of today, then the retired ones."""
    keys = settings.KEYS
    return _vault(f"{keys.contents},{keys.retired_contents}", f"{keys.index},{keys.retired_index}")


@lru_cache(maxsize=4)
def _vault(contents: str, index: str) -> Vault:
    return Vault(_keys(contents), _keys(index))


def _keys(text: str) -> list[bytes]:
    return [bytes.fromhex(part.strip()) for part in text.split(",") if part.strip()]


def _key_id(key: bytes) -> bytes:
    return hmac.digest(key, b"tongban key id", hashlib.sha256)[:_KEY_ID]


def _index(key: bytes, field: str, value: str) -> bytes:
    return hmac.digest(key, f"{field}\x00{value}".encode(), hashlib.sha256)[:INDEX_BYTES]
