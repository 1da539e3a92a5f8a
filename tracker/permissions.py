"""Who may: the permissions and the role matrix.

A permission is named `<resource>:<action>` after the row of the role matrix. A role in a
row may use the route; `cases.queries.visible_to` and the acts' own rules then decide on
which object. Roles that are not named may not.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from tracker.roles import ABOVE_UNITS, FILING, OFFICE, OFFICE_AND_BODY, UNIT, Role

_ALL = frozenset(Role)
_LEADER = frozenset({Role.OL})
_CLERK = frozenset({Role.OH})
_PEOPLE = ABOVE_UNITS | UNIT | {Role.DEP}
_SA = frozenset({Role.SA})
_SEC = frozenset({Role.SEC})
_AUD = frozenset({Role.AUD})
ANYONE = frozenset({"ANON"})


class Permission(StrEnum):
    """Everything a route can ask for."""

    AUTH_LOGIN = "auth:login"
    AUTH_LOGOUT = "auth:logout"
    AUTH_CHANGE_OWN_PASSWORD = "auth:change_own_password"  # noqa: S105
    AUTH_OWN_SESSIONS = "auth:sessions_own_list_revoke"
    AUTH_ACTIVATE = "auth:activate_by_code"
    UNIT_LIST = "unit_directory:list"
    UNIT_EDIT = "unit_directory:edit"
    SESSION_LIST = "session_directory:list"
    SESSION_EDIT = "session_directory:edit_terms_and_sessions"
    DEPUTY_LIST = "deputy_directory:list"
    DEPUTY_EDIT = "deputy_directory:edit"
    DIRECTORY_IMPORT = "directory_import:units_deputies_accounts"
    ACCOUNT_LIST = "account:list"
    ACCOUNT_CREATE_DISABLE = "account:create_disable"
    ACCOUNT_GRANT = "account:grant_role_activate"
    ACCOUNT_ACTIVATE_BATCH = "account:activate_batch"
    ACCOUNT_RESET_CODE = "account:issue_reset_code"
    ACCOUNT_TERMINATE = "account:terminate_sessions"
    SETTINGS_WORKDAYS = "settings:workdays_dictionaries"
    RULEBOOK_VIEW = "settings:rulebook_view"
    RULEBOOK_PROPOSE = "settings:rulebook_propose"
    RULEBOOK_CONFIRM = "settings:rulebook_confirm"
    AUDIT_SEARCH = "audit:search_export"
    AUDIT_VERIFY = "audit:verify_chain"
    BACKUP_VIEW = "backup:view"
    CASE_LIST = "item:list"
    CASE_VIEW = "item:view"
    CASE_PHONE = "item:view_contact_phone"
    CASE_CREATE = "item:create"
    CASE_CORRECT = "item:correct_registration_with_reason"
    CASE_VOID = "item:void_with_reason"
    CASE_REINSTATE = "item:reinstate_void_with_reason"
    CASE_MARK = "item:mark_key_or_confidential"
    CASE_NAME_LEADER = "item:name_district_leader"
    CASE_WITHDRAW = "item:withdraw_on_written_request"
    CASE_HAND_OUT = "item:hand_out"
    CASE_TAKE_BACK_WITHDRAWAL = "item:take_back_withdrawal_with_reason"
    CASE_TAKE_BACK_HAND_OUT = "item:take_back_hand_out_with_reason"
    CASE_DECIDE_FILING = "item:record_filing_decision"
    CASE_TAKE_BACK_FILING = "item:take_back_filing_with_reason"
    CASE_HISTORY = "item_history:view"
    FILE_UPLOAD = "attachment:upload"
    FILE_DOWNLOAD = "attachment:download"
    ASSIGN = "item:assign"
    ASSIGN_APPROVE = "item:approve_assignment"
    ASSIGN_TAKE_BACK = "item:take_back_approval_with_reason"
    ASSIGN_SEND_BACK = "item:send_back_assignment"
    SET_DEADLINE = "item:set_deadline"
    SIGN = "item:sign_for"
    SIGN_ON_BEHALF = "item:sign_for_on_behalf"
    NAME_HANDLER = "item:name_handler"
    HAND_OVER = "assignment:handover"
    RETURN_REQUEST = "item:request_return"
    RETURN_ENTER = "item:request_return_on_behalf"
    RETURN_CONFIRM = "item:confirm_return_request"
    RETURN_DECIDE = "item:decide_return"
    ASSISTING_CHANGE = "item:change_assisting_units"
    EXTENSION_REQUEST = "item:request_extension"
    EXTENSION_ENTER = "item:request_extension_on_behalf"
    EXTENSION_CONFIRM = "item:confirm_extension_request"
    EXTENSION_DECIDE = "item:decide_extension"
    REASSIGN = "item:reassign"
    RECALL = "item:recall_own_act"
    OPINION_VIEW = "assist_opinion:view"
    OPINION_SUBMIT = "assist_opinion:submit"
    OPINION_SIGN = "assist_opinion:sign_in_unit"
    OPINION_DECIDE = "assist_opinion:accept_or_send_back"
    OPINION_ENTER = "assist_opinion:enter_on_behalf"
    REMINDER_OWN = "reminder:list_own"
    REMINDER_READ = "reminder:mark_own_read"
    REMINDER_URGE = "reminder:send_urge"
    DAILY_CONFIRM_DATE = "daily:confirm_date"
    CONTACT_LIST = "contact_record:list"
    CONTACT_ADD = "contact_record:add"
    CONTACT_ADD_ON_BEHALF = "contact_record:add_on_behalf"
    CONTACT_CORRECT = "contact_record:correct_append_only"
    REPLY_DRAFT_VIEW = "reply_draft:view"
    REPLY_DRAFT_EDIT = "reply_draft:edit"
    REPLY_DRAFT_SUBMIT = "reply_draft:submit_for_signing"
    REPLY_DRAFT_SIGN = "reply_draft:sign_in_unit"
    REPLY_DRAFT_SEND_BACK = "reply_draft:send_back"
    REPLY_DRAFT_CHECK = "reply_draft:office_check_pass"
    REPLY_CLASSIFY = "reply:classify_ABC"
    REPLY_ISSUE = "reply:issue"
    REPLY_ENTER = "reply:enter_issued_on_behalf"
    REPLY_MEND = "reply:mend"
    REPLY_SCAN = "reply:attach_sealed_scan"
    REPLY_DELIVER = "reply:record_delivery"
    REPLY_VIEW = "reply:view_issued"
    REPLY_PRINT = "reply:print_docx"
    COMMITMENT_LIST = "commitment:list"
    COMMITMENT_PROGRESS = "commitment:add_progress"
    COMMITMENT_PROGRESS_ON_BEHALF = "commitment:add_progress_on_behalf"
    COMMITMENT_CLOSE = "commitment:close"
    COMMITMENT_CARRY_OVER = "commitment:convert_or_carry_over"
    COMMITMENT_WRITE_OFF = "commitment:write_off"
    IMPORT_PREVIEW = "import:upload_preview"
    IMPORT_COMMIT = "import:commit"
    IMPORT_LINK = "import:link_names"
    IMPORT_UNDO = "import:undo"
    RATING_OWN = "rating:own_cases"
    RATING_VIEW = "rating:view"
    RATING_SUBMIT = "rating:submit"
    RATING_ENTER = "rating:enter_on_behalf"
    RATING_CONFIRM = "rating:confirm_on_behalf"
    CASE_CLOSE = "item:close"
    CASE_REOPEN = "item:reopen"
    REWORK_OPEN = "rework:open_round"
    REWORK_DECLINE = "rework:decide_without_round"
    FOLLOW_UP_LIST = "followup:list"
    FOLLOW_UP_PLAN = "followup:plan_move_or_pause"
    FOLLOW_UP_RECORD = "followup:record_visit_or_result"
    FOLLOW_UP_END = "followup:end_with_reason"
    FOLLOW_UP_TAKE_UP = "followup:take_up_with_reason"
    CASE_EXPORT = "item:export_xlsx"
    STATISTICS = "statistics:view_own_unit"
    STATISTICS_EXPORT = "statistics:export_ledger"
    DESK_OWN = "desk:own"
    HEALTH_LIVE = "health:live"
    TYPED_OWN = "typed_text:own"


ROLES: dict[Permission, frozenset[Role]] = {
    Permission.AUTH_LOGIN: _ALL,
    Permission.AUTH_LOGOUT: _ALL,
    Permission.AUTH_CHANGE_OWN_PASSWORD: _ALL,
    Permission.AUTH_OWN_SESSIONS: _ALL,
    Permission.AUTH_ACTIVATE: frozenset(),
    Permission.UNIT_LIST: _ALL - _AUD,
    Permission.UNIT_EDIT: _SA | _CLERK,
    Permission.SESSION_LIST: _ALL - _AUD,
    Permission.SESSION_EDIT: OFFICE,
    Permission.DEPUTY_LIST: OFFICE_AND_BODY,
    Permission.DEPUTY_EDIT: _CLERK,
    Permission.DIRECTORY_IMPORT: _SA | _CLERK,
    Permission.ACCOUNT_LIST: _SA | _SEC,
    Permission.ACCOUNT_CREATE_DISABLE: _SA,
    Permission.ACCOUNT_GRANT: _SEC,
    Permission.ACCOUNT_ACTIVATE_BATCH: _SEC,
    Permission.ACCOUNT_RESET_CODE: _SA,
    Permission.ACCOUNT_TERMINATE: _SEC,
    Permission.SETTINGS_WORKDAYS: frozenset({Role.OL}),
    Permission.RULEBOOK_VIEW: OFFICE,
    Permission.RULEBOOK_PROPOSE: OFFICE,
    Permission.RULEBOOK_CONFIRM: _LEADER,
    Permission.AUDIT_SEARCH: _AUD,
    Permission.AUDIT_VERIFY: _AUD,
    Permission.BACKUP_VIEW: _SA,
    Permission.CASE_LIST: _PEOPLE,
    Permission.CASE_VIEW: _PEOPLE,
    Permission.CASE_PHONE: OFFICE | UNIT | {Role.DEP},
    Permission.CASE_CREATE: OFFICE,
    Permission.CASE_CORRECT: OFFICE,
    Permission.CASE_VOID: _LEADER,
    Permission.CASE_REINSTATE: _LEADER,
    Permission.CASE_MARK: OFFICE,
    Permission.CASE_NAME_LEADER: _LEADER,
    Permission.CASE_WITHDRAW: OFFICE,
    Permission.CASE_HAND_OUT: OFFICE,
    Permission.CASE_TAKE_BACK_WITHDRAWAL: OFFICE,
    Permission.CASE_TAKE_BACK_HAND_OUT: OFFICE,
    Permission.CASE_DECIDE_FILING: FILING,
    Permission.CASE_TAKE_BACK_FILING: FILING,
    Permission.CASE_HISTORY: _PEOPLE | _AUD,
    Permission.FILE_UPLOAD: OFFICE_AND_BODY | UNIT,
    Permission.FILE_DOWNLOAD: _PEOPLE,
    Permission.ASSIGN: OFFICE,
    Permission.ASSIGN_APPROVE: _LEADER,
    Permission.ASSIGN_TAKE_BACK: _LEADER,
    Permission.ASSIGN_SEND_BACK: _LEADER,
    Permission.SET_DEADLINE: OFFICE,
    Permission.SIGN: UNIT,
    Permission.SIGN_ON_BEHALF: OFFICE,
    Permission.NAME_HANDLER: frozenset({Role.UL}),
    Permission.HAND_OVER: frozenset({Role.UL}),
    Permission.RETURN_REQUEST: UNIT,
    Permission.RETURN_ENTER: _CLERK,
    Permission.RETURN_CONFIRM: frozenset({Role.UL}),
    Permission.RETURN_DECIDE: OFFICE,
    Permission.ASSISTING_CHANGE: OFFICE,
    Permission.EXTENSION_REQUEST: UNIT,
    Permission.EXTENSION_ENTER: _CLERK,
    Permission.EXTENSION_CONFIRM: _CLERK | {Role.UL},
    Permission.EXTENSION_DECIDE: _LEADER,
    Permission.REASSIGN: OFFICE,
    Permission.RECALL: UNIT | OFFICE,
    Permission.OPINION_VIEW: UNIT | OFFICE,
    Permission.OPINION_SUBMIT: UNIT,
    Permission.OPINION_SIGN: frozenset({Role.UL}),
    Permission.OPINION_DECIDE: UNIT | {Role.OH},
    Permission.OPINION_ENTER: _CLERK,
    Permission.REMINDER_OWN: _PEOPLE,
    Permission.REMINDER_READ: _PEOPLE,
    Permission.REMINDER_URGE: OFFICE,
    Permission.DAILY_CONFIRM_DATE: OFFICE | _SA,
    Permission.CONTACT_LIST: _PEOPLE,
    Permission.CONTACT_ADD: UNIT | {Role.OH},
    Permission.CONTACT_ADD_ON_BEHALF: _CLERK,
    Permission.CONTACT_CORRECT: UNIT | {Role.OH},
    Permission.REPLY_DRAFT_VIEW: UNIT | OFFICE,
    Permission.REPLY_DRAFT_EDIT: UNIT,
    Permission.REPLY_DRAFT_SUBMIT: frozenset({Role.UH}),
    Permission.REPLY_DRAFT_SIGN: frozenset({Role.UL}),
    Permission.REPLY_DRAFT_SEND_BACK: OFFICE | {Role.UL},
    Permission.REPLY_DRAFT_CHECK: OFFICE,
    Permission.REPLY_CLASSIFY: UNIT | {Role.OH},
    Permission.REPLY_ISSUE: frozenset({Role.UL}),
    Permission.REPLY_ENTER: _CLERK,
    Permission.REPLY_MEND: UNIT | {Role.OH},
    Permission.REPLY_SCAN: UNIT | {Role.OH},
    Permission.REPLY_DELIVER: UNIT | {Role.OH},
    Permission.REPLY_VIEW: _PEOPLE,
    Permission.REPLY_PRINT: _PEOPLE - {Role.DL},
    Permission.COMMITMENT_LIST: _PEOPLE,
    Permission.COMMITMENT_PROGRESS: UNIT,
    Permission.COMMITMENT_PROGRESS_ON_BEHALF: _CLERK,
    Permission.COMMITMENT_CLOSE: OFFICE,
    Permission.COMMITMENT_CARRY_OVER: OFFICE,
    Permission.COMMITMENT_WRITE_OFF: _LEADER,
    Permission.IMPORT_PREVIEW: OFFICE,
    Permission.IMPORT_COMMIT: OFFICE,
    Permission.IMPORT_LINK: OFFICE,
    Permission.IMPORT_UNDO: OFFICE,
    Permission.RATING_OWN: frozenset({Role.DEP}),
    Permission.RATING_VIEW: _PEOPLE,
    Permission.RATING_SUBMIT: frozenset({Role.DEP}),
    Permission.RATING_ENTER: _CLERK | {Role.OBS},
    Permission.RATING_CONFIRM: _LEADER | {Role.OBS},
    Permission.CASE_CLOSE: OFFICE,
    Permission.CASE_REOPEN: OFFICE,
    Permission.REWORK_OPEN: OFFICE,
    Permission.REWORK_DECLINE: _LEADER,
    Permission.FOLLOW_UP_LIST: ABOVE_UNITS | UNIT,
    Permission.FOLLOW_UP_PLAN: OFFICE,
    Permission.FOLLOW_UP_RECORD: OFFICE,
    Permission.FOLLOW_UP_END: OFFICE,
    Permission.FOLLOW_UP_TAKE_UP: OFFICE,
    Permission.CASE_EXPORT: OFFICE_AND_BODY | UNIT,
    Permission.STATISTICS: ABOVE_UNITS | UNIT,
    Permission.STATISTICS_EXPORT: OFFICE_AND_BODY,
    Permission.DESK_OWN: _ALL,
    Permission.HEALTH_LIVE: _ALL,
    Permission.TYPED_OWN: _ALL,
}

ANONYMOUS = frozenset({Permission.AUTH_LOGIN, Permission.AUTH_ACTIVATE, Permission.HEALTH_LIVE})


def allowed(permission: Permission, roles: Iterable[Role]) -> bool:
    """Whether one of the roles has the permission on some object."""
    return not ROLES[permission].isdisjoint(roles)
