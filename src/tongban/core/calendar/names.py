"""English names of Taiwan's days off, for calendars that come with Chinese names only."""

from __future__ import annotations

import re
from datetime import date

from tongban.core.calendar.dates import roc_date
from tongban.core.text import Text

_ENGLISH = {
    "開國紀念日": "Founding Day of the Republic of China",
    "中華民國開國紀念日": "Founding Day of the Republic of China",
    "小年夜": "Day before Chinese New Year's Eve",
    "農曆除夕": "Chinese New Year's Eve",
    "農曆除夕前一日": "Day before Chinese New Year's Eve",
    "除夕": "Chinese New Year's Eve",
    "春節": "Chinese New Year",
    "和平紀念日": "Peace Memorial Day",
    "兒童節": "Children's Day",
    "民族掃墓節": "Tomb-Sweeping Day",
    "清明節": "Tomb-Sweeping Day",
    "兒童節及民族掃墓節": "Children's Day and Tomb-Sweeping Day",
    "勞動節": "Labour Day",
    "端午節": "Dragon Boat Festival",
    "中秋節": "Mid-Autumn Festival",
    "教師節": "Teachers' Day",
    "孔子誕辰紀念日": "Confucius' Birthday",
    "孔子誕辰紀念日/教師節": "Confucius' Birthday and Teachers' Day",
    "國慶日": "National Day",
    "臺灣光復暨金門古寧頭大捷紀念日": "Taiwan Restoration and Guningtou Victory Memorial Day",
    "佛陀誕辰紀念日": "The Buddha's Birthday",
    "行憲紀念日": "Constitution Day",
    "補假": "Substitute day off",
    "調整放假": "Adjusted day off",
    "彈性放假": "Adjusted day off",
    "放假": "Day off",
    "放假日": "Day off",
    "例假日": "Weekend",
}
_PART_OF_NEW_YEAR = {"農曆除夕", "除夕", "小年夜", "農曆除夕前一日"}
_NAMELESS = {"補假", "調整放假", "彈性放假", "放假", "放假日", "例假日"}
_IN_BRACKETS = re.compile(r"[（(](.*?)[）)]")
_MADE_UP_FOR = re.compile(r"(\d{4}-\d\d-\d\d) 補班")


def in_english(name: str) -> Text:
    """The Chinese `name` with its English beside it; a name not known here stays Chinese in both."""
    return Text(_with_roc_dates(name), "; ".join(_part_in_english(part) for part in _parts(name)))


def holidays_named(reason: Text) -> list[Text]:
    """The holidays a day's reason speaks of, without additions such as （補假）; the Eve is New Year's."""
    bare = [_IN_BRACKETS.sub("", part).strip() for part in _parts(reason.zh)]
    names = ["春節" if name in _PART_OF_NEW_YEAR else name for name in bare if name not in _NAMELESS]
    return [Text(name, _ENGLISH.get(name, reason.en)) for name in names]


def _parts(names: str) -> list[str]:
    return [part.strip() for part in re.split("[;；]", names)]


def _part_in_english(part: str) -> str:
    name = _IN_BRACKETS.sub("", part).strip()
    if name not in _ENGLISH:
        return part
    made_up = _MADE_UP_FOR.search(part)
    if made_up:
        return f"{_ENGLISH[name]} (made up for on {made_up[1]})"
    return _ENGLISH[name] + (" (substitute)" if name not in _NAMELESS and "補假" in part else "")


def _with_roc_dates(name: str) -> str:
    return _MADE_UP_FOR.sub(lambda found: f"{roc_date(date.fromisoformat(found[1]))} 補班", name)
