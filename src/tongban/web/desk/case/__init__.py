"""One case: what it is, where it stands, what can be done, and what was."""
