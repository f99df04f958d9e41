"""What the rows of the audit say, in words."""

from collections.abc import Mapping
from typing import Final

from stormdesk.domain.access.records import ROLE_NAMES, Action, Role
from stormdesk.domain.vocabulary import N_
from stormdesk.door.audit import Kind
from stormdesk.door.audit_reading import Row
from stormdesk.ui.navigation import SCREENS
from stormdesk.ui.text import _

KINDS: Final = {
    Kind.SIGN_IN: N_("登录"),
    Kind.SIGN_OUT: N_("退出"),
    Kind.REFUSED: N_("拒绝"),
    Kind.UNMASK: N_("显示个人信息"),
    Kind.EXPORT: N_("导出"),
    Kind.IMPORT: N_("导入"),
    Kind.DECISION: N_("决定"),
    Kind.RECORD: N_("登记"),
    Kind.ACCOUNT: N_("账号"),
    Kind.DEVICE: N_("屏幕"),
    Kind.SESSION: N_("会话"),
    Kind.SETTING: N_("设置"),
    Kind.PURGE: N_("销毁"),
    Kind.PAPER: N_("文件"),
    Kind.AUDIT: N_("审计"),
}
DEEDS: Final[Mapping[tuple[str, str], str]] = {
    ("sign_in", "password"): N_("用口令登录"),
    ("sign_in", "openid"): N_("用统一身份登录"),
    ("sign_in", "device"): N_("大屏接入"),
    ("sign_in", "first"): N_("用启用码第一次登录"),
    ("sign_in", "wrong_password"): N_("口令不对"),
    ("sign_in", "too_many_tries"): N_("试错太多,暂不受理"),
    ("sign_in", "shut"): N_("账号已停用,没有进来"),
    ("sign_out", "sign_out"): N_("自己退出"),
    ("session", "administrator"): N_("会话由管理员结束"),
    ("session", "idle"): N_("会话闲置超时结束"),
    ("session", "age"): N_("会话到最长时限结束"),
    ("session", "password"): N_("改口令后会话结束"),
    ("session", "account_off"): N_("账号停用后会话结束"),
    ("session", "device_revoked"): N_("屏幕撤销后会话结束"),
    ("session", "clock"): N_("系统时钟倒拨,会话结束"),
    ("session", "crowded"): N_("同一账号会话太多,结束最早的"),
    ("account", "add"): N_("新建账号"),
    ("account", "change"): N_("修改账号"),
    ("account", "password"): N_("设口令"),
    ("account", "first"): N_("建立第一个管理员"),
    ("account", "wrong_first_code"): N_("启用码不对"),
    ("account", "unlock"): N_("解除登录等待"),
    ("device", "pair"): N_("接入一块屏幕"),
    ("device", "revoke"): N_("撤销一块屏幕"),
    ("refused", "no_session"): N_("没有登录就来访"),
    ("refused", "wrong_password"): N_("改口令时现口令不对"),
    ("refused", "crowd"): N_("许多地址同时来访,合并计数"),
    ("refused", "read"): N_("查看"),
    ("refused", "record"): N_("登记"),
    ("refused", "propose"): N_("提议"),
    ("refused", "approve"): N_("批准"),
    ("refused", "unmask"): N_("显示个人信息"),
    ("refused", "export"): N_("导出"),
    ("refused", "manage"): N_("管理"),
    ("unmask", "row"): N_("显示一行的姓名和电话"),
    ("unmask", "not_own"): N_("要看辖区以外的一行"),
    ("unmask", "too_many"): N_("短时间内看的人太多,已暂停"),
    ("unmask", "stopped"): N_("暂停期间又要看"),
    ("unmask", "go_on"): N_("放行:可以继续显示个人信息"),
    ("export", "table"): N_("导出一张表"),
    ("export", "map"): N_("导出地图文件"),
    ("export", "template"): N_("下载空白模板"),
    ("export", "original"): N_("下载导入原件"),
    ("export", "returned"): N_("下载退回文件"),
    ("export", "bundle"): N_("导出台账包"),
    ("export", "audit"): N_("导出审计记录"),
    ("sign_in", "openid_down"): N_("统一身份认证没有应答"),
    ("sign_in", "openid_unbound"): N_("这个统一身份还没有绑定账号"),
    ("sign_in", "openid_refused"): N_("统一身份认证没有通过"),
    ("refused", "no_right"): N_("角色没有这项权限"),
    ("refused", "not_own"): N_("辖区以外"),
    ("refused", "foreign_correction"): N_("更正别处的记录"),
    ("refused", "no_proposal"): N_("答复不存在的提议"),
    ("refused", "own_proposal"): N_("批准自己的提议"),
    ("refused", "no_approval"): N_("没有另一人的批准就改级别"),
    ("refused", "own_decision"): N_("撤销自己批准的决定"),
    ("refused", "no_document"): N_("书面决定没有文号或日期"),
    ("refused", "misleading_path"): N_("绕路的地址"),
    ("refused", "starting"): N_("系统还没有准备好"),
    ("refused", "undeclared"): N_("没有这个地址"),
    ("refused", "method"): N_("地址不接受的方法"),
    ("refused", "foreign_site"): N_("来自别的网站"),
    ("refused", "too_many_sockets"): N_("同一会话连接太多"),
    ("refused", "too_much"): N_("内容过大或太慢"),
    ("refused", "bad_token"): N_("接口令牌不对"),
    ("refused", "forged_value"): N_("页面连接里有无法读取的值"),
    ("refused", "unknown_message"): N_("页面连接里有不认识的内容"),
    ("refused", "foreign_host"): N_("以不认识的名称来访"),
    ("refused", "not_secure"): N_("从别的机器不经 https 来访"),
    ("refused", "unknown_proxy"): N_("经未写明的代理来访"),
    ("import", "taken"): N_("导入结果:全部收下"),
    ("import", "partly"): N_("导入结果:收下一部分"),
    ("import", "repeated"): N_("导入结果:内容此前已收"),
    ("import", "quarantined"): N_("导入结果:退回隔离,没有收"),
    ("import", "undone"): N_("撤销结果:已撤销"),
    ("import", "loaded"): N_("台账包结果:已载入"),
    ("import", "known"): N_("台账包结果:本库已有,相同"),
    ("import", "list_taken"): N_("导入一份名单"),
    ("import", "file_taken"): N_("导入一个文件"),
    ("import", "inbox_taken"): N_("收件目录收到一个文件"),
    ("import", "storm_taken"): N_("导入台风"),
    ("import", "bundle_taken"): N_("载入台账包"),
    ("import", "file_released"): N_("隔离的文件放回重收"),
    ("import", "file_discarded"): N_("移走一个隔离的文件"),
    ("import", "import_undone"): N_("撤销一次导入"),
    ("import", "merged"): N_("合并重复"),
    ("import", "kept_apart"): N_("记下不是同一个"),
    ("import", "merge_undone"): N_("撤销一次合并"),
    ("decision", "proposal_proposed"): N_("提议响应级别"),
    ("decision", "proposal_approved"): N_("批准响应级别"),
    ("decision", "proposal_rejected"): N_("否决响应级别"),
    ("decision", "level_in_force"): N_("响应级别生效"),
    ("decision", "level_adjusted"): N_("调整响应级别"),
    ("decision", "level_ended"): N_("结束响应级别"),
    ("decision", "level_withdrawn"): N_("撤回级别记录"),
    ("decision", "proposal_withdrawn"): N_("撤回提议"),
    ("decision", "paper_proposed"): N_("登记书面决定,待核对"),
    ("decision", "paper_approved"): N_("与书面决定核对一致"),
    ("decision", "paper_rejected"): N_("与书面决定核对不符"),
    ("decision", "emergency_proposed"): N_("提请宣布或解除紧急防汛期"),
    ("decision", "order_proposed"): N_("提出请示"),
    ("decision", "order_approved"): N_("批准请示"),
    ("decision", "order_sent_back"): N_("退回请示"),
    ("decision", "order_taken_back"): N_("撤回请示"),
    ("decision", "item_found"): N_("列入复盘整改事项"),
    ("decision", "item_assigned"): N_("交办复盘整改事项"),
    ("decision", "item_in_progress"): N_("复盘整改事项整改中"),
    ("decision", "item_done"): N_("完成复盘整改事项,待核实"),
    ("decision", "item_struck_off"): N_("核实销号复盘整改事项"),
    ("decision", "item_reopened"): N_("重新打开复盘整改事项"),
    ("decision", "item_set_aside"): N_("本次响应暂不办一项"),
    ("decision", "item_taken_up"): N_("重新列入本次响应"),
    ("record", "case_row"): N_("写入案例库"),
    ("decision", "emergency_approved"): N_("批准宣布或解除紧急防汛期"),
    ("decision", "emergency_rejected"): N_("退回紧急防汛期的提请"),
    ("decision", "emergency_withdrawn"): N_("撤回紧急防汛期记录"),
    ("setting", "started"): N_("服务启动"),
    ("setting", "clock_set"): N_("调演练时钟"),
    ("setting", "token_made"): N_("发放接口令牌"),
    ("setting", "tokens_revoked"): N_("吊销接口令牌"),
    ("setting", "source_set"): N_("登记数据来源"),
    ("setting", "source_on"): N_("启用数据来源"),
    ("setting", "source_off"): N_("停用数据来源"),
    ("setting", "boundaries_taken"): N_("换用界线"),
    ("setting", "boundaries_dropped"): N_("去掉界线"),
    ("setting", "backup_made"): N_("备份"),
    ("setting", "backup_restored"): N_("恢复备份到新文件"),
    ("setting", "rebuilt"): N_("由事件台账重建"),
    ("setting", "drill_begun"): N_("新开演练"),
    ("setting", "begin"): N_("开始一次响应"),
    ("setting", "end"): N_("结束一次响应"),
    ("setting", "go_on"): N_("重新打开一次响应"),
    ("setting", "show"): N_("切换屏幕显示的响应"),
    ("purge", "proposed"): N_("提议销毁"),
    ("purge", "approved"): N_("批准销毁"),
    ("purge", "withdrawn"): N_("撤回销毁提议"),
    ("purge", "rejected"): N_("否决销毁"),
    ("purge", "done"): N_("销毁完成,已逐字核对"),
    ("purge", "again"): N_("数据文件早于销毁,已重新销毁"),
    ("purge", "interrupted"): N_("销毁中断,没有开始"),
    ("purge", "failed"): N_("销毁没有做成"),
    ("paper", "drafted"): N_("起草文件"),
    ("paper", "checked"): N_("核对文件"),
    ("paper", "sent_back"): N_("退回文件"),
    ("paper", "issued"): N_("发布文件"),
    ("paper", "withdrawn"): N_("撤回已发布的文件"),
    ("refused", "own_draft"): N_("核对自己起草的文件"),
    ("export", "paper"): N_("下载文件"),
    ("export", "snapshot"): N_("导出离线快照"),
    ("audit", "verified"): N_("校验整条记录链"),
    ("audit", "head_missing"): N_("启动时发现链末文件丢失或不可信"),
    ("audit", "tail_missing"): N_("启动时发现末尾的记录不见了"),
}
THINGS: Final[Mapping[str, str]] = {screen.name: screen.title for screen in SCREENS} | {
    "responsible_person": N_("责任人"),
    "evacuee": N_("转移对象"),
    "vessel": N_("船舶"),
    "site": N_("在建工地"),
    "shelter": N_("避灾场所"),
    "facility": N_("行业对象"),
    "unit": N_("成员单位"),
    "area": N_("辖区"),
    "tally": N_("累计转移人数"),
    "damage": N_("灾情"),
    "directive": N_("指令"),
    "order": N_("请示"),
    "response": N_("应急响应"),
    "action": N_("响应动作"),
    "warning": N_("预警信号"),
    "log": N_("值班记事"),
    "level": N_("响应级别"),
    "emergency": N_("紧急防汛期"),
    "paper": N_("书面决定"),
    "paper_check": N_("文件核对"),
    "paper_issue": N_("文件发布"),
    "purge": N_("销毁"),
    "team": N_("队伍"),
    "terminal": N_("终端"),
    "lists": N_("名单和表格"),
    "map": N_("地图文件"),
    "personal": N_("个人信息"),
    "bundle": N_("台账包"),
    "imports": N_("导入"),
    "operations": N_("响应和演练"),
    "sources": N_("数据来源"),
    "backups": N_("备份"),
    "boundaries": N_("界线"),
    "accounts": N_("账号"),
    "account": N_("账号"),
    "devices": N_("屏幕"),
    "device": N_("屏幕"),
    "sessions": N_("会话"),
    "session": N_("会话"),
    "rules": N_("规则"),
    "audit": N_("审计记录"),
}


def kind_words(kind: str) -> str:
    """A kind of deed."""
    return _(KINDS[Kind(kind)]) if kind in set(Kind) else kind


def deed_words(kind: str, what: str) -> str:
    """A deed in words; one that has none is told by its kind and its name."""
    known = DEEDS.get((kind, what))
    return _(known) if known else f"{kind_words(kind)} · {what}"


def thing_words(thing: str | None, action: str | None = None) -> str:
    """What a deed was done to; what is managed may be called otherwise than the page that shows it."""
    if (action, thing) == (Action.MANAGE, "clock"):
        return _("演练时钟")
    return _(THINGS.get(thing or "", thing or ""))


def role_words(role: str | None) -> str:
    """A role; empty for a stranger."""
    return _(ROLE_NAMES[Role(role)]) if role in set(Role) else role or ""


def who_words(row: Row, name: str | None) -> str:
    """Whose deed a row tells: an account's, a stranger's, or the house's own."""
    if name:
        return name
    is_strange = bool(row.address) or row.kind in {Kind.REFUSED, Kind.SIGN_IN}
    return _("陌生人") if is_strange else _("系统")


def row_words(row: Row) -> str:
    """A row in one sentence."""
    said = deed_words(row.kind, row.what)
    if row.thing and row.kind not in {Kind.SIGN_IN, Kind.SIGN_OUT}:
        said = _("{deed}:{thing}").format(deed=said, thing=thing_words(row.thing, row.what))
    return said if row.is_done else _("被拒绝 · {deed}").format(deed=said)
