"""What can be wrong with a workbook or one of its cells, each a sentence that says what to do."""

from enum import StrEnum

from stormdesk.domain.vocabulary import N_


class SheetReason(StrEnum):
    """Why a workbook, a sheet or a cell could not be read."""

    EMPTY_FILE = N_("文件是空的,请重新导出后再传")
    TOO_LARGE = N_("文件太大,请分成几个文件再传")
    BOMB = N_("压缩包展开后大得异常,未读取;请在 Excel 或 WPS 中打开后另存为 .xlsx 再传")
    BROKEN = N_("文件损坏或没有传完,请在 Excel 或 WPS 中打开后另存为 .xlsx 再传")
    PASSWORD = N_("文件有打开密码,请取消密码后再传")
    WEB_PAGE = N_("这是网页格式的表格,不是真正的 Excel 文件;请打开后另存为 .xlsx 再传")
    OLD_XML = N_("这是 XML 表格格式;请在 Excel 或 WPS 中打开后另存为 .xlsx 再传")
    BINARY_WORKBOOK = N_("这是二进制工作簿(.xlsb);请另存为 .xlsx 再传")
    NOT_A_TABLE = N_("这不是表格文件;请传 .xlsx、.xls、.ods 或 .csv")
    ENTITIES = N_("文件内含外部定义(DOCTYPE),出于安全未读取;请另存为 .xlsx 再传")
    NO_SHEET = N_("文件里没有工作表")
    NO_CELL = N_("文件里没有任何内容")
    NOT_A_GRID = N_("这一页是图表或宏,没有表格内容,已跳过")
    TOO_WIDE = N_("这一页的内容散布范围过大,未读取;请删除表格以外的空行空列后再传")
    SHEET_BROKEN = N_("这一页损坏,未能读取")
    ENCODING = N_("部分文字编码有误,无法辨认的字显示为 �")
    QUOTES = N_("这一行的引号不配对,按原文读取,请核对")
    NO_RESULT = N_("公式没有算出结果;请在 Excel 或 WPS 中打开、保存后再传")
    ERROR_CELL = N_("单元格里是错误值,按空白处理")
    OTHER_ENDING = N_("文件内容与扩展名不符,已按内容读取")
