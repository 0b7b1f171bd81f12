"""Where the built front end is: names in the source folder → addresses, read from Vite's manifest."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.templatetags.static import static

BUILT = Path(__file__).parents[1] / "static" / "built"
MANIFEST = BUILT / ".vite" / "manifest.json"

Manifest = Mapping[str, Mapping[str, Any]]


def read_manifest(path: Path) -> Manifest:
    """The manifest, or ImproperlyConfigured that says how to get one."""
    try:
        manifest: Manifest = json.loads(path.read_bytes())
    except FileNotFoundError:
        raise ImproperlyConfigured(
            f"The front end is not built: {path} is missing. Run `npm ci` and `npm run build` in frontend/."
        ) from None
    except ValueError as error:
        raise ImproperlyConfigured(
            f"{path} is no readable manifest ({error}). Run `npm run build` in frontend/ again."
        ) from error
    return manifest


def entry(manifest: Manifest, name: str) -> Mapping[str, Any]:
    """The manifest's entry for a source file such as `desk/main.ts`."""
    try:
        return manifest[name]
    except KeyError:
        known = ", ".join(sorted(key for key, value in manifest.items() if value.get("isEntry")))
        raise ImproperlyConfigured(
            f"The front end has no {name}; it has: {known}. Correct the name or build it again."
        ) from None


def stylesheets(manifest: Manifest, name: str) -> list[str]:
    """Style files an island needs, those of what it imports first, each once."""
    found = {file: None for part in _parts(manifest, name) for file in part.get("css", ())}
    return list(found)


def preloads(manifest: Manifest, name: str) -> list[str]:
    """Script files the island will ask for at once, so that the browser needs no second round."""
    return [part["file"] for part in _parts(manifest, name)][:-1]


def _parts(manifest: Manifest, name: str, seen: set[str] | None = None) -> Iterator[Mapping[str, Any]]:
    seen = set() if seen is None else seen
    if name in seen:
        return
    seen.add(name)
    current = entry(manifest, name)
    for imported in current.get("imports", ()):
        yield from _parts(manifest, imported, seen)
    yield current


def built_url(file: str) -> str:
    """The public address of a built file."""
    return static(f"built/{file}")


def manifest() -> Manifest:
    """The manifest of this installation; read once, in development again whenever it was rebuilt."""
    changed_at = MANIFEST.stat().st_mtime_ns if settings.DEBUG and MANIFEST.exists() else 0
    return _remembered(MANIFEST, changed_at)


@lru_cache(maxsize=2)
def _remembered(path: Path, changed_at: int) -> Manifest:
    return read_manifest(path)
