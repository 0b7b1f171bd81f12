"""FEEL, the expression language (DMN 1.5, chapter 10)."""
