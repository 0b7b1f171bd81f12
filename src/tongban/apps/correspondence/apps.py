from django.apps import AppConfig


class CorrespondenceConfig(AppConfig):
    name = "tongban.apps.correspondence"
    label = "correspondence"
