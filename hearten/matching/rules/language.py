"""Do two people share a language? A small reading of BCP 47 (RFC 5646)."""

_EXTENDED_LANGUAGE_LENGTH = 3  # letters; a region is two letters or three digits, a script four


def spoken(tag: str) -> str:
    """The language of a tag, without region, script or variant: "pt-BR" and "pt" are both "pt".

    People from two regions understand each other, so a region never keeps them apart. The older
    form "sgn-ase" or "zh-yue" names its language in the second part (RFC 5646, 4.5): reading only
    the first would make one language of all sign languages.
    """
    parts = tag.strip().lower().replace("_", "-").split("-")
    if len(parts) > 1 and len(parts[1]) == _EXTENDED_LANGUAGE_LENGTH and parts[1].isalpha():
        return parts[1]
    return parts[0]
