from __future__ import annotations

import gettext
from pathlib import Path

import polib
import pytest

from tools import messages

PO = messages.PO
PAGE = """{% load i18n %}
<p title="{% translate 'A "title"' %}">
   {% blocktranslate trimmed count n=cases|length %}
      One letter
   {% plural %}
      {{ n }} letters
   {% endblocktranslate %}
 {% if x %} unbalanced ( ' {{ y|default:_('Nobody') }}{% endif %}
"""


@pytest.fixture
def room(tmp_path: Path) -> Path:
    """An app with sentences in its code and in a template, in a tree of its own."""
    app = tmp_path / "src/tongban/apps/greetings"
    (app / "templates/greetings").mkdir(parents=True)
    (app / "__init__.py").touch()
    (app / "actions.py").write_text(
        "from django.utils.translation import gettext as _, ngettext as many, pgettext_lazy\n"
        "def greet(n, open):\n"
        '    pgettext_lazy("of a shop", "Open")\n'
        '    many("%(n)d case", "%(n)d cases", n)\n'
        '    print(_("Come in" if open else "Come back") + plain("not a sentence"))\n'
        '    return _("Hello, "\n             "%(name)s")\n'
    )
    (app / "templates/greetings/page.html").write_text(PAGE)
    return app


def entries(room: Path) -> dict[str, polib.POEntry]:
    return {entry.msgid: entry for entry in polib.pofile(str(room / PO)) if not entry.obsolete}


def translate(room: Path, root: Path) -> None:
    catalogue = polib.pofile(str(room / PO))
    for entry in catalogue:
        said = "譯" + "".join(messages._placeholders(entry.msgid_plural or entry.msgid))
        if entry.msgid_plural:
            entry.msgstr_plural = {0: said}
        else:
            entry.msgstr = said
    catalogue.save(str(room / PO))


def test_every_sentence_of_code_and_templates_is_gathered(room: Path, tmp_path: Path) -> None:
    messages.extract(tmp_path)
    assert list(entries(room)) == sorted(
        ["%(n)d case", 'A "title"', "Come back", "Come in", "Hello, %(name)s", "Nobody", "One letter", "Open"]
    )
    assert entries(room)["Open"].msgctxt == "of a shop"
    assert entries(room)["One letter"].msgid_plural == "%(n)s letters"


def test_a_complete_catalogue_has_no_faults_and_speaks(room: Path, tmp_path: Path) -> None:
    messages.extract(tmp_path)
    translate(room, tmp_path)
    assert list(messages.all_faults(tmp_path)) == []
    messages.compile_all(tmp_path)
    with (room / PO).with_suffix(".mo").open("rb") as compiled:
        spoken = gettext.GNUTranslations(compiled)
    assert spoken.gettext("Come in") == "譯"
    assert spoken.ngettext("%(n)d case", "%(n)d cases", 3) == "譯%(n)d"


def test_gathering_again_keeps_translations_and_changes_nothing(room: Path, tmp_path: Path) -> None:
    messages.extract(tmp_path)
    translate(room, tmp_path)
    messages.extract(tmp_path)
    once = (room / PO).read_bytes()
    messages.extract(tmp_path)
    assert (room / PO).read_bytes() == once
    assert entries(room)["Come in"].msgstr == "譯"
    assert b"#:" not in once
    assert str(tmp_path).encode() not in once


def test_a_sentence_that_comes_back_finds_its_translation(room: Path, tmp_path: Path) -> None:
    messages.extract(tmp_path)
    translate(room, tmp_path)
    code = (room / "actions.py").read_text()
    (room / "actions.py").write_text("")
    messages.extract(tmp_path)
    assert "Come in" not in entries(room)
    (room / "actions.py").write_text(code)
    messages.extract(tmp_path)
    assert entries(room)["Come in"].msgstr == "譯"


def test_pruning_forgets_what_is_not_used(room: Path, tmp_path: Path) -> None:
    messages.extract(tmp_path)
    translate(room, tmp_path)
    (room / "actions.py").write_text("")
    messages.extract(tmp_path, prune=True)
    assert "Come in" not in (room / PO).read_text()


def broken(room: Path, root: Path, msgid: str, **changes: object) -> list[str]:
    messages.extract(root)
    translate(room, root)
    catalogue = polib.pofile(str(room / PO))
    entry = catalogue.find(msgid)
    for name, value in changes.items():
        setattr(entry, name, value)
    catalogue.save(str(room / PO))
    return list(messages.all_faults(root))


def test_a_missing_translation_is_named(room: Path, tmp_path: Path) -> None:
    (fault,) = broken(room, tmp_path, "Come in", msgstr="")
    assert "'Come in' is not translated" in fault


def test_a_fuzzy_translation_does_not_count(room: Path, tmp_path: Path) -> None:
    (fault,) = broken(room, tmp_path, "Come in", flags=["fuzzy"])
    assert "fuzzy" in fault


def test_a_lost_placeholder_is_named(room: Path, tmp_path: Path) -> None:
    (fault,) = broken(room, tmp_path, "Hello, %(name)s", msgstr="你好，%(nmae)s")
    assert "other placeholders" in fault


def test_a_sentence_that_was_never_gathered_is_named_with_its_place(room: Path, tmp_path: Path) -> None:
    messages.extract(tmp_path)
    translate(room, tmp_path)
    with (room / "actions.py").open("a") as code:
        code.write('new = _("Brand new")\n')
    (fault,) = messages.all_faults(tmp_path)
    assert "actions.py:8: 'Brand new' is not in" in fault


def test_a_sentence_nobody_says_any_more_is_named(room: Path, tmp_path: Path) -> None:
    messages.extract(tmp_path)
    translate(room, tmp_path)
    (room / "actions.py").write_text("")
    assert all("not used any more" in fault for fault in messages.all_faults(tmp_path))
    assert len(list(messages.all_faults(tmp_path))) == 5


def test_two_translations_of_one_sentence_are_named_because_only_one_is_shown(room: Path, tmp_path: Path) -> None:
    other = tmp_path / "src/tongban/web/desk"
    other.mkdir(parents=True)
    (other / "__init__.py").write_text('from django.utils.translation import gettext\ngettext("Come in")\n')
    messages.extract(tmp_path)
    translate(room, tmp_path)
    catalogue = polib.pofile(str(other / PO))
    catalogue.find("Come in").msgstr = "請進"
    catalogue.save(str(other / PO))
    (fault,) = messages.all_faults(tmp_path)
    assert "several translations" in fault
    assert "desk" in fault


def test_a_sentence_put_together_at_run_time_cannot_be_translated(room: Path, tmp_path: Path) -> None:
    (room / "actions.py").write_text('from django.utils.translation import gettext as _\n_(f"Hello {1}")\n')
    (fault,) = [fault for fault in messages.all_faults(tmp_path) if "literal" in fault]
    assert "actions.py:2" in fault
