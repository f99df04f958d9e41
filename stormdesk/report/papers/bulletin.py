"""The bulletin: where the county stands at a moment, what changed since the last issue, what is corrected."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from stormdesk.domain.moment import Moment
from stormdesk.domain.objections import Objection
from stormdesk.domain.papers import Mark
from stormdesk.domain.vocabulary import N_
from stormdesk.errors import NoChineseFont
from stormdesk.report.papers import wording
from stormdesk.report.papers.comparing import Change, changes, corrections, last_issue
from stormdesk.report.papers.figures import MOVED, Figure, counting, facts, figures
from stormdesk.report.papers.records import PaperGround, PaperKind
from stormdesk.report.papers.sentences import UnfitFrameError, sentence, unfit
from stormdesk.report.papers.templates import broken_templates, filled_text, filled_word, unfilled
from stormdesk.report.papers.wording import EN, UNKNOWN, ZH, Say
from stormdesk.report.pictures import curves_picture, map_picture
from stormdesk.report.sums import lagging, objections

KIND: Final = "bulletin"
TITLE: Final = N_("防汛防台快报")
WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TEMPLATE: Final = "bulletin.docx"
TEXTS: Final = {ZH: "bulletin_zh.txt", EN: "bulletin_en.txt"}
# What a template may name: the keys of `context`, and what the Word file adds.
VALUES: Final = frozenset(
    (
        *("title", "number", "county", "moment", "known", "is_drill", "levels"),
        *("ended", "storm", "n", "unknown", "parts", "sentence", "lagging"),
        *("hands", "counted", "before", "changes", "corrections", "heading", "lines"),
    )
)
NO_SENTENCE: Final = N_("(转移人员一句不能生成,见所列不符之处。)")


def bulletin_text(
    ground: PaperGround, moment: Moment, mark: Mark, *, language: str = ZH, say: Say = str
) -> str:
    """The bulletin as plain text, line by line; the official one is the Chinese."""
    return filled_text(ground, TEXTS[language], context(ground, moment, mark, language=language, say=say))


def bulletin_word(ground: PaperGround, moment: Moment, mark: Mark) -> bytes:
    """The bulletin as a Word file from the county's template, or the one that comes with the program."""
    return _word(ground, moment, mark, _pictures(ground, moment))


def _word(ground: PaperGround, moment: Moment, mark: Mark, pictures: Sequence[bytes]) -> bytes:
    told = context(ground, moment, mark)
    lines = filled_text(ground, TEXTS[ZH], told).splitlines()
    told |= {"heading": "".join(lines[2:3]), "lines": lines[3:]}
    signed = wording.hand_lines(mark)
    return filled_word(ground, TEMPLATE, told, mark, pictures=pictures, together=signed)


def refuse(ground: PaperGround, moment: Moment) -> tuple[Objection, ...]:
    """Everything that keeps the bulletin of a moment from going out."""
    broken = tuple(broken_templates(ground, (*TEXTS.values(), TEMPLATE), VALUES))
    broken = broken or unfilled(lambda: _fill(ground, moment))
    return (*objections(ground, moment), *unfit(ground, moment), *broken)


def _fill(ground: PaperGround, moment: Moment) -> None:
    """Fill every template but for its pictures."""
    mark = Mark(title=TITLE, moment=moment)
    _word(ground, moment, mark, ())
    bulletin_text(ground, moment, mark, language=EN)


def context(
    ground: PaperGround, moment: Moment, mark: Mark, *, language: str = ZH, say: Say = str
) -> dict[str, Any]:
    """All that a template may name."""
    known = {one.key: one for one in figures(ground, moment)}
    told: dict[str, Any] = {
        "title": say(mark.title),
        "number": wording.number(mark, is_drill=mark.is_drill, say=say),
        "county": ground.county.profile.name(language),
        "moment": wording.instant(moment.as_of, language),
        "known": wording.instant(moment.known_at, language),
        "is_drill": mark.is_drill,
        "levels": wording.levels(ground, moment, language, say),
        "ended": wording.ended(ground, moment, language),
        "storm": wording.storm(ground, moment, language, say),
        "n": {key: say(UNKNOWN) if one.value is None else one.value for key, one in known.items()},
        "unknown": say(UNKNOWN),
        "parts": [_named(one, language) for key, one in known.items() if key.startswith(MOVED)],
        "sentence": _sentence(ground, moment),
        "lagging": lagging(ground, moment),
        "hands": wording.hands(mark, language, say),
        "counted": _counting(ground, moment, language),
    }
    told |= _since_last(ground, moment, mark, known=known, language=language, say=say)
    return told | {"corrections": _corrections(ground, moment, mark, known=known, language=language, say=say)}


def _since_last(  # noqa: PLR0913  what a template's words are made of
    ground: PaperGround,
    moment: Moment,
    mark: Mark,
    *,
    known: Mapping[str, Figure],
    language: str,
    say: Say,
) -> dict[str, Any]:
    """The last issue before this moment and every number that is another one by now."""
    before = last_issue(ground, KIND, moment)
    if before is None or before.issue is None:
        return {"before": None, "changes": []}
    now = {key: one.value for key, one in known.items()}
    return {
        "before": {
            "number": wording.number(before.issue, is_drill=mark.is_drill, say=say),
            "moment": wording.instant(before.drafted.as_of, language),
        },
        "changes": [
            _changed(ground, one, known, language, say) for one in changes(before.drafted.facts, now)
        ],
    }


def _counting(ground: PaperGround, moment: Moment, language: str) -> dict[str, str] | None:
    """Between which instants the headcounts were made; none where nobody has counted."""
    made = counting(ground, moment)
    if made is None:
        return None
    return {
        "first": wording.instant(made.first_at, language),
        "last": wording.instant(made.last_at, language),
    }


def _pictures(ground: PaperGround, moment: Moment) -> list[bytes]:
    """Map and curves, as far as this machine has letters for them."""
    try:
        return [draw(ground, ground.county, moment) for draw in (map_picture, curves_picture)]
    except NoChineseFont:
        return []


def _sentence(ground: PaperGround, moment: Moment) -> str:
    try:
        return sentence(ground, moment)
    except UnfitFrameError:
        return NO_SENTENCE


def _corrections(  # noqa: PLR0913  what a template's words are made of
    ground: PaperGround,
    moment: Moment,
    mark: Mark,
    *,
    known: Mapping[str, Figure],
    language: str,
    say: Say,
) -> list[dict[str, object]]:
    """Printed numbers that later reports have changed, each with its issue."""
    found = []
    for one in corrections(ground, BULLETIN, moment):
        told = _changed(ground, one.change, known, language, say)
        issued = one.paper.issue
        found.append(
            {
                "number": "" if issued is None else wording.number(issued, is_drill=mark.is_drill, say=say),
                "moment": wording.instant(one.paper.drafted.as_of, language),
                "printed": told["before"],
                **told,
            }
        )
    return found


def _changed(
    ground: PaperGround, change: Change, known: Mapping[str, Figure], language: str, say: Say
) -> dict[str, object]:
    """One difference in words."""
    figure = known.get(change.key) or _gone(ground, change.key)
    shown = [say(UNKNOWN) if value is None else value for value in (change.before, change.now)]
    delta = say(UNKNOWN) if change.delta is None else f"{change.delta:+.0f}"
    name = figure_name(figure, language, say)
    return {"name": name, "before": shown[0], "now": shown[1], "delta": delta, "unit": say(figure.unit)}


def _gone(ground: PaperGround, key: str) -> Figure:
    """A category in which nobody stands any more."""
    code = key.removeprefix(MOVED)
    names = {one.code: one for one in ground.county.evacuation_categories}
    named = names.get(code)
    return Figure(
        key=key,
        name=named.name_zh if named else code,
        name_en=named.name_en if named else code,
        value=0,
        unit=N_("人"),
        page="evacuation",
    )


def figure_name(figure: Figure, language: str, say: Say) -> str:
    """What a number is called; the names of categories are the county's own."""
    if figure.name_en is None:
        return say(figure.name)
    return figure.name_en if language == EN else figure.name


def _named(figure: Figure, language: str) -> dict[str, object]:
    """A category's number under its name in a language."""
    return {"name": figure_name(figure, language, str), "value": figure.value}


BULLETIN: Final = PaperKind(
    kind=KIND,
    title=TITLE,
    ending="docx",
    mime=WORD,
    template=TEMPLATE,
    make=bulletin_word,
    refuse=refuse,
    facts=facts,
    text=bulletin_text,
)
