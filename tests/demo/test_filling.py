from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from random import Random

import pytest

from tongban.core.calendar import TAIPEI
from tongban.core.forms import read_form
from tongban.core.forms.identifiers import national_id
from tongban.core.packs import read_folder, read_pack
from tongban.demo.filling import Unanswerable, Writer, fill_in
from tongban.demo.people import Citizen, citizens

PACKS = sorted(file.parent for file in (Path(__file__).parents[2] / "packs").rglob("pack.yaml"))
AT = datetime(2026, 3, 4, 10, 0, tzinfo=TAIPEI)
PEOPLE = citizens(Random(1), 200, AT.date())


def writer(seed: int) -> Writer:
    rng = Random(seed)
    return Writer(rng, rng.choice(PEOPLE), rng.choice(PEOPLE), AT)


@pytest.mark.parametrize("folder", PACKS, ids=lambda folder: folder.name)
def test_every_form_of_the_citys_packs_can_be_filled_in(folder: Path) -> None:
    definition, _ = read_pack(read_folder(folder))
    assert definition is not None
    for form in definition.forms.values():
        for seed in range(25):
            answers = fill_in(form, writer(seed))
            assert form.check(answers, at=AT).is_complete


def test_the_same_dice_write_the_same() -> None:
    definition, _ = read_pack(read_folder(PACKS[0]))
    assert definition is not None
    assert fill_in(definition.form, writer(7)) == fill_in(definition.form, writer(7))


def test_a_form_nobody_can_fill_in_says_which_question_is_to_blame() -> None:
    form, faults = read_form(
        b"| survey |\n|  | type | name | label | required | constraint |\n|  | text | riddle | R | yes | . = 'x' and . = 'y' |\n"
        b"\n| settings |\n|  | form_title |\n|  | Riddle |\n",
        "form.md",
    )
    assert form is not None, faults
    with pytest.raises(Unanswerable, match="riddle"):
        fill_in(form, writer(1))


def test_made_up_people_have_numbers_that_check_and_mail_that_reaches_nobody() -> None:
    for person in PEOPLE:
        assert national_id(person.identifier, date(2026, 3, 4))
        assert person.email == "" or person.email.endswith("@example.tw")
        assert 17 < person.age(AT.date()) < 93


def test_what_is_private_about_a_citizen_is_not_in_his_repr() -> None:
    person: Citizen = PEOPLE[0]
    assert person.identifier not in repr(person)
    assert person.address not in repr(person)
