from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "tongban.apps.cases"
    label = "cases"
