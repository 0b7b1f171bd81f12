from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tongban.apps.catalogue.message_files import Parts, codes_in, parts_of, paths_of
from tongban.core.packs.messages import read_messages

words = st.text(max_size=60)


@given(words, words, words)
def test_parts_that_may_be_stored_are_read_again_as_they_were(subject: str, body: str, sms: str) -> None:
    parts = Parts(subject, body, sms).tidied()
    if not parts.faults():
        assert parts_of(parts.as_file()) == parts


@given(words, words, words)
def test_the_pack_reader_reads_the_same_parts(subject: str, body: str, sms: str) -> None:
    parts = Parts(subject, body, sms).tidied()
    if parts.faults():
        return
    messages, faults = read_messages({path: parts.as_file() for path in paths_of("hello")})
    assert faults == []
    read = messages["hello"]
    assert (read.subject.zh, read.body.zh, read.sms.zh) == (parts.subject, parts.body, parts.sms)


def test_a_subject_of_two_lines_and_an_empty_body_are_refused() -> None:
    assert set(Parts("one\ntwo", "").faults()) == {"subject", "body"}


def test_a_line_that_would_part_the_file_is_refused() -> None:
    assert set(Parts("a", "b\n--- sms ---\nc").faults()) == {"body"}


def test_only_message_files_have_codes() -> None:
    assert codes_in(["messages/closed.en.txt", "messages/closed.zh-Hant.txt", "messages/Bad.en.txt", "form.md"]) == [
        "closed"
    ]


def test_a_file_that_is_no_text_has_parts_that_can_be_shown() -> None:
    assert parts_of(b"\xff\xfe\x00").body == ""
