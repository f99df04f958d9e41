"""Make the Word templates in data/papers/templates, so that what is in them can be read as code.

python scripts/paper_templates.py
"""

from pathlib import Path

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

TARGET = Path(__file__).resolve().parent.parent / "data" / "papers" / "templates"
FONT = "宋体"


def bulletin() -> None:
    """A4: title, number, one paragraph per line of the text, the moment at the foot of every page."""
    document = Document()
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(26)
    page.top_margin = page.bottom_margin = Mm(25)
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(14)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    grey = RGBColor(0x99, 0x99, 0x99)
    line(page.header.paragraphs[0], "{{ watermark }}", size=48, colour=grey, is_centred=True)
    line(document.add_paragraph(), "{{ title }}", size=22, colour=RGBColor(0xC0, 0, 0), is_centred=True)
    line(document.add_paragraph(), "{{ number }}", size=14, is_centred=True)
    document.add_paragraph("{%p for line in lines %}")
    body = document.add_paragraph("{{ line }}")
    body.paragraph_format.first_line_indent = Pt(28)
    body.paragraph_format.line_spacing = 1.5
    document.add_paragraph("{%p endfor %}")
    line(page.footer.paragraphs[0], "{{ foot }}", size=9, is_centred=True)
    document.core_properties.author = document.core_properties.comments = ""
    document.save(str(TARGET / "bulletin.docx"))


def line(paragraph, text, *, size, colour=None, is_centred=False):  # noqa: ANN001, ANN201  python-docx is untyped
    """One run of text in a paragraph."""
    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    run.font.bold = size > 14
    if colour is not None:
        run.font.color.rgb = colour
    if is_centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


if __name__ == "__main__":
    bulletin()
