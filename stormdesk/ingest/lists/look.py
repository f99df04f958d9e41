"""A dry run: what a file would change on its register, and what is wrong with it."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from stormdesk.domain.county import County
from stormdesk.domain.sheet_marks import is_note_sheet
from stormdesk.errors import N_
from stormdesk.ingest.bare import bare, has_numbers, id_codes
from stormdesk.ingest.desk import Desk
from stormdesk.ingest.lists.catalogue import known_lists
from stormdesk.ingest.lists.compare import Plan, Question, compare
from stormdesk.ingest.lists.datum_words import datum_doubts
from stormdesk.ingest.lists.description import ListDescription
from stormdesk.ingest.lists.layout import Layout, best_list, faults, lay_out, unknown_columns
from stormdesk.ingest.lists.model import Choices, ListProblem, Look, ReturnedRow, SheetLook, Tell
from stormdesk.ingest.lists.reading import Gathered, SheetReader
from stormdesk.ingest.lists.words import ListReason
from stormdesk.ingest.lists.write import lists_of
from stormdesk.ingest.sheets.book import Book, Sheet
from stormdesk.ingest.sheets.read import read_book

READ_SHARE: Final = 0.4


def look(  # noqa: PLR0913  a file has a name and content, and a person's choices
    desk: Desk,
    name: str,
    data: bytes,
    *,
    list_code: str | None = None,
    choices: Choices | None = None,
    tell: Tell | None = None,
) -> Look:
    """Read a file as a list and compare it with the register as it stands now; nothing is written.

    Codes stand in place of identity numbers from here on, in what is kept of the file too.
    """
    say, chosen = tell or _silent, choices or Choices()
    codes = id_codes(desk.settings.home)
    say(0.0, N_("读取文件"))
    return _looked_at(desk, codes.coded(name), bare(data, codes), list_code, chosen, say)


def _looked_at(  # noqa: PLR0913, PLR0917  as above
    desk: Desk, name: str, data: bytes, list_code: str | None, chosen: Choices, say: Tell
) -> Look:
    operation_id, roster = lists_of(desk, chosen.operation_id)
    book = read_book(name, data)
    lists = known_lists(desk.settings)
    sheets = [sheet for sheet in book.sheets if _is_wanted(sheet, chosen)]
    candidates = _candidates(name, sheets, lists, chosen, desk.county)
    code = list_code if list_code in lists else next(iter(candidates), None)
    seen = Look(
        name=name,
        data=data,
        digest=hashlib.sha256(data).hexdigest(),
        list_code=code,
        candidates=tuple(candidates),
        choices=chosen,
        roster=roster,
        operation_id=operation_id,
        data_version=desk.store.data_version,
    )
    return _looked(desk, seen, book, sheets, candidates, lists, say)


def _silent(_share: float, _text: str) -> None:
    """Tell nobody."""


def _looked(  # noqa: PLR0913, PLR0917  the file and the lists that it may be
    desk: Desk,
    seen: Look,
    book: Book,
    sheets: Sequence[Sheet],
    candidates: Mapping[str, Sequence[str]],
    lists: Mapping[str, ListDescription],
    say: Tell,
) -> Look:
    if has_numbers(book):
        told = (ListProblem(seen.name, "", ListReason.ID_NUMBER, is_refused=True),)
        return replace(seen, list_code=None, data=b"", problems=told, read_problems=told)
    problems = _of_book(seen.name, book, seen.choices)
    if seen.list_code is None:
        problems.append(ListProblem(seen.name, "", ListReason.NO_LIST, is_refused=True))
        return replace(seen, problems=tuple(problems), read_problems=tuple(problems))
    alike = candidates.get(seen.list_code) or [sheet.name for sheet in sheets]
    mine = [sheet for sheet in sheets if seen.choices.sheets or sheet.name in alike]
    others = [sheet for sheet in sheets if sheet not in mine]
    problems += [ListProblem(s.name, "", ListReason.OTHER_LIST, sheet=s.name) for s in others]
    return _compared(desk, seen, lists[seen.list_code], mine, problems, say)


def _is_wanted(sheet: Sheet, choices: Choices) -> bool:
    if choices.sheets:
        return sheet.name in choices.sheets
    return not sheet.is_hidden and bool(sheet.rows) and not is_note_sheet(sheet.name)


def _of_book(name: str, book: Book, choices: Choices) -> list[ListProblem]:
    found = [ListProblem(problem.place or name, problem.value, problem.reason) for problem in book.problems]
    return found + [
        ListProblem(sheet.name, "", ListReason.HIDDEN_SHEET, sheet=sheet.name)
        for sheet in book.sheets
        if sheet.is_hidden
        and sheet.rows
        and sheet.name not in choices.sheets
        and not is_note_sheet(sheet.name)
    ]


def _candidates(
    name: str,
    sheets: Sequence[Sheet],
    lists: Mapping[str, ListDescription],
    choices: Choices,
    county: County,
) -> dict[str, list[str]]:
    """The lists that the file may hold, the likeliest first, with the sheets that look like each."""
    total: dict[str, float] = {}
    best: dict[str, list[str]] = {}
    for sheet in sheets:
        scored = best_list(name, sheet, lists, choices, county)
        for points, code in scored:
            total[code] = total.get(code, 0.0) + points
            best.setdefault(code, [])
        if scored:
            best[scored[0][1]].append(sheet.name)
    return {code: best[code] for code in sorted(total, key=lambda code: (not best[code], -total[code], code))}


def _compared(  # noqa: PLR0913, PLR0917  the file, the list and the register meet here
    desk: Desk,
    seen: Look,
    described: ListDescription,
    sheets: Sequence[Sheet],
    problems: list[ListProblem],
    say: Tell,
) -> Look:
    gathered, looks = _read_all(SheetReader(described, desk.county, seen.choices), seen, sheets, say)
    gathered.problems[:0] = problems
    say(0.7, N_("与名册比较"))
    asked = Question(
        described=described,
        typed=gathered.typed,
        choices=seen.choices,
        county=desk.county,
        roster=seen.roster,
        source=seen.name,
    )
    plan = compare(desk.store.table, asked, desk.now())
    say(1.0, N_("完成"))
    repeats = desk.store.rows(
        "register/same_content", content_hash=seen.digest, roster=seen.roster, list_code=described.code
    )
    again = _repeated_rows(plan, {sheet.name: sheet for sheet in sheets})
    gathered.returned += again
    shown = _seen(seen, gathered, plan)
    return replace(shown, sheets=tuple(looks), work=asked, repeats=str(repeats[0][0]) if repeats else None)


def _read_all(
    reader: SheetReader, seen: Look, sheets: Sequence[Sheet], say: Tell
) -> tuple[Gathered, list[SheetLook]]:
    """Read all sheets; what the reader remembers of their cells ends with it."""
    looks = [_read(reader, seen, sheet, say) for sheet in sheets]
    return reader.gathered, looks


def _read(reader: SheetReader, seen: Look, sheet: Sheet, say: Tell) -> SheetLook:
    described, gathered = reader.described, reader.gathered
    layout: Layout = lay_out(seen.name, sheet, described, seen.choices)
    found = faults(layout, described)
    gathered.problems += found
    columns = layout.looks(described)
    if any(problem.is_refused for problem in found):
        return SheetLook(sheet.name, layout.heading.row_first, columns, 0, is_read=False)
    gathered.problems += unknown_columns(layout)
    gathered.problems += datum_doubts(layout, seen.choices, reader.county.profile.list_datum)
    count = reader.read(layout, lambda share, text: say(READ_SHARE + 0.3 * share, text))
    if not count:
        gathered.problems.append(ListProblem(sheet.name, "", ListReason.NO_ROWS, sheet=sheet.name))
    township = seen.choices.township_code or reader.finder.named_in(layout.title)
    return SheetLook(sheet.name, layout.heading.row_first, columns, count, township)


def _seen(seen: Look, gathered: Gathered, plan: Plan) -> Look:
    repeated = len(plan.repeats.skipped) if plan.repeats else 0
    counts = replace(plan.counts, returned=len(gathered.returned), skipped=gathered.skipped + repeated)
    return replace(
        seen,
        counts=counts,
        new=plan.new,
        changed=plan.changed,
        unchanged=plan.unchanged,
        gone=plan.gone,
        made=plan.made,
        problems=(*gathered.problems, *plan.problems),
        read_problems=tuple(gathered.problems),
        returned=tuple(gathered.returned),
    )


def _repeated_rows(plan: Plan, sheets: Mapping[str, Sheet]) -> list[ReturnedRow]:
    """Rows that contradict another row of the file come back as they stand in it."""
    problems = plan.repeats.problems if plan.repeats else []
    return [
        ReturnedRow(
            problem.sheet,
            problem.row,
            sheets[problem.sheet].rows[problem.row - sheets[problem.sheet].first_row],
            (problem,),
        )
        for problem in problems
        if problem.is_refused
    ]
