"""Whatever comes in: a value or an error of our own, soon. Never a crash, never a hang."""
