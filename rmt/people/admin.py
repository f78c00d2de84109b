"""Django's admin, for administrators: who signs in, and what they hold."""

from typing import Any

import allauth.account.admin
import allauth.mfa.admin  # noqa: F401  (so that they are registered before they are taken out below)
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rmt import search
from rmt.models import AccountEvent, Evaluator, Manager, OutgoingMail, SiteVersion, User
from rmt.people import actions
from rmt.people.invitations import send_change_of_account, tell_other_managers
from rmt.people.roles import dates_in_words, in_words, kind_of, subject_of

What = AccountEvent.What
FLAGS = {"is_superuser": _("Administrator"), "is_staff": _("May open Django's admin")}


def _public_write() -> None:
    SiteVersion.bump()
    search.refresh_names()


class PublicWriteAdmin(admin.ModelAdmin):
    """What public pages show: each change makes every stored page old, in the transaction that writes it.

    `keys` are what the ledger calls a row by: chosen once, then they stay.
    """

    keys: tuple[str, ...] = ()

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None):
        return (*super().get_readonly_fields(request, obj), *(self.keys if obj else ()))

    def save_related(self, request, form, formsets, change):
        """The last write of the form's transaction."""
        super().save_related(request, form, formsets, change)
        _public_write()

    def delete_model(self, request: HttpRequest, obj: models.Model) -> None:
        super().delete_model(request, obj)
        _public_write()

    @transaction.atomic
    def delete_queryset(self, request: HttpRequest, queryset: models.QuerySet) -> None:
        super().delete_queryset(request, queryset)
        _public_write()


class ReadOnly:
    """Rows that are looked at, never touched: the ledger, public facts, and what is written by actions alone."""

    def has_add_permission(self, *args, **kwargs) -> bool:
        return False

    def has_change_permission(self, *args, **kwargs) -> bool:
        return False

    def has_delete_permission(self, *args, **kwargs) -> bool:
        return False


class ReadOnlyAdmin(ReadOnly, admin.ModelAdmin):
    actions = None


class ReadOnlyInline(ReadOnly, admin.TabularInline):
    extra = 0
    show_change_link = True


class HoldingAdmin(PublicWriteAdmin):
    """Who holds what, from a day until before another. A role that ended is closed, not deleted: history names it."""

    autocomplete_fields = ["user"]
    list_select_related = ["user"]
    search_fields = ["user__email", "user__first_name", "user__last_name"]
    date_hierarchy = "start"

    def get_list_display(self, request: HttpRequest):
        subjects = [field.name for field in self.opts.fields if field.name not in {"id", "user", "start", "end"}]
        return ["user", *subjects, "start", "end"]

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        is_ended = change and obj.end and "end" in form.changed_data
        _note_role(What.ROLE_ENDED if is_ended else What.ROLE_CHANGED if change else What.ROLE_GIVEN, obj, request)

    def delete_model(self, request: HttpRequest, obj: models.Model) -> None:
        _note_role(What.ROLE_ENDED, obj, request)
        super().delete_model(request, obj)

    @transaction.atomic
    def delete_queryset(self, request: HttpRequest, queryset: models.QuerySet) -> None:
        for role in queryset:
            _note_role(What.ROLE_ENDED, role, request)
        super().delete_queryset(request, queryset)


def _note_role(what: str, role: Any, request: Any) -> None:
    detail = f"{in_words(kind_of(role), subject_of(role))}: {dates_in_words(role.start, role.end)}"
    AccountEvent.objects.record(what, role.user, by=request.user, detail=detail)


@admin.register(User)
class PersonAdmin(PublicWriteAdmin, UserAdmin):
    """People sign in by e-mail address. Those who have left are made inactive: what they entered names them."""

    ordering = ["email"]
    list_display = ["email", "first_name", "last_name", "is_active", "is_superuser", "last_login"]
    list_filter = ["is_active", "is_superuser"]
    search_fields = ["email", "first_name", "last_name"]
    filter_horizontal = []
    actions = ["reset_second_step"]
    readonly_fields = ["last_login", "date_joined"]
    fieldsets = [
        (None, {"fields": ["email", "password"]}),
        (_("Name"), {"fields": ["first_name", "last_name"]}),
        (_("May"), {"fields": ["is_active", "is_staff", "is_superuser"]}),
        (_("When"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["email", "first_name", "last_name", "usable_password", "password1", "password2"]}),
    ]

    def save_model(self, request, obj, form, change):
        """Addresses are kept in small letters; one that was given up no longer signs anybody in.

        Of what changes how somebody signs in, or what they may do here, they are told.
        """
        obj.email = obj.email.lower()
        old = User.objects.get(pk=obj.pk).email if change else obj.email
        super().save_model(request, obj, form, change)
        EmailAddress.objects.filter(user=obj).exclude(email__iexact=obj.email).delete()
        record, changed = AccountEvent.objects.record, form.changed_data
        if not change:
            record(What.MADE, obj, by=request.user, detail=gettext("Account made"))
        if change and "is_active" in changed:
            record(What.OPENED if obj.is_active else What.CLOSED, obj, by=request.user)
        told = []
        if change and obj.email != old:
            told.append(str(record(What.ADDRESS_CHANGED, obj, by=request.user)))
        for field, name in FLAGS.items():
            if field in changed:
                what = What.ROLE_GIVEN if getattr(obj, field) else What.ROLE_ENDED
                row = record(what, obj, by=request.user, detail=str(name))
                told.append(f"{row.get_what_display()}: {row}")
        if change and told:
            send_change_of_account(obj, changes=told, by=request.user, old_address=old)

    @transaction.atomic
    def user_change_password(self, request, id, form_url=""):
        """A password that is set, or taken away, for somebody is noted, and they are told."""
        before, response = self.get_object(request, id), super().user_change_password(request, id, form_url)
        user = self.get_object(request, id)
        if user.password != before.password:
            detail = gettext("An administrator set a new password")
            if not user.has_usable_password():
                detail = gettext("An administrator took the password away")
            AccountEvent.objects.record(What.PASSWORD_CHANGED, user, by=request.user, detail=detail)
            send_change_of_account(user, changes=[detail], by=request.user, old_address=user.email)
        return response

    @admin.action(description=_("Reset the second step (phone and codes lost)"), permissions=["change"])
    def reset_second_step(self, request, queryset):
        for user in queryset:
            try:
                actions.reset_second_step(user=user, by=request.user)
            except ValidationError as refused:
                messages.error(request, f"{user}: {' '.join(refused.messages)}")
            else:
                messages.success(request, gettext("%(name)s sets up a new second step now.") % {"name": user})


@admin.register(AccountEvent)
class AccountEventAdmin(ReadOnlyAdmin):
    """Sign-ins, failures, roles given and ended: what the row of an account does not say any more."""

    list_display = ["at", "what", "user", "by", "network", "detail"]
    list_filter = ["what"]
    list_select_related = ["user", "by"]
    search_fields = ["user__email", "network"]
    date_hierarchy = "at"


@admin.register(Manager)
class ManagerAdmin(HoldingAdmin):
    def save_model(self, request, obj, form, change):
        """An administrator makes the first manager here; of any further one, those who manage already are told."""
        super().save_model(request, obj, form, change)
        if form.changed_data:
            tell_other_managers(obj.user, dates=dates_in_words(obj.start, obj.end), by=request.user)


@admin.register(OutgoingMail)
class OutgoingMailAdmin(ReadOnlyAdmin):
    """What waits to be sent, was sent or was given up within a week; what it says is nobody's business here."""

    list_display = ["made_at", "to", "subject", "tries", "next_at", "ended_at", "failure"]
    fields = ["made_at", "to", "subject", "tries", "next_at", "ended_at", "failure", "until", "outside_by"]
    ordering = ["-made_at"]


admin.site.register(Evaluator, HoldingAdmin)
# Who holds what is a plain table (docs/design.md, "People"); secrets of second steps are for nobody's eyes.
admin.site.unregister([Group, EmailAddress, Authenticator])

admin.site.site_header = _("Results Monitoring Tool: administration")
admin.site.site_title = _("Administration")
admin.site.index_title = _("Registration")
