"""Whether an answer is what the API's document says: as much of JSON Schema as the document uses, and
nothing that it does not know."""

from datetime import datetime
from typing import Any
from uuid import UUID

_TYPES: dict[str, type | tuple[type, ...]] = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "boolean": bool,
    "null": type(None),
}
_FORMATS = {"uuid": UUID, "date-time": datetime.fromisoformat, "date": datetime.fromisoformat}
_SAID = {"title", "description", "default"}


def broken(
    document: dict[str, Any], schema: dict[str, Any], value: Any, at: str = "$"
) -> list[str]:
    """Where the value is not as the schema says; nothing where it is."""
    if ref := schema.get("$ref"):
        name = ref.removeprefix("#/components/schemas/")
        return broken(document, document["components"]["schemas"][name], value, at)
    if "anyOf" in schema:
        tried = [broken(document, one, value, at) for one in schema["anyOf"]]
        return [] if [] in tried else [f"{at}: none of anyOf"]
    unknown = set(schema) - _SAID - {"type", "format", "properties", "required", "items", "enum"}
    found = [f"{at}: cannot check {one}" for one in sorted(unknown)]
    kind = schema.get("type")
    if kind == "integer" and isinstance(value, bool):
        return [*found, f"{at}: no integer"]
    if kind and not isinstance(value, _TYPES[kind]):
        return [*found, f"{at}: no {kind}"]
    if "enum" in schema and value not in schema["enum"]:
        found.append(f"{at}: not one of the list")
    if form := schema.get("format"):
        try:
            _FORMATS[form](value)
        except ValueError:
            found.append(f"{at}: no {form}")
    return found + _within(document, schema, value, at)


def _within(document: dict[str, Any], schema: dict[str, Any], value: Any, at: str) -> list[str]:
    if isinstance(value, list):
        parts = [(f"{at}[{number}]", schema["items"], one) for number, one in enumerate(value)]
    elif isinstance(value, dict):
        known = schema["properties"]
        wrong = [f"{at}.{one}: missing" for one in schema.get("required", []) if one not in value]
        wrong += [f"{at}.{one}: not in the document" for one in value if one not in known]
        if wrong:
            return wrong
        parts = [(f"{at}.{name}", known[name], one) for name, one in value.items()]
    else:
        return []
    return [line for where, each, one in parts for line in broken(document, each, one, where)]
