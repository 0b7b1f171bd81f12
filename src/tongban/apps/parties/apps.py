from django.apps import AppConfig


class PartiesConfig(AppConfig):
    name = "tongban.apps.parties"
    label = "parties"
