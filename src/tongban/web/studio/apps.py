from django.apps import AppConfig


class StudioConfig(AppConfig):
    name = "tongban.web.studio"
    label = "web_studio"
