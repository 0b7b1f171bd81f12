from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "tongban.apps.journal"
    label = "journal"
