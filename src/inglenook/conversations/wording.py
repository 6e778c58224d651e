"""Why something cannot be done now, said kindly."""

from django.utils.translation import gettext as _

from inglenook.conversations.protocol import Why


def why_not(why: Why) -> str:
    """Return the sentence for a refusal."""
    return {
        "over": _("This talk has ended."),
        "paused": _("Somebody asked for quiet. It goes on when you come back."),
        "too-late": _("That step is already done. Here is where you are."),
        "not-yours": _("It is somebody else's turn just now."),
        "done-already": _("You have done your part of this step."),
        "no-such-choice": _("Choose one of these."),
        "locked": _("Looking for a way comes once each of you has said that you feel understood."),
        "no-skip": _("This step cannot be skipped. You can stop the talk at any time."),
        "pause": _("Quiet lasts from twenty minutes to a day."),
        "begun": _("The talk has begun already."),
        "not-begun": _("The talk has not begun yet. It begins when everybody is ready."),
        "long": _("This talk has grown very long. Close it, and begin another."),
        "empty": _("Nothing is written yet. A few words will do."),
        "many": _("You have proposed several talks already. Wait until one is answered, or take one back."),
        "said": _("You have just said that. The others see it."),
        "joined": _("Somebody has joined or left since you began. Look who would read it now."),
        "times": _("That time is not offered any more. Look at what is."),
    }[why]
