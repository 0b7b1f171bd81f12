"""Reads BPMN files in the way the Model Interchange Working Group's are given: see `__main__`."""
