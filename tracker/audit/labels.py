"""What the codes of the log are called on the auditor's page; pure.

A code is `<subject>.<act>`. One without a name of its own is shown as it is. The acts on a case
are named where the history keeps them (`timeline/events.py`), which hands their names down.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

ACTIONS: dict[str, str] = {
    "access.denied": "越权或无效的请求",
    "account.created": "新建账号",
    "account.disabled": "停用账号",
    "account.granted": "授权",
    "account.invited": "发激活码",
    "account.restored": "恢复账号",
    "account.sessions_ended": "退出账号的登录",
    "audit.anchor_missing": "库外存档的链头不见了",
    "audit.key_renewed": "更换审计密钥",
    "audit.verified": "校验审计日志",
    "auth.activated": "激活账号",
    "auth.login": "登录",
    "auth.logout": "退出登录",
    "auth.password_changed": "修改密码",
    "auth.session_revoked": "退出本人的另一处登录",
    "backup.made": "备份",
    "batch.saved": "登记交办批次",
    "body.saved": "登记人大或政协",
    "calendar.day_removed": "删除节假日",
    "calendar.day_set": "登记节假日",
    "calendar.notice_entered": "按通知登记节假日",
    "calendar.year_confirmed": "确认全年放假安排",
    "calendar.year_loaded": "载入放假通知",
    "daily.date_confirmed": "核对系统日期",
    "daily.done": "每日提醒",
    "daily.voided": "作废误期的提醒",
    "deputy.changed": "修改代表委员",
    "deputy.created": "新增代表委员",
    "deputy.mandate_added": "登记届别",
    "deputy.mandate_removed": "删除届别",
    "directory.accounts_imported": "导入账号",
    "directory.deputies_imported": "导入代表委员",
    "directory.units_imported": "导入承办单位",
    "export.made": "导出表格",
    "group.changed": "修改代表团或界别",
    "group.created": "新增代表团或界别",
    "intake.confirmed": "导入清单",
    "intake.undone": "撤销导入",
    "notice.read": "阅读消息",
    "notice.all_read": "全部消息标为已读",
    "phone_call.dropped": "电话提醒不必再打",
    "phone_call.made": "电话提醒",
    "reply.saved": "保存答复稿",
    "restore.done": "从备份恢复",
    "rule.confirmed": "确认规则变更",
    "rule.line_confirmed": "逐项确认规则",
    "rule.proposed": "提出规则变更",
    "rule.rejected": "不同意规则变更",
    "rule.withdrawn": "撤回规则变更",
    "schema.downgraded": "退回数据库结构",
    "schema.upgraded": "升级数据库结构",
    "session.saved": "登记会议",
    "unit.changed": "修改承办单位",
    "unit.created": "新增承办单位",
}


def name(codes: Mapping[str, str]) -> None:
    """Take the names of the codes that a feature above keeps."""
    ACTIONS.update(codes)


def action(code: str) -> str:
    """Return what an act is called."""
    return ACTIONS.get(code, code)


def codes_named(text: str) -> Iterator[str]:
    """Return the codes whose names hold a text."""
    return (code for code, name in ACTIONS.items() if text in name)
