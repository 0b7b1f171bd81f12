from django.apps import AppConfig


class WorklistsConfig(AppConfig):
    name = "tongban.apps.worklists"
    label = "worklists"
