from django.apps import AppConfig


class OrgConfig(AppConfig):
    name = "tongban.apps.org"
    label = "org"
