"""Pages of promises, and that every button opens its page."""

from __future__ import annotations

from flask import url_for

from tests.reply.letters import PROMISED, clients, row, statuses
from tests.rows import every
from tracker.kernel.db import db
from tracker.reply import queries
from tracker.reply.models import Commitment
from tracker.terms import CommitmentState


def test_each_role_at_a_promise(letters):
    letters.issued(PROMISED)
    people = clients(letters)
    promise = queries.commitments(letters.case_id)[0]
    one = f"/cases/{letters.case_id}/commitments"
    assert statuses(people, one) == row(200, 200, 404, 404, 200, 200, 200, 200, 404, 200, 404)
    path = f"{one}/{promise.id}"
    expected = {
        "progress": row(200, 200, 404, 404, 403, 403, 403, 403, 403, 403, 403),
        "progress/on-behalf": row(403, 403, 403, 403, 403, 403, 403, 403, 403, 403, 403),
        "close": row(403, 403, 403, 403, 409, 409, 403, 403, 403, 403, 403),
        "carry-over": row(403, 403, 403, 403, 200, 200, 403, 403, 403, 403, 403),
        "write-off": row(403, 403, 403, 403, 403, 200, 403, 403, 403, 403, 403),
    }
    assert {step: statuses(people, f"{path}/{step}") for step in expected} == expected


def test_a_promise_is_reported_verified_and_closed_by_clicks(letters):
    letters.issued(PROMISED)
    handler, clerk = letters.client("handler"), letters.client("clerk")
    path = f"/cases/{letters.case_id}/commitments/{queries.commitments(letters.case_id)[0].id}"

    def sent(**data: str) -> dict[str, str]:
        db.session.expire_all()
        number = queries.commitments(letters.case_id)[0].version
        return {"on": "2026-04-03", "version": str(number), **data}

    first = sent(text="已开园。", done="y")
    assert handler.post(f"{path}/progress", data={**first, "text": ""}).status_code == 422
    assert handler.post(f"{path}/progress", data=first).status_code == 302
    assert handler.post(f"{path}/progress", data=first).status_code == 409
    refused = sent(decision="not_done", reason="一所未开园。")
    stale = {**refused, "version": "0"}
    assert clerk.post(f"{path}/close", data=stale).status_code == 409
    assert clerk.post(f"{path}/close", data=refused).status_code == 302
    carried = sent(due_on="2027-06-30", reason="土地手续延后。")
    stale = {**carried, "version": "0"}
    assert clerk.post(f"{path}/carry-over", data=stale).status_code == 409
    assert clerk.post(f"{path}/carry-over", data=carried).status_code == 302
    assert clerk.post(f"{path}/carry-over", data=carried).status_code == 409
    again = sent(text="全部开园。", done="y")
    assert handler.post(f"{path}/progress", data=again).status_code == 302
    kept = sent(decision="done", reason="到现场查看。")
    assert clerk.post(f"{path}/close", data=kept).status_code == 302
    db.session.expire_all()
    assert every(Commitment)[0].state == CommitmentState.CLOSED


def test_a_report_sent_twice_is_written_once(letters):
    letters.issued(PROMISED)
    promise = queries.commitments(letters.case_id)[0]
    path = f"/cases/{letters.case_id}/commitments/{promise.id}/progress"
    data = {"on": "2026-04-03", "version": str(promise.version), "text": "主体完工。"}
    handler = letters.client("handler")
    assert handler.post(path, data=data).status_code == 302
    assert handler.post(path, data=data).status_code == 409
    db.session.expire_all()
    (row,) = queries.commitments(letters.case_id)
    assert [report.text for report in row.progress] == ["主体完工。"]
    assert row.state == CommitmentState.OPEN


def test_every_offer_opens_its_page(letters):
    letters.issued(PROMISED)
    for who in ("handler", "head", "clerk", "leader"):
        client, found = (
            letters.client(who),
            queries.offers(letters.case(), letters.district.person(who)),
        )
        assert found
        with letters.app.test_request_context():
            paths = [url_for(offer.endpoint, **offer.args) for offer in found]
        assert {client.get(path).status_code for path in paths} == {200}
