from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "tongban.apps.catalogue"
    label = "catalogue"
