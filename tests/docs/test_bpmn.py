"""The page on BPMN lists what the reader knows, no more and no less."""

from __future__ import annotations

import re
from pathlib import Path

from tongban.core.process import Kind, Trigger
from tongban.core.process.bpmn import calls, dialects, read, supported, tags, xml

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "bpmn.md").read_text(encoding="utf-8")


def section(heading: str) -> str:
    return re.split(rf"^##+ {re.escape(heading)}$", PAGE, flags=re.MULTILINE)[1].split("\n#")[0]


def rows(heading: str) -> dict[str, str]:
    """First cell → second cell of the table under a heading."""
    cells = re.findall(r"^\| `(.+?)` \| ?(.*?) ?\|", section(heading), flags=re.MULTILINE)
    return dict(cells)


def listed(text: str) -> set[str]:
    return set(re.findall(r"`(\w+)`", text))


def test_the_activities_are_those_that_can_be_run() -> None:
    assert list(rows("activities")) == [kind.value for kind in Kind]


def test_the_triggers_are_those_allowed_at_each_place() -> None:
    page = {place: set(text.split(", ")) for place, text in rows("triggers").items()}
    program = {
        place: {Trigger(one).value.removesuffix("EventDefinition") for one in allowed}
        for place, allowed in supported.TRIGGERS.items()
    }
    assert page == program


def test_the_limits_are_those_of_the_program() -> None:
    page = {name: int(value.replace(",", "")) for name, value in rows("limits").items()}
    assert page == {
        "MAX_BYTES": xml.MAX_BYTES,
        "MAX_XML_ELEMENTS": xml.MAX_XML_ELEMENTS,
        "MAX_ELEMENTS": read.MAX_ELEMENTS,
        "MAX_DEPTH": calls.MAX_DEPTH,
        "MAX_ACTIVITIES": calls.MAX_ACTIVITIES,
    }


def test_the_extensions_are_those_that_are_read() -> None:
    page = {name: set(filter(None, text.split(", "))) for name, text in rows("extensions").items()}
    assert page == dialects.READ_ELEMENTS
    read_and_harmless = section("extensions").split("Attributes of Camunda 7:")[1].split("Passed over without harm:")
    assert listed(read_and_harmless[0]) == dialects.READ_ATTRIBUTES
    harmless = dialects.HARMLESS_ELEMENTS | dialects.HARMLESS_ATTRIBUTES
    assert listed(read_and_harmless[1].split("Who does a task")[0]) == harmless


def test_what_is_refused_is_what_the_program_refuses() -> None:
    assert set(rows("never")) == {*supported.UNSUPPORTED, *supported.TRIGGERS_REFUSED}


def test_what_is_kept_as_drawn_is_what_may_stand_in_a_process() -> None:
    carried_out = {
        "sequenceFlow", "incoming", "outgoing", "potentialOwner", "performer", "humanPerformer", "completionCondition",
        "standardLoopCharacteristics", "multiInstanceLoopCharacteristics",
    }  # fmt: skip
    assert listed(section("Kept as drawn")) == tags.BESIDE_NODES - carried_out
