"""Pages of the system and security administrators: accounts, roles, activation slips."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for

from tracker.accounts import actions, queries, sessions, work
from tracker.accounts.forms import AccountForm, ActForm, RolesForm
from tracker.accounts.models import Account
from tracker.deputies.queries import account_choices as deputy_choices
from tracker.kernel.access import requires, viewer
from tracker.kernel.db import transaction
from tracker.kernel.errors import Invalid, Refused
from tracker.kernel.fields import pair_choices
from tracker.kernel.pages import Answer, found, page_of, put_error
from tracker.permissions import Permission
from tracker.roles import AccountState, Role
from tracker.terms import BodyType

bp = Blueprint("administration", __name__, url_prefix="/accounts")
PER_PAGE = 100


def _new_form() -> AccountForm:
    """Return the form with units and deputies to choose from."""
    form = AccountForm()
    units = sorted(queries.unit_names().items(), key=lambda item: item[1])
    form.unit_id.choices = pair_choices([(0, "（不属于承办单位）"), *units])
    form.deputy_id.choices = pair_choices([(0, "（不是代表或委员）"), *deputy_choices()])
    return form


@bp.get("/")
@requires(Permission.ACCOUNT_LIST)
def index() -> Answer:
    """List accounts."""
    text, state = request.args.get("q", ""), request.args.get("state", "")
    chosen = AccountState(state) if state in set(AccountState) else None
    page = page_of(queries.listing(text, chosen), PER_PAGE)
    return render_template(
        "administration/index.html",
        page=page,
        units=queries.unit_names(),
        text=text,
        state=state,
        options=[(item.value, item.label) for item in AccountState],
    )


@bp.get("/new")
@requires(Permission.ACCOUNT_CREATE_DISABLE)
def new() -> Answer:
    """Show the form for an account."""
    return render_template("administration/new.html", form=_new_form())


@bp.post("/new")
@requires(Permission.ACCOUNT_CREATE_DISABLE)
def new_post() -> Answer:
    """Create an account; the security administrator then grants its roles."""
    form = _new_form()
    if form.validate_on_submit():
        try:
            with transaction():
                account = actions.create(
                    form.login.data,
                    form.name.data,
                    unit_id=form.unit_id.data or None,
                    deputy_id=form.deputy_id.data or None,
                    body_type=BodyType(form.body_type.data) if form.body_type.data else None,
                    phone=form.phone.data or "",
                )
        except Invalid as error:
            put_error(form[error.field], str(error))
        else:
            flash("账号已建立，等安全管理员授权后才能激活。")
            return redirect(url_for("administration.show", account_id=account.id))
    return render_template("administration/new.html", form=form), 422


@bp.get("/<int:account_id>")
@requires(Permission.ACCOUNT_LIST)
def show(account_id: int) -> Answer:
    """Show one account with what may be done to it."""
    account = found(Account, account_id, queries.whole())
    form = RolesForm(roles=[role.value for role in account.role_set])
    return _show(account, form)


def _show(account: Account, form: RolesForm) -> str:
    """Render the page of one account."""
    return render_template(
        "administration/show.html",
        account=account,
        form=form,
        act=ActForm(),
        units=queries.unit_names(),
        held=work.held(account),
        count=len(queries.open_sessions(account.id, current_app.config["TRACKER"])),
    )


@bp.post("/<int:account_id>/roles")
@requires(Permission.ACCOUNT_GRANT)
def grant(account_id: int) -> Answer:
    """Grant or take roles."""
    account, form = found(Account, account_id, queries.whole()), RolesForm()
    if form.validate_on_submit():
        roles = frozenset(Role(value) for value in form.roles.data)
        try:
            with transaction():
                actions.grant(account, roles, viewer().account_id)
        except Invalid as error:
            put_error(form[error.field], str(error))
        else:
            flash("角色已更新，立即生效。")
            return redirect(url_for("administration.show", account_id=account_id))
    return _show(account, form), 422


@bp.post("/<int:account_id>/invite")
@requires(Permission.ACCOUNT_GRANT)
def invite(account_id: int) -> Answer:
    """Issue the activation slip of one account."""
    account, config = found(Account, account_id, queries.whole()), current_app.config["TRACKER"]
    with transaction():
        code = actions.invite(account, viewer().account_id, config)
    return _slips([(account, code)])


def _slips(
    slips: list[tuple[Account, str]],
    skipped: Sequence[tuple[Account, str]] = (),
    in_use: Sequence[Account] = (),
) -> str:
    """Render slips, and who got none: those that could not, those already in use."""
    return render_template("administration/slips.html", slips=slips, skipped=skipped, in_use=in_use)


@bp.post("/invite")
@requires(Permission.ACCOUNT_ACTIVATE_BATCH)
def invite_batch() -> Answer:
    """Grant what is proposed to the ticked accounts that wait and issue their slips.

    Those that cannot be are named with the reason; whoever works with an account keeps it.
    """
    config, slips, skipped = current_app.config["TRACKER"], [], []
    asked = dict.fromkeys(request.form.getlist("id", type=int))
    chosen, by = [found(Account, value, queries.whole()) for value in asked], viewer().account_id
    in_use = [account for account in chosen if account.state == AccountState.ACTIVE]
    with transaction():
        for account in (one for one in chosen if one not in in_use):
            try:
                actions.grant_proposed(account, by)
                slips.append((account, actions.invite(account, by, config)))
            except Refused as error:
                skipped.append((account, str(error)))
    if not chosen:
        flash("没有选中账号。请先勾选，再发激活单。")
        return redirect(url_for("administration.index"))
    return _slips(slips, skipped, in_use)


@bp.post("/<int:account_id>/reset")
@requires(Permission.ACCOUNT_RESET_CODE)
def reset(account_id: int) -> Answer:
    """Issue the slip of somebody who forgot the password."""
    account = found(Account, account_id, queries.whole())
    with transaction():
        code = actions.reset(account, viewer().account_id)
    return _slips([(account, code)])


@bp.get("/<int:account_id>/disable")
@requires(Permission.ACCOUNT_CREATE_DISABLE)
def disable(account_id: int) -> Answer:
    """Show what an account leaves behind, before it is stopped."""
    account = found(Account, account_id, queries.whole())
    held = work.held(account)
    return render_template("administration/disable.html", account=account, held=held, act=ActForm())


@bp.post("/<int:account_id>/disable")
@requires(Permission.ACCOUNT_CREATE_DISABLE)
def disable_post(account_id: int) -> Answer:
    """Stop an account at once."""
    with transaction():
        account = found(Account, account_id, queries.whole())
        actions.disable(account, viewer().account_id)
        held = work.held(account)
    flash(f"账号已停用。{_told(held)}")
    return redirect(url_for("administration.show", account_id=account_id))


def _told(held: Sequence[work.Held]) -> str:
    """Say who was told of what a stopped account leaves behind."""
    if not held:
        return ""
    count = sum(one.count for one in held)
    who = "单位领导交接" if all(one.leaders for one in held) else "政府办，请尽快开通单位领导账号"
    return f"其名下 {count} 件在办，已告知{who}。"


@bp.post("/<int:account_id>/restore")
@requires(Permission.ACCOUNT_CREATE_DISABLE)
def restore(account_id: int) -> Answer:
    """Take a disabled account back."""
    with transaction():
        actions.restore(found(Account, account_id, queries.whole()))
    flash("账号已恢复，须重新发激活单。")
    return redirect(url_for("administration.show", account_id=account_id))


@bp.post("/<int:account_id>/sessions/end")
@requires(Permission.ACCOUNT_TERMINATE)
def end_sessions(account_id: int) -> Answer:
    """End all log-ins of an account."""
    with transaction():
        count = sessions.end_sessions(found(Account, account_id, queries.whole()).id)
    flash(f"已退出 {count} 处登录。")
    return redirect(url_for("administration.show", account_id=account_id))
