import json
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearten.gateway import protocol
from hearten.gateway.protocol import Do, Ping, ProtocolError, Signal, Sub, Unsub
from hearten.gateway.tests.fakes import payload

ID = "7f3c1f6e-2f43-4f43-9d6b-0a6a7f9f1c11"


@pytest.mark.parametrize(
    ("frame", "said"),
    [
        ({"t": "sub", "topic": f"talk:{ID}", "after": 7}, Sub(f"talk:{ID}", 7)),
        ({"t": "sub", "topic": "talk:a", "after": 0}, Sub("talk:a", 0)),
        ({"t": "sub", "topic": "talk:a", "after": None}, Sub("talk:a", None)),
        ({"t": "sub", "topic": "talk:a"}, Sub("talk:a", None)),
        ({"t": "unsub", "topic": "talk:a"}, Unsub("talk:a")),
        ({"t": "signal", "name": "typing", "topic": "talk:a"}, Signal("typing", "talk:a")),
        ({"t": "ping"}, Ping()),
        (
            {"t": "do", "id": ID, "name": "say", "topic": "talk:a", "data": {"text": "é"}},
            Do(UUID(ID), "say", "talk:a", {"text": "é"}),
        ),
        (
            {"t": "do", "id": ID, "name": "say", "topic": "talk:a"},
            Do(UUID(ID), "say", "talk:a", {}),
        ),
    ],
)
def test_a_frame_says(frame, said):
    assert protocol.parse(json.dumps(frame)) == said


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "bad_json"),
        ("{", "bad_json"),
        ("NaN", "bad_json"),
        ('{"t":"ping","x":Infinity}', "bad_json"),
        ("[" * 60_000, "bad_json"),
        ("9" * 5_000, "bad_json"),
        ('{"t":"ping","x":"\\ud800"}', "bad_json"),
        ("[]", "bad_frame"),
        ("null", "bad_frame"),
        ('"ping"', "bad_frame"),
        ("{}", "unknown_type"),
        ('{"t":["sub"]}', "unknown_type"),
        ('{"t":"hello"}', "unknown_type"),
        ('{"t":"sub"}', "bad_topic"),
        ('{"t":"sub","topic":7}', "bad_topic"),
        ('{"t":"sub","topic":"talk"}', "bad_topic"),
        ('{"t":"sub","topic":"talk:"}', "bad_topic"),
        ('{"t":"sub","topic":"talk:a\\n"}', "bad_topic"),
        ('{"t":"sub","topic":"talk:a:b"}', "bad_topic"),
        ('{"t":"sub","topic":"talk:' + "a" * 65 + '"}', "bad_topic"),
        ('{"t":"sub","topic":"talk:a","after":-1}', "bad_after"),
        ('{"t":"sub","topic":"talk:a","after":true}', "bad_after"),
        ('{"t":"sub","topic":"talk:a","after":1.0}', "bad_after"),
        ('{"t":"sub","topic":"talk:a","after":"1"}', "bad_after"),
        ('{"t":"sub","topic":"talk:a","after":9223372036854775808}', "bad_after"),
        ('{"t":"do","name":"say","topic":"talk:a"}', "bad_id"),
        ('{"t":"do","id":"7","name":"say","topic":"talk:a"}', "bad_id"),
        ('{"t":"do","id":7,"name":"say","topic":"talk:a"}', "bad_id"),
        ('{"t":"do","id":"' + "z" * 36 + '","name":"say","topic":"talk:a"}', "bad_id"),
        ('{"t":"do","id":"' + ID + '","name":"Say","topic":"talk:a"}', "bad_name"),
        ('{"t":"do","id":"' + ID + '","name":"say","topic":"talk:a","data":[]}', "bad_data"),
        ('{"t":"signal","topic":"talk:a"}', "bad_name"),
    ],
)
def test_nonsense_is_named(text, code):
    with pytest.raises(ProtocolError) as caught:
        protocol.parse(text)
    assert caught.value.code == code


@pytest.mark.parametrize("spelling", [ID.upper(), ID.replace("-", ""), ID[:8] + ID[9:]])
def test_a_second_spelling_of_an_id_is_no_topic(spelling):
    """It would be a topic of its own, which revoking the first does not reach."""
    with pytest.raises(ProtocolError) as caught:
        protocol.parse(json.dumps({"t": "sub", "topic": f"talk:{spelling}"}))
    assert caught.value.code == "bad_topic"


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
FIELDS = st.sampled_from(["t", "topic", "after", "id", "name", "data"])
LIKELY = st.sampled_from(["sub", "do", "signal", "ping", "talk:a", "say", str(uuid4()), 3])


@given(st.text() | st.dictionaries(FIELDS, LIKELY | VALUES).map(json.dumps))
def test_whatever_comes_parses_or_is_a_protocol_error(text):
    try:
        said = protocol.parse(text)
    except ProtocolError as error:
        protocol.encode("error", code=error.code, message=error.message)
    else:
        assert isinstance(said, protocol.Incoming)


@given(st.dictionaries(st.text(), VALUES))
def test_whatever_is_said_is_utf8(fields):
    fields.pop("t", None)
    protocol.encode("done", **fields).decode()


@given(st.lists(st.integers(min_value=0, max_value=300_000), max_size=6))
def test_long_events_go_in_several_frames_in_order(sizes):
    events = [{"seq": n, "text": "x" * size} for n, size in enumerate(sizes, 1)]
    told = list(protocol.encode_events("talk:a", events))
    frames = [json.loads(frame) for _last, frame in told]
    assert [last for last, _frame in told] == [frame["events"][-1]["seq"] for frame in frames]
    assert [event for frame in frames for event in frame["events"]] == events
    assert all(frame["t"] == "events" and frame["topic"] == "talk:a" for frame in frames)
    assert all(len(frame["events"]) > 0 for frame in frames)
    before_last = [sum(sizes[e["seq"] - 1] for e in f["events"][:-1]) for f in frames]
    assert all(size < protocol.EVENTS_FRAME for size in before_last)


@pytest.mark.parametrize("size", [0, 125, 126, 65_535, 65_536, 300_000])
def test_a_websocket_message_of_every_length_form(size):
    assert payload(protocol.websocket_text(b"x" * size)) == b"x" * size
