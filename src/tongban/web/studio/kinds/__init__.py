"""Kinds of case: what they are, their texts, rules and versions, and the draft of the next one."""
