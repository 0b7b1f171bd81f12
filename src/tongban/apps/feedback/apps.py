from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    name = "tongban.apps.feedback"
    label = "feedback"
