"""What entering a list sends to the database does not grow with each of its rows."""

from __future__ import annotations

from tests.bench.office import counted
from tests.intake import lists
from tests.intake.lists import FIRST_ROW, confirm, upload
from tracker.audit.queries import verify
from tracker.plan import keeping

MOST_A_ROW = 8


def entered(client, folder, first, last):
    """Enter a list of the numbers from first to last; return the statements that this sent."""
    rows = [
        (f"{number:03}", f"关于第{number}小区的建议", "区教育局", "区财政局" if number % 3 else "")
        for number in range(first, last + 1)
    ]
    address = upload(client, folder, ["主办单位", "会办单位"], *rows)
    places = range(FIRST_ROW, FIRST_ROW + len(rows))
    with counted() as sent:
        answer = confirm(client, address, *places)
    assert answer.status_code == 302, lists.words(answer.text)
    return len(sent)


def test_a_row_more_costs_hardly_a_statement(clerk, tmp_path):
    few = entered(clerk, tmp_path, 1, 10)
    more = entered(clerk, tmp_path, 101, 160)
    assert more - few <= 50 * MOST_A_ROW
    assert len(lists.cases()) == 70
    assert verify().intact
    assert keeping.verify() == []


def test_a_row_that_is_refused_among_many_lets_none_in(clerk, tmp_path):
    rows = [(f"{number:03}", f"关于第{number}小区的建议") for number in range(1, 6)]
    address = upload(clerk, tmp_path, [], *rows)
    ticks = lists.ticks(clerk.get(address).text, *range(FIRST_ROW, FIRST_ROW + 5))
    lists.brought_in(clerk, tmp_path, [], ("003", "关于另一小区的建议"))
    answer = clerk.post(f"{address}/confirm", data={"row": ticks})
    assert answer.status_code == 409
    assert "第 5 行（003）：" in lists.words(answer.text)
    assert [case.number for case in lists.cases()] == ["003"]
