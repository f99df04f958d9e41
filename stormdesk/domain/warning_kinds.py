"""What a warning warns of, by code and by name, and which colour it has.

The codes are those of the national warning platform's event types as public files show them; the colours of
the CAP severities follow the order of the national signals (a convention, not a rule of the standard).
"""

from typing import Final

KINDS_BY_CODE: Final = {
    "11B01": "typhoon",
    "11B03": "rainstorm",
    "11B04": "snowstorm",
    "11B05": "cold_wave",
    "11B06": "gale",
    "11B07": "sandstorm",
    "11B09": "heat",
    "11B14": "lightning",
    "11B15": "hail",
    "11B16": "frost",
    "11B17": "fog",
    "11B19": "haze",
    "11B20": "thunderstorm_gale",
    "11B21": "road_ice",
    "11B22": "drought",
    "11B23": "sea",
    "11B31": "convection",
}
# The first name found decides, so the longer stand first.
KINDS_BY_NAME: Final = (
    ("雷雨大风", "thunderstorm_gale"),
    ("雷暴大风", "thunderstorm_gale"),
    ("海上大风", "sea"),
    ("海上台风", "typhoon"),
    ("台风", "typhoon"),
    ("热带气旋", "typhoon"),
    ("强对流", "convection"),
    ("风暴潮", "storm_surge"),
    ("海浪", "waves"),
    ("山洪", "flash_flood"),
    ("地质灾害", "geohazard"),
    ("内涝", "waterlogging"),
    ("积涝", "waterlogging"),
    ("洪水", "flood"),
    ("暴雨", "rainstorm"),
    ("强降雨", "rainstorm"),
    ("暴雪", "snowstorm"),
    ("寒潮", "cold_wave"),
    ("沙尘", "sandstorm"),
    ("高温", "heat"),
    ("雷电", "lightning"),
    ("冰雹", "hail"),
    ("霜冻", "frost"),
    ("大雾", "fog"),
    ("霾", "haze"),
    ("道路结冰", "road_ice"),
    ("干旱", "drought"),
    ("大风", "gale"),
    ("typhoon", "typhoon"),
    ("tropical cyclone", "typhoon"),
    ("tropical storm", "typhoon"),
    ("hurricane", "typhoon"),
    ("storm surge", "storm_surge"),
    ("flash flood", "flash_flood"),
    ("landslide", "geohazard"),
    ("strong wind at sea", "sea"),
    ("marine wind", "sea"),
    ("gale at sea", "sea"),
    ("thunderstorm", "convection"),
    ("rainstorm", "rainstorm"),
    ("heavy rain", "rainstorm"),
    ("torrential rain", "rainstorm"),
    ("flood", "flood"),
    ("high wind", "gale"),
    ("strong wind", "gale"),
    ("gale", "gale"),
    ("lightning", "lightning"),
    ("hail", "hail"),
    ("fog", "fog"),
    ("heat", "heat"),
)
COLOURS: Final = (("蓝", "blue"), ("黄", "yellow"), ("橙", "orange"), ("红", "red"))
ENGLISH_COLOURS: Final = ("blue", "yellow", "orange", "red")
RANKS: Final = {colour: rank for rank, colour in enumerate(ENGLISH_COLOURS, start=1)}
# One is the gravest in the national grades, written in Arabic or Roman figures.
GRADES: Final = {
    **dict.fromkeys(("1", "i", "i级", "ⅰ", "一级", "特别重大", "特别严重"), "red"),
    **dict.fromkeys(("2", "ii", "ii级", "ⅱ", "二级", "重大", "严重"), "orange"),
    **dict.fromkeys(("3", "iii", "iii级", "ⅲ", "三级", "较大", "较重"), "yellow"),
    **dict.fromkeys(("4", "iv", "iv级", "ⅳ", "四级", "一般"), "blue"),
}
SEVERITIES: Final = {"minor": "blue", "moderate": "yellow", "severe": "orange", "extreme": "red"}
NO_SEVERITY: Final = frozenset({"", "unknown", "未知"})


def kind_of(codes: tuple[str, ...], *names: str) -> str | None:
    """Return our name of a hazard by the first known code, else by the first name that a text holds."""
    for code in codes:
        known = KINDS_BY_CODE.get(code.strip().upper()[:5])
        if known:
            return known
    for name in names:
        for word, kind in KINDS_BY_NAME:
            if word in name.casefold():
                return kind
    return None


def colour_in(text: str) -> str | None:
    """Return the one colour that a text names, None when it names none or several."""
    plain = text.casefold()
    found = {colour for word, colour in COLOURS if word in plain}
    found |= {colour for colour in ENGLISH_COLOURS if colour in plain}
    return found.pop() if len(found) == 1 else None


def colour_of_grade(text: str) -> str | None:
    """Return the colour of a severity: its own name, a national grade, or the CAP scale."""
    plain = text.casefold().strip()
    return colour_in(plain) or GRADES.get(plain) or SEVERITIES.get(plain)


def rank_of(colour: str | None) -> int | None:
    """Return how grave a colour is, blue 1 to red 4; None for a warning without one."""
    return RANKS.get(colour or "")
