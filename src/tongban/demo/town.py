"""Who makes up the demo city: agencies, districts, their sections, and which of them take in and handle which kinds.

A town much like Taoyuan; phones, addresses and people are made up.
"""

from __future__ import annotations

from typing import NamedTuple


class Section(NamedTuple):
    code: str
    name: str
    name_en: str
    handlers: int = 2


class Agency(NamedTuple):
    code: str
    prefix: str
    name: str
    name_en: str
    section: Section


class District(NamedTuple):
    code: str
    prefix: str
    name: str
    name_en: str
    postcode: str


CITY = ("city", "示範市政府", "Demo City Government")


def _agency(code: str, prefix: str, name: str, name_en: str, section: str, section_en: str) -> Agency:
    return Agency(code, prefix, name, name_en, Section(f"{code}-section", section, section_en))


AGENCIES = (
    _agency("social-affairs", "SOC", "社會局", "Department of Social Affairs", "身心障礙福利科", "Disability Welfare"),
    _agency("civil-affairs", "CIV", "民政局", "Department of Civil Affairs", "自治行政科", "Self-Governance"),
    _agency("military-service", "MIL", "兵役局", "Department of Military Service", "徵集科", "Conscription"),
    _agency("indigenous-affairs", "IND", "原住民族行政局", "Department of Indigenous Affairs", "經建科", "Housing"),
    _agency("agriculture", "AGR", "農業局", "Department of Agriculture", "植物保護科", "Plants and Farmland"),
    _agency("public-health", "HEA", "衛生局", "Department of Public Health", "長期照護科", "Long-Term Care"),
    _agency("land-administration", "LAN", "地政局", "Department of Land", "地權科", "Land Rights"),
    _agency(
        "urban-development", "URB", "都市發展局", "Department of Urban Development", "建築管理科", "Building Control"
    ),
    _agency("environment", "ENV", "環境保護局", "Department of Environment", "稽查科", "Inspection"),
    _agency("education", "EDU", "教育局", "Department of Education", "國小教育科", "Primary Schools"),
    _agency("transport", "TRA", "交通局", "Department of Transport", "交通工程科", "Traffic Engineering"),
    _agency("fire", "FIR", "消防局", "Fire Department", "火災調查科", "Fire Investigation"),
    _agency("police", "POL", "警察局", "Police Department", "行政科", "Administration"),
    _agency("labor", "LAB", "勞動局", "Department of Labor", "勞動條件科", "Working Conditions"),
    _agency("public-works", "PUB", "工務局", "Public Works Department", "養護科", "Maintenance"),
    _agency("economic-development", "ECO", "經濟發展局", "Department of Economy", "商業科", "Commerce"),
    _agency("finance", "FIN", "財政局", "Department of Finance", "公產管理科", "Public Property"),
    _agency("culture", "CUL", "文化局", "Department of Culture", "文化資產科", "Heritage"),
    _agency("information", "INF", "資訊科技局", "Department of Information", "應用服務科", "Applications"),
)

DISTRICTS = (
    District("taoyuan", "TYD", "桃園區", "Taoyuan District", "330"),
    District("zhongli", "ZLD", "中壢區", "Zhongli District", "320"),
    District("daxi", "DXD", "大溪區", "Daxi District", "335"),
    District("yangmei", "YMD", "楊梅區", "Yangmei District", "326"),
    District("luzhu", "LZD", "蘆竹區", "Luzhu District", "338"),
    District("dayuan", "DYD", "大園區", "Dayuan District", "337"),
    District("guishan", "GSD", "龜山區", "Guishan District", "333"),
    District("bade", "BDD", "八德區", "Bade District", "334"),
    District("longtan", "LTD", "龍潭區", "Longtan District", "325"),
    District("pingzhen", "PZD", "平鎮區", "Pingzhen District", "324"),
    District("xinwu", "XWD", "新屋區", "Xinwu District", "327"),
    District("guanyin", "GYD", "觀音區", "Guanyin District", "328"),
    District("fuxing", "FXD", "復興區", "Fuxing District", "336"),
)
WEIGHTS = dict(zip((d.code for d in DISTRICTS), (20, 36, 5, 8, 8, 5, 8, 10, 7, 11, 3, 4, 2), strict=True))
"""How many applications a district sees; more at Zhongli, where the demo's officers sit."""

SECTIONS = (
    Section("social", "社會課", "Social Affairs", 2),
    Section("civil", "民政課", "Civil Affairs", 2),
    Section("economy", "農經課", "Farming and Economy", 1),
)
"""Of every district office."""

AT_OFFICES = {
    "social/wandering-bracelet": "social",
    "social/senior-card": "social",
    "social/emergency-relief": "social",
    "social/assistive-device-subsidy": "social",
    "indigenous/home-repair-subsidy": "civil",
    "military/short-departure": "civil",
    "civil/nhi-category-6-enrolment": "civil",
    "land/tenancy-mediation": "economy",
}
"""跨區申辦: kinds that the district office which takes them in also handles, and the section that does."""

FORWARDED = ("agriculture/no-farmhouse-certificate", "agriculture/tree-seedlings")
"""跨區收件: kinds that every district office takes in and the agency handles. All others go to their agency."""

BUSY = {
    "social/senior-card": 22,
    "civil/nhi-category-6-enrolment": 12,
    "military/short-departure": 11,
    "social/assistive-device-subsidy": 10,
    "social/wandering-bracelet": 10,
    "social/emergency-relief": 9,
    "urban/usage-permit-copy": 9,
    "fire/fire-certificate": 6,
    "fire/equipment-inspection": 8,
    "health/food-inspection": 8,
    "agriculture/tree-seedlings": 4,
    "agriculture/no-farmhouse-certificate": 3,
    "indigenous/home-repair-subsidy": 2,
    "land/tenancy-mediation": 2,
}
"""How often each kind is asked for; one that is not named counts `ELSE`."""
ELSE = 3
