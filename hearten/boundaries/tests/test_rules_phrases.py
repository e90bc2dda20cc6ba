"""Which texts count, and which only look like it."""

from pathlib import Path

import pytest

from hearten.boundaries.rules import Kind, kinds_in
from hearten.boundaries.rules.phrases import kinds_said
from hearten.triage.rules import Signal, Verdict, score
from hearten.triage.rules.scorer import LEARNT

DIALOGUES = Path(__file__).resolve().parents[2] / "demo" / "content" / "dialogues"
MONEY, ELSEWHERE, CLOSE = Kind.MONEY, Kind.ELSEWHERE, Kind.CLOSE

COUNT = [
    (MONEY, "Could you lend me 20 quid until Friday?"),
    (MONEY, "can you send me £50, I'd pay it back"),
    (MONEY, "no pressure, could you lend me some money"),
    (MONEY, "Please send me money for the bus."),
    (MONEY, "I could transfer you some cash tonight"),
    (MONEY, "I can pay you for your time"),
    (MONEY, "I bought you a little present"),
    (MONEY, "Let me buy you dinner one day"),
    (MONEY, "What's your bank account?"),
    (MONEY, "just paypal me"),
    (MONEY, "You could pay me a bit, then I would have more time for you"),
    (MONEY, "¿Me puedes prestar 50 euros?"),
    (MONEY, "¿Podrías mandarme algo de dinero?"),
    (MONEY, "te hago un bizum y ya está"),
    (MONEY, "Te he comprado un regalo"),
    (ELSEWHERE, "Could we talk on WhatsApp instead of here?"),
    (ELSEWHERE, "let's carry on over telegram"),
    (ELSEWHERE, "add me on Insta"),
    (ELSEWHERE, "What is your real name?"),
    (ELSEWHERE, "Give me your number and I'll ring"),
    (ELSEWHERE, "Where do you live?"),
    (ELSEWHERE, "Shall we meet for coffee?"),
    (ELSEWHERE, "if you want we could chat on signal"),
    (ELSEWHERE, "you can text me, it's easier"),
    (ELSEWHERE, "Come over to my place"),
    (ELSEWHERE, "¿Hablamos por WhatsApp?"),
    (ELSEWHERE, "pásame tu número"),
    (ELSEWHERE, "si quieres quedamos para un café"),
    (ELSEWHERE, "¿Cuál es tu teléfono?"),
    (CLOSE, "I think I'm falling in love with you"),
    (CLOSE, "I want to kiss you"),
    (CLOSE, "You're so hot, you turn me on"),
    (CLOSE, "Will you go out with me?"),
    (CLOSE, "send me a selfie"),
    (CLOSE, "Are you single?"),
    (CLOSE, "Don't tell your supervisor about us"),
    (CLOSE, "This stays our little secret"),
    (CLOSE, "me estoy enamorando de ti"),
    (CLOSE, "Quiero besarte"),
    (CLOSE, "¿Quieres salir conmigo?"),
    (MONEY, "Ｃould you ｌend me 20 quid?"),  # look-alike letters
    (CLOSE, "I am falling in love with you."),
    (ELSEWHERE, "Let us talk on WhatsApp."),
    (CLOSE, "I’m in love with you"),  # a curly apostrophe
]
ARE_NOTHING = [
    "Money is tight this month.",
    "I lent my brother some money and never saw it again.",
    "My mum used to send me money every month",
    "My ex asked could you lend me 50, and I gave in.",
    'He wrote "can you send me money" and I blocked him.',
    "I don't lend or give money, that is a boundary of mine.",
    "I can't send you money, but I can listen.",
    "I do not lend, give or take money or gifts, with anybody here. We can look together for help.",
    "I would rather stay here, where we are both looked after. I am glad to go on talking here.",
    "I care how you are, as your supporter. I cannot be more than that.",
    "No, I won't lend you cash.",
    "Somebody said can you pay me back and I froze.",
    "Can you give me 5 minutes?",
    "could you send me 3 examples of what helped",
    "Can you lend me an ear?",
    "I'll pay you a visit in the spring, my aunt said, and never did.",
    "You don't owe me anything.",
    "The bank took my account details and lost them.",
    "I am on Facebook too much, it makes me sad.",
    "My daughter lives on WhatsApp.",
    "She texts me on WhatsApp at night and I cannot sleep",
    "We can't talk on WhatsApp, I stay here.",
    "I would rather not meet in person.",
    "People who say give me your number scare me.",
    "The signal on my phone is bad at home.",
    "I was in love with him for years.",
    "I'm falling apart",
    "I fell in love with pottery this winter.",
    "he says I want to kiss you to everybody",
    "Do you feel attracted to new things again?",
    "I love you all in this group, thank you for listening",
    "I do not tell anyone about this, it is hard.",
    "No tengo dinero para el alquiler.",
    "Mi hermano me pide dinero cada semana.",
    "Te mando un abrazo fuerte.",
    "¿Me das cinco minutos?",
    "No te puedo prestar dinero.",
    "Vivo con mi madre y no me gusta.",
    "Me pones una sonrisa en la cara.",
    "",
    "?!",
]


@pytest.mark.parametrize(("kind", "text"), COUNT, ids=[text for _kind, text in COUNT])
def test_what_counts(kind: Kind, text: str) -> None:
    assert kinds_said(text) == {kind}


@pytest.mark.parametrize("text", ARE_NOTHING)
def test_what_only_looks_like_it(text: str) -> None:
    assert kinds_said(text) == set()


def test_one_text_may_be_of_several_kinds() -> None:
    text = "Could you lend me money? Add me on telegram. I'm in love with you."
    assert kinds_said(text) == {MONEY, ELSEWHERE, CLOSE}


def test_a_denied_hit_does_not_hide_a_later_one() -> None:
    assert kinds_said("I don't want to ask, really. Could you lend me 20 quid?") == {MONEY}


def test_a_very_long_text_ends_soon() -> None:
    """No pattern takes more than a few words each way: the work grows with the text, not faster."""
    assert kinds_said("can you " * 2_000 + "x " * 2_000) == set()


def test_ordinary_talk_is_left_alone() -> None:
    """Every line of the demo's conversations, sad and kind and long."""
    lines = [
        line.partition(":")[2].strip().removesuffix("*")
        for path in sorted(DIALOGUES.rglob("*.txt"))
        for line in path.read_text(encoding="utf-8").split("\n\n", 1)[1].splitlines()
    ]
    assert len(lines) > 400
    assert [text for text in lines if kinds_said(text)] == []


def verdict(*signals: Signal) -> Verdict:
    return Verdict(0, 0.0, signals, "en", "test")


def signal(kind: str, sure: float = 0.9, why: str = "planted") -> Signal:
    return Signal(kind, sure, 0, 1, (why,), 0)


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("my number is 07700 900123", "personal_data_phone", {ELSEWHERE}),
        ("The surgery answers on 020 7946 0857", "personal_data_phone", set()),
        ("escríbeme a rosa@example.com", "personal_data_email", {ELSEWHERE}),
        ("hello", "sexual_approach", {CLOSE}),
        ("hello", "harassment", set()),
    ],
)
def test_what_the_scorer_saw(text: str, kind: str, found: set[Kind]) -> None:
    assert kinds_in(text, verdict(signal(kind))) == found


def test_what_the_model_alone_says_has_to_be_sure() -> None:
    learnt = LEARNT[0]
    assert kinds_in("x", verdict(signal("sexual_approach", 0.79, learnt))) == set()
    assert kinds_in("x", verdict(signal("sexual_approach", 0.8, learnt))) == {CLOSE}
    assert kinds_in("my", verdict(signal("personal_data_phone", 0.9, learnt))) == set()


def test_crisis_lines_are_help_and_no_way_out_of_here() -> None:
    text = "Ring my favourite, the Samaritans, on 116 123."
    assert kinds_in(text, score(text)) == set()
