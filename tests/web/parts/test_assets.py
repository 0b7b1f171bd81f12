from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from tongban.web.parts.assets import MANIFEST, entry, preloads, read_manifest, stylesheets

MANIFEST_TEXT = {
    "desk/main.ts": {"file": "assets/desk-1.js", "isEntry": True, "imports": ["_words.js", "_map.js"]},
    "_words.js": {"file": "assets/words-2.js"},
    "_map.js": {"file": "assets/map-3.js", "imports": ["_words.js", "desk/main.ts"], "css": ["assets/map-4.css"]},
}


def test_a_missing_build_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match="npm run build"):
        read_manifest(tmp_path / "manifest.json")


def test_a_broken_manifest_says_so(tmp_path: Path) -> None:
    path = tmp_path / "manifest.json"
    path.write_text("{", encoding="utf-8")
    with pytest.raises(ImproperlyConfigured, match="no readable manifest"):
        read_manifest(path)


def test_a_wrong_name_lists_the_right_ones(tmp_path: Path) -> None:
    path = tmp_path / "manifest.json"
    path.write_text(json.dumps(MANIFEST_TEXT), encoding="utf-8")
    with pytest.raises(ImproperlyConfigured, match=r"no dekc/main\.ts; it has: desk/main\.ts"):
        entry(read_manifest(path), "dekc/main.ts")


def test_an_island_brings_what_it_imports_once_even_in_a_circle() -> None:
    assert preloads(MANIFEST_TEXT, "desk/main.ts") == ["assets/words-2.js", "assets/map-3.js"]
    assert stylesheets(MANIFEST_TEXT, "desk/main.ts") == ["assets/map-4.css"]


def test_what_every_citizen_loads_first_is_small() -> None:
    manifest = read_manifest(MANIFEST)
    files = [entry(manifest, "theme/main.scss")["file"], entry(manifest, "base/main.ts")["file"]]
    files += preloads(manifest, "base/main.ts") + stylesheets(manifest, "base/main.ts")
    total = sum((MANIFEST.parents[1] / file).stat().st_size for file in files)
    assert total < 85_000, "a first page of 100 KB needs at least 15 KB for its own words"


def test_no_built_script_can_run_text_as_code() -> None:
    manifest = read_manifest(MANIFEST)
    desk = (MANIFEST.parents[1] / entry(manifest, "desk/main.ts")["file"]).read_text(encoding="utf-8")
    assert "eval(" not in desk
    assert "new Function" not in desk
