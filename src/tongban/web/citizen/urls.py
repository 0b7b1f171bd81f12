from __future__ import annotations

from django.urls import path

from . import case, home, look_up, pages, questionnaire

app_name = "citizen"
urlpatterns = [
    path("", home.home, name="home"),
    path("services/", home.services, name="services"),
    path("services/<path:code>/", home.service, name="service"),
    path("progress/", look_up.look_up, name="look-up"),
    path("progress/leave/", look_up.leave, name="leave"),
    path("progress/case/", case.case, name="case"),
    path("progress/case/proof/", case.proof, name="proof"),
    path("progress/case/proof.json", case.proof_file, name="proof-file"),
    path("rate/<str:number>/<str:code>/", questionnaire.questionnaire, name="questionnaire"),
    path("accessibility/", pages.page, {"name": "accessibility"}, name="accessibility"),
    path("privacy/", pages.page, {"name": "privacy"}, name="privacy"),
    path("about/", pages.page, {"name": "about"}, name="about"),
    path("robots.txt", pages.robots),
    path("healthz", pages.health),
]
