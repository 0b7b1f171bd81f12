from __future__ import annotations

import pytest
from django.test import Client
from lxml import html

from tests.web.citizen.conftest import AT, City
from tongban.apps.cases.actions import Registered, reopen_case
from tongban.apps.feedback.links import questionnaire_path, questionnaire_url
from tongban.apps.feedback.models import ASPECTS, Rating

pytestmark = pytest.mark.django_db
ANSWERS = {**dict.fromkeys(ASPECTS, "4"), "comment": "很快"}


def test_an_answer_by_the_link_of_the_closing_message_is_thanked_for_and_counted_once(
    client: Client, closed: Registered
) -> None:
    path = questionnaire_path(closed.number)
    assert questionnaire_url(closed.number).endswith(path)
    assert client.get(path).status_code == 200
    for _ in range(2):
        assert "謝謝您" in client.post(path, ANSWERS, follow=True).content.decode()
    assert [(r.overall, r.comment) for r in Rating.objects.all()] == [(4, "很快")]
    assert "謝謝您" in client.get(path).content.decode()


def test_what_was_chosen_stays_when_something_is_missing(client: Client, closed: Registered) -> None:
    response = client.post(questionnaire_path(closed.number), {"overall": "2", "speed": "9", "comment": "字" * 1001})
    assert response.status_code == 422
    page = html.document_fromstring(response.content)
    assert page.xpath("//input[@name='overall'][@checked]/@value") == ["2"]
    assert len(page.xpath("//span[@class='invalid-feedback']")) == 4
    assert "字" * 1001 in page.xpath("//textarea")[0].text
    assert not Rating.objects.exists()


def test_every_question_is_a_group_with_a_name_and_five_labelled_choices(client: Client, closed: Registered) -> None:
    page = html.document_fromstring(client.get(questionnaire_path(closed.number)).content)
    groups = page.xpath("//fieldset[legend]")
    assert len(groups) == 4
    labelled = set(page.xpath("//label/@for"))
    assert all(len(set(group.xpath(".//input/@id")) & labelled) == 5 for group in groups)


def test_a_link_with_another_cases_code_leads_nowhere(client: Client, closed: Registered) -> None:
    path = questionnaire_path(closed.number)
    assert client.get(path[:-3] + "zz/").status_code == 404
    assert client.get(questionnaire_path("SOC-115-0000009-9")).status_code == 404


def test_a_case_that_runs_or_runs_again_is_rated_later(client: Client, city: City, registered: Registered) -> None:
    path = questionnaire_path(registered.number)
    assert "尚未辦結" in client.get(path).content.decode()
    assert client.post(path, ANSWERS).status_code == 409


def test_a_case_taken_up_again_is_rated_when_it_is_closed_again(client: Client, city: City, closed: Registered) -> None:
    reopen_case(number=closed.number, reason="示範", activity="accept", by=city.rights("supervisor"), at=AT)
    assert client.post(questionnaire_path(closed.number), ANSWERS).status_code == 409
