"""Model files, spoiled: `ModelError`, or a model that can be asked, checked and written back."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from datetime import UTC, datetime

from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree

from tests.core.decisions.fuzz.searching import looking_at
from tests.core.decisions.fuzz.sound import SOUND
from tests.core.decisions.fuzz.test_language import PIECES, VALUES, spoiled
from tongban.core.decisions import Decided, Finding, Model, ModelError, read_model

AT = datetime(2028, 2, 29, 12, tzinfo=UTC)
INPUTS = ("面積", "kind", "people")


TEXTS = st.sampled_from([*PIECES, "", "-", "#fine", "#boxes", "tPeople", "number", "UNIQUE", "1..10**12"]) | spoiled()


def _deleted(draw: st.DrawFn, one: etree._Element) -> None:
    if (parent := one.getparent()) is not None:
        parent.remove(one)


def _doubled(draw: st.DrawFn, one: etree._Element) -> None:
    if (parent := one.getparent()) is not None:
        parent.insert(draw(st.integers(0, len(parent))), deepcopy(one))


def _moved(draw: st.DrawFn, one: etree._Element) -> None:
    others = [other for other in one.getroottree().iter("{*}*") if one not in (other, *other.iterancestors())]
    if others and one.getparent() is not None:
        draw(st.sampled_from(others)).append(one)


def _renamed(draw: st.DrawFn, one: etree._Element) -> None:
    tags = sorted({str(other.tag) for other in one.getroottree().iter("{*}*")})
    one.tag = draw(st.sampled_from([*tags, "unknown", "{urn:other}decision"]))


def _worded(draw: st.DrawFn, one: etree._Element) -> None:
    one.text = "".join(c for c in draw(TEXTS) if c >= " " and not "\ud800" <= c <= "\udfff")


def _described(draw: st.DrawFn, one: etree._Element) -> None:
    names = sorted({name for other in one.getroottree().iter("{*}*") for name in other.attrib})
    text = "".join(c for c in draw(TEXTS) if c >= " " and not "\ud800" <= c <= "\udfff")
    one.set(draw(st.sampled_from(names)), text)


def _stripped(draw: st.DrawFn, one: etree._Element) -> None:
    one.attrib.clear()


SLIPS: list[Callable[[st.DrawFn, etree._Element], None]] = [
    _deleted, _doubled, _moved, _renamed, _worded, _described, _stripped,
]  # fmt: skip


@st.composite
def models(draw: st.DrawFn) -> bytes:
    """The sound model after one to four slips."""
    root = etree.fromstring(SOUND)
    for _ in range(draw(st.integers(1, 4))):
        draw(st.sampled_from(SLIPS))(draw, draw(st.sampled_from(list(root.iter("{*}*")))))
    return etree.tostring(root, encoding="UTF-8")


def used(source: bytes, inputs: dict[str, object]) -> Model | None:
    """Reads, checks and asks; anything but ModelError is a fault."""
    try:
        model = read_model(source)
    except ModelError as error:
        assert error.text.zh and error.text.en
        return None
    assert all(isinstance(finding, Finding) and finding.text.zh for finding in model.check())
    for needed in model.decisions:
        assert isinstance(model.evaluate(needed.id or needed.name, inputs, at=AT), Decided)
    for needed in model.services:
        assert isinstance(model.serve(needed.id or needed.name, inputs, at=AT), Decided)
    return model


def test_the_model_that_is_spoiled_is_sound():
    model = read_model(SOUND)
    given_ = {"面積": 150, "kind": "a", "people": [{"name": "甲", "age": 30}]}
    assert not model.faults
    assert model.evaluate("fine", given_).value == {"amount": 22, "why": "middle"}
    assert model.evaluate("boxes", given_).value == 46
    assert model.evaluate("ages", given_).value == 30


@looking_at(100)
@given(models(), st.fixed_dictionaries({}, optional=dict.fromkeys(INPUTS, VALUES)))
def test_a_spoiled_model_is_refused_or_can_be_used_and_written_back(source, inputs):
    model = used(source, inputs)
    if model is None:
        return
    again = read_model(model.xml())
    assert (again.decisions, again.tables) == (model.decisions, model.tables)
    for id_, table_ in model.tables.items():
        assert model.with_table(id_, table_).tables == model.tables


@looking_at(150)
@given(st.data())
def test_spoiled_bytes_are_refused_or_used(data):
    at = data.draw(st.integers(0, len(SOUND)))
    to = data.draw(st.integers(at, min(len(SOUND), at + 40)))
    piece = data.draw(
        st.binary(max_size=8)
        | st.sampled_from([b"", b"<!DOCTYPE a>", b"&a;", b"<![CDATA[", b"<!--", b"\xff\xfe", b"</decision>", b"&#0;"])
    )
    used(SOUND[:at] + piece + SOUND[to:], {"面積": 150})


@looking_at(100)
@given(st.binary(max_size=200))
@example(b"")
@example(b"<definitions/>")
@example(SOUND.decode().encode("utf-16"))
@example(b"\xef\xbb\xbf" + SOUND)
@example(b"<definitions>" * 100_000)
def test_any_bytes_are_refused_or_used(source):
    used(source, {})
