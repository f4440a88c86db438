"""Texts may print values and change words a little; what would do more is refused, at once, with its place."""

import pytest

from tests.hostile.child import Child

EXPRESSIONS = (
    "''.__class__.__mro__",
    "a.__class__",
    "a|attr('__class__')",
    "a['__class__']",
    "''.__class__.__base__.__subclasses__()",
    "given.__globals__",
    "given.__call__('x')",
    "self.__init__",
    "cycler.__init__.__globals__.os",
    "lipsum.__globals__",
    "range(10**9)",
    "range(10**9)|list",
    "9**9**9**9",
    "given(9**9**9**9)",
    "2**(2**40)",
    "1<<9",
    "'x'*10**10",
    "('x'*9999)*9999",
    "[[0]*9999]*9999",
    "'%0999999999d'|format(1)",
    "a|center(10**9)",
    "a|indent(10**9)",
    "a|wordwrap(1)",
    "a|map('upper')",
    "a~a~a",
    "a if a else a",
    "a is string",
    "not a",
    "a and a",
    "[a]",
    "{'a': a}",
    "(a, a)",
    "a[0]",
    "a[::-1]",
    "a.format()",
    "{% for x in range(9) %}",
    "{%- set x = 1 %}",
    "{# x #}",
    "loop",
    "caller()",
    "namespace(a=1)",
    "dict(a=1)",
    "joiner()",
    "(" * 120 + "a" + ")" * 120,
    "-" * 250 + "1",
    "a" + "|upper" * 45,
    "a|replace('a','aa')" * 14,
    "a" * 301,
    "given(*a)",
    "given(**a)",
    "given(given)",
    "a|replace('', 'x')|replace('x', 'xx')|replace('x', 'xx')",
    "",
    " ",
    "'",
    '"',
    "a!",
    "\\",
    "a..b",
)


@pytest.fixture(scope="module")
def child(tmp_path_factory):
    """A worker that is held to 5 s of work a case and 1 GiB of memory."""
    child = Child(tmp_path_factory.mktemp("expressions"))
    yield child
    child.close()


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_an_expression_that_would_do_more_is_refused(child, expression):
    """Attributes, loops, powers, multiplied text, nesting: a line with the place, and none of it is worked out."""
    answer = child.ask({}, text="Up by {{" + expression + "}}.")
    lines = answer["err"].splitlines()
    assert lines
    for line in lines:
        assert line.startswith("content/x.yaml:3:"), line
        assert "error[wrong-value]" in line or "error[undefined-value]" in line or "error[no-blocks]" in line, line
        assert len(line) < 1_000
    assert answer["seconds"] < 5


def test_a_harmless_one_is_printed(child):
    """The same worker prints what texts may say: a test that refuses all would prove nothing."""
    answer = child.ask({}, text="Up by {{ a | replace('one', 'two') | upper }} of {{ given(1234) }}.")
    assert (answer["err"], answer["out"]) == ("", "Up by TWO of 1,234.")


@pytest.mark.parametrize(
    "formula", ["(" * 200 + "a" + ")" * 200, "1+" * 300 + "1", "-" * 400 + "a", "((((" * 100, "a" * 10_000]
)
def test_a_formula_of_a_statistic_ends_too(child, formula):
    """The formula of an `expression` is short and flat, or its statistic is refused."""
    answer = child.ask({}, formula=formula)
    assert answer["err"].startswith("ValueError: "), answer
