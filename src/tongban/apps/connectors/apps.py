from django.apps import AppConfig


class ConnectorsConfig(AppConfig):
    name = "tongban.apps.connectors"
    label = "connectors"
