from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.core.forms.addresses import normal_address
from tongban.core.forms.contacts import email, mobile, phone, spoken_phone


@pytest.mark.parametrize(
    ("typed", "stored", "spoken"),
    [
        ("0912345678", "+886912345678", "0912-345-678"),
        ("0912-345-678", "+886912345678", "0912-345-678"),
        ("０９１２３４５６７８", "+886912345678", "0912-345-678"),
        ("+886912345678", "+886912345678", "0912-345-678"),
        ("886912345678", "+886912345678", "0912-345-678"),
        ("+886-0912-345678", "+886912345678", "0912-345-678"),
        ("(02)2720-8889", "+886227208889", "02-2720-8889"),
        ("02-27208889轉1234", "+886227208889;ext=1234", "02-2720-8889 #1234"),
        ("02-2720-8889 分機 12", "+886227208889;ext=12", "02-2720-8889 #12"),
        ("02-2720-8889#12", "+886227208889;ext=12", "02-2720-8889 #12"),
        ("037-123456", "+88637123456", "037-123456"),
        ("04-22289111", "+886422289111", "04-2228-9111"),
        ("049-2222106", "+886492222106", "049-222-2106"),
        ("05-2254321", "+88652254321", "05-225-4321"),
        ("06-2991111", "+88662991111", "06-299-1111"),
        ("07-3368333", "+88673368333", "07-336-8333"),
        ("08-7320415", "+88687320415", "08-732-0415"),
        ("082-318823", "+88682318823", "082-318823"),
        ("0826-62345", "+88682662345", "0826-62345"),
        ("0836-22345", "+88683622345", "0836-22345"),
        ("089-326141", "+88689326141", "089-326141"),
        ("0800-080-080", "+886800080080", "0800-080-080"),
        ("+81 3-1234-5678", "+81312345678", "+81 3-1234-5678"),
    ],
)
def test_phone_numbers_are_stored_one_way_and_spoken_one_way(typed: str, stored: str, spoken: str) -> None:
    assert phone(typed) == stored
    assert spoken_phone(stored) == spoken
    assert phone(stored) == phone(spoken) == stored


@pytest.mark.parametrize(
    "typed", ["", "12345", "0912345", "abc", "09123456789", "1999", "0" * 200, "+886", "#12", "無", "27208889"]
)
def test_what_cannot_be_called_is_refused(typed: str) -> None:
    assert phone(typed) is None


def test_only_mobiles_get_text_messages() -> None:
    assert mobile("0912345678") == "+886912345678"
    assert mobile("02-27208889") is None
    assert mobile("+81 90-1234-5678") is None


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("a@b.tw", "a@b.tw"),
        (" A.B+c@EXAMPLE.com ", "A.B+c@example.com"),
        ("ａ＠ｂ．ｔｗ", "a@b.tw"),
        ("a@中文.tw", "a@xn--fiq228c.tw"),
    ],
)
def test_mail_addresses_are_stored_one_way(typed: str, stored: str) -> None:
    assert email(typed) == stored == email(stored)


@pytest.mark.parametrize(
    "typed",
    [
        "a@b",
        "a b@c.tw",
        "a@b..tw",
        "@b.tw",
        "a@",
        "a@b.1",
        ".a@b.tw",
        "a@-b.tw",
        "a@b.tw\nBcc: x@y.tw",
        "x" * 65 + "@b.tw",
        "a@@b.tw",
    ],
)
def test_what_no_mail_reaches_is_refused(typed: str) -> None:
    assert email(typed) is None


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("台北市信義區市府路１號", "臺北市信義區市府路1號"),
        ("臺北市 大安區 忠孝東路 4段", "臺北市大安區忠孝東路四段"),
        ("臺北市大安區忠孝東路12段", "臺北市大安區忠孝東路十二段"),
        ("中山路一段12號之3", "中山路一段12之3號"),
        ("中山路1段12之3號", "中山路一段12之3號"),
        ("中山路一段12-3號5F-2", "中山路一段12之3號5樓之2"),
        ("中山路一段12號之3 5樓", "中山路一段12之3號5樓"),
        ("中山路一段十二號之三", "中山路一段12之3號"),
        ("臺灣大道十二巷三弄一百零二號二十樓之一", "臺灣大道12巷3弄102號20樓之1"),
        ("九如一路一二號", "九如一路12號"),
        ("10鄰10段", "10鄰十段"),
    ],
)
def test_one_door_has_one_address(typed: str, stored: str) -> None:
    assert normal_address(typed) == stored


@given(st.text("台臺北市一二十百零路段巷弄號樓之鄰室0123456789０１-–, Ff#", max_size=30) | st.text(max_size=30))
def test_a_normal_address_stays_as_it_is(typed: str) -> None:
    assert normal_address(normal_address(typed)) == normal_address(typed)


@given(st.text(max_size=30) | st.text("0123456789+-()#轉 ;ext=", max_size=20))
def test_what_is_accepted_is_accepted_again_unchanged(typed: str) -> None:
    for read in (phone, mobile, email):
        stored = read(typed)
        assert stored is None or read(stored) == stored
