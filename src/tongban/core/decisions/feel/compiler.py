"""Tree → closures: the whole language together."""

from __future__ import annotations

from tongban.core.decisions.feel import calls, loops, operators, simple  # noqa: F401  each knows some of the nodes
from tongban.core.decisions.feel.compiling import compiled, compiled_tests

__all__ = ["compiled", "compiled_tests"]
