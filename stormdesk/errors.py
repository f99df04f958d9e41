"""Every error that a person can meet, each with its own sentence."""

from collections.abc import Sequence


def N_(text: str) -> str:  # noqa: N802
    """Mark a Chinese sentence for translation and return it unchanged."""
    return text


class StormdeskError(Exception):
    """An error with a sentence that a person can act on."""

    sentence = N_("系统遇到问题,请联系管理员。")

    def __init__(self, **values: object) -> None:
        self.values = values
        super().__init__(self.sentence.format(**values) if values else self.sentence)


class BadCountyFile(StormdeskError):
    """A file of the county profile that breaks a rule; `problems` lists each place."""

    sentence = N_("县域配置有误,系统没有启动:\n{listing}")

    def __init__(self, problems: Sequence[object]) -> None:
        self.problems = list(problems)
        super().__init__(listing="\n".join(str(problem) for problem in problems))


class ImpossibleTransition(StormdeskError):
    """A report that cannot follow the present status."""

    sentence = N_("“{before}”之后不能登记“{after}”。请核对时间,或先补登中间的状态。")


class BadCorrection(StormdeskError):
    """A correction of something that this chain of reports does not hold."""

    sentence = N_("找不到要更正或撤销的记录({value}),或它说的不是同一件事。请刷新页面后重试。")


class BadEvent(StormdeskError):
    """A report that lacks what every report must say."""

    sentence = N_("这条记录不完整:{reason} {value}")


class TooManyPeople(StormdeskError):
    """A count entered by hand that is many times what the lists give."""

    sentence = N_("填的是 {told} 人,名册上是 {listed} 人,相差太多,没有登记。请核对人数;确有其事,先改名册。")


class BadDecision(StormdeskError):
    """A decision on a response level that nobody may take like this."""

    sentence = N_("这项决定不能登记:{reason}")


class NotAllowed(StormdeskError):
    """Something that this visitor's role or area does not cover."""

    sentence = N_("您的角色或辖区不包括这项操作。如确有需要,请联系管理员。")


class OtherUnit(NotAllowed):
    """A row of the lists that answers to another unit than the department's account."""

    sentence = N_("这一行归别的成员单位,由它自己登记;贵单位只登记自己的一行。")


class NotSignedIn(StormdeskError):
    """A page, button or refresh without a session that stands."""

    sentence = N_("您还没有登录,或登录已经结束。请登录后再看这一页。")


class WeakPassword(StormdeskError):
    """A password that somebody else would guess."""

    sentence = N_("这个口令不能用:{reason}。")


class WrongPassword(StormdeskError):
    """A present password that is not the one."""

    sentence = N_("现在的口令不对。")


class BadAccount(StormdeskError):
    """An account that breaks a rule."""

    sentence = N_("这个账号不能这样设置:{reason}。")


class UnknownAccount(StormdeskError):
    """An account that nobody has made."""

    sentence = N_("没有这个账号。")


class AccountChanged(StormdeskError):
    """An account that somebody else changed since it was shown."""

    sentence = N_("这个账号刚由 {by} 改过。请看过新的设置再改。")


class LastAdministrator(StormdeskError):
    """A change that would leave nobody to run the house."""

    sentence = N_("这是最后一个能登录的管理员,不能停用或改作他用。请先设另一个管理员。")


class BadCode(StormdeskError):
    """A code that is wrong, used or too old; it does not say which."""

    sentence = N_("这个代码不对,或已经用过、过期。")


class TooManyTries(StormdeskError):
    """Somebody who has been wrong too often in a short while."""

    sentence = N_("试错太多,请等 {wait} 秒再试。")


class ProviderDown(StormdeskError):
    """An OpenID provider that cannot be reached, or does not describe itself soundly."""

    sentence = N_("统一身份认证现在连不上。请用账号和口令登录,或稍后再试。")


class BadIdentity(StormdeskError):
    """An answer of the OpenID provider that proves nothing."""

    sentence = N_("统一身份认证的答复不能采信,或已经用过。请重新登录;若仍不行,请告诉管理员。")


class UnboundIdentity(StormdeskError):
    """Somebody whom the OpenID provider knows and no account is bound to."""

    sentence = N_("统一身份“{name}”没有对应的账号。请管理员在账号里填上它,再登录。")


class BadProviderSetting(StormdeskError):
    """An OpenID provider that is set in part, or without TLS."""

    sentence = N_(
        "统一身份认证设置有误:STORMDESK_OIDC_ISSUER 应为 https 网址,并要有 STORMDESK_OIDC_CLIENT_ID。"
    )


class NoDrillAccounts(StormdeskError):
    """Drill accounts where a real storm is handled."""

    sentence = N_("实战模式下不设演练账号,已有的也不能登录。")


class BadRights(StormdeskError):
    """A table of rights that breaks a rule."""

    sentence = N_("权限表有误,系统没有启动:{place} {reason}")


class NoEncryption(StormdeskError):
    """A key for the data file without the extension that encrypts."""

    sentence = N_("设置了数据文件密钥,但没有安装加密所需的扩展。请运行 uv sync --extra encryption 后重试。")


class WrongKey(StormdeskError):
    """A data file that does not open with the key that is set, or needs one."""

    sentence = N_("数据文件 {path} 打不开:密钥不对,或文件未加密而设置了密钥,或相反。文件没有改动。")


class BadAuditKey(StormdeskError):
    """A key for the audit that is missing, unreadable or too short."""

    sentence = N_(
        "审计密钥读不到或太短(至少 32 个字符),系统没有启动。"
        "请核对 STORMDESK_AUDIT_KEY 或 STORMDESK_AUDIT_KEY_FILE。"
    )


class AuditBroken(StormdeskError):
    """A deed that could not be written down, so that it must not happen."""

    sentence = N_("审计记录写不下去({reason}),这项操作没有进行。请告诉管理员。")


class UnknownQuery(StormdeskError):
    """A question that no file in queries/ asks."""

    sentence = N_("没有名为“{name}”的查询。")


class OperationForgotten(StormdeskError):
    """A report to an operation whose people are forgotten."""

    sentence = N_("这次响应的个人信息已经销毁,不再接受登记。")


class FileInUse(StormdeskError):
    """Somebody still reads the data file that is to be exchanged."""

    sentence = N_("数据文件还有人在读,没有替换,什么都没有改变。请稍后再试。")


class StoreBusy(StormdeskError):
    """The data file is held by another process."""

    sentence = N_("数据文件 {path} 正被另一个进程使用。请先关闭它,或把文件交给正在运行的服务。")


class StoreBroken(StormdeskError):
    """The data file could not be written or read any more."""

    sentence = N_("数据文件无法读写({reason})。已重新打开一次仍未恢复,请检查磁盘空间。")


class BadMoment(StormdeskError):
    """An address that names an instant nobody can read."""

    sentence = N_("看不懂时间“{value}”。写法示例:2022-09-14T08:00。")


class BadScenario(StormdeskError):
    """A scenario whose files contradict each other or the county."""

    sentence = N_("演练脚本有误:{reason}")


class UnknownOperation(StormdeskError):
    """An operation that is not in the ledger."""

    sentence = N_("台账里没有“{operation}”这次响应。")


class InboxSilent(StormdeskError):
    """A file that was laid before the running server and got no answer."""

    sentence = N_("正在运行的服务没有回应。文件已放在 {path},服务恢复后会自动处理。")


class UnknownFile(StormdeskError):
    """A path that leads to no readable file."""

    sentence = N_("读不到文件 {path}。请核对路径和权限。")


class BadTileSetting(StormdeskError):
    """A background of tiles that cannot be laid."""

    sentence = N_("底图设置有误,系统没有启动:{reason}")


class BadShapes(StormdeskError):
    """A file of boundaries that cannot be used."""

    sentence = N_("边界文件 {path} 无法使用({reason})。它应是带坐标系说明的面,并有一列编码。")


class BadSource(StormdeskError):
    """A description of a source that breaks a rule."""

    sentence = N_(
        "来源的说明有误:{value}。编号只用小写字母、数字、- 和 _,至多 64 个;间隔、频率为正整数;至少一类数据。"
    )


class UnknownSource(StormdeskError):
    """A source that nobody has registered."""

    sentence = N_("没有登记过来源“{source}”。先用 stormdesk sources add 或在数据页登记。")


class NoChineseFont(StormdeskError):
    """A picture on a machine that cannot letter it."""

    sentence = N_("这台机器上没有中文字体,图片没有生成。请安装 fonts-noto-cjk(或思源黑体)后再试。")
