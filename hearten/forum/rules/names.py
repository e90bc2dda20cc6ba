"""Names that are offered for a face: two quiet words, by chance, from nothing about the person."""

from collections.abc import Callable, Sequence

Choose = Callable[[Sequence[str]], str]
"""One of these by chance, such as secrets.choice."""

# fmt: off
# In Spanish and Arabic every noun is of the same gender, so that any adjective goes with it.
_NOUNS = {
    "en": (
        "Heron", "Lantern", "Harbour", "Meadow", "Kettle", "Willow", "Ferry", "Comet", "Pebble", "Robin",
        "Orchard", "Candle", "River", "Hazel", "Bridge", "Teapot", "Juniper", "Window", "Sparrow", "Cedar",
        "Cloud", "Garden", "Acorn", "Violin",
    ),
    "es": (
        "Faro", "Puente", "Olivo", "Río", "Gorrión", "Jardín", "Farol", "Cometa", "Sauce", "Camino",
        "Puerto", "Mirlo", "Almendro", "Sendero", "Barco", "Reloj", "Violín", "Romero", "Trébol", "Balcón",
        "Tren", "Valle", "Pino", "Cuaderno",
    ),
    "ar": (
        "نورس", "مصباح", "مرفأ", "بستان", "قارب", "جسر", "نهر", "عصفور", "قمر", "وادي",
        "زيتون", "طريق", "شباك", "غيم", "كتاب", "نخيل", "صباح", "ساحل", "سنونو", "ياسمين",
        "شراع", "جبل", "حقل", "بيت",
    ),
}
_ADJECTIVES = {
    "en": (
        "Quiet", "Early", "Amber", "Gentle", "Northern", "Silver", "Slow", "Patient", "Little", "Open",
        "Green", "Distant", "Warm", "Plain", "Steady", "Late", "Wandering", "Soft", "Clear", "Winter",
        "Brave", "Golden", "Hidden", "Rainy",
    ),
    "es": (
        "Tranquilo", "Lento", "Sereno", "Claro", "Pequeño", "Abierto", "Verde", "Lejano", "Suave",
        "Temprano", "Paciente", "Azul", "Dorado", "Sencillo", "Amable", "Nuevo", "Callado", "Templado",
        "Gris", "Firme", "Blanco", "Libre", "Antiguo", "Soleado",
    ),
    "ar": (
        "هادئ", "قديم", "بعيد", "أخضر", "صغير", "دافئ", "أزرق", "جميل", "فضي", "ناعم",
        "صبور", "واسع", "ذهبي", "بسيط", "أبيض", "رحب", "نقي", "لطيف", "ساكن", "عالي",
        "قريب", "مضيء", "شتوي", "ربيعي",
    ),
}
# fmt: on
_NOUN_FIRST = frozenset({"es", "ar"})
LANGUAGES = frozenset(_NOUNS)
"""In which names can be offered."""


def offered_name(language: str, choose: Choose, *, number: int | None = None) -> str:
    """A name in the language, or in English where there are no words for it. `number` stands behind
    it when the plain ones are taken."""
    code = language.split("-")[0]
    code = code if code in LANGUAGES else "en"
    noun, adjective = choose(_NOUNS[code]), choose(_ADJECTIVES[code])
    words = [noun, adjective] if code in _NOUN_FIRST else [adjective, noun]
    return " ".join([*words, str(number)] if number is not None else words)
