from django.apps import AppConfig


class PartsConfig(AppConfig):
    name = "tongban.web.parts"
    label = "web_parts"
