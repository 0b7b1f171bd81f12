from __future__ import annotations

from tests.core.process.drawing import draw, faults, process, said
from tongban.core.process import Kind, read_document, read_process

STRAIGHT = "s -> t\nt -> e"


def test_names_kinds_and_the_file_itself_are_kept():
    source = draw('s -> t\nt -> e "送出"', extra='<textAnnotation id="n"><text>註</text></textAnnotation>')
    found, wrong = read_process(source, "process.bpmn")
    assert not wrong
    assert found is not None
    assert (found.id, found.name, found.start) == ("case", "案件", "s")
    assert [a.kind for a in found.activities.values()] == [Kind.START, Kind.USER_TASK, Kind.END]
    assert found.flows["f2"].name == "送出"
    assert found.source == source


def test_a_camunda_seven_task_gives_groups_and_form():
    source = draw(STRAIGHT, groups="handler, supervisor@social-affairs").replace(
        b"<userTask", b'<userTask camunda:formKey="review"'
    )
    found, wrong = read_process(source, "p.bpmn")
    assert not wrong
    assert found is not None
    assert found.activities["t"].groups == ("handler", "supervisor@social-affairs")
    assert found.activities["t"].form == "review"


def test_a_zeebe_task_gives_groups_and_form_also_as_constant_feel():
    for groups in ("counter, handler", "=[&quot;counter&quot;, &quot;handler&quot;]"):
        inner = (
            f'<extensionElements><zeebe:userTask/><zeebe:assignmentDefinition candidateGroups="{groups}"/>'
            '<zeebe:formDefinition formId="intake"/></extensionElements>'
        )
        found = process(STRAIGHT, groups="", tasks=inner)
        assert found.activities["t"].groups == ("counter", "handler")
        assert found.activities["t"].form == "intake"


def test_a_zeebe_condition_may_begin_with_an_equals_sign():
    found = process('s -> t\nt -> x\nx -> e1 [= outcome = "a"]\nx -> e2 [= outcome = "b"]')
    assert [(flow.id, condition.names) for flow, condition in found.conditions()] == [
        ("f3", {"outcome"}),
        ("f4", {"outcome"}),
    ]


def test_everything_unsupported_is_refused_by_its_id():
    extra = (
        '<transaction id="transaction"><complexGateway id="inner"/></transaction><complexGateway id="complex"/>'
        '<boundaryEvent id="undo" attachedToRef="t"><compensateEventDefinition/></boundaryEvent>'
        '<serviceTask id="handler" isForCompensation="true"/><receiveTask id="first" instantiate="true"/>'
        '<endEvent id="cancel"><cancelEventDefinition/></endEvent>'
        '<endEvent id="two"><messageEventDefinition/><signalEventDefinition/></endEvent>'
        '<endEvent id="wrong"><timerEventDefinition/></endEvent><intermediateCatchEvent id="bare"/>'
    )
    places = {fault.place for fault in faults(draw(STRAIGHT, extra=extra))}
    expected = ["transaction", "inner", "complex", "undo", "handler", "first", "cancel", "two", "wrong", "bare"]
    assert places >= set(expected)
    _, wrong = read_document(draw(STRAIGHT, extra=extra), "p.bpmn")
    assert [fault.place for fault in wrong] == expected


def test_extensions_that_would_do_something_are_refused():
    inner = (
        '<extensionElements><camunda:taskListener class="x"/><zeebe:assignmentDefinition assignee="wang"/>'
        "</extensionElements>"
    )
    found = said(faults(draw(STRAIGHT, tasks=inner)))
    assert found == {
        ("t", "The extension taskListener is not supported."),
        ("t", "The extension assignee is not supported."),
    }


def test_a_task_for_nobody_and_a_group_that_is_none_are_faults():
    assert said(faults(draw(STRAIGHT, groups=""))) == {("t", "The task names nobody who may do it.")}
    for groups in ("${group}", "Handler!", "a@", "=[1]", "=[&quot;A b&quot;]"):
        assert [fault.place for fault in faults(draw(STRAIGHT, groups=groups))] == ["t"], groups


def test_dangling_flows_are_faults_at_the_flow():
    extra = '<sequenceFlow id="f8" sourceRef="t" targetRef="nowhere"/><sequenceFlow id="f9" targetRef="t"/>'
    assert {("f8", "Its targetRef “nowhere” does not exist."), ("f9", "Its sourceRef “” does not exist.")} <= said(
        faults(draw(STRAIGHT, extra=extra))
    )


def test_references_that_name_no_flow_are_faults():
    source = draw('s -> t\nt -> x\nx -> e1 [outcome = "a"]\nx -> e2 (default)')
    source = source.replace(b'default="f4"', b'default="f1"')
    assert ("x", "Its default “f1” does not exist.") in said(faults(source))
    inner = draw(STRAIGHT, tasks="<incoming>f1</incoming><outgoing>f77</outgoing>")
    assert said(faults(inner)) == {("t", "Its outgoing “f77” does not exist.")}


def test_conditions_that_do_not_parse_are_faults_at_their_flow():
    lines = "s -> t\nt -> x\nx -> e1 [outcome ==]\nx -> e2 [${outcome}]\nx -> e3 [foo(1)]\nx -> e4 (default)"
    found = faults(lines)
    assert [fault.place for fault in found] == ["f3", "f4", "f5"]
    assert "FEEL" in found[1].text.zh
    assert "foo" in found[2].text.zh


def test_a_cleared_condition_is_none():
    source = draw("s -> t\nt -> x\nx -> e [1]").replace(b">1<", b' language="juel"> <')
    found, wrong = read_process(source, "p.bpmn")
    assert not wrong
    assert found is not None
    assert found.conditions() == []


def test_ids_are_given_once():
    assert said(faults(draw(STRAIGHT, extra='<userTask id="t"/>'))) == {
        ("t", "The element has no id, or another one has the same.")
    }


def test_a_fault_behind_another_is_reported_too():
    """All at once, each with its place: nobody wants to upload a file fifteen times."""
    extra = (
        '<complexGateway id="c"/><scriptTask id="script" scriptFormat="groovy"><script>x</script></scriptTask>'
        '<sequenceFlow id="f71" sourceRef="t" targetRef="nowhere"/><userTask id="lonely"/>'
    )
    found = faults(draw("s -> t\nt -> x\nx -> e1 [a >]\nx -> e2 [b > 1]\nx -> dead (default)", extra=extra))
    places = {fault.place for fault in found}
    assert {"c", "script", "f71", "lonely", "f3", "dead"} <= places
    assert all(fault.file == "process.bpmn" and fault.remedy.zh and fault.remedy.en for fault in found)


def test_a_way_over_a_refused_element_raises_no_second_fault():
    extra = (
        '<complexGateway id="c"/><sequenceFlow id="f8" sourceRef="t" targetRef="c"/>'
        '<sequenceFlow id="f9" sourceRef="c" targetRef="e"/><endEvent id="e"/>'
    )
    assert said(faults(draw("s -> t", extra=extra))) == {("c", "Complex gateways are not supported.")}


def test_of_several_processes_the_executable_one_is_read():
    source = draw(STRAIGHT).replace(b"</definitions>", b'<process id="other"/></definitions>')
    found, wrong = read_process(source, "p.bpmn")
    assert (found.id if found else None, wrong) == ("case", [])
    both = source.replace(b'<process id="other"', b'<process id="other" isExecutable="true"')
    assert said(faults(both)) == {("case, other", "The file holds 2 processes.")}


def test_a_process_cannot_be_changed():
    found = process(STRAIGHT)
    try:
        found.activities["t"] = found.activities["s"]  # type: ignore[index]
    except TypeError:
        return
    raise AssertionError("activities can be changed")
