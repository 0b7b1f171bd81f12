"""What a citizen is told when the city asks to keep contact data: 個人資料保護法 §8 I, rights under §3.

A published version never changes, because people agreed to its very words: a better wording is a new version.
`Consent` keeps the version and what was filled in, so the exact text can be shown or printed again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from tongban.core.text import Text


class Section(NamedTuple):
    heading: Text
    body: Text


@dataclass(frozen=True, slots=True)
class NoticeValues:
    """What differs from one notice to the next: who asks, for which service, how long it is kept, whom to turn to."""

    agency: Text
    service: Text
    years: int
    contact: Text
    """How to exercise one's rights: the unit's phone or address."""

    def as_json(self) -> dict[str, object]:
        texts = {name: getattr(self, name).as_json() for name in ("agency", "service", "contact")}
        return {**texts, "years": self.years}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> NoticeValues:
        texts = {name: Text.from_json(value[name]) for name in ("agency", "service", "contact")}
        return cls(**texts, years=int(value["years"]))


def notice(version: str, values: NoticeValues) -> tuple[Section, ...]:
    """The whole notice in that version; raises KeyError for a version that was never published."""
    filled = {"agency": values.agency, "service": values.service, "years": values.years, "contact": values.contact}
    return tuple(Section(section.heading, section.body.fill(**filled)) for section in VERSIONS[version])


TITLE = Text("蒐集個人聯絡資料告知事項及同意書", "Notice and consent: keeping your contact data")
DECLARATION = Text(
    "本人已閱讀並瞭解上述告知事項，同意貴機關於上述範圍內蒐集、處理及利用本人之聯絡資料。",
    "I have read and understood this notice, and agree that the agency keeps and uses my contact data as described.",
)
CURRENT = "1"
VERSIONS: Mapping[str, tuple[Section, ...]] = {
    "1": (
        Section(Text("蒐集機關", "Who asks"), Text("{agency}", "{agency}")),
        Section(
            Text("蒐集目的", "What for"),
            Text(
                "辦理「{service}」案件，並以電子郵件、簡訊、電話或郵寄通知您案件編號、查詢密碼、辦理進度、補正事項及辦理結果。",
                "To handle “{service}” and to tell you by e-mail, text message, phone or post the case number, the "
                "query password, the progress, what is missing and the result.",
            ),
        ),
        Section(
            Text("個人資料類別", "Which data"),
            Text(
                "辨識個人者（C001）：姓名、聯絡電話、電子郵件信箱、通訊地址。",
                "Data that identify a person (C001): name, phone number, e-mail address, postal address.",
            ),
        ),
        Section(
            Text("利用期間", "How long"),
            Text(
                "自您同意之日起至案件辦結後 {years} 年，或至您撤回同意之日止；期滿即予刪除。",
                "From the day you agree until {years} years after the case is closed, or until you withdraw; then they "
                "are deleted.",
            ),
        ),
        Section(
            Text("利用地區", "Where"),
            Text("中華民國境內。", "Within the territory of the Republic of China (Taiwan)."),
        ),
        Section(
            Text("利用對象及方式", "By whom and how"),
            Text(
                "由{agency}、協辦本案之市府機關、1999 話務人員，以及受託寄送簡訊、電子郵件之業者，"
                "於上述目的必要範圍內以自動化或非自動化方式利用；每次查看均留存紀錄。",
                "By {agency}, the city agencies that take part in the case, the 1999 hotline, and the companies that "
                "carry messages for the city; as far as the purpose needs it, by automatic or other means. Every look "
                "is recorded.",
            ),
        ),
        Section(
            Text("您的權利及行使方式", "Your rights and how to use them"),
            Text(
                "依個人資料保護法第 3 條，您得查詢或請求閱覽、請求製給複製本、請求補充或更正、"
                "請求停止蒐集、處理或利用，及請求刪除；並得隨時撤回同意。請洽：{contact}。",
                "Under Article 3 of the Personal Data Protection Act you may ask to see your data, to get a copy, to "
                "have them completed or corrected, to have their collection, processing or use stopped, and to have "
                "them deleted. You may withdraw your consent at any time. Contact: {contact}.",
            ),
        ),
        Section(
            Text("不提供之影響", "If you do not agree"),
            Text(
                "您得自由選擇是否提供。不提供或撤回同意時，案件仍依法辦理，"
                "但您將不會收到主動通知，須自行以案件編號及查詢密碼查詢進度。",
                "You are free to decline. Your case is handled all the same, but you will get no messages and need to "
                "look up the progress yourself with the case number and query password.",
            ),
        ),
    ),
}
