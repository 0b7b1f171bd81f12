"""BPMN 2.0 XML → Document (all that is drawn) → Process (what can be run)."""
