"""Packs: read a folder of files into a Definition, report every fault in it, run its examples."""

from .examples import ExampleResult, run_examples
from .reading import PackFolderError, read_folder, read_pack

__all__ = ["ExampleResult", "PackFolderError", "read_folder", "read_pack", "run_examples"]
