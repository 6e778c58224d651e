"""What a page says after something was done. Only these sentences: nothing private rides in an address."""

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as n_

SENTENCES = {
    "kept": n_("Kept. Only you can see it."),
    "changed": n_("Changed."),
    "shared": n_("Shared."),
    "unshared": n_("Taken back. It is no longer in the bond; copies somebody made stay with them."),
    "deleted": n_("Deleted."),
    "draft-gone": n_("A fresh page."),
    "welcome": n_("Welcome. This place is yours."),
    "back": n_("Welcome back."),
    "recovered": n_("You are in again. Your old recovery code no longer works."),
    "passphrase": n_("Your new passphrase is in use. The old one opens nothing."),
    "recovery": n_("Your recovery code is set."),
    "chosen": n_("Your choices are kept."),
    "device-out": n_("That device is signed out."),
    "signed-out": n_("You are signed out on this device."),
    "erased": n_("Your account and all you wrote are gone."),
    "left": n_("You have left. The others see only that you left."),
    "withdrawn": n_("The invitation no longer works."),
    "asked": n_("Asked. It opens when everyone has answered."),
    "answered": n_("Answered. It opens when everyone has."),
    "set-aside": n_("Set aside. Nobody is told."),
    "taken-up": n_("Here it is again."),
    "taken-back": n_("Taken back. Nobody has seen it."),
    "sample-anew": n_("All is as on the first day. Come in as whoever you like."),
    "sample-shut": n_(
        "This passphrase no longer opens: somebody here has changed it. Begin the sample anew, then it does."
    ),
    "place": n_("Your place is kept. Only you can see it."),
    "place-gone": n_("Forgotten. Your reading starts afresh."),
    "proposed": n_("Proposed. It begins when everybody is ready."),
    "told": n_("Kept. You can say it anew at any time."),
    "talked": n_("Closed. Nothing of the talk is kept."),
    "again": n_("This was already kept. Nothing was written twice."),
}


def sentence(key: str) -> str:
    """Return the sentence for a key of an address, or nothing for a key we never gave."""
    return gettext(SENTENCES[key]) if key in SENTENCES else ""
