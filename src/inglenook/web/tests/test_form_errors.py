"""Forms speak with our words, never with the framework's."""

from collections.abc import Iterator

import pytest
from django import forms

from inglenook.web.form_errors import SENTENCES

FOREIGN = ("field", "Ensure", "Select a valid", "Null characters", "Enter")


def all_forms(kind: type[forms.BaseForm] = forms.BaseForm) -> Iterator[type[forms.Form]]:
    """Every form of Inglenook. The addresses are read, so that all of them are there."""
    import inglenook.config.urls  # noqa: F401

    for below in kind.__subclasses__():
        if below.__module__.startswith("inglenook.") and issubclass(below, forms.Form):
            yield below
        yield from all_forms(below)


@pytest.mark.parametrize("form", list(all_forms()), ids=lambda form: form.__name__)
def test_no_sentence_of_a_form_is_the_frameworks(form: type[forms.Form]) -> None:
    for name, field in form.base_fields.items():
        for text in map(str, field.error_messages.values()):
            assert not any(word in text for word in FOREIGN), f"{name}: {text}"


def test_our_sentences_are_used_and_say_what_to_do() -> None:
    class Page(forms.Form):
        name = forms.CharField(label="Name", max_length=3)
        kind = forms.ChoiceField(choices=[("a", "A")])

    assert Page({"name": "", "kind": ""}).errors == {
        "name": ["Please fill this in."],
        "kind": ["Please choose one."],
    }
    wrong = Page({"name": "Adalbert", "kind": "b"}).errors
    assert wrong["name"] == ["This is too long: there is room for 3 characters. Shorten it a little."]
    assert wrong["kind"] == [str(SENTENCES[forms.ChoiceField]["invalid_choice"])]
