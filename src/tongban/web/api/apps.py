from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "tongban.web.api"
    label = "web_api"
