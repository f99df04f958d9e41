"""Which status a phoned-in report means: the one it names, or the usual next step of its subject."""

from collections.abc import Mapping

from stormdesk.domain.pinyin import initials
from stormdesk.domain.vocabulary import Subject

Fact = tuple[str, str]
StatusNames = Mapping[tuple[str, str, str], str]

_PREFIXES = ("已", "在")
_SYNONYMS: Mapping[str, frozenset[str]] = {
    "到岗": frozenset({"on_post"}),
    "到位": frozenset({"on_post"}),
    "回港": frozenset({"in_port"}),
    "进港": frozenset({"in_port"}),
    "靠港": frozenset({"in_port"}),
    "返航": frozenset({"homebound"}),
    "出海": frozenset({"at_sea"}),
    "上岸": frozenset({"ashore"}),
    "离船": frozenset({"ashore"}),
    "联系不上": frozenset({"unreachable", "out_of_contact"}),
    "停工": frozenset({"stopped"}),
    "满员": frozenset({"full"}),
    "住满": frozenset({"full"}),
    "平安": frozenset({"nil_report"}),
    "无情况": frozenset({"nil_report"}),
    "情况": frozenset({"report"}),
    "进驻": frozenset({"on_post"}),
    "清点": frozenset({"counted"}),
}
_FIRST: Mapping[str, Fact] = {
    Subject.RESPONSIBLE_PERSON: ("duty", "on_post"),
    Subject.EVACUEE: ("move", "notified"),
    Subject.VESSEL: ("berth", "in_port"),
    Subject.SITE: ("work", "stopped"),
    Subject.SHELTER: ("service", "open"),
    Subject.FACILITY: ("measure", "notified"),
    Subject.UNIT: ("post", "on_post"),
    Subject.AREA: ("word", "nil_report"),
    Subject.TALLY: ("moved", "reported"),
    Subject.DAMAGE: ("loss", "reported"),
}
_NEXT: Mapping[tuple[str, str], Fact] = {
    (Subject.RESPONSIBLE_PERSON, "on_post"): ("duty", "relieved"),
    (Subject.EVACUEE, "listed"): ("move", "notified"),
    (Subject.EVACUEE, "notified"): ("move", "moving"),
    (Subject.EVACUEE, "refused"): ("move", "moving"),
    (Subject.EVACUEE, "moving"): ("move", "at_shelter"),
    (Subject.EVACUEE, "at_shelter"): ("move", "cleared_to_return"),
    (Subject.EVACUEE, "with_relatives"): ("move", "cleared_to_return"),
    (Subject.EVACUEE, "elsewhere"): ("move", "cleared_to_return"),
    (Subject.EVACUEE, "cleared_to_return"): ("move", "returned"),
    (Subject.EVACUEE, "unauthorised_return"): ("move", "moving"),
    (Subject.VESSEL, "at_sea"): ("berth", "homebound"),
    (Subject.VESSEL, "in_port"): ("berth", "moored"),
    (Subject.VESSEL, "moored"): ("crew", "ashore"),
    (Subject.VESSEL, "sheltering_elsewhere"): ("crew", "ashore"),
    (Subject.SITE, "stopped"): ("work", "permitted"),
    (Subject.SITE, "permitted"): ("work", "resumed"),
    (Subject.SHELTER, "open"): ("service", "full"),
    (Subject.SHELTER, "full"): ("service", "closed"),
    (Subject.FACILITY, "notified"): ("measure", "measures_taken"),
    (Subject.FACILITY, "closed"): ("measure", "reopened"),
    (Subject.FACILITY, "emptied"): ("measure", "reopened"),
    (Subject.FACILITY, "suspended"): ("measure", "reopened"),
    (Subject.FACILITY, "measures_taken"): ("measure", "reopened"),
    (Subject.UNIT, "on_post"): ("post", "relieved"),
}


def usual_step(
    subject: str, before: str | None, *, people: int | None = None, has_note: bool = False
) -> Fact | None:
    """The fact and status that usually come next after `before` (None: no report), given what was told."""
    if subject == Subject.SHELTER and people is not None:
        return "occupancy", "counted"
    if subject == Subject.AREA:
        return "word", "report" if has_note else "nil_report"
    return _NEXT.get((subject, before or ""), _FIRST.get(subject))


def main_facet(subject: str) -> str | None:
    """The fact by which a subject counts."""
    first = _FIRST.get(subject)
    return first[0] if first else None


def named_statuses(word: str, subject: str, names: StatusNames) -> list[Fact]:
    """The statuses that a word names: by name with or without 已 or 在, by initials, by another word."""
    asked = word.casefold()
    own = {(facet, status): name for (known, facet, status), name in names.items() if known == subject}
    exact = [fact for fact, name in own.items() if asked == name or asked in initials(name)]
    if exact:
        return exact
    short = {fact: _short(name) for fact, name in own.items()}
    found = [fact for fact, name in short.items() if asked == name or asked in initials(name)]
    return found or [fact for fact in own if fact[1] in _SYNONYMS.get(asked, ())]


def _short(name: str) -> str:
    return next(
        (name.removeprefix(lead) for lead in _PREFIXES if name.startswith(lead) and len(name) > 2), name
    )
