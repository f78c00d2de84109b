"""The made-up people of practice: who one can be, and those who did what is there already."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rmt.models import User

COUNTRY = "TGO"
THEME = "social-health-protection"


@dataclass(frozen=True)
class Persona:
    """Somebody made up; `part` is what this person holds, in words."""

    key: str
    first_name: str
    last_name: str
    part: str | Promise

    @property
    def email(self) -> str:
        return f"{self.key}@practice.invalid"

    def user(self) -> User:
        """The row of this person in the practice database."""
        return User.objects.get(email=self.email)


FOCAL_POINT = Persona("focal-point", "Amina", "Sow", _("focal point"))
LEAD = Persona("lead", "Elena", "Marin", _("thematic lead"))
MANAGER = Persona("manager", "Maya", "Idris", _("manager"))
ON_OFFER = (FOCAL_POINT, LEAD, MANAGER)

DEPUTY = Persona("deputy", "Yao", "Lare", _("deputy focal point"))
COLLEAGUE = Persona("second-manager", "Tom", "Berger", _("manager"))
EVERYBODY = (*ON_OFFER, DEPUTY, COLLEAGUE)

CHOICE = "practise_as"  # the key of the session


def chosen(session) -> Persona:
    """Whom a person practises as; a focal point, until they choose."""
    wanted = session.get(CHOICE, FOCAL_POINT.key)
    return next((persona for persona in ON_OFFER if persona.key == wanted), FOCAL_POINT)
