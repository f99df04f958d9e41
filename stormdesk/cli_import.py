"""`stormdesk import`: any file that the catalogue of feeds knows, at once or through the running server."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from stormdesk.cli_noting import noted
from stormdesk.domain.feed import KIND_NAMES, OUTCOME_NAMES, FeedKind
from stormdesk.domain.feed import Outcome as Came
from stormdesk.domain.geo import Datum
from stormdesk.door.audit import Kind
from stormdesk.door.import_notes import came_of_file
from stormdesk.errors import N_, StoreBusy
from stormdesk.ingest import delivery
from stormdesk.ingest.delivery import Delivery
from stormdesk.ingest.desk import Desk, Progress, open_desk
from stormdesk.ingest.inbox import Outcome, hand_over, outcome_of
from stormdesk.ingest.sources import COMMAND
from stormdesk.settings import Settings

Translate = Callable[[str], str]
SERVER_RUNS = N_("服务正在运行,文件交给它导入。")
CAME = N_("{name}:{outcome}({kind})")
STORMS = N_("  台风 {storms}")
ADDED = N_("  新增 {table} {count} 行")
COUNTED = N_("  收下 {accepted} 条,其中存疑 {flagged} 条;重复 {repeated} 条")
MORE = N_("  另有 {count} 个问题,见数据页")


def import_files(  # noqa: PLR0913  who brings what, and who is told
    files: Sequence[Path],
    settings: Settings,
    *,
    by: str,
    progress: Progress,
    tell: Callable[[str], None],
    datum: Datum | None = None,
) -> list[Outcome]:
    """Import files at once, or through the inbox when a running server holds the data file."""
    try:
        desk = open_desk(settings, progress)
    except StoreBusy:
        tell(SERVER_RUNS)
        return [hand_over(settings.inbox, path, by=by, datum=datum) for path in files]
    try:
        return [_import_one(desk, path, by, datum, settings) for path in files]
    finally:
        desk.store.close()


def _import_one(desk: Desk, path: Path, by: str, datum: Datum | None, settings: Settings) -> Outcome:
    brought = Delivery(
        name=path.name,
        data=path.read_bytes(),
        source_id=COMMAND,
        by=by,
        received_at=datetime.now(UTC),
        datum=datum,
    )
    with noted(settings, Kind.IMPORT, "file_taken", thing="imports") as told:
        taken = delivery.take(desk, brought)
        told(came_of_file(taken))
    return outcome_of(taken)


def outcome_lines(outcome: Outcome, translate: Translate) -> list[str]:
    """What became of a file, as lines for a person."""
    kind = KIND_NAMES[FeedKind(outcome.kind)] if outcome.kind in set(FeedKind) else "—"
    came = OUTCOME_NAMES[Came(outcome.outcome)]
    lines = [translate(CAME).format(name=outcome.name, outcome=translate(came), kind=translate(kind))]
    if outcome.storm_ids:
        lines.append(translate(STORMS).format(storms="、".join(outcome.storm_ids)))
    lines += [
        translate(ADDED).format(table=table, count=count) for table, count in (outcome.added or {}).items()
    ]
    if not outcome.storm_ids and not outcome.is_empty:
        counts = {"accepted": outcome.accepted, "flagged": outcome.flagged, "repeated": outcome.repeated}
        lines.append(translate(COUNTED).format(**counts))
    lines += [f"  {one.place}\t{one.value}\t{translate(one.reason)}" for one in outcome.problems]
    if outcome.problem_count > len(outcome.problems):
        lines.append(translate(MORE).format(count=outcome.problem_count - len(outcome.problems)))
    return lines
