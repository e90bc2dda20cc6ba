from hearten.accounts.rules import passphrases


def test_one_keyboard_is_as_good_as_another():
    assert passphrases.normal("cafe\u0301 ﬁne") == passphrases.normal("café fine")
    assert passphrases.normal("Café") != passphrases.normal("café")


def test_there_are_enough_words_for_a_suggestion_to_be_safe():
    assert len(set(passphrases.WORDS)) == 128
    assert all(word.isascii() and word.isalpha() and word.islower() for word in passphrases.WORDS)


def test_suggestions_differ_and_pass_our_own_rules():
    made = {passphrases.suggestion() for _ in range(50)}
    assert len(made) == 50
    assert {len(one.split()) for one in made} == {6}
    assert min(len(one) for one in made) >= 12
