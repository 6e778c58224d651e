"""Verbs take their forms as people write them."""

import pytest

from inglenook.coach.language import language

ENGLISH = """
help helps helping helped
forget forgets forgetting forgot forgotten
stop stops stopping stopped
plan plans planning planned
nag nags nagging nagged
hug hugs hugging hugged
visit visits visiting visited
open opens opening opened
listen listens listening listened
shout shouts shouting shouted
prefer prefers preferring preferred
admit admits admitting admitted
lie lies lying lied
tie ties tying tied
agree agrees agreeing agreed
see sees seeing saw seen
care cares caring cared
make makes making made
try tries trying tried
play plays playing played
fix fixes fixing fixed
show shows showing showed shown
go goes going went gone
watch watches watching watched
pass passes passing passed
push pushes pushing pushed
panic panics panicking panicked
quit quits quitting
cancel cancels cancelling cancelled canceling canceled
travel travels travelling travelled traveling traveled
feel feels feeling felt
say says saying said
"""
GERMAN = """
hören höre hörst hört hörte hörtest gehört hoeren hoerst
zuhören zuhöre zuhörst zuhört zuhörte zugehört zuzuhören
vergessen vergesse vergisst vergaß vergass
verletzen verletzt verletzte verletztest
gehen gehe gehst geht ging gingst gegangen
weggehen weggehst wegging weggegangen wegzugehen
arbeiten arbeite arbeitest arbeitet arbeitete gearbeitet
öffnen öffnest öffnet öffnete geöffnet
lernen lernst lernt lernte gelernt
wohnen wohnst wohnt gewohnt
sammeln sammle sammelst sammelt sammelte gesammelt
nörgeln nörgle nörgelst genörgelt
ändern ändere änderst ändert geändert
verstehen verstehst versteht verstand verstandest
antworten antworte antwortest antwortet geantwortet
umarmen umarmst umarmt umarmte
entschuldigen entschuldigst entschuldigt
telefonieren telefonierst telefoniert
kommen komme kommst kommt kam gekommen
helfen helfe hilfst hilft half halfst geholfen
geben gibst gibt gab gegeben
lesen liest las gelesen
lassen lässt laesst ließ liess gelassen
reisen reist reiste gereist
tanzen tanzt tanzte getanzt
aufräumen aufräumst aufgeräumt aufzuräumen
sein bin bist ist sind seid war warst gewesen
haben habe hast hat hatte gehabt
übertreiben übertreibst übertrieb
"""
WRONG = {
    "en": "stoped visitting openned lieing agreing agreeed tryed plaied quiting paniced fixxed showwed",
    "de": "geverletzt geumarmt geentschuldigt getelefoniert arbeitst öffnst reisst aufgegeräumt",
}


def lines(text: str) -> list[list[str]]:
    return [line.split() for line in text.strip().splitlines()]


EACH = [(code, *line) for code, text in (("en", ENGLISH), ("de", GERMAN)) for line in lines(text)]


@pytest.mark.parametrize("each", EACH, ids=lambda each: f"{each[0]}-{each[1]}")
def test_a_verb_takes_all_its_forms(each: tuple[str, ...]) -> None:
    code, verb, *wanted = each
    forms = language(code).forms(verb)
    assert forms[0] == verb
    assert set(wanted) <= set(forms)
    assert len(set(forms)) == len(forms)
    assert not set(forms) & set(WRONG[code].split())


@pytest.mark.parametrize("line", lines(ENGLISH), ids=lambda line: line[0])
def test_an_english_verb_has_no_other_forms(line: list[str]) -> None:
    assert set(language("en").forms(line[0])) <= set(line)
