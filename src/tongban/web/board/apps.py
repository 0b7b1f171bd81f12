from django.apps import AppConfig


class BoardConfig(AppConfig):
    name = "tongban.web.board"
    label = "web_board"
