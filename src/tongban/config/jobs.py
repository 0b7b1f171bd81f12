"""The job queue keeps itself in order, whatever the jobs are about; so it belongs to no app and stands here.

Hours of periodic jobs are UTC: 19:30 is half past three at night in Taipei.
"""

from __future__ import annotations

import logging

from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException, UniqueViolation
from procrastinate.jobs import Job, Status

log = logging.getLogger(__name__)

STALLED_AFTER = 30.0
"""Seconds without a sign of life after which a worker counts as dead (it gives one every five)."""
TRIES = 20
"""A job that has taken so many workers with it is given up."""
KEEP_FAILED_HOURS = 24 * 90


@app.periodic(cron="* * * * * */15")
@app.task(name="RetryStalledJobs", queueing_lock="RetryStalledJobs")
async def retry_stalled_jobs(timestamp: int) -> None:
    """Jobs whose worker was killed go back into the queue: they are made to bear being run twice.

    Several workers may do this at once; one that finds a job already taken care of goes on with the next.
    """
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER):
        try:
            await _revive(job)
        except ConnectorException as refused:
            log.info("stalled job %s (%s) was already dealt with: %s", job.id, job.task_name, refused)
    await app.job_manager.prune_stalled_workers(STALLED_AFTER * 2)


async def _revive(job: Job) -> None:
    manager = app.job_manager
    if job.attempts >= TRIES:
        log.error("job %s (%s) lost its worker %s times and is given up", job.id, job.task_name, job.attempts)
        return await manager.finish_job(job, status=Status.FAILED, delete_job=False)
    log.warning("job %s (%s) lost its worker and is tried again", job.id, job.task_name)
    try:
        await manager.retry_job(job)
    except UniqueViolation:
        # The same work waits in the queue already (queueing lock): it will be done there.
        await manager.finish_job(job, status=Status.ABORTED, delete_job=True)


@app.periodic(cron="30 19 * * *")
@app.task(name="DeleteOldJobs")
async def delete_old_jobs(timestamp: int) -> None:
    """What failed long ago has been dealt with or never will be; what went well is deleted as it ends."""
    await app.job_manager.delete_old_jobs(
        nb_hours=KEEP_FAILED_HOURS, include_failed=True, include_cancelled=True, include_aborted=True
    )
