"""Seals outside the database: per night one JSON file and one gzip file with a line for every leaf that changed.

They are written once, whole or not at all, and never again: whoever copies the folder away each night has a witness
that neither the database nor this program can talk round.
"""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from .seals import Leaf, Seal

LONGEST_LINE = 1_000


class SealsDisagree(Exception):
    """The files and the database tell different stories; says which file and what to do."""


def folder() -> Path:
    return Path(settings.VAR) / "seals"


def all_files() -> list[Path]:
    """The seals' JSON files, oldest first."""
    return sorted(folder().glob("[0-9]*.json"))


def path_of(seal: Seal) -> Path:
    return folder() / f"{seal.number:08}-{seal.night.isoformat()}.json"


def leaves_of(file: Path) -> Path:
    return file.with_suffix(".leaves.gz")


def read_seal(file: Path) -> Seal:
    """Raises OSError, ValueError, KeyError or TypeError when the file holds no seal."""
    return Seal.from_json(json.loads(file.read_bytes()))


def read_leaves(file: Path) -> Iterator[Leaf]:
    """The leaves beside the seal in `file`. Raises OSError, EOFError, zlib.error, ValueError or TypeError."""
    with gzip.open(leaves_of(file)) as lines:
        while line := lines.readline(LONGEST_LINE):
            position, subject, seq, head = json.loads(line)
            yield Leaf(position=position, subject=subject, seq=seq, head=bytes.fromhex(head))


def refuse_set_back(last: Seal | None) -> None:
    """Raise SealsDisagree when the newest file is not the database's newest seal or an earlier one of its seals."""
    newest = all_files()[-1:]
    if newest and (last is None or newest[0] > path_of(last)):
        raise SealsDisagree(
            _(
                "%(file)s holds a seal that the database does not know: the database was set back or changed."
                " Run `tongban journal verify`. If it was set back on purpose, move this file and later ones to"
                " another folder, keep them there, and seal again."
            )
            % {"file": newest[0]}
        )


def complete(seals: Iterable[Seal], leaves: Callable[[int], Iterator[Leaf]]) -> None:
    """Write the files that are missing for seals of the database."""
    folder().mkdir(parents=True, exist_ok=True)
    present = set(all_files())
    for seal in seals:
        if (file := path_of(seal)) not in present:
            _write_leaves(file, seal, leaves(seal.number))
            _write(file, json.dumps(seal.as_json(), indent=1).encode() + b"\n")


def _write_leaves(file: Path, seal: Seal, leaves: Iterator[Leaf]) -> None:
    target, digest = leaves_of(file), sha256()
    draft = _draft(target)
    with draft.open("wb") as out, gzip.GzipFile("", "wb", fileobj=out, mtime=0) as packed:
        for leaf in leaves:
            digest.update(line := leaf.line())
            packed.write(line)
    if digest.digest() != seal.leaves:
        draft.unlink()
        raise SealsDisagree(
            _("The database's leaves of seal %(number)s are not those it signed. Run `tongban journal verify`.")
            % {"number": seal.number}
        )
    _keep(draft, target)


def _write(file: Path, content: bytes) -> None:
    draft = _draft(file)
    draft.write_bytes(content)
    _keep(draft, file)


def _draft(file: Path) -> Path:
    return file.with_name(f".{file.name}.{os.getpid()}")


def _keep(draft: Path, file: Path) -> None:
    """Give a finished draft its name, so that even after a power cut the file is whole or absent."""
    for path, before in ((draft, None), (file.parent, draft)):
        if before:
            before.replace(file)
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
