from django.apps import AppConfig


class CitizenConfig(AppConfig):
    name = "tongban.web.citizen"
    label = "web_citizen"
