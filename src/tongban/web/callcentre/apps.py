from django.apps import AppConfig


class CallcentreConfig(AppConfig):
    name = "tongban.web.callcentre"
    label = "web_callcentre"
