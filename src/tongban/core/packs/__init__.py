"""Packs: read a folder of files into a Definition, report every fault in it, run its examples."""

from .called import with_called
from .examples import ExampleResult, run_examples
from .reading import PackFolderError, read_folder, read_pack
from .units import NamedUnit, missing_units, units_named

__all__ = [
    "ExampleResult",
    "NamedUnit",
    "PackFolderError",
    "missing_units",
    "read_folder",
    "read_pack",
    "run_examples",
    "units_named",
    "with_called",
]
