from __future__ import annotations

import struct

import pytest
import weasyprint
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.apps.documents import samples
from tongban.apps.documents.inspection import recognise, without_metadata

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TAKEN = {
    "application/pdf": samples.pdf(),
    "image/jpeg": samples.picture("JPEG"),
    "image/png": samples.picture("PNG"),
    "image/webp": samples.picture("WEBP"),
    WORD: samples.docx(),
    SHEET: samples.xlsx(),
    "application/vnd.oasis.opendocument.text": samples.odf("text"),
    "application/vnd.oasis.opendocument.spreadsheet": samples.odf("spreadsheet"),
    "text/plain; charset=utf-8": "陳情內容：路燈不亮".encode(),
    "text/plain; charset=big5": "陳情內容：路燈不亮".encode("big5"),
    "text/plain; charset=utf-16": "陳情".encode("utf-16"),
}


def code(data: bytes, name: str = "x") -> str:
    with pytest.raises(ValidationError) as refused:
        recognise(data, name)
    assert refused.value.message.endswith(".")
    return str(refused.value.code)


@pytest.mark.parametrize("media_type", TAKEN)
def test_every_accepted_type_is_known_by_its_content_whatever_its_name(media_type: str) -> None:
    for name in ("", "photo.jpg", "無副檔名", "a.pdf", "a.docx"):
        assert recognise(TAKEN[media_type], name).media_type == media_type


def test_a_pdf_as_printed_from_a_page_is_taken() -> None:
    assert recognise(weasyprint.HTML(string="<h1>Receipt</h1>").write_pdf(), "a.pdf").media_type == "application/pdf"


def test_only_a_name_tells_a_table_from_a_text() -> None:
    assert recognise("姓名,電話\n".encode(), "名冊.CSV").media_type == "text/csv; charset=utf-8"


@pytest.mark.parametrize(
    "sign", [b"MZ\x90\x00", b"\x7fELF\x02", b"#!/bin/sh\n", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe"]
)
def test_programs_are_refused_whatever_they_are_called(sign: bytes) -> None:
    assert code(sign + b"\x00" * 100, "申請書.pdf") == "executable"


@pytest.mark.parametrize(
    "name",
    ["a.exe", "a.pdf.exe", "a.EXE ", "a.bat.", "a.ｊｓ", "a.hta", "a.docm", "照片.jpg.lnk", "a.svg", "a.e\u200bxe"],
)
def test_names_that_a_desktop_would_run_are_refused_whatever_they_hold(name: str) -> None:
    assert code(TAKEN["application/pdf"], name) == "executable"


@pytest.mark.parametrize(
    "page",
    [
        "<html>",
        "  <!DOCTYPE html>",
        "\ufeff<?xml version='1.0'?><svg/>",
        "<svg onload=alert(1)>",
        "hello <ScRiPt>",
        "<?php",
        "x" * 900 + "<iframe src=x>",
    ],
)
def test_pages_scripts_and_svg_are_refused(page: str) -> None:
    for encoding in ("utf-8", "utf-16"):
        assert code(page.encode(encoding), "a.txt") == "active"


@pytest.mark.parametrize("sign", [b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08"])
def test_archives_are_refused(sign: bytes) -> None:
    assert code(sign + b"\x00" * 50) == "archive"
    assert code(samples.archive({"a.txt": "x"})) == "archive"
    assert code(samples.archive({"META-INF/MANIFEST.MF": "x", "A.class": b"\xca\xfe\xba\xbe"})) == "archive"


def test_heic_and_old_office_files_are_refused_with_the_way_out() -> None:
    with pytest.raises(ValidationError, match="JPEG"):
        recognise(b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", "a.heic")
    with pytest.raises(ValidationError, match=r"\.docx"):
        recognise(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "a.doc")


def test_nothing_and_noise_are_refused() -> None:
    assert code(b"") == "empty"
    assert code(b"\x00" * 100) == "type"
    assert code(bytes(range(256))) == "type"


@pytest.mark.parametrize("media_type", [kind for kind in TAKEN if "text" not in kind or "open" in kind])
def test_an_incomplete_file_is_refused(media_type: str) -> None:
    whole = TAKEN[media_type]
    assert code(whole[: len(whole) * 2 // 3]) in ("damaged", "type")


@pytest.mark.parametrize(
    "media_type", ["application/pdf", "image/jpeg", "image/png", "image/webp", "text/plain; charset=utf-8"]
)
def test_an_archive_hidden_behind_another_file_is_refused(media_type: str) -> None:
    assert code(TAKEN[media_type] + samples.archive({"a.js": "x"})) in ("polyglot", "type")


def test_a_document_with_something_before_or_behind_it_is_refused() -> None:
    assert code(b"PK\x03\x04junk" + samples.docx()) == "polyglot"
    assert code(samples.docx() + b"<script>") == "polyglot"
    assert code(b"GIF89a" + samples.docx()) in ("polyglot", "type")


def test_macros_are_refused_however_they_are_hidden() -> None:
    assert code(samples.docx({"word/vbaProject.bin": b"x"})) == "active"
    assert code(samples.docx({"word/VBAPROJECT.BIN": b"x"})) == "active"
    assert code(samples.docx({"word/activeX/activeX1.xml": b"x"})) == "active"
    assert code(samples.odf(more={"Basic/Standard/Module1.xml": "x"})) == "active"
    macro = "application/vnd.ms-word.document.macroEnabled.main+xml"
    assert code(samples.docx(main=macro)) == "active"


def test_a_program_packed_into_a_document_is_refused() -> None:
    assert code(samples.docx({"word/media/a.png": b"MZ" + b"\x00" * 100})) == "active"
    packaged = b"\x00" * 65_530 + "\x01Ole10Native".encode("utf-16-le")
    assert code(samples.docx({"word/embeddings/oleObject1.bin": packaged})) == "active"


@pytest.mark.parametrize("kind", ["attachedTemplate", "oleObject"])
def test_a_document_that_fetches_parts_when_opened_is_refused_but_a_link_is_not(kind: str) -> None:
    assert code(samples.docx({"word/_rels/settings.xml.rels": samples.RELS.format(kind)})) == "active"
    linked = samples.docx({"word/_rels/document.xml.rels": samples.RELS.format("hyperlink")})
    assert recognise(linked, "a.docx").media_type == WORD


def test_a_document_type_declaration_is_refused() -> None:
    for encoding in ("utf-8", "utf-16"):
        hostile = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'.encode(encoding)
        assert code(samples.docx({"word/_rels/a.rels": hostile})) == "damaged"


def test_zip_bombs_are_refused_before_they_are_unpacked() -> None:
    assert code(samples.docx({"word/bomb.xml": b"\x00" * 30_000_000})) == "bomb"
    assert code(samples.docx({f"word/{n}.xml": "" for n in range(5_001)})) == "bomb"


def test_a_zip_that_lies_about_its_sizes_is_refused() -> None:
    lying = bytearray(samples.docx({"word/bomb.xml": b"\x00" * 1_000_000}))
    entry = lying.rfind(b"PK\x01\x02")
    struct.pack_into("<I", lying, entry + 24, 10)
    assert code(bytes(lying)) == "damaged"


def test_a_locked_zip_is_refused() -> None:
    locked = bytearray(samples.docx())
    at = -1
    while (at := locked.find(b"PK\x01\x02", at + 1)) >= 0:
        locked[at + 8] |= 1
    assert code(bytes(locked)) == "locked"


def test_names_that_climb_out_of_the_archive_are_refused() -> None:
    assert code(samples.docx({"../../etc/passwd": "x"})) == "damaged"
    assert code(samples.docx({"/etc/passwd": "x"})) == "damaged"


def test_image_bombs_are_refused_by_their_header() -> None:
    assert code(samples.huge_png(50_000, 50_000)) == "bomb"
    assert code(samples.huge_png(9_000, 9_000)) == "bomb"
    assert code(samples.huge_png(10, 10)) == "damaged"


def test_moving_pictures_are_refused() -> None:
    assert code(samples.picture("WEBP", save_all=True, append_images=samples.frames(2))) == "type"


def test_pdfs_that_do_something_are_refused() -> None:
    assert code(samples.pdf(script="app.alert(1)")) == "active"
    assert code(samples.pdf(attachment=b"MZ")) == "active"
    assert code(samples.pdf(password="secret")) == "locked"
    obfuscated = samples.pdf().replace(b"/Catalog", b"/Catalog /AA <</O <</S /J#61vaScript /#4aS (1)>>>>")
    assert code(obfuscated) == "active"


def test_a_script_in_a_compressed_object_stream_is_found() -> None:
    assert code(samples.pdf_with_object_stream(b"2 0 <</S /JavaScript /JS (app.alert(1))>>")) == "active"
    assert recognise(samples.pdf_with_object_stream(b"2 0 <</Type /Catalog>>"), "").media_type == "application/pdf"


def test_a_pdf_object_stream_that_unpacks_without_end_is_refused() -> None:
    assert code(samples.pdf_with_object_stream(b" " * (65 * 2**20))) == "bomb"


def test_a_pdf_whose_pictures_happen_to_spell_a_script_is_taken() -> None:
    innocent = samples.pdf().replace(b"xref", b"9 0 obj<</Length 9>>stream\n /JS /AA \nendstream endobj\nxref", 1)
    assert recognise(innocent, "a.pdf").media_type == "application/pdf"


@pytest.mark.parametrize(
    "hostile",
    [
        b"\xff\xd8\xff" + b"\xff" * 2_000_000,
        b"\xff\xd8" + b"\xff\xfe\x00\x02" * 500_000,
        samples.picture()[:-2] + b"\xff" * 2_000_000 + b"\xff\xd9",
        samples.picture("PNG")[:33] + samples.chunk(b"tEXt", b"a\x00b") * 100_000,
        b"%PDF-1.4\n" + b"/ObjStm stream\n0 endstream" * 100_000 + b"%%EOF",
    ],
    ids=["fill", "segments", "filled scan", "chunks", "object streams"],
)
def test_files_of_endless_empty_pieces_are_refused_before_a_decoder_spends_minutes_on_them(hostile: bytes) -> None:
    assert code(hostile) in ("damaged", "bomb")


@pytest.mark.timeout(20)
def test_a_pdf_of_unfinished_streams_is_gone_through_once() -> None:
    hostile = b"%PDF-1.4\n" + b"stream\n" * 1_000_000 + b"%%EOF"
    assert recognise(hostile, "a.pdf").media_type == "application/pdf"


SEEDS = st.sampled_from(sorted(TAKEN.values()))


@given(SEEDS, st.data())
@settings(max_examples=150, deadline=None)
def test_a_broken_file_is_taken_or_refused_but_never_breaks_the_program(seed: bytes, data: st.DataObject) -> None:
    broken = bytearray(seed)
    for _ in range(data.draw(st.integers(1, 6))):
        broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    survives(bytes(broken[: data.draw(st.integers(1, len(broken)))]), "a.bin")


@given(SEEDS, SEEDS, st.integers(0, 600), st.text(max_size=20))
@settings(max_examples=100, deadline=None)
def test_two_files_glued_together_never_break_the_program(one: bytes, other: bytes, cut: int, name: str) -> None:
    survives(one[:cut] + other, name)
    survives(one + other[cut:], name)


@given(st.binary(max_size=400), st.text(max_size=20))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_taken_or_refused(data: bytes, name: str) -> None:
    survives(data, name)


def survives(data: bytes, name: str) -> None:
    try:
        without_metadata(data, recognise(data, name))
    except ValidationError as refused:
        assert refused.code
