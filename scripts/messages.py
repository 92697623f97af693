"""Gathers every text that reports show, and brings reports/translations/*.po up to date without losing a translation.

Texts of ours come from the templates and from calls of `say`, `count` and `mark`. Sentences of the checks come from the
f-strings they are written as: the message id is the f-string with names in place of its expressions.
"""

import ast
import importlib
import inspect
import itertools
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import ModuleType

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from reports.language import MONTHS
from scanner.checks import engine, law
from scanner.checks.base import CheckMeta
from scanner.checks.policy_sentences import SENTENCES

ROOT = Path(__file__).parent.parent
TRANSLATIONS = ROOT / "reports" / "translations"
_KEYWORDS = {
    "say": None,
    "mark": None,
    "marked": (1, 2),
    "count": (1, 2),
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
}
_METHODS = [("**.py", "python"), ("**.j2", "jinja2.ext:babel_extract")]
questions = importlib.import_module("scanner.facts.questions")
inspection = importlib.import_module("scanner.facts.inspection")
NOTES = (
    "Seen on one page load only.",
    "Seen once only.",
    "A document that was found could not be read.",
)
_NOTE_MAKERS = ("seen_note", "seen_once", "read_note")
_MOST = 16
"""Ways one f-string can come out, at most; what branches more should be written more simply."""

Part = str | tuple[str]
"""A fixed text, or the name of what stands in its place."""


def catalogue() -> Catalog:
    """Every text with its context, untranslated."""
    found = Catalog(project="privacydiff", charset="utf-8")
    for _, _, message, _, context in extract_from_dir(
        ROOT / "reports",
        method_map=_METHODS,
        keywords=_KEYWORDS,
        options_map={"**.j2": {"extensions": "jinja2.ext.i18n"}},
    ):
        found.add(message, context=context)
    for context, name in (("phrase", "phrases.txt"), ("failure", "failures.txt")):
        for line in (ROOT / "scripts" / name).read_text("utf-8").splitlines()[1:]:
            one, _, many = line.partition("\t")
            found.add((one, many) if many else one, context=context)
    for text in SENTENCES.values():
        found.add(text, context="phrase")
    for text in sorted({text for every in _laws() for text in every}):
        found.add(text, context="law")
    for check, texts in sentences().items():
        for text in texts:
            found.add(text, context=check)
    for note in NOTES:
        found.add(note, context="note")
    for month in MONTHS:
        found.add(month, context="on a date")
    for text in _literals(questions):
        found.add(text, context="question")
    for text in _literals(inspection):
        found.add(text, context="step")
    return found


def _literals(module: ModuleType) -> list[str]:
    """The sentences a module puts together: texts with a blank in them that are no docstrings."""
    tree = ast.parse(inspect.getsource(module))
    inside = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr)
        for part in ast.walk(node)
        if part is not node
    }
    plain = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    found = []
    for node in ast.walk(tree):
        if id(node) in plain or id(node) in inside:
            continue
        if isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str)):
            found += [text for text in _messages(node, {}) if " " in text.strip() and text.strip()[0].isupper()]
    return found


def sentences() -> dict[str, list[str]]:
    """The message ids of every check, in the order they are written in."""
    found = {}
    for identity, module in engine.load().items():
        meta: CheckMeta = module.META
        texts = [meta.title, engine.section(module, "Why it matters"), engine.section(module, "Limits")]
        found[identity] = list(dict.fromkeys(text for text in (*texts, *_of_check(module)) if text))
    return found


def _laws() -> Iterator[tuple[str, str]]:
    every = [one for module in engine.load().values() for one in module.META.law]
    for country in ("LV", "LT", "EE", "DE", "FI", "PL", "FR", "GB"):
        every += law.with_national((law.EPD,), country)
    for one in every:
        yield one.instrument, _article(one.article)


def _article(article: str) -> str:
    """An article with its numbers taken out: "Article {a}({b})({c})"."""
    kind, _, rest = article.partition(" ")
    if kind == "Article":
        depth = rest.count("(")
        return "Article {a}" + "({b})" * (depth > 0) + "({c})" * (depth > 1) if "," not in rest else article
    return f"{kind} {{a}}" if kind in ("paragraph", "paragraphs") else article


def _of_check(module: ModuleType) -> Iterator[str]:
    tree = ast.parse(inspect.getsource(module))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    for function in functions:
        names = _assigned(function)
        for node in ast.walk(function):
            if isinstance(node, ast.Call) and _called(node) == "finding":
                for keyword in node.keywords:
                    if keyword.arg in ("title", "message", "recommendation"):
                        yield from _messages(keyword.value, names)
            elif (
                isinstance(node, ast.Call) and _called(node) in ("NotApplicableError", "NotAssessedError") and node.args
            ):
                yield from _messages(node.args[0], names)


def _called(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else ""


def _assigned(function: ast.FunctionDef) -> dict[str, list[ast.expr]]:
    """Texts that are put together in variables before they are used."""
    found: dict[str, list[ast.expr]] = {}
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            if _is_text(node.value):
                found.setdefault(node.targets[0].id, []).append(node.value)
            else:
                found.setdefault(node.targets[0].id, []).append(ast.Name(id="", ctx=ast.Load()))
    return {name: values for name, values in found.items() if all(_is_text(value) for value in values)}


def _is_text(node: ast.expr) -> bool:
    if isinstance(node, ast.IfExp):
        return _is_text(node.body) and _is_text(node.orelse)
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def _messages(node: ast.expr, names: dict[str, list[ast.expr]]) -> Iterator[str]:
    ways = list(itertools.islice(_ways(node, names), _MOST + 1))
    if len(ways) > _MOST:
        raise SystemExit(f"line {node.lineno}: more than {_MOST} ways to say one thing; write it more simply")
    for way in ways:
        text, taken = "", dict[str, int]()
        joined = False
        for part in way:
            if isinstance(part, str):
                text += part
                joined = joined and not part
            elif not joined:
                taken[part[0]] = taken.get(part[0], 0) + 1
                number = taken[part[0]]
                text += f"{{{part[0]}{number if number > 1 else ''}}}"
                joined = True
        if text.strip("{}").replace("_", "").isalnum() and text.startswith("{"):
            continue
        yield text


def _ways(node: ast.expr, names: dict[str, list[ast.expr]]) -> Iterable[tuple[Part, ...]]:
    """All the ways an expression can come out, as fixed parts and places."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [(node.value,)]
    if isinstance(node, ast.JoinedStr):
        each = [_ways(part, names) for part in node.values]
        return (tuple(itertools.chain.from_iterable(way)) for way in itertools.product(*map(list, each)))
    if isinstance(node, ast.FormattedValue):
        return _ways(node.value, names)
    if isinstance(node, ast.IfExp):
        return itertools.chain(_ways(node.body, names), _ways(node.orelse, names))
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        pairs = itertools.product(list(_ways(node.left, names)), list(_ways(node.right, names)))
        return ((*left, *right) for left, right in pairs)
    if isinstance(node, ast.Name) and node.id in names:
        inner = {name: values for name, values in names.items() if name != node.id}
        return itertools.chain.from_iterable(_ways(value, inner) for value in names[node.id])
    if isinstance(node, ast.Call) and _called(node) in _NOTE_MAKERS:
        return [("",)]
    return [((_name(node),),)]


def _name(node: ast.expr) -> str:
    """A word for an expression: `flow.name` is "name", `counted(…, "request")` is "requests"."""
    if isinstance(node, ast.Attribute):
        return node.attr
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Subscript):
        return _name(node.value)
    if isinstance(node, ast.BoolOp):
        return _name(node.values[0])
    if isinstance(node, ast.Call):
        if _called(node) == "counted" and isinstance(node.args[1], ast.Constant):
            return f"{str(node.args[1].value).replace('-', '_').replace(' ', '_')}s"
        if _called(node) == "len":
            return f"number_of_{_name(node.args[0])}"
        if isinstance(node.func, ast.Attribute):
            return _name(node.args[0]) if node.func.attr == "join" else node.func.attr
        return (
            _name(node.args[0])
            if node.args and _called(node) in ("list", "set", "sorted", "str", "readable")
            else _called(node)
        )
    if isinstance(node, ast.GeneratorExp | ast.ListComp):
        return _name(node.elt)
    return "value"


def update(file: Path) -> Catalog:
    """A language's file with every text there is: translations kept, texts that are gone left out."""
    with file.open("rb") as body:
        kept = read_po(body, locale=file.stem)
    fresh = catalogue()
    fresh.locale = file.stem
    fresh.creation_date = kept.creation_date  # the file changes when a text does, and not with the clock
    for message in list(fresh):
        old = kept.get(message.id, message.context) if message.id else None
        if old is not None and type(old.id) is type(message.id):
            message.string = old.string
    return fresh


def main() -> None:
    """Bring all languages up to date."""
    for file in sorted(TRANSLATIONS.glob("*.po")):
        fresh = update(file)
        with file.open("wb") as body:
            write_po(body, fresh, width=0, sort_output=False, omit_header=False, no_location=True)
        open_ones = sum(not _whole(message.string) for message in fresh if message.id)
        print(f"{file.name}: {len(fresh)} texts, {open_ones} without a translation")


def _whole(string: object) -> bool:
    return all(string) if isinstance(string, list | tuple) else bool(string)


if __name__ == "__main__":
    main()
