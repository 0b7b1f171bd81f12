"""Our FEEL beside `feelin`, the one of bpmn.io: generated expressions, and every disagreement decided by the standard."""
