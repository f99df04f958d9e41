"""Text that the screens did not write themselves never reaches the framework's Markdown unescaped."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from stormdesk.ui.literal import literal

# What reads Markdown: the text itself, a label, or the options of a choice drawn as buttons.
TEXTS = {
    "caption",
    "error",
    "header",
    "info",
    "markdown",
    "subheader",
    "success",
    "title",
    "toast",
    "warning",
}
LABELS = {
    *("button", "checkbox", "date_input", "download_button", "expander", "file_uploader", "link_button"),
    *("multiselect", "number_input", "page_link", "pills", "popover", "radio", "selectbox"),
    *("segmented_control", "tabs", "text_area", "text_input", "time_input", "toggle"),
}
CHOICES = {"pills", "radio", "segmented_control"}
KEYWORDS = {"body", "help", "label"}
# They give back numbers, instants, or words of our own catalogue.
OWN = {"_", "_plain", "clock_time", "instant", "int", "language", "len", "literal", "marked", "metres"} | {
    *("_agency_label", "_verdict_title", "_what_comes_in", "action_state", "rule_words", "screen", "str"),
    *("watched_words", "whole"),
}
NUMBERS = {"count", "days", "last", "m", "minutes", "n", "number", "page", "total"}
# Read by a person: parameters and tables that only ever carry words of our own.
REVIEWED = {
    "access/board": {"titles.__getitem__"},
    "access/person": {"label", "note"},
    "access/purge_forms": {"title"},
    "audit/listing": {"label"},
    "cases/board": {"titles.__getitem__"},
    "cases/editing": {"item_status"},
    "coverage/block": {"lambda name: titles.get(name, name)"},
    "data/backups": {"_('备份 {name} → 文件 {target}').format(name=name, target=target.name)"},
    "data/board": {"titles.__getitem__"},
    "data/dry_run": {"f'{title} · {whole(len(frame))}'"},
    "data/held": {"_('确认:{deed}').format(deed=label)", "label"},
    "data/importing": {"label"},
    "data/mapping": {"""f"{column.place.rpartition('!')[2]} · {_plain(column.heading) or '—'}\""""},
    "data/pairs": {"label"},
    "data/source_form": {"title"},
    "export": {"label"},
    "number_field": {"problem", "self.title"},
    "orders/form": {"title"},
    "replay/controls": {"name"},
    # The name of the county's own rules, from a file that only its keepers write.
    "replay/judging": {
        "list(sheets)",
        (
            "_('规则:{name} {said}。按每一分钟当时所知计算,整场不随竖线变化。负数是提前。')"
            ".format(name=rules.name(language()), said=said)"
        ),
    },
    "response/board": {"[f'{title} {len(sheet.rows)}' for title, sheet in sheets.items()]"},
    "response/deciders": {"title"},
    "response/deciding": {
        "_('确认') if asked.is_paper else _('确认{action}').format(action=asked.deed)",
        "title",
    },
    "response/proposing": {"title"},
    "response/rule_problems": {"title"},
    "storm/board": {"text"},
    "storm/tables": {"[f'{title} {count}' for title, count in counts.items()]"},
    "subjects/amending": {"title"},
    "subjects/breakdown": {"label", "titles.__getitem__"},
    "subjects/duty": {"lambda name: holes[name][0]"},
    "subjects/record": {"titles.__getitem__"},
    "subjects/stacked": {"label"},
    # A page of ours, no text.
    "tab_bar": {"st.Page(known.path, url_path=known.name)"},
    "tools": {"lambda key: _BELIEFS()[key]", "title"},
    "water/tables": {"[f'{title} {len(sheet.rows)}' for title, sheet in sheets]"},
}


def calls(tree: ast.AST) -> Iterator[tuple[ast.Call, ast.AST]]:
    """Every call of a drawing function with the function that it stands in."""
    for place in ast.walk(tree):
        if isinstance(place, ast.FunctionDef):
            for node in ast.walk(place):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                    root = node.func.value
                    while isinstance(root, ast.Attribute | ast.Subscript):
                        root = root.value
                    is_drawn = isinstance(root, ast.Name) and not root.id.startswith(("draw", "render"))
                    if is_drawn and node.func.attr in TEXTS | LABELS:
                        yield node, place


def shown(call: ast.Call) -> Iterator[ast.expr]:
    """What of a call is read as Markdown."""
    yield from call.args[:1]
    for keyword in call.keywords:
        if keyword.arg in KEYWORDS or (keyword.arg == "format_func" and call.func.attr in CHOICES):
            yield keyword.value


def is_own(node: ast.expr, place: ast.AST) -> bool:
    """Whether an expression can only hold words of our own, numbers, or what was made literal."""
    match node:
        case ast.Constant():
            return True
        case ast.Name(id=name) | ast.Call(func=ast.Name(id=name)) if name in OWN:
            return True
        case ast.Attribute(value=ast.Call(func=ast.Name(id="screen"))):
            return True
        case ast.FormattedValue(format_spec=spec) if is_number(spec):
            return True
        case ast.Name(id=name):
            said = [each for each in ast.walk(place) if isinstance(each, ast.Assign) and named(each, name)]
            return bool(said) and all(is_own(one.value, place) for one in said)
    held = parts(node)
    return bool(held) and all(is_own(part, place) for part in held)


def parts(node: ast.expr) -> list[ast.expr]:  # noqa: PLR0911  one answer per shape
    """What an expression is put together from; nothing when that is not known."""
    match node:
        case ast.Call(func=ast.Attribute(value=text, attr="format"), keywords=values):
            return [text, *(one.value for one in values if one.arg not in NUMBERS)]
        case ast.Call(func=ast.Attribute(value=text, attr="join"), args=[several]):
            return [text, several]
        case ast.BinOp(left=one, right=other) | ast.IfExp(body=one, orelse=other):
            return [one, other]
        case ast.List(elts=several) | ast.Tuple(elts=several) | ast.BoolOp(values=several):
            return several
        case ast.JoinedStr(values=several) | ast.Dict(values=several):
            return several
        case ast.Lambda(body=body) | ast.Subscript(value=body) | ast.FormattedValue(value=body):
            return [body]
        case ast.Attribute(value=names, attr="__getitem__"):
            return [names]
    return []


def named(said: ast.Assign, name: str) -> bool:
    return any(isinstance(target, ast.Name) and target.id == name for target in said.targets)


def is_number(spec: ast.expr | None) -> bool:
    return spec is not None and ast.unparse(spec).strip("f'\"").endswith((",", "f", "d", "g", "%"))


def foreign(path: Path) -> set[str]:
    """What a file hands to Markdown that may hold words of others."""
    return {
        ast.unparse(said)
        for call, place in calls(ast.parse(path.read_text()))
        for said in shown(call)
        if not is_own(said, place)
    }


def test_only_our_own_words_are_read_as_markdown(project: Path) -> None:
    ui = project / "stormdesk/ui"
    files = {str(path.relative_to(ui).with_suffix("")): path for path in ui.rglob("*.py")}
    files |= {f"page {path.stem}": path for path in (project / "pages").rglob("*.py")}
    found = {name: foreign(path) - REVIEWED.get(name, set()) for name, path in files.items()}
    assert {name: said for name, said in found.items() if said} == {}


@pytest.mark.parametrize(
    ("written", "is_let_pass"),
    [
        ("st.caption(_('{name}').format(name=account.name))", False),
        ("st.caption(_('{name}').format(name=literal(account.name)))", True),
        ("st.popover(f'{gauge.name}')", False),
        ("st.pills('x', names, format_func=lambda one: names[one])", False),
    ],
)
def test_a_name_of_somebody_elses_is_found(written: str, *, is_let_pass: bool, tmp_path: Path) -> None:
    drawn = tmp_path / "drawn.py"
    drawn.write_text(f"def draw(names):\n    {written}\n")
    assert (not foreign(drawn)) is is_let_pass


def test_a_hostile_name_stands_letter_by_letter() -> None:
    told = literal("**浙玉渔**\n# [x](http://e.cn) :red[a] $x$ a@b.cn www.e.cn")
    assert re.findall(r"(?<!\\)[*#\[\]$]", told) == []
    assert not re.search(r"\n|://|:red|@b|www", told)
    assert literal("玉城街道 王小明") == "玉城街道 王小明"
