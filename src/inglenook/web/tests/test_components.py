"""The pieces of a page, as somebody meets them who sees, hears or feels it."""

import gzip
import re
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django import forms
from jinja2 import FileSystemLoader

from inglenook.guide.content import library
from inglenook.web.jinja import environment
from inglenook.web.stylesheet import SOURCES, stylesheet, tighten

IMPORTS = (
    '{% import "components/ui.html" as ui with context %}'
    '{% import "components/feelings.html" as feelings with context %}'
    '{% import "components/exchange.html" as exchange with context %}'
)
ADDRESSES = {"home:today": "/", "exchanges:talk": "/talk/"}
Render = Callable[..., str]


@pytest.fixture
def render() -> Render:
    env = environment(loader=FileSystemLoader(SOURCES.parents[1] / "templates"), autoescape=True)
    env.globals.update(
        url=lambda name, *args: ADDRESSES.get(name, f"/{name}/"), static=lambda path: f"/static/{path}"
    )
    shell: dict[str, Any] = {
        "person": SimpleNamespace(name="Ada"),
        "bonds": [],
        "bond": None,
        "page_look": "auto",
        "lock_after": 900,
        "said": "",
        "sample_mode": False,
        "sprite": "/static/icons/sprite.svg",
        "exit_url": "https://weather.example/",
        "LANGUAGE_CODE": "en",
        "LANGUAGE_BIDI": False,
        "csrf_input": "CSRF",
        "request": SimpleNamespace(path="/talk/", get_full_path=lambda: "/talk/"),
    }

    def rendered(source: str, **more: object) -> str:
        return env.from_string(IMPORTS + source).render({**shell, **more})

    return rendered


class Page(forms.Form):
    name = forms.CharField(label="Your name", help_text="Others see it.")
    look = forms.ChoiceField(
        label="Look", choices=[("a", "Paper"), ("b", "Fire")], widget=forms.RadioSelect, required=False
    )
    text = forms.CharField(label="Text", widget=forms.Textarea, required=False)
    quiet = forms.BooleanField(label="Quiet", required=False)
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


@pytest.mark.parametrize("shell", ["base.html", "public.html"])
def test_every_page_has_a_way_out_a_way_to_help_and_stays_out_of_searches(render: Render, shell: str) -> None:
    page = render(f'{{% extends "{shell}" %}}{{% block title %}}T{{% endblock %}}')
    assert '<meta name="robots" content="noindex">' in page
    assert '<html lang="en" dir="ltr" data-look="auto">' in page
    assert re.search(
        r'<quick-exit data-to="https://weather.example/">\s*<form method="post" action="/safety:leave/">',
        page,
    )
    assert 'href="/safety:help/"' in page
    assert 'href="/safety:trust/"' in page
    assert page.index('href="#main"') < page.index("<header")
    assert '<main id="main" tabindex="-1">' in page


def test_pages_turn_round_for_languages_that_do(render: Render) -> None:
    page = render('{% extends "base.html" %}', LANGUAGE_CODE="ar", LANGUAGE_BIDI=True)
    assert '<html lang="ar" dir="rtl"' in page


def test_the_chosen_look_and_the_time_until_locking_are_in_the_page(render: Render) -> None:
    page = render('{% extends "base.html" %}', page_look="dark")
    assert 'data-look="dark"' in page
    assert '<meta name="color-scheme" content="dark">' in page
    assert '<meta name="lock-after" content="900">' in page


def test_the_place_one_is_at_is_marked(render: Render) -> None:
    page = render('{% extends "base.html" %}')
    assert re.findall(r'aria-current="page">.*?<span>(\w+)</span>', page) == ["Talk"]


def test_every_form_carries_its_token(render: Render) -> None:
    assert "CSRF" in render("{% call ui.form() %}{% endcall %}")
    assert render('{% extends "base.html" %}').count("CSRF") == render('{% extends "base.html" %}').count(
        "<form"
    )


def test_a_form_of_writing_carries_its_id_and_its_place_for_drafts(render: Render) -> None:
    writing = SimpleNamespace(keep="/drafts/7/?at=/me/", seen=3, id="7", path="/me/", coached="")
    page = render("{% call ui.writing_form(writing) %}<b>Inside</b>{% endcall %}", writing=writing)
    assert '<keep-draft src="/drafts/7/?at=/me/" data-seen="3"' in page
    assert '<input type="hidden" name="id" value="7">' in page
    assert '<input type="hidden" name="at" value="/me/">' in page
    assert "<b>Inside</b>" in page


def test_a_field_is_described_by_its_help_and_its_error(render: Render) -> None:
    page = render("{{ ui.field(form.name) }}", form=Page({}))
    described = re.search(r'aria-describedby="([^"]+)"', page)
    assert described
    assert all(f'id="{name}"' in page for name in described.group(1).split())
    assert 'aria-invalid="true"' in page
    assert '<label for="id_name">Your name</label>' in page


def test_a_field_that_may_stay_empty_says_so(render: Render) -> None:
    assert "if you like" in render("{{ ui.field(form.text, rows=3) }}", form=Page())
    assert "if you like" not in render("{{ ui.field(form.name) }}", form=Page())
    assert 'rows="3"' in render("{{ ui.field(form.text, rows=3) }}", form=Page())


def test_choices_are_one_group_with_a_name_and_hints(render: Render) -> None:
    page = render('{{ ui.choices(form.look, hints={"b": "Dim"}) }}', form=Page())
    assert page.count('type="radio"') == 2
    assert "<legend>Look" in page
    assert "<small>Dim</small>" in page


def test_what_is_wrong_is_listed_with_links(render: Render) -> None:
    form = Page({})
    form.add_error(None, "All of it")
    page = render("{{ ui.errors(form) }}", form=form)
    assert 'role="alert" tabindex="-1" data-focus' in page
    assert '<a href="#id_name">' in page
    assert "<li>All of it</li>" in page
    assert render("{{ ui.errors(form) }}", form=Page()).strip() == ""


def test_two_forms_of_a_page_have_one_summary(render: Render) -> None:
    page = render(
        "{{ ui.errors(one, none, other) }}", one=Page({}), none=None, other=Page({}, prefix="again")
    )
    assert page.count('role="alert"') == 1
    assert '<a href="#id_name">' in page
    assert '<a href="#id_again-name">' in page


def test_what_people_wrote_is_never_markup(render: Render) -> None:
    evil = "<script>canary-ember-3</script>"
    page = render(
        "{{ ui.seen_by([evil]) }}{{ exchange.revealed(evil, [{'name': evil, 'text': evil}]) }}"
        "{{ ui.copy(evil, evil) }}{{ ui.notice(evil) }}{{ ui.heading(evil, evil) }}"
        "{% call ui.card(evil) %}{{ evil }}{% endcall %}",
        evil=evil,
    )
    assert "<script" not in page


def test_private_and_shared_are_said_in_words(render: Render) -> None:
    assert "Only you" in render("{{ ui.only_you() }}")
    assert "Seen by Ada and Bo" in re.sub(r"<[^>]+>", "", render('{{ ui.seen_by(["Ada", "Bo"]) }}')).replace(
        "AB", ""
    )


def test_the_map_of_feelings_has_a_name_for_each_of_its_places(render: Render) -> None:
    page = render('{{ feelings.grid(value="2,-1") }}')
    names = re.findall(r'name="mood" value="[-,\d]+" aria-label="([^"]+)"', page)
    assert len(names) == len(set(names)) == 49
    assert 'value="2,-1" aria-label="High energy, a little unpleasant" data-near="stormy" checked' in page
    assert 'value="unsure"' in page
    assert 'value="unsaid"' in page


def test_the_middle_of_the_map_belongs_to_no_region_and_its_axes_to_two(render: Render) -> None:
    page = render("{{ feelings.grid() }}")
    assert re.search(r'value="0,0" aria-label="[^"]+">', page)
    assert 'data-near="bright calm"' in page


def test_the_regions_of_the_map_are_those_of_the_words(render: Render) -> None:
    near = set(" ".join(re.findall(r'data-near="([^"]+)"', render("{{ feelings.grid() }}"))).split())
    assert near == set(library().regions)


def test_a_check_in_fits_into_the_first_view(render: Render) -> None:
    regions = [
        SimpleNamespace(
            id=one.id,
            title=one.title,
            about=one.about,
            feelings=[feeling for feeling in library().feelings.values() if feeling.region == one.id],
        )
        for one in library().regions.values()
    ]
    page = render(
        '{% extends "base.html" %}{% block main %}{% call ui.form() %}{{ feelings.grid() }}'
        "{{ feelings.words(regions) }}{{ feelings.strength() }}{% endcall %}{% endblock %}",
        regions=regions,
    )
    styles = [stylesheet(), tighten((SOURCES / "apart/feelings.css").read_text())]
    assert sum(len(gzip.compress(text.encode())) for text in (page, *styles)) <= 14_600


def test_a_picked_word_is_in_sight(render: Render) -> None:
    feeling = SimpleNamespace(id="glad", word="glad", definition="Good", energy=1, pleasantness=2)
    region = SimpleNamespace(id="bright", title="Bright", about="Good", feelings=[feeling])
    page = render('{{ feelings.words([region], picked=["glad"]) }}', region=region)
    assert 'data-region="bright" open>' in page
    assert 'value="glad" checked' in page


def test_nobody_can_tell_from_waiting_cards_who_has_answered(render: Render) -> None:
    page = render('{{ exchange.waiting("Tea?", ["Ada", "Bo"]) }}')
    assert page.count('class="card-back"') == 2
    assert re.sub("Ada", "Bo", page).count("Bo</li>") == 2


@pytest.mark.parametrize("picture", ["hearth", "chairs", "cups", "letter", "door", "path", "lamp"])
def test_pictures_are_for_the_eye_only(render: Render, picture: str) -> None:
    assert 'aria-hidden="true"' in render("{{ ui.picture(name) }}", name=picture)


@pytest.mark.parametrize("error", ["400", "403", "404", "500"])
def test_errors_are_kind_and_lead_on(render: Render, error: str) -> None:
    page = render(f'{{% extends "errors/{error}.html" %}}')
    assert page.count("<h1>") == 1
    assert 'class="button main"' in page
