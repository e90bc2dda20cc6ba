"""Jobs about jobs."""

import logging

from hearten.foundation.queue import app

_LOG = logging.getLogger(__name__)
SILENT_SECONDS = 30
"""A worker without a heartbeat for this long is taken for dead."""


@app.periodic(cron="* * * * * */20")
@app.task(
    name="foundation.retry_stalled", queueing_lock="foundation.retry_stalled", pass_context=False
)
async def retry_stalled(timestamp: int) -> None:
    """Give back the jobs of workers that died in the middle. Every job is safe to repeat."""
    stalled = await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=SILENT_SECONDS)
    for job in stalled:
        _LOG.warning("job %s of a dead worker runs again", job.task_name)
        await app.job_manager.retry_job(job)
