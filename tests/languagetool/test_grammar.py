from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from mtcheck.languagetool import runtime
from mtcheck.languagetool.grammar import Asked, Grammar, GrammarError, marked_example, own_id, rulegroup, words_for
from mtcheck.model import RuleSet

PATTERN = "<pattern><token>a</token></pattern>"


def test_the_id_of_a_rule_of_ours() -> None:
    assert own_id("languagetool.modal-noun") == "MTCHECK_LANGUAGETOOL_MODAL_NOUN"


def test_a_pattern_alone_becomes_a_complete_rule() -> None:
    made = rulegroup("a.b", "<antipattern><token>b</token></antipattern>\n" + PATTERN, [("an <marker>a</marker>", "b")])
    assert made == (
        '<rulegroup id="MTCHECK_A_B" name="a.b">\n<antipattern><token>b</token></antipattern>\n'
        "<rule><pattern><token>a</token></pattern><message>mtcheck</message>"
        '<example correction="b">an <marker>a</marker></example></rule>\n</rulegroup>'
    )


def test_a_message_stands_before_suggestions_and_examples() -> None:
    made = rulegroup("a", f"<rule>{PATTERN}<suggestion>x</suggestion></rule><rule>{PATTERN}</rule>", [])
    assert made.count("<message>") == 2
    assert "</pattern><message>mtcheck</message><suggestion>x</suggestion><example" in made


@pytest.mark.parametrize(
    ("xml", "reason"),
    [
        ("<pattern><token></pattern>", "not well-formed"),
        ("<patern/>", "<patern>"),
        (PATTERN + PATTERN, "put each in a `<rule>`"),
        ("<antipattern><token/></antipattern>", "either one `<pattern>`"),
        (f"<rule>{PATTERN}</rule>{PATTERN}", "either one `<pattern>`"),
        ("<rule><message>x</message></rule>", "without `<pattern>`"),
    ],
)
def test_xml_that_languagetool_would_not_read(xml: str, reason: str) -> None:
    with pytest.raises(GrammarError, match=reason):
        rulegroup("a", xml, [])


def test_word_classes_stand_for_their_single_words() -> None:
    written = words_for(
        '<token regexp="yes">&country;</token>&amp;', {"country": ("France", "Ivory Coast", "Peru")}.get
    )
    assert written == '<token regexp="yes">France|Peru</token>&amp;'


def test_examples_are_marked_and_escaped() -> None:
    assert marked_example("A & [[b < c]] and [[d]].") == "A &amp; <marker>b &lt; c</marker> and d."


def test_the_file_has_only_our_rules_in_order_and_ids_have_all() -> None:
    grammar = Grammar((Asked("MTCHECK_B", "<b/>"), Asked("EN_A_VS_AN", ""), Asked("MTCHECK_A", "<a/>")))
    assert grammar.ids == ("EN_A_VS_AN", "MTCHECK_A", "MTCHECK_B")
    assert grammar.xml.index("<a/>") < grammar.xml.index("<b/>")
    assert "EN_A_VS_AN" not in grammar.xml
    assert Grammar(grammar.asked[::-1]).digest == grammar.digest
    assert Grammar(grammar.asked[:2]).digest != grammar.digest


def test_our_rules_fit_the_schema_of_languagetool(shipped: RuleSet, tmp_path: Path) -> None:
    etree = pytest.importorskip("lxml.etree")
    core = next(jar for jar in runtime.jars() if jar.name == "languagetool-core")
    if not core.path.exists():
        pytest.skip("LanguageTool is not installed (`mtcheck languagetool install`)")
    with zipfile.ZipFile(core.path) as archive:
        for name in ("rules.xsd", "pattern.xsd"):
            (tmp_path / name).write_bytes(archive.read(f"org/languagetool/rules/{name}"))
    schema = etree.XMLSchema(etree.parse(str(tmp_path / "rules.xsd")))
    rows = [Asked(*row) for rule in shipped.rules if rule.kind == "languagetool" for row in rule.rows]
    schema.assertValid(etree.fromstring(Grammar(tuple(rows)).xml.encode()))
