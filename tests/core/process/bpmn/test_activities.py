"""Who does it, what is computed, asked, called: read from what the common modelers write."""

from __future__ import annotations

import pytest

from tests.core.process.bpmn.parts import TASK, activity, around, extended, faults, process
from tongban.core.calendar import Limit
from tongban.core.process import Assigned, Kind, TimerKind, read_process

LANE = '<laneSet id="l"><lane id="supervisor" name="主管"><flowNodeRef>a</flowNodeRef></lane></laneSet>'


def formula(assigned: tuple[Assigned, ...]) -> dict[str, str]:
    return {one.name: one.formula.text for one in assigned}


@pytest.mark.parametrize("tag", ["task", "userTask", "manualTask"])
def test_each_task_for_people_has_groups(tag: str) -> None:
    read = activity(f'<{tag} id="a" name="審查" camunda:candidateGroups="handler, supervisor@fire"/>')
    assert (read.kind, read.name, read.groups) == (Kind(tag), "審查", ("handler", "supervisor@fire"))
    assert not faults(f'<{tag} id="a" name="審查" camunda:candidateGroups="handler"/>')


def test_a_formula_says_who_does_it() -> None:
    for source in (
        '<userTask id="a" camunda:candidateGroups="= if amount &gt; 9 then &quot;supervisor&quot; else role"/>',
        f"""<userTask id="a">{extended('<zeebe:assignmentDefinition candidateGroups="=groups of amount"/>')}</userTask>""",
    ):
        found, wrong = read_process(around(source), "p.bpmn", ["groups of amount"])
        assert found is not None
        assert not [fault for fault in wrong if "group" in fault.text.en]
        expression = found.activities["a"].assignment
        assert expression is not None
        assert expression.names in ({"amount", "role"}, {"groups of amount"})
        assert found.activities["a"].groups == ()


def test_a_task_that_names_nobody_belongs_to_its_lane() -> None:
    assert activity('<manualTask id="a"/>', inside=LANE).groups == ("supervisor",)
    assert activity('<userTask id="a" camunda:candidateGroups="handler"/>', inside=LANE).groups == ("handler",)
    assert activity('<userTask id="a"/>', inside=LANE.replace("supervisor", "_1")).groups == ()


def test_bpmns_own_potential_owners_are_groups() -> None:
    owner = (
        '<potentialOwner id="o"><resourceAssignmentExpression><formalExpression>handler@fire</formalExpression>'
        '</resourceAssignmentExpression></potentialOwner><potentialOwner id="q"><resourceRef>r</resourceRef></potentialOwner>'
    )
    read = activity(f'<userTask id="a">{owner}</userTask>', top='<resource id="r" name="supervisor"/>')
    assert read.groups == ("handler@fire", "supervisor")


def test_a_due_date_is_a_moment_a_formula_or_time_from_the_law() -> None:
    for text, kind, limit in (
        ("2026-12-01", TimerKind.DATE, None),
        ("P3D", TimerKind.DURATION, None),
        ("working_days: 3", TimerKind.DURATION, Limit.from_mapping({"working_days": 3})),
        ("= now() + duration(&quot;P1D&quot;)", TimerKind.DATE, None),
    ):
        for element in (
            f'<userTask id="a" camunda:dueDate="{text}"/>',
            f"""<userTask id="a">{extended(f'<zeebe:taskSchedule dueDate="{text}"/>')}</userTask>""",
        ):
            due = activity(element).due
            assert due is not None
            assert (due.kind, due.limit, bool(due.formula)) == (kind, limit, text.startswith("="))


def test_a_service_task_has_a_kind_of_work() -> None:
    assert activity('<serviceTask id="a" camunda:type="external" camunda:topic="pay"/>').topic == "pay"
    zeebe = extended('<zeebe:taskDefinition type="pay" retries="3"/>', "<zeebe:taskHeaders/>")
    assert activity(f'<serviceTask id="a">{zeebe}</serviceTask>').topic == "pay"
    assert (
        activity(f"""<serviceTask id="a">{zeebe.replace('"pay"', "'=&quot;pay&quot;'")}</serviceTask>""").topic == "pay"
    )
    unknown = f"""<serviceTask id="a">{zeebe.replace('"pay"', '"=kind"')}</serviceTask>"""
    assert ("a", "What “=kind” names is not known before it runs.") in faults(unknown)


def test_a_script_is_feel() -> None:
    zeebe = extended('<zeebe:script expression="=fee * 2" resultVariable="double"/>')
    own = '<scriptTask id="a" scriptFormat="feel" camunda:resultVariable="double"><script>fee * 2</script></scriptTask>'
    for source in (f'<scriptTask id="a">{zeebe}</scriptTask>', own):
        read = activity(source)
        assert read.script is not None
        assert (read.script.names, read.result) == ({"fee"}, "double")
        assert not faults(source)
    assert ("a", "Scripts in groovy are not supported.") in faults(own.replace('"feel"', '"groovy"'))
    assert "a" in dict(faults(own.replace("fee * 2", "fee *")))
    assert "a" in dict(faults(own.replace(' camunda:resultVariable="double"', "")))


def test_mappings_are_feel_after_an_equals_sign_and_text_otherwise() -> None:
    zeebe = extended(
        '<zeebe:ioMapping><zeebe:input source="=fee + 1" target="cost"/><zeebe:input source="甲" target="kind"/>'
        '<zeebe:output source="=cost" target="paid"/></zeebe:ioMapping>'
    )
    camunda = extended(
        '<camunda:inputOutput><camunda:inputParameter name="cost">= fee + 1</camunda:inputParameter>'
        '<camunda:inputParameter name="kind">甲</camunda:inputParameter>'
        '<camunda:outputParameter name="paid">=cost</camunda:outputParameter></camunda:inputOutput>'
    )
    for inner in (zeebe, camunda):
        read = activity(f'<userTask id="a" name="n" camunda:candidateGroups="handler">{inner}</userTask>')
        assert formula(read.inputs) == {"cost": "fee + 1", "kind": '"甲"'}
        assert formula(read.outputs) == {"paid": "cost"}
        assert read.inputs[1].formula.evaluate({}) == "甲"


def test_what_a_mapping_cannot_be_is_refused() -> None:
    for parameter in ('name="a b">1<', 'name="x">${y}<', 'name="x"><camunda:list/><', 'name="x"><camunda:script/><'):
        inner = extended(
            f"<camunda:inputOutput><camunda:inputParameter {parameter}/camunda:inputParameter></camunda:inputOutput>"
        )
        assert "a" in dict(faults(f'<task id="a" name="n" camunda:candidateGroups="handler">{inner}</task>')), parameter


def test_a_call_names_a_process_and_maps_what_goes_in_and_out() -> None:
    zeebe = extended('<zeebe:calledElement processId="fire/check" propagateAllChildVariables="false"/>')
    assert activity(f'<callActivity id="a">{zeebe}</callActivity>').called == "fire/check"
    camunda = extended(
        '<camunda:in source="fee" target="cost"/><camunda:in variables="all"/><camunda:in businessKey="#{k}"/>'
        '<camunda:out sourceExpression="=cost * 2" target="paid"/>'
    )
    read = activity(f'<callActivity id="a" calledElement="check">{camunda}</callActivity>')
    assert (read.called, formula(read.inputs), formula(read.outputs)) == (
        "check",
        {"cost": "fee"},
        {"paid": "cost * 2"},
    )


def test_a_global_task_cannot_be_called() -> None:
    top = '<globalUserTask id="g"/>'
    assert ("a", "Calling a global task is not supported.") in faults('<callActivity id="a" calledElement="g"/>', top)


def test_an_ad_hoc_sub_process_is_done_at_will() -> None:
    source = (
        f'<adHocSubProcess id="a" ordering="Sequential" cancelRemainingInstances="false">{TASK}'
        "<completionCondition>=enough</completionCondition></adHocSubProcess>"
    )
    read = activity(source)
    assert read.until is not None
    assert (read.kind, read.until.names, read.one_at_a_time, read.cancels_rest) == (
        Kind.AD_HOC,
        {"enough"},
        True,
        False,
    )
    assert activity(f'<adHocSubProcess id="a">{TASK}</adHocSubProcess>').cancels_rest


def test_sub_processes_nest() -> None:
    inner = f'<startEvent id="s2"/><subProcess id="b" triggeredByEvent="true">{TASK}</subProcess><documentation>說明</documentation>'
    found = process(f'<subProcess id="a">{inner}</subProcess>')
    assert {one.id: one.scope for one in found.activities.values()} == {
        "s": "", "a": "", "s2": "a", "b": "a", "t": "b", "e": "",
    }  # fmt: skip
    assert (found.activities["b"].by_event, found.activities["a"].documentation) == (True, "說明")


def test_any_activity_or_gateway_may_have_a_default_and_conditions() -> None:
    more = (
        '<endEvent id="e3"/><sequenceFlow id="f3" sourceRef="a" targetRef="e3">'
        "<conditionExpression>x = 1</conditionExpression></sequenceFlow>"
    )
    for element in ('<inclusiveGateway id="a" default="f2"/>', TASK.replace('"t"', '"a" default="f2"')):
        found = process(element, inside=more)
        assert (found.activities["a"].default, found.activities["a"].outgoing) == ("f2", ("f2", "f3"))
        assert [flow.id for flow, _ in found.conditions()] == ["f3"]


def test_names_that_the_process_makes_may_have_spaces() -> None:
    made = '<scriptTask id="b" camunda:resultVariable="the fee"/>'
    condition = '<sequenceFlow id="f3" sourceRef="a" targetRef="e"><conditionExpression>the fee &gt; 1</conditionExpression></sequenceFlow>'
    [(_, expression)] = process('<exclusiveGateway id="a"/>', inside=made + condition).conditions()
    assert expression.names == {"the fee"}


@pytest.mark.parametrize(
    ("extension", "name"),
    [
        ('<camunda:executionListener class="x" event="start"/>', "executionListener"),
        ("<zeebe:executionListeners/>", "executionListeners"),
        ('<zeebe:assignmentDefinition candidateUsers="a"/>', "candidateUsers"),
        ('<zeebe:taskSchedule followUpDate="2026-01-01"/>', "followUpDate"),
        ("<camunda:connector/>", "connector"),
    ],
)
def test_what_would_do_something_else_is_refused(extension: str, name: str) -> None:
    element = f'<userTask id="a" name="n" camunda:candidateGroups="handler">{extended(extension)}</userTask>'
    assert ("a", f"The extension {name} is not supported.") in faults(element)
    way = f'<sequenceFlow id="f9" sourceRef="a" targetRef="e">{extended(extension)}</sequenceFlow>'
    assert ("f9", f"The extension {name} is not supported.") in faults(TASK.replace('"t"', '"a"'), inside=way)


def test_attributes_that_would_do_something_else_are_refused() -> None:
    for attribute in ('class="x"', 'type="mail"', 'delegateExpression="${x}"', 'calledElementBinding="version"'):
        name = attribute.partition("=")[0]
        found = faults(f'<serviceTask id="a" name="n" camunda:topic="pay" camunda:{attribute}/>')
        assert ("a", f"The extension {name} is not supported.") in found


def test_a_listener_on_the_process_is_refused_and_other_vendors_things_are_not() -> None:
    assert ("p", "The extension executionListener is not supported.") in faults(
        TASK.replace('"t"', '"a"'), inside=extended('<camunda:executionListener class="x"/>', "<camunda:properties/>")
    )
    vendor = f'<userTask id="a" name="n" camunda:candidateGroups="handler" v:class="x">{extended("<v:listener/>")}<v:x/></userTask>'
    assert not faults(vendor)


def test_flows_alone_count_and_need_no_id() -> None:
    source = around(TASK.replace('"t"', '"a"')).replace(b' id="f1"', b"").replace(b' id="f2"', b"")
    found, wrong = read_process(source, "p.bpmn")
    assert not wrong
    assert found is not None
    assert found.after("s") == ["a"]
    assert found.before("e") == ["a"]
