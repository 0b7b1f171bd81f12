"""Decision models and their tables (DMN 1.5, chapters 6 to 8)."""
