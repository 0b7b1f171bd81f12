"""Imports between models."""

from __future__ import annotations

from pathlib import Path

from tests.core.decisions.dmn.xmls import decision, feel, input_, item, knowledge, xml
from tongban.core.decisions import Model, read_model

SHARED = xml(
    item("kind", "string", allowed='"a", "b"'),
    input_("amount", "number"),
    decision("doubled fine", "amount * 2", inputs="amount"),
    knowledge("triple it", "n: number", "n * 3"),
    namespace="urn:shared",
)


def importing(*elements: str, name: str = "shared") -> bytes:
    return xml(f'<import namespace="urn:shared" name="{name}" importType="{name}"/>', *elements)


def imported(*elements: str, name: str = "shared") -> Model:
    return read_model(importing(*elements, name=name), others={"shared.dmn": SHARED})


def test_what_is_imported_is_called_by_the_name_of_the_import() -> None:
    text = "shared.doubled fine + shared.triple it(1)"
    asked = imported(
        decision("d", text, decisions="urn:shared#doubled fine", knows="urn:shared#triple it"), decision("amount", "1")
    )
    assert asked.faults == ()
    assert asked.evaluate("d", {"amount": 5}).value == 13
    assert asked.evaluate("d", {"amount": 1, "urn:shared#amount": 5}).value == 13


def test_types_of_an_import_guard_values() -> None:
    asked = imported(decision("a", '"a"', type_="shared.kind"), decision("c", '"c"', type_="shared.kind"))
    assert [asked.evaluate(name, {}).value for name in "ac"] == ["a", None]


def test_an_import_without_a_name_gives_its_names_as_they_are() -> None:
    asked = imported(decision("d", "doubled fine", decisions="urn:shared#doubled fine", type_="number"), name="")
    assert asked.evaluate("d", {"amount": 5}).value == 10


def test_imports_are_found_beside_the_file(tmp_path: Path) -> None:
    (tmp_path / "shared.dmn").write_bytes(SHARED)
    (tmp_path / "broken.dmn").write_bytes(b"no model")
    (tmp_path / "main.dmn").write_bytes(
        importing(decision("d", "shared.doubled fine", decisions="urn:shared#doubled fine"))
    )
    assert read_model(tmp_path / "main.dmn").evaluate("d", {"amount": 4}).value == 8


def test_an_import_that_is_not_there_is_a_fault() -> None:
    asked = read_model(importing(decision("d", feel("1"))))
    assert "urn:shared" in asked.faults[0].text.en
    assert asked.evaluate("d", {}).value == 1


def test_models_may_import_one_another() -> None:
    other = xml('<import namespace="urn:test" name="main"/>', decision("b", "1"), namespace="urn:shared")
    asked = read_model(importing(decision("d", "shared.b", decisions="urn:shared#b")), others={"b.dmn": other})
    assert asked.evaluate("d", {}).value == 1
