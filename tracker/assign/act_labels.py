"""What each act on an assignment is called; pure."""

from __future__ import annotations

from collections.abc import Mapping

from tracker.assign.acts import Act, CaseAct

CASE_LABELS: Mapping[CaseAct, str] = {
    CaseAct.PROPOSE: "拟定承办单位",
    CaseAct.SUBMIT: "报领导审批",
    CaseAct.RECALL_SUBMISSION: "收回报批",
    CaseAct.APPROVE: "批准交办",
    CaseAct.SEND_BACK: "退回重拟",
    CaseAct.WITHDRAW: "登记撤回",
    CaseAct.HAND_OUT: "转出",
    CaseAct.ADD_ASSISTING: "增加会办单位",
    CaseAct.TAKE_BACK_APPROVAL: "撤销交办",
    CaseAct.TAKE_BACK_WITHDRAWAL: "撤销撤回登记",
    CaseAct.TAKE_BACK_HAND_OUT: "撤销转出",
}
LABELS: Mapping[Act, str] = {
    Act.SIGN: "签收",
    Act.SIGN_ON_BEHALF: "代签收",
    Act.RECALL_SIGN: "收回签收",
    Act.NAME_HANDLER: "指定承办人",
    Act.REQUEST_RETURN: "申请退办",
    Act.ENTER_RETURN: "代录退办申请",
    Act.CONFIRM_RETURN: "确认退办申请",
    Act.DECLINE_RETURN: "不同意申请退办",
    Act.RECALL_RETURN: "收回退办申请",
    Act.DECIDE_RETURN: "审定退办申请",
    Act.REASSIGN: "改办",
    Act.DROP_ASSISTING: "取消会办",
    Act.SET_DEADLINE: "调整期限",
    Act.SUBMIT_OPINION: "送会办意见",
    Act.SIGN_OPINION: "签发会办意见",
    Act.ENTER_OPINION: "代录会办意见",
    Act.RECALL_OPINION: "收回会办意见",
    Act.DECIDE_OPINION: "采用或退回会办意见",
}
