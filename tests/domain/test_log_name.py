"""A log tells which file it was without telling its name."""

from stormdesk.domain.log_name import in_log


def test_the_mark_tells_files_apart_and_holds_nothing_of_the_name() -> None:
    first, second = in_log("张三丰转移名单.xlsx"), in_log("李四转移名单.xlsx")
    assert first != second
    assert first == in_log("张三丰转移名单.xlsx")
    assert first.endswith(".xlsx")
    assert "张" not in first


def test_a_name_that_hides_text_in_its_suffix_is_cut() -> None:
    assert len(in_log("a.13800001111张三丰")) <= 16
