"""A seal as a value, and the proof a citizen takes home. Pure.

Every night one Merkle tree stands over all chains. Its leaf for a chain is SHA-256(0x00 ‖ canonical JSON of
[subject, number of events, hash of the last event in hexadecimal]). The seal names the tree's root and the digest of
the leaves that changed, and carries an HMAC-SHA256 under a key that is not in the database. Each seal names the
hash of the one before it, so that none can be taken out or put in later.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

from . import merkle
from .chain import ZERO, canonical, moment

PROOF = "tongban-journal-proof/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """A chain as sealed: its place in the tree (which it keeps for ever), its number of events and its head."""

    position: int
    subject: str
    seq: int
    head: bytes

    def hash(self) -> bytes:
        return merkle.leaf(canonical([self.subject, self.seq, self.head.hex()]).encode())

    def line(self) -> bytes:
        """The leaf as a line of the file beside the seal."""
        return canonical([self.position, self.subject, self.seq, self.head.hex()]).encode() + b"\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """One night's seal. `through` is the highest event id the night surely looked at; `chains` the tree's size."""

    number: int
    night: date
    at: datetime
    through: int
    chains: int
    changed: int
    leaves: bytes
    """SHA-256 over the lines of the leaves that changed since the seal before."""
    root: bytes
    previous: bytes = ZERO
    mac: bytes = b""

    def body(self) -> dict[str, Any]:
        """What the HMAC covers."""
        whole = {
            name: value.hex() if isinstance(value, bytes) else value.isoformat() if isinstance(value, date) else value
            for name, value in asdict(self).items()
            if name != "mac"
        }
        return whole | {"at": moment(self.at.astimezone(UTC))}

    def signed(self, key: bytes) -> Seal:
        return Seal(**{**asdict(self), "mac": self._mac(key)})

    def is_signed(self, key: bytes) -> bool:
        return hmac.compare_digest(self.mac, self._mac(key))

    def _mac(self, key: bytes) -> bytes:
        return hmac.digest(key, canonical(self.body()).encode(), "sha256")

    def hash(self) -> bytes:
        """What the next seal calls `previous`."""
        return sha256(canonical(self.as_json()).encode()).digest()

    def as_json(self) -> dict[str, Any]:
        return self.body() | {"mac": self.mac.hex()}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Seal:
        """Raises ValueError, KeyError or TypeError when `value` is no seal."""
        return cls(
            number=int(value["number"]),
            night=date.fromisoformat(value["night"]),
            at=datetime.fromisoformat(value["at"]),
            through=int(value["through"]),
            chains=int(value["chains"]),
            changed=int(value["changed"]),
            leaves=bytes.fromhex(value["leaves"]),
            root=bytes.fromhex(value["root"]),
            previous=bytes.fromhex(value["previous"]),
            mac=bytes.fromhex(value["mac"]),
        )


def proof(seal: Seal, leaf: Leaf, path: list[bytes]) -> dict[str, Any]:
    """The JSON that proves that the chain of `leaf` stood under `seal` with just these events."""
    return {
        "format": PROOF,
        "subject": leaf.subject,
        "events": leaf.seq,
        "head": leaf.head.hex(),
        "position": leaf.position,
        "path": [step.hex() for step in path],
        "seal": seal.as_json(),
    }


def verify_proof(proof: Mapping[str, Any], key: bytes | None = None) -> bool:
    """Whether the path leads from the chain to the seal's root; with the city's `key`, also whether the seal is its.

    Without the key anyone can check all but the HMAC, and compare the root with another holder's proof of that night.
    """
    try:
        seal = Seal.from_json(proof["seal"])
        leaf = Leaf(
            position=proof["position"],
            subject=proof["subject"],
            seq=proof["events"],
            head=bytes.fromhex(proof["head"]),
        )
        reached = merkle.climb(leaf.hash(), leaf.position, seal.chains, [bytes.fromhex(s) for s in proof["path"]])
    except (KeyError, TypeError, ValueError, AttributeError):
        return False
    return proof.get("format") == PROOF and reached == seal.root and (key is None or seal.is_signed(key))
