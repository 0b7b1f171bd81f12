from django.apps import AppConfig


class LookupsConfig(AppConfig):
    name = "tongban.apps.lookups"
    label = "lookups"
