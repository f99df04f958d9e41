"""Make the Word template of the review report in data/papers/templates.

python scripts/review_template.py
"""

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from paper_templates import FONT, TARGET, across, line, page_of_pages, speak_chinese


def review() -> None:
    """A4: the parts of a review, tables, pictures, and the moment at the foot of every page."""
    document = Document()
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(26)
    page.top_margin = page.bottom_margin = Mm(22)
    speak_chinese(document)
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(11)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    style.paragraph_format.space_after = Pt(4)
    across(page.header)
    line(document.add_paragraph(), "{{ title }}", size=20, is_centred=True)
    line(document.add_paragraph(), "{{ county }}  {{ number }}", size=11, is_centred=True)
    line(document.add_paragraph(), "{{ moment }}  {{ stand_mark }}", size=11, is_centred=True)
    write_parts(document)
    line(page.footer.paragraphs[0], "{{ foot }}  {{ stand_mark }}", size=9, is_centred=True)
    page_of_pages(page.footer)
    document.core_properties.author = document.core_properties.comments = ""
    document.save(str(TARGET / "review.docx"))


def write_parts(document) -> None:  # noqa: ANN001  python-docx is untyped
    """The parts of the report, one after another."""
    heading(document, "一、台风过程")
    listed(document, "storm")
    heading(document, "二、响应级别与规则建议")
    table(document, "decisions", {"时刻": "at", "响应": "hazard", "级别": "level", "动作": "status"})
    document.add_paragraph("条款首次成立与启动的先后(按每一刻当时所知):")
    keys = {
        "响应": "hazard",
        "条款": "clause",
        "级别": "level",
        "成立于": "true_at",
        "启动于": "decided_at",
        "相差": "lag",
    }
    table(document, "lags", keys, widths=(16, 50, 13, 27, 27, 25))
    heading(document, "三、各项工作的进度")
    picture(document, 0)
    heading(document, "四、台风最近前一日的形势")
    picture(document, 1)
    heading(document, "五、量度")
    keys = {"量度": "title", "数值": "value", "单位": "unit", "算法": "formula"}
    table(document, "measures", keys, widths=(48, 22, 18, 70))
    heading(document, "六、存在的问题")
    listed(document, "faults")
    heading(document, "七、灾情")
    table(document, "damage", {"项目": "name", "数量": "value", "单位": "unit", "说明": "silent"})
    heading(document, "八、整改事项")
    keys = {"来自": "case", "事项": "title", "责任单位": "owner", "期限": "due", "状态": "status"}
    table(document, "items", keys, widths=(30, 62, 26, 20, 20))
    heading(document, "九、已发布的文件")
    table(document, "papers", {"文件": "kind", "编号": "number", "数据截至": "moment", "发布": "issued"})
    signed(document)


def signed(document) -> None:  # noqa: ANN001  python-docx is untyped
    """Who drafted, checked and issued it and when, on one page."""
    document.add_paragraph("{%p for said in hands %}")
    document.add_paragraph("{{ said }}").paragraph_format.keep_with_next = True
    document.add_paragraph("{%p endfor %}")


def heading(document, text) -> None:  # noqa: ANN001  python-docx is untyped
    """A part's title, kept with what follows."""
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_before = Pt(10)
    paragraph.paragraph_format.keep_with_next = True
    line(paragraph, text, size=15)


def listed(document, name) -> None:  # noqa: ANN001  python-docx is untyped
    """One paragraph per sentence of a list, or that there is none."""
    document.add_paragraph("{%p for said in " + name + " %}")
    document.add_paragraph("{{ said }}")
    document.add_paragraph("{%p else %}")
    document.add_paragraph("无。")
    document.add_paragraph("{%p endfor %}")


def picture(document, number) -> None:  # noqa: ANN001  python-docx is untyped
    """A picture, or why there is none."""
    document.add_paragraph("{%p if pictures %}")
    document.add_paragraph("{{ pictures[" + str(number) + "] }}")
    document.add_paragraph("{%p else %}")
    document.add_paragraph("{{ no_pictures }}")
    document.add_paragraph("{%p endif %}")


def table(document, name, columns, *, widths=()) -> None:  # noqa: ANN001  python-docx is untyped
    """A table with its heading on every page and one row per entry of a list, or that there is none."""
    document.add_paragraph("{%p if " + name + " %}")
    made = document.add_table(rows=4, cols=len(columns))
    made.style = "Table Grid"
    made.autofit = not widths
    for place, (title, key) in enumerate(columns.items()):
        line(made.rows[0].cells[place].paragraphs[0], title, size=10)
        made.rows[0].cells[place].paragraphs[0].runs[0].font.bold = True
        line(made.rows[2].cells[place].paragraphs[0], "{{ one." + key + " }}", size=9)
    for column, wide in zip(made.columns, widths, strict=False):
        column.width = Mm(wide)
    for row in made.rows:
        for cell, wide in zip(row.cells, widths, strict=False):
            cell.width = Mm(wide)
    marked(made.rows[0], "w:tblHeader")
    marked(made.rows[2], "w:cantSplit")
    made.rows[1].cells[0].text = "{%tr for one in " + name + " %}"
    made.rows[3].cells[0].text = "{%tr endfor %}"
    document.add_paragraph("{%p else %}")
    document.add_paragraph("无。")
    document.add_paragraph("{%p endif %}")


def marked(row, mark) -> None:  # noqa: ANN001  python-docx is untyped
    """Set a property of a table's row that the library has no name for."""
    element = row._tr.get_or_add_trPr()  # noqa: SLF001
    element.append(OxmlElement(mark))


if __name__ == "__main__":
    review()
