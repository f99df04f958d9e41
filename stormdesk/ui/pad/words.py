"""What the pad's script says, in the language of whoever holds it."""

from typing import Final

from stormdesk.errors import N_
from stormdesk.ui.text import catalogue

TEXTS: Final = {
    "linked": N_("已连接"),
    "lost": N_("断线 {n} 秒"),
    "lost_min": N_("断线 {n} 分钟"),
    "over": N_("登录已结束。已写下的都在本机,重新登录后自动发送。"),
    "enter": N_("重新登录"),
    "waiting": N_("待发送 {n}"),
    "none_waiting": N_("没有待发送"),
    "refused": N_("未收下 {n}"),
    "as_of": N_("清单截至 {at}"),
    "kept": N_("清单为断线前所存,截至 {at}"),
    "no_list": N_("还没有取到清单。连上以后会自动取。"),
    "empty": N_("这里没有未完成的对象。"),
    "no_hit": N_("没有找到。"),
    "more": N_("另有 {n} 个没有列出,请选乡镇缩小范围。"),
    "narrow": N_("另有 {n} 个没有显示,请输入几个字查找。"),
    "unreported": N_("未报"),
    "people": N_("{n} 人"),
    "need_status": N_("请先点一个状态。"),
    "need_number": N_("请填人数(0 到 100000 的整数)。"),
    "more_than_listed": N_("名册上 {listed} 人,填的是 {n} 人。没有错就再按一次“登记”。"),
    "kept_here": N_("已记在本机,正在发送。"),
    "kept_lost": N_("已记在本机,连上后自动发送。"),
    "no_room": N_("本机存不下这一条,没有记下。请先连上网络,或清理浏览器的存储。"),
    "is_waiting": N_("待发送"),
    "is_refused": N_("未收下"),
    "is_taken": N_("已登记"),
    "dismiss": N_("知道了"),
    "leave_ask": N_("还有 {n} 条没有发送。现在退出会把它们从本机删除,谁也收不到。"),
    "record": N_("登记"),
    "note": N_("备注(可不填)"),
    "back": N_("返回清单"),
    "closed": N_("现在没有可以登记的响应。"),
    "whole": N_("全市"),
    "unsure": N_("服务器没有答清楚,稍后再送。"),
}


def texts(language: str) -> dict[str, str]:
    """The script's texts by their keys."""
    known = catalogue(language)
    return {key: known.get(text, text) for key, text in TEXTS.items()}
