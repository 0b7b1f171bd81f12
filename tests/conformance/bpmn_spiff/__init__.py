"""Two engines walk the same processes in step: ours and SpiffWorkflow."""
