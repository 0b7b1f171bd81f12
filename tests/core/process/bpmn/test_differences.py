"""Two versions of a process, compared in words."""

from __future__ import annotations

from tests.core.process.bpmn.parts import TASK, around
from tongban.core.process import Difference, DifferenceKind, Kind, LoopKind, Trigger, difference, read_process
from tongban.core.process.bpmn.wording import ASPECTS, KINDS, TRIGGERS, value_words
from tongban.core.process.model import Activity

OLD = TASK.replace('"t"', '"a"')
CHOICE = (
    '<exclusiveGateway id="x"/><endEvent id="e2" name="駁回"/><sequenceFlow id="f3" name="否" sourceRef="x" '
    'targetRef="e2"><conditionExpression>ok = false</conditionExpression></sequenceFlow>'
)


def compared(old: bytes, new: bytes) -> list[Difference]:
    versions = [read_process(source, "p.bpmn")[0] for source in (old, new)]
    assert versions[0] is not None
    assert versions[1] is not None
    return difference(versions[0], versions[1])


def words(old: bytes, new: bytes) -> list[str]:
    return [f"{one.id} {one.kind}: {one.text.en}" for one in compared(old, new)]


def test_a_version_does_not_differ_from_itself_nor_by_spaces_or_places() -> None:
    spaced = CHOICE.replace("ok = false", "= ok=false ").encode()
    moved = around(OLD, inside=spaced.decode()).replace(b"</definitions>", b"<di/></definitions>")
    assert compared(around(OLD, inside=CHOICE), moved) == []


def test_what_is_new_gone_renamed_or_changed_is_told() -> None:
    new = (
        '<userTask id="a" name="初審" camunda:candidateGroups="handler, supervisor" camunda:dueDate="working_days: 3"/>'
    )
    changed = CHOICE.replace("ok = false", "ok = true").replace('name="否"', 'name="是"').replace("e2", "e3")
    assert words(around(OLD, inside=CHOICE), around(new, inside=changed)) == [
        "a renamed: User task “審查” is now called “初審”",
        "a changed: User task “初審”: candidate groups “handler” is now “handler, supervisor”",
        "a changed: User task “初審”: due date “none” is now “3 working days”",
        "e2 removed: End event “駁回”: removed",
        "f3 renamed: Flow “否” is now called “是”",
        "f3 changed: Flow “是” (x → 駁回): target “e2” is now “e3”",
        "f3 changed: Flow “是” (x → 駁回): condition “ok = false” is now “ok = true”",
        "e3 added: End event “駁回”: added",
    ]


def test_timers_events_loops_and_mappings_are_told_in_words() -> None:
    def timed(days: int) -> bytes:
        timer = f"<timerEventDefinition><timeDuration>working_days: {days}</timeDuration></timerEventDefinition>"
        return around(f'<intermediateCatchEvent id="a" name="等候">{timer}</intermediateCatchEvent>')

    assert words(timed(3), timed(5)) == [
        "a changed: Catching event “等候”: trigger “timer 3 working days” is now “timer 5 working days”"
    ]
    [one] = compared(timed(3), timed(5))
    assert one.text.zh == "等待事件「等候」：觸發方式由「計時 3 個工作天」改為「計時 5 個工作天」"
    loop = "<multiInstanceLoopCharacteristics><loopCardinality>{}</loopCardinality></multiInstanceLoopCharacteristics>"
    two, three = (around(OLD.replace("/>", f">{loop.format(n)}</userTask>")) for n in (2, 3))
    assert words(two, three) == ["a changed: User task “審查”: repetition “at once 2” is now “at once 3”"]
    assert words(around(OLD), two)[0].endswith("repetition “none” is now “at once 2”")


def test_the_kinds_of_differences_and_the_name_of_the_process() -> None:
    renamed = around(OLD).replace("案件".encode(), "申請".encode())
    assert compared(around(OLD), renamed)[0][:2] == ("p", DifferenceKind.RENAMED)


def test_every_kind_trigger_and_setting_has_words() -> None:
    assert set(KINDS) == set(Kind)
    assert set(TRIGGERS) == set(Trigger)
    told_otherwise = {"id", "name", "incoming", "outgoing"}
    assert set(ASPECTS) == set(Activity.__dataclass_fields__) - told_otherwise
    assert all(value_words(kind).zh for kind in (*Kind, *LoopKind))
