"""Make the Word templates in data/papers/templates, so that what is in them can be read as code.

python scripts/paper_templates.py
"""

from pathlib import Path

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

TARGET = Path(__file__).resolve().parent.parent / "data" / "papers" / "templates"
FONT = "宋体"
WATERMARK = f"""
<w:r {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office">
 <w:pict>
  <v:shapetype id="across" coordsize="21600,21600" o:spt="136" path="m@7,l@8,m@5,21600l@6,21600e">
   <v:formulas>
    <v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/>
    <v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/>
    <v:f eqn="if @0 @4 21600"/><v:f eqn="mid @5 @6"/><v:f eqn="mid @8 @5"/><v:f eqn="mid @7 @8"/>
    <v:f eqn="mid @6 @7"/><v:f eqn="sum @6 0 @5"/>
   </v:formulas>
   <v:path textpathok="t" o:connecttype="rect"/>
   <v:textpath on="t" fitshape="t"/>
  </v:shapetype>
  <v:shape type="#across" fillcolor="silver" stroked="f" style="position:absolute;width:380pt;height:180pt;\
rotation:330;z-index:-251658752;mso-position-horizontal:center;mso-position-horizontal-relative:margin;\
mso-position-vertical:center;mso-position-vertical-relative:margin">
   <v:fill opacity=".45"/>
   <v:textpath style="font-family:&quot;{FONT}&quot;;font-size:1pt" string="{{{{ watermark }}}}"/>
  </v:shape>
 </w:pict>
</w:r>
"""


def bulletin() -> None:
    """A4: title, number, one paragraph per line of the text, the moment at the foot of every page."""
    document = Document()
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(26)
    page.top_margin = page.bottom_margin = Mm(25)
    speak_chinese(document)
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(14)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    across(page.header)
    line(document.add_paragraph(), "{{ title }}", size=22, colour=RGBColor(0xC0, 0, 0), is_centred=True)
    line(document.add_paragraph(), "{{ number }}", size=14, is_centred=True)
    line(document.add_paragraph(), "{{ heading }}", size=11, is_centred=True)
    document.add_paragraph("{%p for line in lines %}")
    body = document.add_paragraph("{{ line }}")
    body.paragraph_format.first_line_indent = Pt(28)
    body.paragraph_format.line_spacing = 1.5
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("{%p for picture in pictures %}")
    document.add_paragraph("{{ picture }}").alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.add_paragraph("{%p endfor %}")
    line(page.footer.paragraphs[0], "{{ foot }}", size=9, is_centred=True)
    page_of_pages(page.footer)
    document.core_properties.author = document.core_properties.comments = ""
    document.save(str(TARGET / "bulletin.docx"))


def speak_chinese(document) -> None:  # noqa: ANN001  python-docx is untyped
    """Chinese letters as mainland China prints them: commas and stops in the corner, not in the middle."""
    for told in document.styles.element.iter(qn("w:lang")):
        told.set(qn("w:eastAsia"), "zh-CN")


def across(header):  # noqa: ANN001, ANN201  python-docx is untyped
    """Large grey letters across every page, only while there is a word for them."""
    header.paragraphs[0].add_run("{%p if watermark %}")
    header.add_paragraph().paragraph_format.element.append(parse_xml(WATERMARK))
    header.add_paragraph("{%p endif %}")


def page_of_pages(footer):  # noqa: ANN001, ANN201  python-docx is untyped
    """Which page it is, of how many: counted by the program that prints it."""
    paragraph = footer.add_paragraph()
    for text, field in (("第 ", "PAGE"), (" 页,共 ", "NUMPAGES")):
        line(paragraph, text, size=9, is_centred=True)
        run = line(paragraph, "", size=9).element
        for part in ("begin", field, "separate", "1", "end"):
            run.append(_of_field(part))
    line(paragraph, " 页", size=9)


def _of_field(part):  # noqa: ANN001, ANN202  python-docx is untyped
    """A mark of a field, what it counts, or what stands there until it is counted."""
    if part in {"begin", "separate", "end"}:
        return parse_xml(f'<w:fldChar {nsdecls("w")} w:fldCharType="{part}"/>')
    tag = "t" if part == "1" else "instrText"
    return parse_xml(f"<w:{tag} {nsdecls('w')}>{part}</w:{tag}>")


def line(paragraph, text, *, size, colour=None, is_centred=False):  # noqa: ANN001, ANN201  python-docx is untyped
    """One run of text in a paragraph."""
    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    run.font.bold = size > 14
    if colour is not None:
        run.font.color.rgb = colour
    if is_centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return run


if __name__ == "__main__":
    bulletin()
