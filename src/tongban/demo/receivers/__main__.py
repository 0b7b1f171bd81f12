"""`python -m tongban.demo.receivers`: both receivers until asked to stop; ports as the program's settings have them."""

from __future__ import annotations

import os
import signal
from threading import Event, Thread
from types import FrameType
from urllib.parse import urlsplit

HOST = "127.0.0.1"


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tongban.config.settings")
    from django.conf import settings

    from tongban.demo.phone import inbox

    from .mail import mail_server
    from .sms import sms_gateway

    stop = Event()

    def ask_to_stop(number: int, frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, ask_to_stop)
    mail = mail_server(inbox(), HOST, settings.EMAIL_PORT)
    sms = sms_gateway(inbox(), HOST, urlsplit(settings.SMS_GATEWAY["url"]).port or 80)
    mail.start()
    Thread(target=sms.serve_forever, daemon=True).start()
    stop.wait()
    mail.stop()
    sms.shutdown()
    sms.server_close()


if __name__ == "__main__":
    main()
