"""Templates that a county may replace: plain texts and Word files, filled in a sandbox."""

import io
import zipfile
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage  # type: ignore[import-untyped]
from jinja2 import StrictUndefined, TemplateError
from jinja2.meta import find_undeclared_variables
from jinja2.sandbox import ImmutableSandboxedEnvironment

from stormdesk.domain.objections import Fault, Objection
from stormdesk.domain.papers import STATE_NAMES, Mark
from stormdesk.domain.vocabulary import N_
from stormdesk.errors import StormdeskError
from stormdesk.report.papers import wording
from stormdesk.report.papers.records import PaperGround

FOLDER: Final = "templates"
BROKEN: Final = N_("模板 {file} 有误:{reason}")
STRANGE: Final = N_("模板 {file} 里有不认识的名称:{reason}")
MARKS: Final = ("watermark", "foot", "pictures")
PICTURE_WIDTH: Final = Mm(140)
_LARGEST: Final = 16 << 20


class BadTemplateError(StormdeskError):
    """A template that cannot be filled."""

    sentence = BROKEN


def template_path(ground: PaperGround, name: str) -> Path:
    """Where a template lies: the county's own before the one that comes with the program."""
    own = ground.settings.county_dir / "papers" / FOLDER / name
    return own if own.is_file() else ground.settings.papers_dir / FOLDER / name


def filled_text(ground: PaperGround, name: str, values: Mapping[str, Any]) -> str:
    """A text template filled in; blank lines are dropped. Raises BadTemplateError."""
    try:
        source = template_path(ground, name).read_text(encoding="utf-8-sig")
        filled = _environment(is_word=False).from_string(source).render(**values)
    except (OSError, UnicodeDecodeError, TemplateError, ArithmeticError, TypeError, ValueError) as error:
        raise BadTemplateError(file=name, reason=_short(error)) from error
    return "\n".join(line.rstrip() for line in filled.splitlines() if line.strip()) + "\n"


def filled_word(  # noqa: PLR0913  what a file is filled with
    ground: PaperGround,
    name: str,
    values: Mapping[str, Any],
    mark: Mark,
    *,
    pictures: Sequence[bytes] = (),
    together: Sequence[str] = (),
) -> bytes:
    """A Word template filled in, with its moment and number in the footer and PNGs as `pictures`.

    Paragraphs that read like `together` stay on one page. Raises BadTemplateError.
    """
    held = io.BytesIO()
    try:
        data = template_path(ground, name).read_bytes()
        template = DocxTemplate(io.BytesIO(_sound(data)))
        drawn = [InlineImage(template, io.BytesIO(picture), width=PICTURE_WIDTH) for picture in pictures]
        told = {**values, **marks(mark), "pictures": drawn}
        template.render(told, jinja_env=_environment(is_word=True), autoescape=True)
        _keep_together(template, together)
        template.save(held)
    except Exception as error:
        raise BadTemplateError(file=name, reason=_short(error)) from error
    return held.getvalue()


def _keep_together(template: DocxTemplate, lines: Sequence[str]) -> None:
    """Let no page end between paragraphs of these words."""
    for paragraph in template.docx.paragraphs:
        if paragraph.text in lines[:-1]:
            paragraph.paragraph_format.keep_with_next = True
        if paragraph.text in lines:
            paragraph.paragraph_format.keep_together = True


def marks(mark: Mark) -> dict[str, str]:
    """What stands on every page: the moment of the figures, the number, and 草稿 while it is one."""
    return {
        "watermark": "" if not mark.is_draft else STATE_NAMES[mark.state],
        "foot": f"截至{wording.second(mark.moment.as_of)} 登记截至{wording.second(mark.moment.known_at)}"
        f" · {wording.number(mark, is_drill=mark.is_drill)}",
    }


def broken_templates(
    ground: PaperGround, names: Sequence[str], values: Collection[str]
) -> Iterator[Objection]:
    """Templates that do not even parse, or ask for more than these values, each with the reason."""
    for name in names:
        try:
            strange = sorted(_asked(template_path(ground, name)) - {*values, *MARKS})
        except Exception as error:  # noqa: BLE001  a replaced file may hold anything
            yield _broken(name, BROKEN, _short(error))
            continue
        if strange:
            yield _broken(name, STRANGE, "、".join(strange)[:200])


def unfilled(fill: Callable[[], object]) -> tuple[Objection, ...]:
    """What a template says that parses and yet cannot be filled: it asks for a part that a value lacks."""
    try:
        fill()
    except BadTemplateError as error:
        return (_broken(str(error.values["file"]), BROKEN, str(error.values["reason"])),)
    return ()


def _asked(path: Path) -> set[str]:
    """The values that a template asks for."""
    environment = _environment(is_word=False)
    if path.suffix == ".docx":
        found = DocxTemplate(io.BytesIO(_sound(path.read_bytes()))).get_undeclared_template_variables()
    else:
        found = find_undeclared_variables(environment.parse(path.read_text(encoding="utf-8-sig")))
    return set(found) - environment.globals.keys()


def _broken(name: str, sentence: str, reason: str) -> Objection:
    return Objection(fault=Fault.TEMPLATE, sentence=sentence, values={"file": name, "reason": reason})


def _sound(data: bytes) -> bytes:
    """A Word file that does not unpack to more than it should."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(member.file_size for member in archive.infolist()) > _LARGEST:
            raise ValueError("too large")
    return data


def _environment(*, is_word: bool) -> ImmutableSandboxedEnvironment:
    return ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, trim_blocks=not is_word, lstrip_blocks=not is_word, autoescape=is_word
    )


def _short(error: Exception) -> str:
    said = str(error).splitlines()
    return (said[0] if said else type(error).__name__)[:200]
