"""The database: reachable, new enough, with the two roles as they must be, up to date, on time."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator

import psycopg

from tongban.config import cluster, prepare
from tongban.core.text import Text

from .finding import Finding, fault, good, warning

_MIGRATE = Text("執行 tongban migrate。", "Run tongban migrate.")
WRONG_RIGHTS = """
    SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
    WHERE t.tgname = 'only_grows' AND c.relkind IN ('r', 'p')
      AND (has_table_privilege(%(app)s, c.oid, 'UPDATE') OR has_table_privilege(%(app)s, c.oid, 'DELETE')
        OR has_table_privilege(%(app)s, c.oid, 'TRUNCATE'))
    ORDER BY 1
"""


def examine() -> Iterator[Finding]:
    if not os.environ.get("DATABASE_URL") and not (cluster.data_directory() / "PG_VERSION").exists():
        yield good("內建資料庫將於第一次啟動時建立", "the embedded database will be made at the first start")
        return
    try:
        with prepare.database():
            yield from _serving()
            yield from _owning()
    except (OSError, psycopg.Error, cluster.BadDataDirectory) as wrong:
        yield fault(
            Text("無法連線資料庫：{w}", "The database cannot be reached: {w}").fill(w=str(wrong).strip()),
            Text(
                "檢查 DATABASE_URL 與資料庫服務；首次使用請先執行 tongban migrate。",
                "Check DATABASE_URL and the server; before first use run tongban migrate.",
            ),
        )


def _serving() -> Iterator[Finding]:
    with psycopg.connect(cluster.app_url(), connect_timeout=10, autocommit=True) as connection:
        yield version(connection.info.server_version)
        yield encoding(connection)
        yield clock(connection)
        yield rights(connection)
        yield journal(connection)


def version(number: int) -> Finding:
    if number >= 160_000:
        return good("PostgreSQL {v}", "PostgreSQL {v}", v=number // 10_000)
    return fault(
        Text("PostgreSQL {v} 太舊。", "PostgreSQL {v} is too old.").fill(v=number // 10_000),
        Text("升級至 PostgreSQL 16 以上版本。", "Upgrade to PostgreSQL 16 or newer."),
    )


def encoding(connection: psycopg.Connection) -> Finding:
    name = connection.info.parameter_status("server_encoding")
    if name == "UTF8":
        return good("資料庫編碼 UTF8", "database encoding UTF8")
    return fault(
        Text("資料庫編碼為 {n}。", "The database's encoding is {n}.").fill(n=name),
        Text("以 ENCODING 'UTF8' 重新建立資料庫。", "Create the database again with ENCODING 'UTF8'."),
    )


def clock(connection: psycopg.Connection) -> Finding:
    row = connection.execute("SELECT extract(epoch FROM clock_timestamp())::float").fetchone()
    apart = abs(time.time() - row[0]) if row else 0.0
    if apart < 5:
        return good("資料庫時間一致", "database clock agrees")
    return fault(
        Text("資料庫時間與本機相差 {s:.0f} 秒。", "The database's clock is {s:.0f} s away from ours.").fill(s=apart),
        Text("兩台主機都校時（NTP）。", "Let both machines keep time by NTP."),
    )


def rights(connection: psycopg.Connection) -> Finding:
    row = connection.execute(
        "SELECT rolsuper OR rolcreaterole OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
    ).fetchone()
    owned = connection.execute(
        "SELECT count(*) FROM pg_class WHERE pg_get_userbyid(relowner) = current_user"
    ).fetchone()
    if row and not row[0] and owned and not owned[0]:
        return good("服務帳號 {r} 沒有管理權限", "the serving role {r} administers nothing", r=connection.info.user)
    return fault(
        Text("服務帳號 {r} 權限過大。", "The serving role {r} has too many rights.").fill(r=connection.info.user),
        Text(
            "DATABASE_APP_URL 應使用不擁有任何資料表的一般帳號。",
            "DATABASE_APP_URL must name an ordinary role that owns no table.",
        ),
    )


def journal(connection: psycopg.Connection) -> Finding:
    guarded = connection.execute("SELECT count(*) FROM pg_trigger WHERE tgname = 'only_grows'").fetchone()
    if not guarded or not guarded[0]:
        return fault(Text("歷程資料表尚未受保護。", "The journal's tables are not guarded yet."), _MIGRATE)
    wrong = [row[0] for row in connection.execute(WRONG_RIGHTS, {"app": connection.info.user})]
    if not wrong:
        return good("歷程只能新增", "the journal can only grow")
    names = ", ".join(wrong)
    return fault(
        Text("服務帳號可以更改歷程：{n}", "The serving role may change the journal: {n}").fill(n=names),
        Text(
            "以資料表擁有者執行 REVOKE UPDATE, DELETE, TRUNCATE ON {n} FROM {r}。",
            "As their owner: REVOKE UPDATE, DELETE, TRUNCATE ON {n} FROM {r}.",
        ).fill(n=names, r=connection.info.user),
    )


def _owning() -> Iterator[Finding]:
    prepare.start_django()
    pending = prepare.pending_migrations()
    if pending:
        yield fault(
            Text("有 {n} 項資料表更新尚未執行。", "{n} migrations are still to be run.").fill(n=len(pending)), _MIGRATE
        )
        return
    yield good("資料表為最新", "tables up to date")
    yield failed_jobs()


def failed_jobs() -> Finding:
    from procrastinate.contrib.django.models import ProcrastinateJob

    count = ProcrastinateJob.objects.filter(status="failed").count()
    if not count:
        return good("沒有失敗的背景工作", "no failed jobs")
    return warning(
        Text("有 {n} 項背景工作失敗。", "{n} jobs have failed.").fill(n=count),
        Text("查看 worker 的紀錄；見 docs/howto/operate.md。", "Look at the worker's log; see docs/howto/operate.md."),
    )
