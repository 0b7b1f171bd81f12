"""Message catalogues without GNU gettext: `messages.py extract | compile | check`.

Every app and web folder keeps its own `locale/zh_Hant/LC_MESSAGES/django.po`. Entries are sorted and carry neither line
numbers nor dates, so that two people's changes merge.
"""

from __future__ import annotations

import argparse
import ast
import io
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import polib
from babel.messages.extract import extract_python

ROOT = Path(__file__).resolve().parents[1]
PO = Path("locale/zh_Hant/LC_MESSAGES/django.po")
HEADER = {
    "Project-Id-Version": "tongban",
    "Language": "zh_Hant",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=1; plural=0;",
}
# Function: position of context, message, plural.
FUNCTIONS = {
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}
TEMPLATE_KEYWORDS = dict.fromkeys(("_", *FUNCTIONS))
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}|\(\(.*?\)\)")


class Message(NamedTuple):
    """What makes two sentences the same entry, and the plural it came with."""

    context: str | None
    text: str
    plural: str | None = None

    @property
    def key(self) -> tuple[str | None, str]:
        return self.context, self.text


class Found(NamedTuple):
    message: Message
    file: Path
    line: int


class Wrong(Exception):
    """A sentence in the code that cannot be gathered."""


def rooms(root: Path) -> list[Path]:
    """Every folder that keeps a catalogue of its own: apps, web folders, the demo."""
    source = root / "src" / "tongban"
    found = [*source.glob("apps/*/__init__.py"), *source.glob("web/*/__init__.py"), *source.glob("demo/__init__.py")]
    return sorted(file.parent for file in found)


def sentences(room: Path) -> Iterator[Found]:
    for file in sorted(room.rglob("*.py")):
        if "migrations" not in file.parts:
            yield from in_python(file)
    for kind in ("*.html", "*.txt"):
        for file in sorted(room.rglob(kind)):
            if "templates" in file.parts:
                yield from in_template(file)


def in_python(file: Path) -> Iterator[Found]:
    tree = ast.parse(file.read_text(encoding="utf-8"), str(file))
    names = _translating_names(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (function := _function(node.func, names)):
            yield from (Found(message, file, node.lineno) for message in _messages(node, FUNCTIONS[function], file))


def _translating_names(tree: ast.AST) -> dict[str, str]:
    """Names under which this file knows Django's functions: `{"_": "gettext"}`."""
    return {
        alias.asname or alias.name: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if alias.name in FUNCTIONS
    }


def _function(called: ast.expr, names: dict[str, str]) -> str | None:
    if isinstance(called, ast.Name):
        return names.get(called.id)
    if isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name) and called.value.id == "translation":
        return called.attr if called.attr in FUNCTIONS else None
    return None


def _messages(call: ast.Call, shape: tuple[int | None, int, int | None], file: Path) -> Iterator[Message]:
    def part(position: int | None) -> list[str | None]:
        return [None] if position is None else _literals(call.args[position], file)

    context, text, plural = (part(position) for position in shape)
    for one in text:
        if one:
            yield Message(context[0], one, plural[0])


def _literals(node: ast.expr, file: Path) -> list[str | None]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.IfExp):
        return [*_literals(node.body, file), *_literals(node.orelse, file)]
    raise Wrong(f"{file}:{node.lineno}: only a literal sentence can be translated, not {ast.unparse(node)}")


def in_template(file: Path) -> Iterator[Found]:
    from django.utils.translation.template import templatize

    python = templatize(file.read_text(encoding="utf-8"), origin=str(file))
    # The tokenizer takes indentation seriously, the template does not.
    flat = "\n".join(line.lstrip() for line in python.splitlines())
    for line, name, strings, _ in extract_python(io.BytesIO(flat.encode()), TEMPLATE_KEYWORDS, (), {}):
        given = list(strings) if isinstance(strings, tuple | list) else [strings]
        shape = FUNCTIONS.get(name, FUNCTIONS["gettext"])
        context, text, plural = (None if at is None else given[at] for at in shape)
        if text:
            yield Found(Message(context, text, plural), file, line)


def gather(room: Path) -> dict[tuple[str | None, str], Found]:
    found: dict[tuple[str | None, str], Found] = {}
    for one in sentences(room):
        known = found.get(one.message.key)
        if known is None or (one.message.plural and not known.message.plural):
            found[one.message.key] = one
    return found


def load(room: Path) -> polib.POFile:
    file = room / PO
    catalogue = polib.pofile(str(file), wrapwidth=100) if file.exists() else polib.POFile(wrapwidth=100)
    catalogue.metadata = dict(HEADER)
    return catalogue


def extract(root: Path, *, prune: bool = False) -> int:
    """Bring the catalogues in line with the code; what is no longer used is kept at the end unless `prune`."""
    for room in rooms(root):
        found = gather(room)
        before = load(room)
        if found or len(before):
            _write(room, _merged(found, before, prune=prune))
    return 0


def _merged(found: dict[tuple[str | None, str], Found], before: polib.POFile, *, prune: bool) -> list[polib.POEntry]:
    known = {(entry.msgctxt, entry.msgid): entry for entry in before}
    entries = []
    for key, one in found.items():
        entry = known.pop(key, None) or polib.POEntry(msgid=one.message.text, msgctxt=one.message.context)
        _set_plural(entry, one.message.plural)
        entry.obsolete, entry.occurrences = False, []
        entries.append(entry)
    for entry in known.values():
        if not prune and (entry.msgstr or entry.msgstr_plural):
            entry.obsolete, entry.occurrences = True, []
            entries.append(entry)
    return entries


def _set_plural(entry: polib.POEntry, plural: str | None) -> None:
    """One form in Chinese: a sentence that gets or loses its plural keeps its translation."""
    translation = entry.msgstr or next(iter(entry.msgstr_plural.values()), "")
    entry.msgid_plural = plural or ""
    entry.msgstr = "" if plural else translation
    entry.msgstr_plural = {0: translation} if plural else {}
    if ("python-format" in entry.flags) and "%" not in entry.msgid:
        entry.flags.remove("python-format")


def _write(room: Path, entries: Iterable[polib.POEntry]) -> None:
    catalogue = polib.POFile(wrapwidth=100)
    catalogue.metadata = dict(HEADER)
    catalogue.extend(sorted(entries, key=lambda entry: (entry.obsolete, entry.msgid, entry.msgctxt or "")))
    (room / PO).parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(room / PO))


def compile_all(root: Path) -> int:
    for room in rooms(root):
        source = room / PO
        target = source.with_suffix(".mo")
        if source.exists() and (not target.exists() or target.stat().st_mtime < source.stat().st_mtime):
            polib.pofile(str(source)).save_as_mofile(str(target))
    return 0


def check(root: Path) -> int:
    faults = list(all_faults(root))
    for fault in faults:
        print(fault)
    return 1 if faults else 0


def all_faults(root: Path) -> Iterator[str]:
    """Sentences without a faithful translation, as lines that name file and remedy."""
    translations: dict[tuple[str | None, str], dict[str, Path]] = defaultdict(dict)
    for room in rooms(root):
        catalogue = load(room)
        name = (room / PO).relative_to(root)
        known = {(entry.msgctxt, entry.msgid): entry for entry in catalogue if not entry.obsolete}
        try:
            found = gather(room)
        except Wrong as wrong:
            yield str(wrong)
            continue
        for key, one in found.items():
            if key not in known:
                place = f"{one.file.relative_to(root)}:{one.line}"
                yield f"{place}: {key[1]!r} is not in {name}; run make messages and translate it"
        for key, entry in known.items():
            yield from (f"{name}: {entry.msgid!r} {what}" for what in _faults_of(entry, used=key in found))
            translations[key].setdefault(_translation(entry), room)
    for (_, text), different in translations.items():
        if len(different) > 1:
            places = ", ".join(f"{said!r} ({room.name})" for said, room in different.items())
            yield f"{text!r} has several translations, but only one is ever shown: {places}; agree, or use pgettext"


def _faults_of(entry: polib.POEntry, *, used: bool) -> Iterator[str]:
    said = _translation(entry)
    if not used:
        yield "is not used any more; run make messages"
    elif not said:
        yield "is not translated"
    elif entry.fuzzy:
        yield "is marked fuzzy: look at it and take the mark away"
    elif (wanted := _placeholders(entry.msgid_plural or entry.msgid)) != (given := _placeholders(said)):
        yield f"has other placeholders in its translation: {sorted(given)} instead of {sorted(wanted)}"


def _translation(entry: polib.POEntry) -> str:
    return next(iter(entry.msgstr_plural.values()), "") if entry.msgid_plural else entry.msgstr


def _placeholders(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=["extract", "compile", "check"])
    parser.add_argument("--prune", action="store_true", help="with extract: drop what is no longer used")
    parser.add_argument("--root", type=Path, default=ROOT)
    given = parser.parse_args(arguments)
    if given.command == "extract":
        return extract(given.root, prune=given.prune)
    return (compile_all if given.command == "compile" else check)(given.root)


if __name__ == "__main__":
    import django
    from django.conf import settings

    # Reading a template's sentences needs Django's parser, not this installation's settings.
    settings.configure(USE_I18N=False, INSTALLED_APPS=[])
    django.setup()
    sys.exit(main())
