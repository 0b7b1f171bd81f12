"""The ways of making expressions that are drawn from: the operators, constructions and functions of DMN 1.5, chapter 10."""

from __future__ import annotations

from tests.core.decisions.differential.trees import (
    ADD,
    AND,
    COMPARE,
    INSTANCE,
    MULTIPLY,
    NEGATE,
    OPEN,
    OR,
    POSTFIX,
    POWER,
    Form,
)

CONTEXT: dict[str, object] = {
    "age": 70,
    "full name": "王小明",
    "數量": 3,
    "scores": [3, 1, 2],
    "person": {"age": 20, "名稱": "甲", "tags": ["a", "b"]},
    "people": [{"age": 20, "city": "台北"}, {"age": 70, "city": "高雄"}],
}
"""What every expression may look at."""

LEAVES: dict[str, tuple[str, ...]] = {
    "number": ("0", "1", "2", "3", "10", "2.5", "0.5", "-1", "100", "0.1", "1234.5678", "age", "數量", "person.age"),
    "string": ('""', '"a"', '"ab"', '"b"', '"foobar"', '"通辦🐎"', '"1"', '"A b"', "full name", "person.名稱"),
    "boolean": ("true", "false", "null"),
    "date": ('@"2026-02-28"', 'date("2024-02-29")', "date(2026, 12, 31)", '@"2026-01-01"'),
    "time": ('@"10:30:00"', 'time("23:59:59")', "time(0, 0, 0)", '@"10:30:00Z"', '@"12:30:00+02:00"'),
    "moment": (
        '@"2026-02-28T10:30:00"',
        'date and time("2024-02-29T00:00:00")',
        '@"2026-02-28T10:30:00Z"',
        '@"2026-02-28T12:30:00+02:00"',
    ),
    "days": ('@"P1D"', '@"PT1H30M"', '@"-P2D"', 'duration("P1DT2H3M4S")', '@"PT0S"', '@"PT36H"'),
    "months": ('@"P1Y"', '@"P1Y2M"', '@"-P3M"', 'duration("P14M")', '@"P0M"'),
    "numbers": ("[]", "[1]", "[1, 2, 3]", "[3, 1, 2]", "[1, 2, 2, 2.5]", "[0, -1]", "scores", "people.age"),
    "strings": ("[]", '["a"]', '["a", "b"]', '["b", "a", "b"]', "person.tags", "people.city"),
    "booleans": ("[]", "[true]", "[true, false]", "[true, null]", "[false, null]"),
    "context": ("{}", "{age: 1}", '{age: 2, 名稱: "乙"}', '{"a b": 1}', "person", "people[1]"),
    "interval": ("[1..5]", "(1..5)", "[1..5)", "(1..5]", "[3..10]", "[5..5]", "[5..8]", '["a".."c"]'),
}

ORDERED = ("number", "string", "date", "time", "moment", "days", "months")


def _binary(sign: str, level: int, *kinds: tuple[str, str, str]) -> list[Form]:
    """`left sign right`; operators of one level associate to the left."""
    right = level + 1
    left = right if level == COMPARE else level
    return [Form(sign, f"{{0}} {sign} {{1}}", gives, (a, b), level=level, needs=(left, right)) for a, b, gives in kinds]


ARITHMETIC = [
    *_binary("+", ADD, ("number", "number", "number"), ("string", "string", "string"), ("days", "days", "days")),
    *_binary("+", ADD, ("date", "months", "date"), ("date", "days", "date"), ("moment", "months", "moment")),
    *_binary("+", ADD, ("moment", "days", "moment"), ("time", "days", "time"), ("months", "months", "months")),
    *_binary("-", ADD, ("number", "number", "number"), ("days", "days", "days"), ("date", "date", "days")),
    *_binary("-", ADD, ("date", "months", "date"), ("moment", "moment", "days"), ("time", "days", "time")),
    *_binary("*", MULTIPLY, ("number", "number", "number"), ("days", "number", "days"), ("number", "months", "months")),
    *_binary("/", MULTIPLY, ("number", "number", "number"), ("days", "number", "days"), ("months", "months", "number")),
    *_binary("**", POWER, ("number", "number", "number")),
    Form("negate", "-{0}", "number", ("number",), level=NEGATE, needs=(INSTANCE,)),
    Form("negate", "-{0}", "days", ("days",), level=NEGATE, needs=(INSTANCE,)),
]
COMPARISON = [
    *(one for sign in ("=", "!=") for one in _binary(sign, COMPARE, *((k, k, "boolean") for k in LEAVES))),
    *(one for sign in ("<", "<=", ">", ">=") for one in _binary(sign, COMPARE, *((k, k, "boolean") for k in ORDERED))),
    *(
        Form("between", "{0} between {1} and {2}", "boolean", (kind,) * 3, level=COMPARE, needs=(ADD, ADD, ADD))
        for kind in ORDERED
    ),
    *(
        Form("in", f"{{0}} in {tests}", "boolean", (kind,) * count, level=COMPARE, needs=(ADD,) * count)
        for kind in ("number", "string", "date")
        for tests, count in (
            ("({1}, {2})", 3),
            ("[{1}..{2}]", 3),
            ("({1}..{2})", 3),
            ("]{1}..{2}[", 3),
            ("(> {1}, < {2})", 3),
            ("<= {1}", 2),
        )
    ),
    Form("in", "{0} in {1}", "boolean", ("number", "interval"), level=COMPARE, needs=(ADD, ADD)),
    Form("in", "{0} in {1}", "boolean", ("number", "numbers"), level=COMPARE, needs=(ADD, ADD)),
]
LOGIC = [
    Form("and", "{0} and {1}", "boolean", ("boolean", "boolean"), level=AND, needs=(AND, COMPARE)),
    Form("or", "{0} or {1}", "boolean", ("boolean", "boolean"), level=OR, needs=(OR, AND)),
]
CONSTRUCTION = [
    *(
        Form("if", "if {0} then {1} else {2}", kind, ("boolean", kind, kind), level=OPEN)
        for kind in ("number", "string", "boolean", "date", "numbers")
    ),
    Form("list", "[{0}]", "numbers", ("number",)),
    Form("list", "[{0}, {1}]", "numbers", ("number", "number")),
    Form("list", "[{0}, {1}]", "strings", ("string", "string")),
    Form("list", "[{0}, {1}]", "booleans", ("boolean", "boolean")),
    Form("context", "{{age: {0}, 名稱: {1}}}", "context", ("number", "string")),
    Form("context merge", "context merge([{0}, {1}])", "context", ("context", "context"), level=POSTFIX),
    Form("context entry", "{{a: {0}, b: a}}.b", "number", ("number",), level=POSTFIX),
    Form("interval", "[{0}..{1}]", "interval", ("number", "number"), needs=(ADD, ADD)),
    Form("path", "{0}.age", "number", ("context",), level=POSTFIX, needs=(POSTFIX,)),
    *(
        Form("component", f"{{0}}.{name}", "number", (kind,), level=POSTFIX, needs=(POSTFIX,))
        for kind, names in {
            "date": ("year", "month", "day", "weekday"),
            "time": ("hour", "minute", "second"),
            "moment": ("year", "month", "day", "weekday", "hour", "minute", "second"),
            "days": ("days", "hours", "minutes", "seconds"),
            "months": ("years", "months"),
        }.items()
        for name in names
    ),
    Form("component", "{0}.time offset", "days", ("moment",), level=POSTFIX, needs=(POSTFIX,)),
    *(
        Form("filter by number", "{0}[{1}]", kind[:-1], (kind, "number"), level=POSTFIX, needs=(POSTFIX, OPEN))
        for kind in ("numbers", "strings", "booleans")
    ),
    *(
        Form("instance of", f"{{0}} instance of {type_}", "boolean", (kind,), level=INSTANCE, needs=(POSTFIX,))
        for kind, type_ in (
            ("number", "number"),
            ("string", "string"),
            ("boolean", "boolean"),
            ("date", "date"),
            ("time", "time"),
            ("moment", "date and time"),
            ("days", "days and time duration"),
            ("months", "years and months duration"),
            ("numbers", "list<number>"),
            ("strings", "list<number>"),
            ("context", "context<age: number>"),
        )
    ),
    *(Form("is", "is({0}, {1})", "boolean", (kind, kind)) for kind in ("number", "date", "time", "moment", "days")),
]


def _bound(name: str, text: str, gives: str, takes: tuple[str, str], binds: str) -> Form:
    needs = (POSTFIX, OPEN) if binds == "item" else (OPEN, OPEN)
    return Form(name, text, gives, takes, POSTFIX if binds == "item" else OPEN, needs, binds)


BINDING = [
    *(
        form
        for bound in ("x", "y")
        for form in (
            _bound("for", f"for {bound} in {{0}} return {{1}}", "numbers", ("number", "number"), bound),
            _bound("for", f"for {bound} in {{0}} return {{1}}", "booleans", ("number", "boolean"), bound),
            _bound("for", f"for {bound} in {{0}} return {{1}}", "strings", ("string", "string"), bound),
            _bound("some", f"some {bound} in {{0}} satisfies {{1}}", "boolean", ("number", "boolean"), bound),
            _bound("every", f"every {bound} in {{0}} satisfies {{1}}", "boolean", ("number", "boolean"), bound),
            _bound("every", f"every {bound} in {{0}} satisfies {{1}}", "boolean", ("string", "boolean"), bound),
        )
    ),
    _bound("filter", "{0}[{1}]", "numbers", ("number", "boolean"), "item"),
    _bound("filter", "{0}[{1}]", "strings", ("string", "boolean"), "item"),
]
"""The first part of these is drawn as a list of leaves of the kind named first."""

FUNCTIONS = """
number: abs(number) floor(number) ceiling(number) modulo(number,number) sqrt(number) exp(number) log(number)
  decimal(number,number) round_up(number,number) round_down(number,number) round_half_up(number,number)
  round_half_down(number,number) count(numbers) sum(numbers) min(numbers) max(numbers) mean(numbers) median(numbers)
  product(numbers) stddev(numbers) sum(number,number) min(number,number,number) string_length(string)
  day_of_year(date) week_of_year(date) number(string)
days: abs(days) duration(string)
months: years_and_months_duration(date,date) abs(months)
string: substring(string,number) substring(string,number,number) upper_case(string) lower_case(string)
  substring_before(string,string) substring_after(string,string) replace(string,string,string) string_join(strings)
  string_join(strings,string) day_of_week(date) month_of_year(date) string(number) string(string) string(boolean)
  string(date) string(time) string(moment) string(days) string(months) string(numbers) string(context) min(strings)
  max(string,string)
strings: split(string,string) append(strings,string) distinct_values(strings) union(strings,strings)
  concatenate(strings,strings) reverse(strings)
numbers: append(numbers,number) concatenate(numbers,numbers) insert_before(numbers,number,number)
  remove(numbers,number) reverse(numbers) index_of(numbers,number) union(numbers,numbers) distinct_values(numbers)
  sublist(numbers,number) sublist(numbers,number,number) mode(numbers) list_replace(numbers,number,number)
  flatten(numbers)
boolean: not(boolean) contains(string,string) starts_with(string,string) ends_with(string,string)
  matches(string,string) list_contains(numbers,number) list_contains(strings,string) all(booleans) any(booleans)
  odd(number) even(number) before(number,number) after(date,date) before(interval,interval) after(interval,interval)
  before(number,interval) meets(interval,interval) met_by(interval,interval) overlaps(interval,interval)
  includes(interval,number) includes(interval,interval)
date: date(string) date(date) date(moment) date(number,number,number)
time: time(string) time(moment) time(number,number,number)
moment: date_and_time(string) date_and_time(date,time)
context: context_put(context,string,number)
any: get_value(context,string) get_entries(context)
"""
"""What is given: the functions that give it, with the kinds they take; `_` is a space."""


def _functions() -> list[Form]:
    forms = []
    for word in FUNCTIONS.replace(":", ": ").split():
        if word.endswith(":"):
            gives = word[:-1]
            continue
        name, _, takes = word[:-1].partition("(")
        kinds = tuple(takes.split(","))
        arguments = ", ".join(f"{{{index}}}" for index in range(len(kinds)))
        spoken = name.replace("_", " ")
        forms.append(Form(spoken, f"{spoken}({arguments})", gives, kinds, level=POSTFIX))
    return forms


FORMS: list[Form] = [*ARITHMETIC, *COMPARISON, *LOGIC, *CONSTRUCTION, *BINDING, *_functions()]
