"""Who may see and do what, in plain words: the table of roles of docs/design.md, for readers."""

from django.utils.translation import gettext_lazy as _

# Who it is, what they may see, what they may do, and why.
ROLES = (
    (
        _("Everybody"),
        _("All that is published, as it is now and as it was on any past day."),
        _("Reads and downloads. No account is needed, and no cookie is set."),
        _("The record is public, and the same for everyone."),
    ),
    (
        _("Focal point of a country, and deputy"),
        _("Every result of the country, drafts included."),
        _(
            "Enters results, the profile and the half-yearly update of the country, and sends them; proposes what is "
            "recorded of its laws, strategies and schemes."
        ),
        _("Those who work there know what changed, and hold the sources."),
    ),
    (
        _("Staff of a project"),
        _("The drafts that they write, and their project."),
        _("Drafts results of the project; the focal point sends them."),
        _("One person answers for the record of a country."),
    ),
    (
        _("Regional specialist"),
        _("What countries of the region have sent."),
        _("Comments and recommends."),
        _("A second pair of eyes, before anything is decided."),
    ),
    (
        _("Lead of a theme, and deputy"),
        _("What was sent and carries the theme."),
        _("Says which results belong to the theme; enters its own indicators."),
        _("Whether a result belongs to a theme is a technical judgement."),
    ),
    (
        _("Programme manager"),
        _("What was sent at least once, from everywhere."),
        _(
            "Publishes, returns or withdraws; decides what is recorded of laws, strategies and schemes. Never on what "
            "they entered, sent or proposed themselves."
        ),
        _("Nobody checks their own work."),
    ),
    (
        _("Representative of a partner"),
        _("What the partner's money supports, as it is published: no drafts."),
        _("Reads and downloads it, subscribes to news of it, and lists their own indicators beside ours."),
        _("Who pays is told in time, and decides nothing about the results."),
    ),
    (
        _("Evaluator"),
        _("Everything, drafts and history included."),
        _("Reads; writes nothing."),
        _("An independent view needs all of it, and must not change it."),
    ),
    (
        _("Administrator"),
        _("The accounts of people, and the published record for reading only."),
        _("Makes accounts; cannot change what was published."),
        _("Who runs the machine does not write the record."),
    ),
)
