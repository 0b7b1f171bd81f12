from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, connections, transaction

from tests.apps.documents import samples
from tongban.apps.documents import storage
from tongban.apps.documents.actions import (
    delete_document,
    open_document,
    record_scan,
    rekey_documents,
    store_generated,
    store_upload,
    sweep,
)
from tongban.apps.documents.models import Document
from tongban.apps.documents.queries import DocumentUnavailable, content, document_for, documents_of
from tongban.apps.parties.protect import Undecryptable

AT = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
PDF = samples.pdf()


@pytest.fixture(autouse=True)
def store(tmp_path: Path, settings: Any) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def looks() -> Iterator[list[dict[str, Any]]]:
    seen: list[dict[str, Any]] = []
    with patch("tongban.apps.documents.actions.record_look", lambda **look: seen.append(look)):
        yield seen


def upload(data: bytes = PDF, name: str = "申請書.pdf", **more: Any) -> Document:
    return store_upload(ContentFile(data, name), **{"subject": "case:1", "by": "person:7", "at": AT, **more})


def stored(store: Path) -> list[Path]:
    return [file for file in store.rglob("*") if file.is_file()]


@pytest.mark.django_db
def test_an_upload_comes_back_as_it_was_and_is_unreadable_on_the_disk(store: Path) -> None:
    document = upload()
    assert content(document) == PDF
    assert (document.title, document.content_type, document.kind) == ("申請書.pdf", "application/pdf", "upload")
    (file,) = stored(store)
    assert b"%PDF" not in file.read_bytes()
    assert document.title not in str(file)
    assert bytes(document.sha256).hex() not in str(file)


@pytest.mark.django_db
def test_the_same_file_sent_twice_is_one_document_for_that_subject(store: Path) -> None:
    assert upload() == upload(name="again.pdf", by="citizen", at=AT + timedelta(days=1))
    assert upload(subject="case:2") != upload()
    assert len(stored(store)) == 1
    assert documents_of("case:1").count() == 1


@pytest.mark.django_db
def test_a_photo_loses_its_place_unless_it_is_evidence() -> None:
    photo = samples.picture("JPEG", exif=samples.exif())
    public, evidence = upload(photo, "IMG.JPG"), upload(photo, "IMG.JPG", evidence=True)
    assert (public.kind, public.title, public.evidence) == ("photo", "IMG.jpg", False)
    assert b"SecretPhone" not in content(public)
    assert content(evidence) == photo
    assert evidence.evidence


@pytest.mark.django_db
def test_a_file_known_already_becomes_evidence_and_stays_it() -> None:
    upload()
    assert upload(evidence=True).evidence
    assert upload().evidence
    assert Document.objects.count() == 1


@pytest.mark.django_db
def test_a_file_that_is_too_large_is_refused_without_reading_it_all(settings: Any) -> None:
    settings.UPLOAD_LIMIT = 2**20
    file = ContentFile(b"x" * 5_000_000, "a.txt")
    with pytest.raises(ValidationError, match="1 MB") as refused:
        store_upload(file, subject="case:1", by="person:7", at=AT)
    assert refused.value.code == "size"
    assert file.tell() == 2**20 + 1
    assert upload(b"x" * 2**20, "a.txt").size == 2**20


@pytest.mark.django_db
def test_a_refused_file_leaves_nothing_behind(store: Path) -> None:
    with pytest.raises(ValidationError):
        upload(b"MZ" + b"\x00" * 100, "申請書.pdf")
    assert not Document.objects.exists()
    assert not stored(store)


@pytest.mark.django_db
@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_an_upload_interrupted_while_writing_leaves_nothing_behind(store: Path, step: str) -> None:
    target = "os.fsync" if step == "fsync" else "pathlib.Path.replace"
    with patch(target, side_effect=OSError("disk full")), pytest.raises(OSError, match="disk full"):
        upload()
    assert not Document.objects.exists()
    assert not stored(store)
    assert content(upload()) == PDF


@pytest.mark.django_db
def test_what_a_killed_upload_left_is_swept_and_nothing_else(store: Path) -> None:
    document = upload()
    orphan = storage.path_of(b"o" * 32)
    storage.write(orphan, b"orphan")
    (storage.root() / "incoming" / "half").write_bytes(b"half")
    assert sweep(at=datetime.fromtimestamp(0, UTC) + timedelta(hours=2)) == 0
    for file in stored(store):
        os.utime(file, (0, 0))
    assert sweep(at=datetime.fromtimestamp(0, UTC) + timedelta(hours=2)) == 2
    assert content(document) == PDF
    assert len(stored(store)) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("subject", ["", "case", "case:../1", "case:1 or 1", "CASE:1", "case:" + "1" * 99])
def test_a_subject_that_is_none_is_a_mistake_of_the_program(subject: str) -> None:
    with pytest.raises(ValueError, match="subject"):
        upload(subject=subject)


@pytest.mark.django_db
def test_a_document_is_found_only_through_the_subject_it_belongs_to() -> None:
    document = upload()
    assert document_for(document.id, subject="case:1") == document
    assert document_for(document.id, subject="case:2") is None
    assert document_for(uuid4(), subject="case:1") is None


@pytest.mark.django_db
def test_opening_a_document_records_the_look_first(looks: list[dict[str, Any]]) -> None:
    document = upload()
    assert open_document(document=document, by="person:7", at=AT, reason="審查", door="desk") == PDF
    assert [(look["actor"], look["subject"], look["what"]) for look in looks] == [
        ("person:7", "case:1", f"document:{document.id}")
    ]
    with pytest.raises(ValidationError):
        open_document(document=document, by="person:7", at=AT, reason=" ")


@pytest.mark.django_db
def test_an_infected_document_is_not_given_out() -> None:
    document = record_scan(document=upload(), infected=True, at=AT)
    with pytest.raises(DocumentUnavailable, match="virus"):
        content(document)
    assert content(record_scan(document=document, infected=False, at=AT)) == PDF


@pytest.mark.django_db
def test_a_file_exchanged_on_the_disk_is_found_out(store: Path) -> None:
    one, other = upload(), upload("其他".encode(), "b.txt")
    (storage.root() / one.path).write_bytes((storage.root() / other.path).read_bytes())
    with pytest.raises(Undecryptable):
        content(one)
    storage.remove(other.path)
    with pytest.raises(DocumentUnavailable, match="missing"):
        content(other)


@pytest.mark.django_db
def test_retention_takes_content_and_title_but_leaves_row_and_hash(
    store: Path, django_capture_on_commit_callbacks: Any
) -> None:
    document = upload()
    with django_capture_on_commit_callbacks(execute=True):
        deleted = delete_document(document=document, at=AT)
    delete_document(document=document, at=AT + timedelta(days=1))
    deleted.refresh_from_db()
    assert (deleted.deleted_at, deleted.title, deleted.sha256) == (AT, "", document.sha256)
    assert not stored(store)
    with pytest.raises(DocumentUnavailable, match="deleted"):
        content(document)
    assert document_for(document.id, subject="case:1") is None


@pytest.mark.django_db
def test_content_stays_while_another_case_needs_it(django_capture_on_commit_callbacks: Any) -> None:
    one, other = upload(), upload(subject="case:2")
    with django_capture_on_commit_callbacks(execute=True):
        delete_document(document=one, at=AT)
    assert content(other) == PDF


@pytest.mark.django_db
def test_after_retention_the_same_file_may_be_handed_in_anew(django_capture_on_commit_callbacks: Any) -> None:
    first = upload()
    with django_capture_on_commit_callbacks(execute=True):
        delete_document(document=first, at=AT)
        second = upload()
    assert second != first
    assert content(second) == PDF


@pytest.mark.django_db
@pytest.mark.parametrize("half", [{"deleted_at": AT}, {"path": ""}, {"scan_state": "clean"}, {"scanned_at": AT}])
def test_the_database_refuses_half_a_deletion_and_half_a_scan(half: dict[str, Any]) -> None:
    upload()
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.update(**half)


@pytest.mark.django_db
def test_only_what_a_browser_shows_safely_is_shown_in_the_page() -> None:
    assert upload().disposition().startswith("inline")
    assert upload(b"a,b", "a.csv").disposition().startswith("attachment")
    assert upload(samples.docx(), "a.docx").disposition().startswith("attachment")


@pytest.mark.django_db
def test_what_the_program_makes_is_kept_the_same_way() -> None:
    document = store_generated(
        PDF,
        subject="case:1",
        title="受理憑單.pdf",
        content_type="application/pdf",
        by="system:tongban",
        at=AT,
        kind="receipt",
    )
    assert (document.kind, document.title, content(document)) == ("receipt", "受理憑單.pdf", PDF)


@pytest.mark.django_db
def test_after_a_rotation_files_are_encrypted_anew_and_the_old_key_is_free(settings: Any) -> None:
    document, other = upload(), upload(b"abc", "b.txt")
    settings.KEYS = replace(settings.KEYS, contents=uuid4().hex * 2, retired_contents=settings.KEYS.contents)
    assert rekey_documents() == 2
    assert rekey_documents() == 0
    settings.KEYS = replace(settings.KEYS, retired_contents="")
    assert (content(document), content(other)) == (PDF, b"abc")


def test_the_same_file_sent_at_once_by_many_is_one_document(own_database: str) -> None:
    def send(n: int) -> Document:
        try:
            return upload(name=f"{n}.pdf")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as people:
        documents = list(people.map(send, range(6)))
    assert len({document.id for document in documents}) == 1
    assert content(documents[0]) == PDF


def test_deleting_and_sending_again_at_once_never_loses_the_new_document(own_database: str, store: Path) -> None:
    def delete(document: Document) -> None:
        try:
            delete_document(document=document, at=AT)
        finally:
            connections.close_all()

    def send(_: Document) -> Document:
        try:
            return upload(subject="case:2")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as people:
        for _round in range(5):
            first = upload()
            gone, kept = people.submit(delete, first), people.submit(send, first)
            gone.result()
            assert content(kept.result()) == PDF
            delete(kept.result())
            assert not stored(store)
