"""The two kinds of process an installation consists of: web servers and job workers. Both hold no state."""

from __future__ import annotations

import asyncio
import os
import socket

WEB_WORKERS = "TONGBAN_WEB_WORKERS"
WEB_THREADS = "TONGBAN_WEB_THREADS"
JOBS_AT_ONCE = "TONGBAN_JOBS_AT_ONCE"
JOB_POLLING = "TONGBAN_JOB_POLLING"


def web(host: str, port: int) -> None:
    """Serve pages until asked to stop."""
    from granian.constants import Interfaces
    from granian.server import Server

    Server(
        "tongban.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        websockets=False,
        workers=int(os.environ.get(WEB_WORKERS) or min(4, os.cpu_count() or 1)),
        blocking_threads=int(os.environ.get(WEB_THREADS) or 4),
        backlog=1024,
        workers_kill_timeout=10,
        respawn_failed_workers=True,
        log_access=os.environ.get("TONGBAN_ACCESS_LOG") == "1",
    ).serve()


def worker(*, until_idle: bool = False) -> None:
    """Carry out jobs until asked to stop; with `until_idle` only those that wait in the queue now, no periodic ones.

    Polls instead of listening: PostgreSQL's NOTIFY takes turns at commit and would cap the whole city's throughput.
    Jobs that end well are deleted, failed ones stay for the operator to look at (see `upkeep`).
    """
    from django.db import connections
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.django_connector import DjangoConnector
    from procrastinate.periodic import PeriodicRegistry

    if not isinstance(app.connector, DjangoConnector):
        raise TypeError("the worker's own connection is made from Django's")
    # A page that meets a restarted database fails once and is loaded again; a job would be lost: look before each.
    connections.settings["default"]["CONN_HEALTH_CHECKS"] = True
    # A second app for the worker's own bookkeeping. Tasks keep Django's connector, so what a job defers is written
    # in the job's own transaction.
    own = app.with_connector(app.connector.get_worker_connector())
    own.periodic_defaults = app.periodic_defaults
    if until_idle:
        own.periodic_registry = PeriodicRegistry()

    async def run() -> None:
        async with own.open_async():
            await own.run_worker_async(
                concurrency=int(os.environ.get(JOBS_AT_ONCE) or 4),
                wait=not until_idle,
                listen_notify=False,
                fetch_job_polling_interval=float(os.environ.get(JOB_POLLING) or 0.5),
                abort_job_polling_interval=5.0,
                shutdown_graceful_timeout=15.0,
                delete_jobs="successful",
                update_heartbeat_interval=5.0,
            )

    asyncio.run(run())


def is_free(host: str, port: int) -> bool:
    """Whether a server could listen there now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def answers(host: str, port: int) -> bool:
    """Whether the web server there is up: one that refuses is, one that fails (500 and more) is not."""
    from http.client import HTTPConnection, HTTPException

    connection = HTTPConnection(host if host not in {"0.0.0.0", "::"} else "127.0.0.1", port, timeout=2)  # noqa: S104
    try:
        connection.request("HEAD", "/")
        return connection.getresponse().status < 500
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
