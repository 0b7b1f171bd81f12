from django.apps import AppConfig


class OfficedaysConfig(AppConfig):
    name = "tongban.apps.officedays"
    label = "officedays"
