from __future__ import annotations

from tongban.apps.catalogue.models import ReceiptEdition
from tongban.apps.journal.models import JournalEvent

from .conftest import Studio

ADDRESS = "/studio/receipts/social-affairs/"
WORDS = {
    "head": "桃園市政府社會局",
    "head_en": "Social Affairs",
    "text": "請保管。\n謝謝。",
    "text_en": "",
    "seen": "0",
}


def test_a_receipt_is_previewed_as_the_paper_it_will_be_and_not_kept(studio: Studio) -> None:
    page = studio.client().post(ADDRESS, {**WORDS, "try": "1"}).content.decode()
    assert 'class="paper-agency">桃園市政府社會局' in page
    assert not ReceiptEdition.objects.exists()


def test_what_is_typed_into_a_receipt_is_never_markup(studio: Studio) -> None:
    page = studio.client().post(ADDRESS, {**WORDS, "head": "<b>x</b>", "try": "1"}).content.decode()
    assert "<b>x</b>" not in page


def test_publishing_is_journalled_and_twice_is_once(studio: Studio) -> None:
    client = studio.client()
    client.post(ADDRESS, {**WORDS, "publish": "1"})
    client.post(ADDRESS, {**WORDS, "publish": "1", "seen": "1"})
    edition = ReceiptEdition.objects.get()
    assert (edition.number, edition.text) == (1, "請保管。\n謝謝。")
    assert JournalEvent.objects.filter(kind="ReceiptPublished").count() == 1


def test_a_receipt_without_head_is_refused_and_the_text_kept(studio: Studio) -> None:
    answer = studio.client().post(ADDRESS, {**WORDS, "head": " ", "publish": "1"})
    assert answer.status_code == 422
    assert "請保管。" in answer.content.decode()


def test_the_slower_of_two_is_told(studio: Studio) -> None:
    studio.client().post(ADDRESS, {**WORDS, "publish": "1"})
    answer = studio.client("chief").post(ADDRESS, {**WORDS, "head": "別的", "publish": "1"})
    assert answer.status_code == 409
    assert "管理owner" in answer.content.decode()
    assert ReceiptEdition.objects.count() == 1


def test_rolling_back_makes_a_new_edition_like_the_old_one(studio: Studio) -> None:
    client = studio.client()
    client.post(ADDRESS, {**WORDS, "publish": "1"})
    client.post(ADDRESS, {**WORDS, "head": "新抬頭", "publish": "1", "seen": "1"})
    client.post(f"{ADDRESS}1/back/")
    newest = ReceiptEdition.objects.order_by("-number").first()
    assert newest is not None
    assert (newest.number, newest.head) == (3, WORDS["head"])
