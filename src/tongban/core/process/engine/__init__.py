"""One step of a process: state and command in, state out."""
