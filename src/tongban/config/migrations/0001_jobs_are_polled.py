"""A job is one plain row.

Workers poll, so nobody needs the NOTIFY each insert would send: PostgreSQL lets only one transaction with a
notification commit at a time, which caps the whole city. The queue's own event log, four rows a job, is kept for
jobs that fail and only for their end, so that an operator sees when and the upkeep knows their age.
"""

from __future__ import annotations

from django.db import migrations

SILENCED = (
    "procrastinate_jobs_notify_queue_job_inserted_v1",
    "procrastinate_trigger_status_events_insert_v1",
    "procrastinate_trigger_status_events_update_v1",
    "procrastinate_trigger_scheduled_events_v1",
)
DATED = """
CREATE TRIGGER tongban_jobs_that_failed_are_dated
    AFTER UPDATE OF status ON procrastinate_jobs
    FOR EACH ROW WHEN (new.status IN ('failed', 'cancelled', 'aborted'))
    EXECUTE FUNCTION procrastinate_trigger_function_status_events_update_v1()
"""


class Migration(migrations.Migration):
    dependencies = [("procrastinate", "0041_post_retry_failed_job")]

    operations = [
        *(
            migrations.RunSQL(
                f"ALTER TABLE procrastinate_jobs DISABLE TRIGGER {name}",
                f"ALTER TABLE procrastinate_jobs ENABLE TRIGGER {name}",
            )
            for name in SILENCED
        ),
        migrations.RunSQL(DATED, "DROP TRIGGER tongban_jobs_that_failed_are_dated ON procrastinate_jobs"),
    ]
