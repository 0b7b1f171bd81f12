"""Runs test files in the layout of the public DMN Technology Compatibility Kit: see `__main__`."""
