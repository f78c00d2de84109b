"""What a brief asks: its parts, what each is about, and the principles of Recommendation No. 202."""

from django.utils.translation import gettext_lazy as _

STORY = "story"
"""The one part of a story; a brief has those of `briefs.models.PARTS`."""

TITLES = {
    "institutional": _("What changed in institutions, and what it is likely to mean for people"),
    "causes": _("How support led to these results"),
    "changes": _("Changes that are written down, and changes that are not"),
    "lessons": _("What was learned, and what can be repeated elsewhere"),
    "beyond": _("What followed beyond social protection"),
    "evidence": _("What this rests on"),
    STORY: _("The story"),
}

GUIDANCE = {
    "institutional": _(
        "Say what was adopted, reformed or set up, and who is likely to live better for it. Let figures come from the "
        "record: pick them from the menu, and each leads to its evidence."
    ),
    "causes": _(
        "Follow the thread from advice, studies and training to what was decided. Name what others did, and say where "
        "the link is only probable: governments decide, the programme supports."
    ),
    "changes": _(
        "Some changes stand in a law or a budget. Others are seen only from close by: who is heard now, who works with "
        "whom, what is thought possible. Tell both, and how they hold each other up."
    ),
    "lessons": _(
        "What would you do again, what not, and what must be in place for it to work in another country? What went "
        "wrong teaches as much as what went well."
    ),
    "beyond": _(
        "What did it set off in work, in the economy, in society? Formal jobs, trust in institutions, the standing of "
        "women: only what somebody has seen, and who."
    ),
    "evidence": _(
        "Which records, surveys, evaluations and conversations stand behind this text, how good are they, and what is "
        "still not known?"
    ),
    STORY: _(
        "Tell of people and of one change, in plain words. Nobody is named, shown or recognizable without their "
        "consent."
    ),
}

PRINCIPLES = {
    "universality": _("Protection for all, based on social solidarity"),
    "entitlement": _("Benefits to which the law entitles"),
    "adequacy": _("Benefits that are adequate and predictable"),
    "equality": _("No discrimination; gender equality; response to special needs"),
    "inclusion": _("Social inclusion, of persons in the informal economy too"),
    "dignity": _("Respect for the rights and the dignity of those who are covered"),
    "progressive": _("Progressive realization, with targets and time frames"),
    "solidarity": _("Solidarity in financing, and balance between those who pay and those who benefit"),
    "diversity": _("Room for different methods, of financing and of delivery too"),
    "management": _("Transparent, accountable and sound management of money and administration"),
    "sustainability": _("Financial, fiscal and economic sustainability, with regard to social justice and equity"),
    "policies": _("Coherence with social, economic and employment policies"),
    "institutions": _("Coherence across the institutions that deliver it"),
    "services": _("Public services of high quality"),
    "complaints": _("Complaints and appeals that are efficient and accessible"),
    "monitoring": _("Regular monitoring, and evaluation from time to time"),
    "freedom": _("Freedom of association and collective bargaining"),
    "tripartite": _("Employers' and workers' organizations take part, and others concerned are consulted"),
}
"""The principles of paragraph 3 of the Recommendation, (a) to (r), in its order and in short."""

ANSWERS = {
    "respected": _("respected"),
    "partly": _("partly respected"),
    "not": _("not respected"),
    "no-evidence": _("no evidence"),
}
