from __future__ import annotations

from tongban.apps.org.models import Unit, UnitKind
from tongban.core.text import Text


def test_outside_a_section_is_called_after_the_agency_it_is_part_of() -> None:
    city = Unit(name="示範市政府", kind=UnitKind.CITY)
    office = Unit(name="中壢區公所", name_en="Zhongli District Office", kind=UnitKind.DISTRICT_OFFICE, parent=city)
    section = Unit(name="社會課", name_en="Social Affairs", kind=UnitKind.SECTION, parent=office)
    assert section.title == Text("中壢區公所社會課", "Zhongli District Office, Social Affairs")
    assert office.title == office.text
