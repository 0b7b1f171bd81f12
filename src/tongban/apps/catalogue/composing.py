"""A pack as it is in force: what was delivered, with what the agency put on top.

The overlay holds whole files (messages, forms) that stand in the place of delivered ones, and one of its own,
`studio.json`: controls, reminders and which steps the citizen is told of. Those are put into pack.yaml only when the
pack is read, so that a new delivery can still change everything else in that file.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from tongban.core.packs.yaml_file import load

MANIFEST = "pack.yaml"
RULES = "studio.json"
_FORM = re.compile(r"(form|forms/[^/]+)\.(?:md|xlsx)")


@dataclass(frozen=True, slots=True)
class Rules:
    """In the shapes of pack.yaml; None leaves what was delivered. `notify`: activity → whether the citizen is told."""

    controls: list[dict[str, Any]] | None = None
    remind: list[dict[str, Any]] | None = None
    notify: Mapping[str, bool] = field(default_factory=dict)

    def as_file(self) -> bytes:
        told = {"controls": self.controls, "remind": self.remind, "notify": dict(self.notify)}
        return json.dumps(told, ensure_ascii=False, sort_keys=True).encode()


def compose(base: Mapping[str, bytes], overlay: Mapping[str, bytes]) -> dict[str, bytes]:
    """Path → content of the whole pack. A form of the overlay replaces the delivered one in either format."""
    forms = {form[1] for path in overlay if (form := _FORM.fullmatch(path))}
    files = {path: content for path, content in base.items() if not _is_replaced(path, forms)}
    files |= {path: content for path, content in overlay.items() if path != RULES}
    if RULES in overlay and MANIFEST in files:
        files[MANIFEST] = _adjusted(files[MANIFEST], rules_in(overlay))
    return files


def rules_in(overlay: Mapping[str, bytes]) -> Rules:
    if RULES not in overlay:
        return Rules()
    return Rules(**json.loads(overlay[RULES]))


def plain_manifest(content: bytes) -> dict[str, Any]:
    """pack.yaml as plain values; nothing when it cannot be read (`read_pack` says why)."""
    root, _ = load(content, MANIFEST)
    plain = root.plain if root else None
    return plain if isinstance(plain, dict) else {}


def _is_replaced(path: str, forms: set[str]) -> bool:
    form = _FORM.fullmatch(path)
    return form is not None and form[1] in forms


def _adjusted(manifest: bytes, rules: Rules) -> bytes:
    top = plain_manifest(manifest)
    if not top:
        return manifest
    if rules.controls is not None:
        top["controls"] = rules.controls
    if rules.remind is not None:
        top["clock"] = {**_mapping(top.get("clock")), "remind": rules.remind}
    steps = top.get("public_steps")
    for step in steps if isinstance(steps, list) else ():
        if isinstance(step, dict) and step.get("on") in rules.notify:
            step["notify"] = rules.notify[step["on"]]
    return yaml.safe_dump(top, allow_unicode=True, sort_keys=False, width=120).encode()


def _mapping(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
