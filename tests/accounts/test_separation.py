"""Which roles may be held together: the expected table is written out by hand."""

import itertools

from tracker.accounts.separation import change_complaint, complaint
from tracker.roles import Role

LEGAL_PAIRS = {("UH", "UL"), ("OH", "OL")}


def test_of_all_sets_of_roles_only_single_roles_and_the_two_known_pairs_are_legal():
    legal = set()
    codes = ["DEP", "UH", "UL", "OH", "OL", "DL", "OBS", "SA", "SEC", "AUD"]
    for size in range(len(codes) + 1):
        for combination in itertools.combinations(codes, size):
            roles = [Role(code) for code in combination]
            if complaint(roles, has_unit=True, has_deputy=True, has_body=True) is None:
                legal.add(combination)
    assert legal == {(code,) for code in codes} | LEGAL_PAIRS


def test_a_unit_role_needs_a_unit_a_deputy_needs_the_register_an_observer_a_body():
    without = {"has_unit": False, "has_deputy": False, "has_body": False}
    assert "承办单位" in complaint([Role.UH], **without)
    assert "名册" in complaint([Role.DEP], **without)
    assert "机关" in complaint([Role.OBS], **without)


def test_no_account_crosses_between_administration_and_business():
    kept, office = [Role.SA, Role.SEC, Role.AUD], [Role.OH, Role.OL]
    for role in kept:
        assert all(change_complaint([role], [other]) is None for other in kept)
        assert "不能改作业务账号" in change_complaint([role], office)
        assert "请由系统管理员另建账号" in change_complaint(office, [role])
        assert change_complaint([], [role]) is None
