from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "tongban.apps.documents"
    label = "documents"
