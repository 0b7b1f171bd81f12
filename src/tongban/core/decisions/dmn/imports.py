"""A DMN file and, by namespace, the files it imports (DMN 1.5, 6.3.3)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path

from tongban.core.decisions.dmn.drawing import Document, read_nodes
from tongban.core.decisions.dmn.errors import ModelError
from tongban.core.decisions.dmn.items import Items
from tongban.core.decisions.dmn.xml import MAX_BYTES, Element, elements, local, parsed_xml, place
from tongban.core.text import Fault, Text

Find = Callable[[str], "tuple[str, Element] | None"]
"""Namespace → the file it was found in, and its root."""

MAX_NEIGHBOURS = 200
"""Files of one folder that are looked at for an import."""


def read_document(root: Element, file: str, find: Find) -> Document:
    return _Reading(find).document(root, file)


def find_beside(path: Path | None, others: Mapping[str, bytes]) -> Find:
    """Looks in `others` first, then in the files beside `path`; each is parsed once, and only when one is asked."""

    @cache
    def by_namespace() -> dict[str, tuple[str, Element]]:
        found: dict[str, tuple[str, Element]] = {}
        for name, source in (*others.items(), *_neighbours(path)):
            try:
                root = parsed_xml(source)
            except ModelError:
                continue  # no model: it cannot be what is looked for
            found.setdefault(root.get("namespace", ""), (name, root))
        return found

    return lambda namespace: by_namespace().get(namespace)


def _neighbours(path: Path | None) -> Iterator[tuple[str, bytes]]:
    if path is None:
        return
    beside = sorted(one for one in path.parent.iterdir() if one.suffix == ".dmn" and one.name != path.name)
    for one in beside[:MAX_NEIGHBOURS]:
        if one.is_file() and one.stat().st_size <= MAX_BYTES:
            yield one.name, one.read_bytes()


class _Reading:
    """Documents by namespace, so that each is read once, however often and in whatever circle it is imported."""

    def __init__(self, find: Find) -> None:
        self._find = find
        self._read: dict[str, Document] = {}

    def document(self, root: Element, file: str) -> Document:
        imports: list[tuple[str, Document]] = []
        types: list[tuple[str, Items]] = []
        document = Document(file, root.get("namespace", ""), root, imports, Items(root, types))
        self._read[document.namespace] = document
        for element in elements(root, "import"):
            if (other := self._import(element, document)) is not None:
                name = element.get("name", "")
                imports.append((name, other))
                types.append((name, other.items))
        for node in read_nodes(document):
            if node.id in document.nodes:
                document.faults.append(_twice(document, node.id))
            document.nodes.setdefault(node.id, node)
        return document

    def _import(self, element: Element, document: Document) -> Document | None:
        namespace = element.get("namespace", "")
        if namespace in self._read:
            return self._read[namespace]
        found = self._find(namespace)
        if found is None:
            document.faults.append(_not_found(document, element, namespace))
            return None
        file, root = found
        return self.document(root, file)


def _twice(document: Document, id_: str) -> Fault:
    text = Text(f"識別碼「{id_}」用了兩次。", f"The id “{id_}” is used twice.")
    return Fault(document.file, id_, text, Text("請給每個元素不同的識別碼。", "Give every element an id of its own."))


def _not_found(document: Document, element: Element, namespace: str) -> Fault:
    kind = local(element) and element.get("importType", "")
    text = Text(f"找不到匯入的模型 {namespace}（{kind}）。", f"The imported model {namespace} ({kind}) is not there.")
    return Fault(
        document.file,
        place(element),
        text,
        Text("請把該 DMN 檔放在同一資料夾。", "Put that DMN file into the same folder."),
    )
