"""What is wrong with a process before anybody runs it."""
