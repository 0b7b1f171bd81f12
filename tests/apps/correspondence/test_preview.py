from __future__ import annotations

from datetime import date

import pytest

from tongban.apps.cases.actions import Registered
from tongban.apps.cases.models import Case
from tongban.apps.catalogue.queries import definition
from tongban.apps.correspondence.queries import preview
from tongban.apps.correspondence.wording import NoSuchText
from tongban.core.casework import Definition

TODAY = date(2026, 2, 13)


@pytest.fixture
def drawn(registered: Registered) -> Definition:
    return definition(Case.objects.get(pk=registered.case_id).pack_version_id)


@pytest.mark.parametrize("language", ["zh-hant", "en"])
def test_every_message_of_a_pack_can_be_previewed_without_a_case(drawn: Definition, language: str) -> None:
    for code in drawn.messages:
        shown = preview(drawn, code, language, today=TODAY)
        assert shown.subject
        assert "((" not in shown.subject + shown.body + shown.sms
        assert bool(shown.segments) == bool(shown.sms)


def test_a_case_gives_its_own_facts_but_never_its_password(drawn: Definition, registered: Registered) -> None:
    case = Case.objects.select_related("owner", "unit").get(pk=registered.case_id)
    shown = preview(drawn, "registered", "zh-hant", today=TODAY, case=case)
    assert registered.number in shown.body
    assert "••••" in shown.body
    assert registered.password is not None
    assert registered.password not in shown.body


def test_a_wording_of_ones_own_is_shown_filled(drawn: Definition) -> None:
    assert preview(drawn, "closed", "en", today=TODAY, text="By ((today)).").body == "By Fri 13 Feb 2026."


def test_a_message_the_pack_does_not_have_is_named(drawn: Definition) -> None:
    with pytest.raises(NoSuchText, match="gone"):
        preview(drawn, "gone", "en", today=TODAY)
