"""Pages of a letter until it is checked: write, submit, sign, check, send back, mend."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for

from tracker.assign import queries as assign
from tracker.assign.models import Assignment
from tracker.cases import act_page
from tracker.cases.act_page import ActPage
from tracker.cases.sheet import sheet_of
from tracker.contact import queries as contact
from tracker.kernel.access import requires, viewer
from tracker.kernel.db import transaction
from tracker.kernel.errors import Stale
from tracker.kernel.pages import Answer, put_error
from tracker.permissions import Permission
from tracker.reply import actions, acts, asking, document, queries
from tracker.reply.blueprint import ONE, bp
from tracker.reply.forms import BackForm, ClassForm, DraftForm, MendForm, StepForm
from tracker.reply.models import Reply
from tracker.reply.opening import fresh, open_assignment, open_letter, open_reply, permit
from tracker.roles import OFFICE, Role
from tracker.settings.in_force import book_of
from tracker.terms import ReplyState

CHECK = "check"
MERGE = "请对照右侧“历次稿”里最新一稿合并后再保存；再按保存即以您的文字为准。"
EDITOR = ActPage("答复稿", "保存", "已保存答复稿。", template="reply/edit.html")


@bp.get(ONE)
@requires(Permission.REPLY_DRAFT_VIEW)
def edit(case_id: int, assignment_id: int) -> Answer:
    """Show the editor to who may write now, the draft to who signs or checks it."""
    row = open_assignment(case_id, assignment_id)
    reply = queries.current(row)
    if reply is None and not viewer().may(Permission.REPLY_DRAFT_EDIT):
        abort(404)
    if reply is not None and not queries.may_see(reply, viewer()):
        abort(404)
    if reply is not None and reply.state == ReplyState.ISSUED:
        return redirect(url_for("reply.show", case_id=case_id, reply_id=reply.id))
    if reply is None or acts.Act.EDIT in acts.allowed(queries.facts(row, viewer(), reply)):
        permit(row, acts.Act.EDIT if reply else acts.Act.START, reply)
        return _editor(row, reply, _draft_form(row, reply))
    return _draft_page(reply)


@bp.post(ONE)
@requires(Permission.REPLY_DRAFT_EDIT)
def save(case_id: int, assignment_id: int) -> Answer:
    """Save the draft; the first save begins the letter."""
    row = open_assignment(case_id, assignment_id)
    reply, form = queries.current(row), DraftForm(book_of(row.case))
    permit(row, acts.Act.EDIT if reply else acts.Act.START, reply)
    if not form.validate_on_submit():
        return _editor(row, reply, form), 422
    try:
        with transaction():
            _write(row, reply, form)
    except Stale as error:
        return _crossed(row, form, error), 409
    if CHECK in request.form and viewer().is_one_of(Role.UH):
        flash(EDITOR.done)
        return redirect(url_for("reply.submit", case_id=case_id, assignment_id=assignment_id))
    return act_page.back(case_id, EDITOR.done)


@bp.get(f"{ONE}/submit")
@requires(Permission.REPLY_DRAFT_SUBMIT)
def submit(case_id: int, assignment_id: int) -> Answer:
    """Show the letter with what is still missing before it goes to be signed."""
    reply = open_letter(open_assignment(case_id, assignment_id), acts.Act.SUBMIT)
    faults, told = asking.submission_faults(reply), asking.submission_warnings(reply)
    paper, form = document.paper_of(reply, viewer()), StepForm(version=str(reply.version))
    second = asking.has_second_person(reply)
    return render_template(
        "reply/submit.html",
        reply=reply,
        case=reply.case,
        paper=paper,
        form=form,
        faults=faults,
        told=told,
        second=second,
    )


@bp.post(f"{ONE}/submit")
@requires(Permission.REPLY_DRAFT_SUBMIT)
def submit_post(case_id: int, assignment_id: int) -> Answer:
    """Send the draft to be signed."""
    reply = open_letter(open_assignment(case_id, assignment_id), acts.Act.SUBMIT)
    with transaction():
        StepForm().check_version(reply)
        actions.submit_for_signing(reply)
    return act_page.back(case_id, "已送签。")


@bp.post(f"{ONE}/recall")
@requires(Permission.RECALL)
def recall(case_id: int, assignment_id: int) -> Answer:
    """Take one's own submission back."""
    reply = open_letter(open_assignment(case_id, assignment_id), acts.Act.RECALL)
    with transaction():
        actions.recall(reply)
    return act_page.back(case_id, "已收回送签，可以继续修改。")


@bp.post(f"{ONE}/sign")
@requires(Permission.REPLY_DRAFT_SIGN)
def sign(case_id: int, assignment_id: int) -> Answer:
    """Sign the draft as the unit's leader."""
    reply = open_letter(open_assignment(case_id, assignment_id), acts.Act.SIGN)
    with transaction():
        StepForm().check_version(reply)
        actions.sign_in_unit(reply)
    return act_page.back(case_id, "已签发答复稿。")


@bp.post(f"{ONE}/check")
@requires(Permission.REPLY_DRAFT_CHECK)
def check(case_id: int, assignment_id: int) -> Answer:
    """Pass the office's check."""
    reply = open_letter(open_assignment(case_id, assignment_id), acts.Act.CHECK)
    with transaction():
        StepForm().check_version(reply)
        actions.office_check_pass(reply)
    return act_page.back(case_id, "已审核通过，等单位编号印发。")


@bp.route(f"{ONE}/send-back", methods=["GET", "POST"])
@requires(Permission.REPLY_DRAFT_SEND_BACK)
def send_back(case_id: int, assignment_id: int) -> Answer:
    """Send the draft back with a reason."""
    reply = open_letter(open_assignment(case_id, assignment_id), acts.Act.SEND_BACK)
    form = fresh(BackForm(), reply)

    def back() -> None:
        form.check_version(reply)
        actions.send_back(reply, form.reason.data)

    page = ActPage("退回修改", "退回", "已退回修改。", "退回后由承办人修改，再重新送签。")
    return act_page.run(reply.case, form, page, back)


@bp.route(f"{ONE}/classify", methods=["GET", "POST"])
@requires(Permission.REPLY_CLASSIFY)
def classify(case_id: int, assignment_id: int) -> Answer:
    """Correct class and outcome."""
    reply = open_letter(open_assignment(case_id, assignment_id), acts.Act.CLASSIFY)
    form = ClassForm(book_of(reply.case))
    if not form.is_submitted():
        form.show(reply)

    def save_class() -> None:
        form.check_version(reply)
        actions.classify(reply, form.letter())

    page = ActPage("更正办理类别", "保存", "已更正办理类别。", "类别与办理结果按规则表对应。")
    return act_page.run(reply.case, form, page, save_class)


@bp.route(f"{ONE}/mend", methods=["GET", "POST"])
@requires(Permission.REPLY_MEND)
def mend(case_id: int, assignment_id: int) -> Answer:
    """Begin a corrected edition of an issued letter."""
    reply = open_letter(open_assignment(case_id, assignment_id), acts.Act.MEND)
    form = fresh(MendForm(), reply)

    def begin() -> None:
        form.check_version(reply)
        actions.mend(reply, form.reason.data)

    hint = "已印发的答复不会改动。另拟一份更正的答复，重新送签、编号、印发后生效；评价不受影响。"
    page = ActPage("更正答复", "开始更正", "已生成更正稿，请修改后送签。", hint)
    return act_page.run(reply.case, form, page, begin)


@bp.get("/replies/<int:reply_id>/drafts/<int:draft_id>")
@requires(Permission.REPLY_DRAFT_VIEW)
def draft(case_id: int, reply_id: int, draft_id: int) -> Answer:
    """Show one saved draft to the unit that wrote it and to the office."""
    reply, person = open_reply(case_id, reply_id), viewer()
    own = person.unit_id is not None and reply.assignment.unit_id == person.unit_id
    saved = next((row for row in queries.drafts_of(reply.id) if row.id == draft_id), None)
    if saved is None or not (own or person.is_one_of(*OFFICE)):
        abort(404)
    return render_template("reply/draft.html", case=reply.case, reply=reply, saved=saved)


def _write(row: Assignment, reply: Reply | None, form: DraftForm) -> None:
    """Begin the letter, or save over the text that the page showed.

    :raises Stale: somebody else saved meanwhile.
    """
    if reply is None:
        actions.start(row, form.facts())
        return
    form.check_version(reply)
    actions.edit(reply, form.facts())


def _crossed(row: Assignment, form: DraftForm, error: Stale) -> str:
    """Render the editor with what was typed, after somebody else acted; nothing is lost.

    The next press saves, over another text too, which stays among the drafts on the right.
    """
    reply = queries.current(row)
    told = f"{error}您填写的都在下面，核对后再按保存即可。"
    if reply is not None and form.version.data != str(reply.version):
        other = queries.drafts_of(reply.id)[-1].author_name
        told = f"{other}刚保存了另一稿，您填写的还没有保存。{MERGE}"
        form.version.data, form.version.raw_data = str(reply.version), None
    put_error(form.text, told)
    return _editor(row, reply, form)


def _draft_form(row: Assignment, reply: Reply | None) -> DraftForm:
    """Return the editor's form with what stands on the draft, or with the usual copies."""
    form = DraftForm(book_of(row.case), formdata=None)
    if reply is not None:
        form.show(reply)
    else:
        form.copies.data = document.usual_copies(row)
    return form


def _editor(row: Assignment, reply: Reply | None, form: DraftForm) -> str:
    """Render the editor beside the case's text, contacts and opinions."""
    case, person = row.case, viewer()
    return render_template(
        EDITOR.template,
        case=case,
        row=row,
        reply=reply,
        form=form,
        page=EDITOR,
        sheet=sheet_of(case, person),
        contacts=contact.section(case, person),
        opinions=[
            one
            for one in assign.opinions(case.id)
            if assign.may_read_opinion(one.assignment, person)
        ],
        missing=asking.missing_opinions(row),
        may_submit=person.is_one_of(Role.UH),
        check=CHECK,
        drafts=queries.drafts_of(reply.id) if reply else [],
    )


def _draft_page(reply: Reply) -> str:
    """Render the draft with the steps that the viewer may take."""
    facts = queries.facts(reply.assignment, viewer(), reply)
    open_acts = acts.allowed(facts)
    return render_template(
        "reply/read.html",
        case=reply.case,
        reply=reply,
        paper=document.paper_of(reply, viewer()),
        open_acts=open_acts,
        form=StepForm(version=str(reply.version)),
        told=asking.submission_warnings(reply),
        author=facts.author,
        drafts=queries.drafts_of(reply.id),
    )
