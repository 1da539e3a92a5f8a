"""Pages of contacts with the proposer."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, abort, flash, redirect, render_template, url_for

from tracker.assign import queries as assign
from tracker.assign.models import Assignment
from tracker.cases.gate import visible_case
from tracker.cases.models import Case
from tracker.cases.sheet import HIDDEN, hides_names, sheet_of
from tracker.contact import actions, acts, queries
from tracker.contact.forms import ContactEntryForm, ContactOnBehalfForm
from tracker.contact.models import Contact
from tracker.kernel import files
from tracker.kernel.access import requires, viewer
from tracker.kernel.db import transaction
from tracker.kernel.errors import Invalid, Refused
from tracker.kernel.files import StoredFile
from tracker.kernel.pages import Answer, put_error
from tracker.permissions import Permission

bp = Blueprint("contact", __name__, url_prefix="/cases/<int:case_id>")


@bp.get("/contacts")
@requires(Permission.CONTACT_LIST)
def index(case_id: int) -> Answer:
    """List the contacts of a case as the viewer sees them."""
    case = visible_case(case_id)
    view = queries.section(case, viewer())
    return render_template("contact/index.html", case=case, view=view)


@bp.get("/assignments/<int:assignment_id>/contacts/new")
@requires(Permission.CONTACT_ADD)
def add(case_id: int, assignment_id: int) -> Answer:
    """Show the form for a talk."""
    case, row = _opened(case_id, assignment_id, acts.Act.ADD)
    return _page(case, row, _blank(case, ContactEntryForm), acts.Act.ADD)


@bp.post("/assignments/<int:assignment_id>/contacts/new")
@requires(Permission.CONTACT_ADD)
def add_post(case_id: int, assignment_id: int) -> Answer:
    """Record a talk."""
    case, row = _opened(case_id, assignment_id, acts.Act.ADD)
    form = ContactEntryForm()
    if _saved(form, lambda: actions.add(row, form.facts(), _scan(form))):
        return redirect(url_for("desk.case", case_id=case.id))
    return _page(case, row, form, acts.Act.ADD), 422


@bp.get("/assignments/<int:assignment_id>/contacts/on-behalf")
@requires(Permission.CONTACT_ADD_ON_BEHALF)
def add_on_behalf(case_id: int, assignment_id: int) -> Answer:
    """Show the form for a talk that a unit without log-in had."""
    case, row = _opened(case_id, assignment_id, acts.Act.ADD_ON_BEHALF)
    return _page(case, row, _blank(case, ContactOnBehalfForm), acts.Act.ADD_ON_BEHALF)


@bp.post("/assignments/<int:assignment_id>/contacts/on-behalf")
@requires(Permission.CONTACT_ADD_ON_BEHALF)
def add_on_behalf_post(case_id: int, assignment_id: int) -> Answer:
    """Record a talk that a unit without log-in had."""
    case, row = _opened(case_id, assignment_id, acts.Act.ADD_ON_BEHALF)
    form = ContactOnBehalfForm()
    if _saved(form, lambda: actions.add_on_behalf(row, form.facts(), _scan(form))):
        return redirect(url_for("desk.case", case_id=case.id))
    return _page(case, row, form, acts.Act.ADD_ON_BEHALF), 422


@bp.get("/contacts/<int:contact_id>/correct")
@requires(Permission.CONTACT_CORRECT)
def correct(case_id: int, contact_id: int) -> Answer:
    """Show the form that corrects a record."""
    case, contact = _record(case_id, contact_id)
    _permit(contact.assignment, acts.Act.CORRECT, contact)
    form = ContactEntryForm(obj=actions.facts_of(contact))
    if hides_names(case, viewer()) and contact.recorded_by != viewer().account_id:
        form.deputies.data = HIDDEN
    return _page(case, contact.assignment, form, acts.Act.CORRECT)


@bp.post("/contacts/<int:contact_id>/correct")
@requires(Permission.CONTACT_CORRECT)
def correct_post(case_id: int, contact_id: int) -> Answer:
    """Correct a record by another one."""
    case, contact = _record(case_id, contact_id)
    _permit(contact.assignment, acts.Act.CORRECT, contact)
    form = ContactEntryForm()
    if _saved(form, lambda: actions.correct(contact, form.facts(), _scan(form))):
        return redirect(url_for("desk.case", case_id=case.id))
    return _page(case, contact.assignment, form, acts.Act.CORRECT), 422


@bp.get("/contacts/<int:contact_id>/scan")
@requires(Permission.FILE_DOWNLOAD)
def scan(case_id: int, contact_id: int) -> Answer:
    """Send the scan of a record to who may read the record."""
    case, contact = _record(case_id, contact_id)
    if contact.scan_id is None or not queries.may_see_scan(case, contact, viewer()):
        abort(404)
    return files.answer_of(contact.scan_id)


def _opened(case_id: int, assignment_id: int, act: acts.Act) -> tuple[Case, Assignment]:
    """Return case and assignment where the act is the viewer's and open now."""
    case = visible_case(case_id)
    row = assign.one(case, assignment_id)
    if row is None:
        abort(404)
    _permit(row, act)
    return case, row


def _record(case_id: int, contact_id: int) -> tuple[Case, Contact]:
    """Return case and record where the viewer may read it."""
    case = visible_case(case_id)
    contact = queries.one(case, contact_id, viewer())
    if contact is None:
        abort(404)
    return case, contact


def _permit(row: Assignment, act: acts.Act, contact: Contact | None = None) -> None:
    """Answer 403 where it is not the viewer's to do, 409 where it is not open now."""
    facts = queries.facts(row, viewer(), contact)
    if act not in acts.rights(facts):
        abort(403)
    if act not in acts.allowed(facts):
        raise Refused(acts.why_not(facts, act, row.unit_name))


def _blank(case: Case, kind: type[ContactEntryForm]) -> ContactEntryForm:
    """Return an empty form with the proposers filled in, unless they are confidential."""
    return kind(deputies=HIDDEN if hides_names(case, viewer()) else case.lead.name)


def _scan(form: ContactEntryForm) -> StoredFile | None:
    """Keep the uploaded scan, if there is one."""
    upload = form.scan.data
    return files.keep(upload, viewer().account_id, "scan") if upload else None


def _saved(form: ContactEntryForm, act: Callable[[], Contact]) -> bool:
    """Do the act if the form is right; put what is wrong at its field."""
    if not form.validate_on_submit():
        return False
    try:
        with transaction():
            act()
    except Invalid as error:
        put_error(form[error.field], str(error))
        return False
    flash("已登记沟通记录。")
    return True


def _page(case: Case, row: Assignment, form: ContactEntryForm, act: acts.Act) -> str:
    """Render the form of a talk."""
    return render_template(
        "contact/edit.html",
        case=case,
        sheet=sheet_of(case, viewer()),
        row=row,
        form=form,
        act=act,
        label=acts.LABELS[act],
    )
