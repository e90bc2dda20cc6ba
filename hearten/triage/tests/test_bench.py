"""What triage finds may not get worse: the floors of bench/triage/floors.json."""

import json

from bench.triage import __main__ as bench
from bench.triage.measure import ranking, share


def test_no_figure_is_below_its_floor(capsys):
    assert bench.check() == 0, capsys.readouterr().out


def test_a_figure_below_its_floor_fails(capsys, monkeypatch, tmp_path):
    floors = json.loads(bench.FLOORS.read_text())
    floors["functional cases, en"]["level 3 found"] = 1.01
    stricter = tmp_path / "floors.json"
    stricter.write_text(json.dumps(floors))
    monkeypatch.setattr(bench, "FLOORS", stricter)
    assert bench.check() == 1
    assert "functional cases, en: level 3 found" in capsys.readouterr().out


def test_shares_and_rankings():
    half = share(5, 10)
    assert (half.value, half.count) == (0.5, 10)
    assert half.low < 0.25 < 0.75 < half.high
    assert ranking([0.9, 0.8], [0.1, 0.2]).value == 1.0
    assert ranking([0.5], [0.5]).value == 0.5
    assert ranking([0.9, 0.1], [0.5]).value == 0.5
    assert str(share(0, 0)) == "–"
