"""Passphrases: one form for comparing, and a suggestion of words."""

import secrets
import unicodedata

MOST = 256

# Everyday English words, easy to spell, none sad, none sounding like another. 128 words give seven
# bits each: six of them (42 bits) stand against guessing by the throttled sign-in for centuries and
# against a stolen Argon2id hash for long enough to change it.
_LIST = """
acorn amber anchor apple apron atlas autumn badge bamboo basket beacon bench berry bicycle
blanket blossom bonfire bramble breeze bridge button cabin camel candle canoe carpet carrot
castle cedar cellar cherry chimney cinnamon circle clover coast cobalt comet copper coral cotton
cricket crystal curtain daisy dolphin donkey drum eagle ember engine falcon feather fiddle flute
forest fountain garden ginger glacier goblet granite guitar hammock harbour hazel helmet island
ivory jacket jasmine jigsaw kettle kitten ladder lantern laurel lemon lilac linen lizard magnet
maple marble meadow mirror mitten mountain muffin napkin nutmeg oatmeal ocean olive orchard
otter paddle pancake parsley pebble pencil pepper piano pillow planet pocket pottery puzzle
rabbit raisin ribbon rocket saddle sailor sandal silver sparrow spiral squirrel sunset tablet
teapot thunder tiger timber tulip umbrella valley
"""
WORDS = tuple(_LIST.split())
WORDS_IN_SUGGESTION = 6


def normal(passphrase: str) -> str:
    """The form that is hashed: keyboards differ in how they build the same letter (NIST SP
    800-63B, 5.1.1.2)."""
    return unicodedata.normalize("NFKC", passphrase)


def suggestion() -> str:
    """Six random words with blanks between, from the system's source of randomness."""
    return " ".join(secrets.choice(WORDS) for _ in range(WORDS_IN_SUGGESTION))
