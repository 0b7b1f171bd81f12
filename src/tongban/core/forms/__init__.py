"""Forms: XLSForm files read into schemas that check, show and compare answers."""

from __future__ import annotations

from tongban.core.forms.checking import Checked, FieldFault
from tongban.core.forms.comparing import Change, Difference
from tongban.core.forms.form import Column, FormSchema
from tongban.core.forms.reading import read_form
from tongban.core.forms.roc_dates import read_date, roc_text
from tongban.core.forms.schema import Answer, Choice, Group, Question, QuestionType
from tongban.core.forms.showing import Line

__all__ = [
    "Answer",
    "Change",
    "Checked",
    "Choice",
    "Column",
    "Difference",
    "FieldFault",
    "FormSchema",
    "Group",
    "Line",
    "Question",
    "QuestionType",
    "read_date",
    "read_form",
    "roc_text",
]
