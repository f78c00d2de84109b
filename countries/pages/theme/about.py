"""What each theme is about, in a few plain sentences; a theme that is added later says nothing until it has some."""

from django.utils.translation import gettext_lazy as _

ABOUT = {
    "old-age-pensions": _(
        "An income in old age: contributory pensions, pensions paid from taxes, and how the two fit together so that "
        "nobody grows old in poverty. Work here is on laws, benefit formulas, retirement ages and fair indexation."
    ),
    "social-health-protection": _(
        "Health care without hardship: who is insured or entitled, which services are included, and how much people "
        "still pay themselves. Sick pay and maternity care belong here as well."
    ),
    "unemployment-protection": _(
        "An income for people who lose their work, and help to find another: unemployment insurance and assistance, "
        "tied to training and employment services."
    ),
    "informal-economy": _(
        "Protection for people whose work is not declared, or who work for themselves: simpler registration, "
        "contributions that suit an irregular income, and ways into the formal economy."
    ),
    "disability-inclusive-social-protection": _(
        "Systems that persons with disabilities can use: benefits that cover the extra costs of a disability, support "
        "to live and work in the community, and assessment that respects rights."
    ),
    "migrants-and-forcibly-displaced-persons": _(
        "Rights that cross borders: agreements between countries, benefits that can be carried along, and access to "
        "national schemes for migrant workers, refugees and people displaced in their own country."
    ),
    "climate-change-and-just-transition": _(
        "Protection when the climate or the economy changes: schemes that answer floods and droughts, and that carry "
        "workers and families through the move to a greener economy."
    ),
    "gender-equality": _(
        "Schemes that close the gap between women and men: credit for years of care, maternity and parental benefits, "
        "equal pension ages and rights, and figures that show who is left out."
    ),
    "social-dialogue": _(
        "Governments, employers and workers decide together: consultations, tripartite boards, and the knowledge that "
        "each side needs to negotiate reforms and to oversee them."
    ),
    "rights-based-systems": _(
        "Protection as a right, not a favour: laws in line with international standards, the ratification of social "
        "security conventions, and ways to complain and to be heard."
    ),
    "adaptive-systems": _(
        "Systems that answer what is new: shocks and crises, new forms of work, ageing societies. Work here is on "
        "schemes that can be widened quickly, and narrowed again without harm."
    ),
    "culture-of-social-protection": _(
        "People know what they are entitled to, and why it is worth paying for: schools, campaigns and training that "
        "make social protection part of how a society sees itself."
    ),
    "financing": _(
        "Money that lasts: contributions and taxes, room in the budget, and the share of it that goes to social "
        "protection. Work here shows what a floor would cost and who could pay for it."
    ),
    "statistics-monitoring-and-evaluation": _(
        "Figures to steer by: who is covered, who is not, and what changes. Work here is on surveys, administrative "
        "records, indicators and evaluations that a country keeps by itself."
    ),
    "actuarial-valuations": _(
        "Whether a scheme can keep its promises: projections of its income and spending over decades, and what a "
        "reform would change. Governments and boards decide on the strength of them."
    ),
    "digital-transformation": _(
        "Records and payments that work for everyone: registers, identification, cases handled and benefits paid by "
        "digital means, with privacy protected and nobody shut out for lack of a telephone."
    ),
}
"""By the slug of the theme."""
