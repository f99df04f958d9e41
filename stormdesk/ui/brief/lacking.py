"""The townships that lack most, down to the village and to whom to call."""

import streamlit as st

from stormdesk.ui.brief.officers import draw_calling, officers_of
from stormdesk.ui.brief.rows import FOLDER, draw_block_head, draw_row, touch
from stormdesk.ui.literal import literal
from stormdesk.ui.page import Page
from stormdesk.ui.render import draw as draw_template
from stormdesk.ui.render import whole
from stormdesk.ui.text import _
from stormdesk.ui.wall.cells import Row, count, rows, text
from stormdesk.ui.wall.reading import Reading

SHOWN, VILLAGES = 3, 8
TOWNSHIP, VILLAGE = f"{FOLDER}-township", f"{FOLDER}-village"
# How many people on land one boat at sea and one absent officer weigh; as the exceptions do.
WEIGHTS = {"evacuee": 1.0, "vessel": 10.0, "responsible_person": 0.5}


def draw_lacking(page: Page, reading: Reading) -> None:
    """Draw the townships that lack most; a tap opens the villages, another one the people."""
    lacking = _townships(page, reading)
    draw_block_head(_("差得最多的乡镇"), _("点开看村、看人"))
    if not lacking:
        draw_template("brief_empty", text=_("各乡镇都已落实。"))
        return
    for row in lacking[:SHOWN]:
        _draw_township(page, row)
    rest = lacking[SHOWN:]
    if rest:
        with st.expander(_("其余 {n} 个乡镇").format(n=len(rest)), key=f"{FOLDER}-lack-rest"):
            for row in rest:
                _draw_township(page, row)


def _draw_township(page: Page, row: dict[str, object]) -> None:
    opened, code = st.session_state.get(TOWNSHIP), str(row["code"])
    with draw_row(str(row["name"]), str(row["under"]), str(row["state"]), key=f"lack-{code}"):
        st.button(
            _("收起") if opened == code else _("看村"),
            key=f"{FOLDER}-lack-{code}",
            on_click=_toggle,
            args=(TOWNSHIP, code),
        )
    draw_template("brief_bar", share=row["share"], state=row["state"])
    if opened == code:
        _draw_villages(page, code)


def _townships(page: Page, reading: Reading) -> list[dict[str, object]]:
    found = []
    for township in page.county.counted_townships:
        rows_of = {
            subject: reading.standings[subject].by_township.get(township.code, {}) for subject in WEIGHTS
        }
        left = {subject: count(row, "left_count") for subject, row in rows_of.items()}
        weight = sum(WEIGHTS[subject] * n for subject, n in left.items())
        if weight:
            found.append((weight, township.code, left, rows_of["evacuee"]))
    found.sort(key=lambda one: (-one[0], one[1]))
    return [_township(page, reading, *one[1:]) for one in found]


def _township(
    page: Page, reading: Reading, code: str, left: dict[str, int], people: Row
) -> dict[str, object]:
    words = {
        "evacuee": _("差 {n} 人"),
        "vessel": _("{n} 艘船"),
        "responsible_person": _("{n} 名责任人"),
    }
    under = " · ".join(words[subject].format(n=whole(n)) for subject, n in left.items() if n)
    total = count(people, "total")
    worst = reading.work.in_township("evacuee", code).worst
    return {
        "code": code,
        "name": page.area_name(code),
        "under": under,
        "share": 100 * count(people, "done") / total if total else 100,
        "state": worst if worst in {"late", "soon"} else "open",
    }


def _toggle(name: str, code: str) -> None:
    touch()
    st.session_state[name] = None if st.session_state.get(name) == code else code
    if name == TOWNSHIP:
        st.session_state.pop(VILLAGE, None)


def _draw_villages(page: Page, township: str) -> None:
    left: dict[str, int] = {}
    for row in rows(page.ask("evacuation/left", area_code=township)):
        village = text(row, "village_code") or township
        left[village] = left.get(village, 0) + count(row, "persons_left")
    villages = sorted(left.items(), key=lambda pair: (-pair[1], pair[0]))[:VILLAGES]
    _draw_people(page, township, _("乡镇(街道)责任人"), key=township)
    opened = st.session_state.get(VILLAGE)
    with st.container(horizontal=True, key=f"{FOLDER}-villages"):
        for code, persons in villages:
            st.button(
                literal(_("{name} 差 {n} 人").format(name=page.area_name(code), n=whole(persons))),
                key=f"{FOLDER}-village-{code}",
                type="primary" if opened == code else "secondary",
                on_click=_toggle,
                args=(VILLAGE, code),
            )
    if isinstance(opened, str) and opened in left:
        _draw_people(page, opened, page.area_name(opened), key=opened)


def _draw_people(page: Page, code: str, title: str, *, key: str) -> None:
    officers = officers_of(page, [code])
    named = [f"{one.post} {one.name}" + ("" if one.status else f"({_('未报')})") for one in officers[:4]]
    with draw_row(title, " · ".join(named) or _("名册里没有责任人。"), "open", key=f"people-{key}"):
        draw_calling(page, [one.person for one in officers], key=f"{FOLDER}-people-{key}")
