from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.apps.cases.conftest import BRACELET, PACKS
from tongban.apps.catalogue.models import Offer, Pack
from tongban.apps.catalogue.queries import edition
from tongban.core.packs import read_folder
from tongban.demo.town import DISTRICTS

from .conftest import KIND, Studio

OF_THE_AGENCY = tuple((f"district-{district.code}-social".encode(), b"elderly") for district in DISTRICTS)
"""The delivered table names units of the demo city; a kind that is new may name only what there is."""


def zipped(*changes: tuple[bytes, bytes]) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for path, content in read_folder(PACKS / BRACELET).items():
            for old, new in changes:
                content = content.replace(old, new)
            archive.writestr(f"pack/{path}", content)
    return out.getvalue()


def send(client: Client, address: str, data: bytes) -> object:
    return client.post(address, {"pack": SimpleUploadedFile("pack.zip", data)})


def test_an_agency_brings_a_kind_of_its_own_publishes_and_offers_it(studio: Studio) -> None:
    client = studio.client()
    send(client, "/studio/kinds/new/", zipped((b"social/wandering-bracelet", b"social/medal"), *OF_THE_AGENCY))
    kind = "/studio/kinds/social/medal/"
    assert client.get(kind).status_code == 200
    client.post(f"{kind}draft/publish/", {"draft": 1})
    client.post(f"{kind}offers/", {"unit": "district-taoyuan", "handled_by": "elderly"})
    assert Offer.objects.get(pack__code="social/medal").unit.code == "district-taoyuan"


def test_a_pack_with_faults_is_not_kept_and_every_fault_is_shown(studio: Studio) -> None:
    answer = send(
        studio.client(), "/studio/kinds/new/", zipped((b"working_days: 6", b"moons: 6"), (b"((unit))", b"((u))"))
    )
    assert answer.status_code == 422  # type: ignore[attr-defined]
    page = answer.content.decode()  # type: ignore[attr-defined]
    assert "pack.yaml" in page
    assert "((u))" in page
    assert Pack.objects.count() == 1


def test_another_agencys_pack_is_refused(studio: Studio) -> None:
    answer = send(studio.client("other"), "/studio/kinds/new/", zipped())
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert edition(studio.pack).draft is None


def test_a_pack_of_another_kind_does_not_take_this_ones_place(studio: Studio) -> None:
    answer = send(studio.client(), f"{KIND}files/", zipped((b"social/wandering-bracelet", b"social/medal")))
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert edition(studio.pack).draft is None


def test_what_is_taken_away_can_be_uploaded_again(studio: Studio) -> None:
    client = studio.client()
    taken = client.get(f"{KIND}download/").content
    send(client, f"{KIND}files/", taken)
    assert edition(studio.pack).files == read_folder(PACKS / BRACELET)


def test_a_workbook_that_is_no_form_is_refused_with_its_reason(studio: Studio) -> None:
    sent = {"name": "form", "form": SimpleUploadedFile("form.xlsx", b"PK\x03\x04no")}
    answer = studio.client().post(f"{KIND}files/", sent)
    assert answer.status_code == 422
    assert edition(studio.pack).draft is None


def test_a_kind_is_offered_no_more(studio: Studio) -> None:
    offer = Offer.objects.get(unit=studio.city.office)
    studio.client().post(f"{KIND}offers/", {"withdraw": offer.pk})
    offer.refresh_from_db()
    assert not offer.active


def test_examples_are_run_on_the_draft(studio: Studio) -> None:
    page = studio.client(language="en").get(f"{KIND}draft/?examples=1").content.decode()
    assert page.count("holds") == 6
