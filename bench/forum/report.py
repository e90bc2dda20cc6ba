"""The table of bench.forum."""

import json


def table(said: list[str]) -> str:
    """One row a page, the sizes beside each other; `said` is a line of asking.measured a size."""
    sizes = [json.loads(one) for one in said]
    heads = [
        f"{what}, {size['posts']:,} posts"
        for what in ("queries", "p50 ms", "p99 ms", "answers/s")
        for size in sizes
    ]
    lines = ["| page | " + " | ".join(heads) + " |", "|---" * (len(heads) + 1) + "|"]
    for page in sizes[0]["pages"]:
        rows = [size["pages"][page] for size in sizes]
        cells = [
            *(f"{row['queries']}" for row in rows),
            *(f"{row['p50']:.1f}" for row in rows),
            *(f"{row['p99']:.1f}" for row in rows),
            *(f"{row['rate']:.0f}" for row in rows),
        ]
        lines.append(f"| {page} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"
