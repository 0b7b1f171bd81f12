"""A system meets the same fault of a pack as people do, and what it leaves behind survives the key it came with."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.apps.cases.broken import break_bracelet, mend_bracelet
from tongban.apps.cases.models import Incident
from tongban.apps.connectors.models import Received

from .conftest import Caller, new_case


@pytest.mark.parametrize("key", [{}, {"Idempotency_Key": "k1"}], ids=["without a key", "with a key"])
def test_the_incident_stays_and_the_same_request_goes_through_once_it_is_mended(
    caller: Caller, tmp_path: Path, key: dict[str, str]
) -> None:
    break_bracelet(tmp_path)
    number = caller.post("/cases", new_case()).json()["number"]
    task = caller.get(f"/cases/{number}").json()["tasks"][0]["number"]
    path, body = f"/cases/{number}/tasks/{task}/complete", {"outcome": "complete"}
    refused = caller.post(path, body, **key)
    assert (refused.status_code, refused.json()["type"]) == (422, "urn:tongban:process")
    assert Incident.objects.get().times == 1
    assert not Received.objects.filter(key="k1").exists()
    mend_bracelet()
    assert caller.post(path, body, **key).status_code == 200
    assert not Incident.objects.filter(ended_at=None).exists()
