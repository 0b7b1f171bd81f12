"""One small process — start, review, choice, two ends — drawn in the manner of several modelers' exports."""

from __future__ import annotations

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
_XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'

BPMN_IO = f"""<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions {_XSI} xmlns:bpmn="{MODEL}" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI"
 xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI"
 id="Definitions_1" targetNamespace="http://bpmn.io/schema/bpmn" exporter="bpmn-js (https://demo.bpmn.io)">
  <bpmn:process id="Process_1" isExecutable="false">
    <bpmn:startEvent id="s" name="收件"><bpmn:outgoing>f1</bpmn:outgoing></bpmn:startEvent>
    <bpmn:task id="t" name="審查"><bpmn:incoming>f1</bpmn:incoming><bpmn:outgoing>f2</bpmn:outgoing></bpmn:task>
    <bpmn:exclusiveGateway id="x" name="符合？"><bpmn:incoming>f2</bpmn:incoming></bpmn:exclusiveGateway>
    <bpmn:endEvent id="e1" /><bpmn:endEvent id="e2" />
    <bpmn:sequenceFlow id="f1" sourceRef="s" targetRef="t" /><bpmn:sequenceFlow id="f2" sourceRef="t" targetRef="x" />
    <bpmn:sequenceFlow id="f3" name="是" sourceRef="x" targetRef="e1" />
    <bpmn:sequenceFlow id="f4" sourceRef="x" targetRef="e2" />
    <bpmn:textAnnotation id="n"><bpmn:text>註記</bpmn:text></bpmn:textAnnotation>
    <bpmn:association id="a" associationDirection="None" sourceRef="t" targetRef="n" />
  </bpmn:process>
  <bpmndi:BPMNDiagram id="D"><bpmndi:BPMNPlane id="P" bpmnElement="Process_1"><bpmndi:BPMNShape id="t_di"
   bpmnElement="t"><dc:Bounds x="1" y="2" width="100" height="80" /></bpmndi:BPMNShape></bpmndi:BPMNPlane></bpmndi:BPMNDiagram>
</bpmn:definitions>"""

_DEFAULT_NAMESPACE = f"""<?xml version='1.0' encoding='UTF-8'?>
<definitions xmlns="{MODEL}" {_XSI} xmlns:VENDOR="http://VENDOR.org/bpmn" targetNamespace="http://VENDOR.org/processdef">
  <process id="Process_1" name="審查" isExecutable="true">
    <extensionElements><VENDOR:eventListener events="ENTITY_CREATED"/><task id="not-drawn"/></extensionElements>
    <documentation>說明</documentation>
    <startEvent id="s" VENDOR:initiator="me"></startEvent>
    <userTask id="t" name="審查" VENDOR:candidateGroups="handler" VENDOR:formKey="review">
      <extensionElements><VENDOR:formProperty id="p" name="是否符合" type="string"/></extensionElements>
    </userTask>
    <VENDOR:note>beside</VENDOR:note>
    <exclusiveGateway id="x" default="f4"/><endEvent id="e1"/><endEvent id="e2"/>
    <sequenceFlow id="f1" sourceRef="s" targetRef="t"/><sequenceFlow id="f2" sourceRef="t" targetRef="x"/>
    <sequenceFlow id="f3" sourceRef="x" targetRef="e1">
      <conditionExpression xsi:type="tFormalExpression"><![CDATA[${{ok}}]]></conditionExpression></sequenceFlow>
    <sequenceFlow id="f4" sourceRef="x" targetRef="e2"/>
  </process>
</definitions>"""

FLOWABLE = _DEFAULT_NAMESPACE.replace("VENDOR", "flowable")
ACTIVITI = _DEFAULT_NAMESPACE.replace("VENDOR", "activiti")

JBPM = f"""<bpmn2:definitions {_XSI} xmlns:bpmn2="{MODEL}" xmlns:drools="http://www.jboss.org/drools" id="_d"
 targetNamespace="http://www.omg.org/bpmn20" exporter="jBPM Process Modeler" exporterVersion="2.0">
  <bpmn2:itemDefinition id="_resultItem" structureRef="Boolean"/>
  <bpmn2:collaboration id="_c"><bpmn2:participant id="_p" name="Pool Participant" processRef="Process_1"/></bpmn2:collaboration>
  <bpmn2:process id="Process_1" drools:packageName="com.example" drools:version="1.0" isExecutable="true">
    <bpmn2:property id="result" itemSubjectRef="_resultItem" name="result"/>
    <bpmn2:sequenceFlow id="f1" sourceRef="s" targetRef="t"/><bpmn2:sequenceFlow id="f2" sourceRef="t" targetRef="x"/>
    <bpmn2:sequenceFlow id="f3" sourceRef="x" targetRef="e1"><bpmn2:extensionElements><drools:metaData
      name="isAutoConnection.source"><drools:metaValue><![CDATA[true]]></drools:metaValue></drools:metaData>
      </bpmn2:extensionElements></bpmn2:sequenceFlow>
    <bpmn2:sequenceFlow id="f4" sourceRef="x" targetRef="e2"/>
    <bpmn2:startEvent id="s"><bpmn2:outgoing>f1</bpmn2:outgoing></bpmn2:startEvent>
    <bpmn2:userTask id="t" name="審查">
      <bpmn2:incoming>f1</bpmn2:incoming><bpmn2:outgoing>f2</bpmn2:outgoing>
      <bpmn2:ioSpecification><bpmn2:dataInput id="t_in" drools:dtype="Object" name="TaskName"/>
        <bpmn2:inputSet><bpmn2:dataInputRefs>t_in</bpmn2:dataInputRefs></bpmn2:inputSet></bpmn2:ioSpecification>
      <bpmn2:dataInputAssociation><bpmn2:targetRef>t_in</bpmn2:targetRef><bpmn2:assignment>
        <bpmn2:from xsi:type="bpmn2:tFormalExpression"><![CDATA[review]]></bpmn2:from>
        <bpmn2:to xsi:type="bpmn2:tFormalExpression"><![CDATA[t_in]]></bpmn2:to></bpmn2:assignment>
      </bpmn2:dataInputAssociation>
    </bpmn2:userTask>
    <bpmn2:exclusiveGateway id="x" gatewayDirection="Diverging"/><bpmn2:endEvent id="e1"/><bpmn2:endEvent id="e2"/>
  </bpmn2:process>
</bpmn2:definitions>"""

SIGNAVIO = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<definitions xmlns="{MODEL}" xmlns:signavio="http://www.signavio.com" {_XSI} id="sid-1"
 targetNamespace="http://www.signavio.com" expressionLanguage="http://www.w3.org/TR/XPath">
  <collaboration id="sid-c"><extensionElements><signavio:signavioDiagramMetaData metaKey="revisionid" metaValue="1"/>
    </extensionElements><participant id="sid-p" name="社會局" processRef="Process_1"/>
    <participant id="sid-q" name="申請人"/>
    <messageFlow id="sid-m" name="申請" sourceRef="sid-q" targetRef="s"/></collaboration>
  <process id="Process_1" isClosed="false" isExecutable="false" processType="None">
    <laneSet id="sid-l"><lane id="sid-1l" name="承辦"><extensionElements/><flowNodeRef>s</flowNodeRef>
      <flowNodeRef>t</flowNodeRef><flowNodeRef>gone</flowNodeRef></lane></laneSet>
    <startEvent id="s"><extensionElements><signavio:signavioMetaData metaKey="bgcolor" metaValue="#ffffff"/>
      </extensionElements><outgoing>f1</outgoing><messageEventDefinition id="sid-d"/></startEvent>
    <task id="t" name="審查" completionQuantity="1" isForCompensation="false" startQuantity="1"/>
    <exclusiveGateway id="x" gatewayDirection="Diverging"/><endEvent id="e1"/><endEvent id="e2"/>
    <sequenceFlow id="f1" isImmediate="true" sourceRef="s" targetRef="t"/><sequenceFlow id="f2" sourceRef="t" targetRef="x"/>
    <sequenceFlow id="f3" sourceRef="x" targetRef="e1"/><sequenceFlow id="f4" sourceRef="x" targetRef="e2"/>
  </process>
</definitions>"""

BIZAGI = f"""<?xml version="1.0" encoding="utf-8"?>
<definitions {_XSI} xmlns:xsd="http://www.w3.org/2001/XMLSchema" targetNamespace="http://www.bizagi.com/1" xmlns="{MODEL}">
  <process id="Process_1" name="Process 1">
    <documentation /><extensionElements><BizagiExtensions xmlns="http://www.bizagi.com/bpmn20">
      <BizagiProperties><BizagiProperty name="bgColor" value="White" /></BizagiProperties></BizagiExtensions>
    </extensionElements>
    <ioSpecification /><startEvent id="s"><documentation /><outgoing>f1</outgoing></startEvent>
    <task id="t" name="審查"><documentation /><incoming>f1</incoming><outgoing>f2</outgoing></task>
    <exclusiveGateway id="x"><documentation /></exclusiveGateway><endEvent id="e1" /><endEvent id="e2" />
    <sequenceFlow id="f1" sourceRef="s" targetRef="t" /><sequenceFlow id="f2" sourceRef="t" targetRef="x" />
    <sequenceFlow id="f3" sourceRef="x" targetRef="e1"><conditionExpression /></sequenceFlow>
    <sequenceFlow id="f4" sourceRef="x" targetRef="e2" />
  </process>
  <collaboration id="_c" name="Diagram 1"><participant id="_p" name="Main Process" processRef="Process_1" /></collaboration>
</definitions>"""

DRAW_IO = f"""<?xml version="1.0"?>
<semantic:definitions xmlns:semantic="{MODEL}" targetNamespace="urn:draw" exporter="draw.io">
<semantic:process><semantic:startEvent id="s"/><semantic:task id="t" name="審查&#10;文件"/>
<semantic:exclusiveGateway id="x"/><semantic:endEvent id="e1"/><semantic:endEvent id="e2"/>
<semantic:sequenceFlow sourceRef="s" targetRef="t"/><semantic:sequenceFlow sourceRef="t" targetRef="x"/>
<semantic:sequenceFlow sourceRef="x" targetRef="e1"/><semantic:sequenceFlow sourceRef="x" targetRef="e2"/>
</semantic:process></semantic:definitions>"""

CHINESE_IDS = f"""<definitions xmlns="{MODEL}"><process id="流程"><startEvent id="開始"/><task id="審查"/>
<exclusiveGateway id="符合否"/><endEvent id="結束一"/><endEvent id="結束二"/>
<sequenceFlow id="線一" sourceRef="開始" targetRef="審查"/><sequenceFlow id="線二" sourceRef="審查" targetRef="符合否"/>
<sequenceFlow id="線三" sourceRef="符合否" targetRef="結束一"/><sequenceFlow id="線四" sourceRef="符合否" targetRef="結束二"/>
</process></definitions>"""

STYLES = {
    "bpmn.io": BPMN_IO,
    "flowable": FLOWABLE,
    "activiti": ACTIVITI,
    "jbpm": JBPM,
    "signavio": SIGNAVIO,
    "bizagi": BIZAGI,
    "draw.io": DRAW_IO,
    "chinese ids": CHINESE_IDS,
}
