"""Writes the table of record fields in the README from the docstrings in newscrawl/items.py: python docs/fields.py"""

from __future__ import annotations

import ast
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
START, END = "test -->\n", "<!-- /fields -->"


def table() -> str:
    """Return the table: a row a field, in the record's order."""
    sys.path.insert(0, str(ROOT))
    from newscrawl.items import Article, record_fields

    tree = ast.parse((ROOT / "newscrawl" / "items.py").read_text("utf-8"))
    (article,) = [node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == "Article"]
    rows = {}
    for field, docstring in zip(article.body, article.body[1:], strict=False):
        if isinstance(field, ast.AnnAssign) and isinstance(docstring, ast.Expr):
            text = " ".join(ast.literal_eval(docstring.value).split()).replace("``None``", "null").replace("``", "`")
            assert isinstance(field.target, ast.Name)
            rows[field.target.id] = (ast.unparse(field.annotation).replace("|", "or").replace("None", "null"), text)
    lines = ["| field | type | holds |", "| --- | --- | --- |"]
    for name in record_fields(Article):
        kind, text = rows[name]
        lines.append(f"| `{name}` | {kind} | {text} |")
    return "\n".join(lines) + "\n"


def replaced(readme: str) -> str:
    """Return the README with the table as it should be."""
    head, rest = readme.split(START, 1)
    return head + START + table() + END + rest.split(END, 1)[1]


if __name__ == "__main__":
    README.write_text(replaced(README.read_text("utf-8")), "utf-8")
