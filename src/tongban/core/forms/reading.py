"""Read a form file into a schema, or say everything that is wrong with it."""

from __future__ import annotations

import re
from copy import deepcopy
from pathlib import Path

from pyxform.builder import create_survey_element_from_dict
from pyxform.xls2json import workbook_to_json
from pyxform.xls2json_backends import DefinitionData

from tongban.core.forms.building import Builder, read_choices
from tongban.core.forms.collecting import Faults
from tongban.core.forms.form import FormSchema
from tongban.core.forms.lint import lint, with_defaults
from tongban.core.forms.rows import rows, setting
from tongban.core.forms.sheets import read_sheets
from tongban.core.text import Fault, Text

_ROW_OF_PYXFORM = re.compile(r"\[row : (\d+)\]\s*")


def read_form(source: Path | bytes, file: str) -> tuple[FormSchema | None, list[Fault]]:
    """The form in `source` (XLSForm as .xlsx, or as Markdown tables), named `file` in its faults.

    Either a schema and no faults, or None and every fault with its sheet and row (the header is row
    1, as a spreadsheet counts). pyxform reads the workbook and has the last word on whether other
    XLSForm tools would take it.
    """
    faults = Faults(file)
    data = read_sheets(source.read_bytes() if isinstance(source, Path) else source, faults)
    form = _build(data, faults) if data else None
    if data and form and not faults:
        _ask_pyxform(data, faults)
    return (None, faults.all()) if faults else (form, [])


def _build(data: DefinitionData, faults: Faults) -> FormSchema:
    builder = Builder(read_choices(rows("choices", data, faults), faults), faults)
    for row in rows("survey", data, faults):
        builder.read(row)
    title = setting(data, "form_title")
    form = FormSchema(Text(title, title), with_defaults(builder.fields(), faults))
    lint(form, faults)
    if not form.questions and not faults:
        faults.add("survey", Text("表單沒有題目。", "The form has no questions."))
    return form


def _ask_pyxform(data: DefinitionData, faults: Faults) -> None:
    try:
        create_survey_element_from_dict(workbook_to_json(deepcopy(data), form_name="form", warnings=[]))
    # pyxform has no one exception for all that it may find wrong.
    except Exception as wrong:
        message = str(wrong)
        row = _ROW_OF_PYXFORM.search(message)
        said = _ROW_OF_PYXFORM.sub("", message).strip()[:500]
        sheet = next((name for name in ("choices", "settings") if f"'{name}'" in said), "survey")
        place = f"{sheet} row {row[1]}" if row else sheet
        faults.add(place, Text(f"不符合 XLSForm 規格：{said}", f"This is no valid XLSForm: {said}"))
