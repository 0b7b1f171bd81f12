"""YAML with line numbers: what a fault needs in order to say where it is. No aliases, tags or double keys."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

import yaml

from tongban.core.text import Fault, Text

LARGEST = 256_000
"""Bytes of a YAML file."""
DEEPEST = 20
_OPENING = (
    yaml.FlowSequenceStartToken,
    yaml.FlowMappingStartToken,
    yaml.BlockSequenceStartToken,
    yaml.BlockMappingStartToken,
)
_CLOSING = (yaml.FlowSequenceEndToken, yaml.FlowMappingEndToken, yaml.BlockEndToken)
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}
_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})", re.ASCII)
_DECIMAL = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})\.[0-9]{1,17}", re.ASCII)
Plain: TypeAlias = "str | int | float | bool | None"


@dataclass(frozen=True, slots=True)
class Value:
    """A node: a scalar, a list of Values, or a mapping of names to Values; with its line (1 is the first)."""

    content: Plain | list[Value] | dict[str, Value]
    line: int

    @property
    def plain(self) -> object:
        """The same without lines."""
        if isinstance(self.content, dict):
            return {key: value.plain for key, value in self.content.items()}
        if isinstance(self.content, list):
            return [value.plain for value in self.content]
        return self.content


def lines_of(value: Value, key: str = "") -> dict[str, int]:
    """The line of everything below `value` by its path: `clock.remind[0].to`."""
    lines: dict[str, int] = {}
    if isinstance(value.content, dict):
        parts = [(f"{key}.{name}" if key else name, child) for name, child in value.content.items()]
    else:
        children = value.content if isinstance(value.content, list) else []
        parts = [(f"{key}[{i}]", child) for i, child in enumerate(children)]
    for path, child in parts:
        lines |= {path: child.line} | lines_of(child, path)
    return lines


class _Broken(Exception):
    def __init__(self, line: int, text: Text) -> None:
        super().__init__(text.en)
        self.line, self.text = line, text


def load(source: bytes, file: str) -> tuple[Value | None, list[Fault]]:
    """The document in `source`, or the one fault that keeps it from being read."""
    try:
        return _load(source), []
    except _Broken as broken:
        return None, [Fault(file, place(broken.line), broken.text)]


def place(line: int) -> str:
    return f"第 {line} 行"


def _load(source: bytes) -> Value:
    if len(source) > LARGEST:
        raise _Broken(1, Text("檔案過大", "The file is too large"))
    try:
        text = source.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _Broken(1, Text("檔案不是 UTF-8 編碼", "The file is not UTF-8")) from error
    _refuse_tricks(text)
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise _Broken(line, Text(f"YAML 格式錯誤：{error.problem}", f"Not valid YAML: {error.problem}")) from error
    except yaml.YAMLError as error:
        raise _Broken(1, Text("YAML 含有不允許的字元", "The YAML holds characters that are not allowed")) from error
    if node is None:
        raise _Broken(1, Text("檔案是空的", "The file is empty"))
    return _value(node)


def _refuse_tricks(text: str) -> None:
    """Aliases, tags and depth, seen before anything is built: PyYAML takes minutes over a hundred thousand brackets."""
    depth = 0
    try:
        for token in yaml.scan(text, Loader=yaml.SafeLoader):
            line = token.start_mark.line + 1
            if isinstance(token, yaml.AliasToken | yaml.TagToken):
                raise _Broken(line, Text("不可使用 YAML 別名或標籤", "YAML aliases and tags are not allowed"))
            depth += isinstance(token, _OPENING) - isinstance(token, _CLOSING)
            if depth > DEEPEST:
                raise _Broken(line, Text("巢狀過深", "Nested too deeply"))
    except yaml.YAMLError:
        return  # compose names it with its place


def _value(node: yaml.Node) -> Value:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        return Value(dict(_pairs(node)), line)
    if isinstance(node, yaml.SequenceNode):
        return Value([_value(child) for child in node.value], line)
    return Value(_scalar(node), line)


def _pairs(node: yaml.MappingNode) -> Iterator[tuple[str, Value]]:
    seen: set[str] = set()
    for key, child in node.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            raise _Broken(line, Text("鍵必須是文字", "A key must be text"))
        if not key.value.strip():
            raise _Broken(line, Text("鍵不可空白", "A key may not be blank"))
        if key.value in seen:
            raise _Broken(line, Text(f"鍵「{key.value}」重複", f"The key “{key.value}” appears twice"))
        seen.add(key.value)
        yield key.value, replace(_value(child), line=line)


def _scalar(node: yaml.Node) -> Plain:
    """Numbers, true, false and null as YAML 1.2 knows them; all else is the text as it was typed.

    By the rules of YAML 1.1 `no` would be false, 0312 octal, 9:30 a number to the base 60, and a date no text.
    """
    text = str(node.value)
    if node.tag.endswith((":null", ":bool")) and text.lower() in _WORDS:
        return _WORDS[text.lower()]
    if node.tag.endswith(":int") and _INTEGER.fullmatch(text):
        return int(text)
    if node.tag.endswith(":float") and _DECIMAL.fullmatch(text):
        return float(text)
    return text
