from tests.lifecycle import test_walks as w


def test_more(machine, monkeypatch):
    import os

    monkeypatch.setattr(w, "DAYS", 15)
    machine.part = int(os.environ.get("PART", 7))
    w._run(machine, int(os.environ.get("HIST", 40)))
