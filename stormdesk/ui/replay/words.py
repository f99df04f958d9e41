"""The words and signs of the replay's picture."""

from stormdesk.ui.text import _


def work_names() -> dict[str, str]:
    """Return the kinds of work in words."""
    return {
        "responsible_person": _("责任人在岗"),
        "evacuee": _("人员转移"),
        "vessel": _("船舶在港"),
        "site": _("工地停工"),
        "shelter": _("避灾点开放"),
    }


def subject_names() -> dict[str, str]:
    """Return what events are about, in words."""
    return {
        "responsible_person": _("责任人"),
        "evacuee": _("转移人员"),
        "vessel": _("船舶"),
        "site": _("在建工地"),
        "shelter": _("避灾场所"),
        "facility": _("设施"),
        "unit": _("成员单位"),
        "response": _("应急响应"),
        "warning": _("预警信号"),
        "directive": _("督办"),
        "action": _("行动清单"),
        "area": _("地区"),
        "tally": _("上报数"),
        "log": _("值班记事"),
    }


def event_signs() -> dict[str, str]:
    """Return the sign of one letter by which an instant stands on the axis."""
    return {
        "landfall": _("登"),
        "nearest": _("近"),
        "wind7": "7",
        "wind10": "10",
        "wind_left": _("离"),
        "surge": _("增"),
        "high_water": _("高"),
        "first_vessel_home": _("首"),
        "last_vessel_home": _("末"),
        "moved_50": "½",
        "moved_90": "90",
        "moved_100": "100",
        "silence": _("默"),
        "difference": "≠",
        "agreed": "=",
    }


def signal_signs() -> dict[str, str]:
    """Return the sign of one letter of each kind of warning signal."""
    return {"typhoon": _("台"), "rainstorm": _("暴"), "sea": _("海")}


def picture_words() -> dict[str, str]:
    """Return what the picture says of itself; braces are filled in by the browser."""
    return _sky_words() | _work_words() | _hand_words()


def _sky_words() -> dict[str, str]:
    return {
        "axis": _("回放时间轴:方向键移动,空格播放"),
        "levels": _("响应级别"),
        "called": _("规则建议"),
        "storm": _("台风与风"),
        "away": _("距 {km} km"),
        "inside": _("{force}级风圈内"),
        "outside": _("风圈外"),
        "storm_unknown": _("台风位置未知"),
        "no_storm": _("这场响应没有台风路径"),
        "wind": _("实测 {ms} m/s"),
        "sea": _("潮位"),
        "predicted": _("预报 {m} m"),
        "read": _("实测 {m} m"),
        "no_sea": _("没有潮位资料"),
        "silence": _("静默村镇"),
        "silent": _("{villages} 个村 · {townships} 个乡镇"),
        "no_silence": _("没有静默"),
    }


def _work_words() -> dict[str, str]:
    return {
        "decisions": _("决定与预警"),
        "marks": _("重要时刻"),
        "none": _("无"),
        "no_work": _("没有这类对象"),
        "due": _("九成时限 {at}"),
        "due_wait": _("时限计算中"),
        "due_none": _("没有时限"),
        "due_failed": _("时限未能算出"),
        "early": _("早 {span}"),
        "behind": _("晚 {span}"),
        "never": _("未达九成"),
        "late_done": _("逾期 {count}"),
        "lag": _("应启未启:{span}"),
        "late": _("{at} 登记 {count} 条迟到报告,最久迟 {span}"),
    }


def _hand_words() -> dict[str, str]:
    return {
        "first": _("开头"),
        "last": _("结尾"),
        "back_hour": _("退 1 小时"),
        "back": _("退 10 分"),
        "play": _("播放"),
        "pause": _("暂停"),
        "forward": _("进 10 分"),
        "forward_hour": _("进 1 小时"),
        "before": _("上一个时刻"),
        "after": _("下一个时刻"),
        "speed": _("播放速度"),
        "map": _("此刻尚未完成"),
        "left": _("尚余 {count}"),
        "done_all": _("全部完成"),
        "no_place": _("{count} 未标位置"),
        "legend": _(
            "粗线:所选的所知;点线:另一种所知;两线之间:迟到的报告;细灰线:应办总数;"
            "红虚线:到那时应完成的数量与九成时限;▲:迟到报告登记的时刻;灰幕:这一刻之后"
        ),
        "map_legend": _("圆点:尚未完成,越大越多;空心灰圈:静默;圈:七级、十级、十二级风圈"),
    }
