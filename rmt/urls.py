"""Every address. They are stable: pages are cited by them (DESIGN.md, "Addresses")."""

from allauth.account import urls as account
from allauth.account.decorators import secure_admin_login
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from countries import views as countries
from indicators.views import desk, public, review
from rmt import views
from rmt.styleguide import styleguide

admin.autodiscover()
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]  # else it bypasses the limits

# Administrators keep people's addresses: nobody adds one to an account, where it would open that account.
NOT_OFFERED = {"account_email", "account_email_verification_sent", "account_confirm_email", "account_set_password"}
account_patterns = [
    path("email/", views.nothing_here, name="account_email"),  # allauth asks for the name
    *(pattern for pattern in account.urlpatterns if pattern.name not in NOT_OFFERED),
]

desk_patterns = [
    path("", desk.desk, name="desk"),
    path("results/", desk.results, name="desk_results"),
    path("results/new/", desk.new_result, name="new_result"),
    path("results/<uuid:uuid>/", desk.result, name="desk_result"),
    path("results/<uuid:uuid>/edit/", desk.edit_result, name="edit_result"),
    path("results/<uuid:uuid>/evidence/<uuid:evidence>/", desk.evidence, name="desk_evidence"),
    path("results/<uuid:uuid>/submit/", review.submit, name="submit_result"),
    path("results/<uuid:uuid>/recall/", review.recall, name="recall_result"),
    path("results/<uuid:uuid>/reopen/", review.reopen, name="reopen_result"),
    path("results/<uuid:uuid>/discard/", review.discard, name="discard_result"),
    path("results/<uuid:uuid>/withdraw/", review.withdraw, name="withdraw_result"),
    path("results/<uuid:uuid>/group/", review.pool, name="pool_result"),
    path("results/<uuid:uuid>/themes/<slug:slug>/", review.tag, name="tag_result"),
    path("review/", review.queue, name="review"),
    path("review/<uuid:uuid>/", review.validate, name="validate_result"),
    path("review/<uuid:uuid>/return/", review.give_back, name="return_result"),
]

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("accounts/", include(account_patterns)),
    path("admin/", admin.site.urls),
    path("desk/", include(desk_patterns)),
    *i18n_patterns(
        path("", views.home, name="home"),
        path("countries/", countries.country_list, name="countries"),
        path("countries/<slug:slug>/", countries.country, name="country"),
        path("themes/", countries.theme_list, name="themes"),
        path("themes/<slug:slug>/", countries.theme, name="theme"),
        path("indicators/", public.indicators, name="indicators"),
        path("indicators/<slug:code>/", public.indicator, name="indicator"),
        path("results/<int:number>/", public.result, name="result"),
        path("results/<int:number>/evidence/<uuid:uuid>/", public.evidence, name="published_evidence"),
        path("about/", views.about, name="about"),
        path("about/how-results-are-counted/", views.how_counted, name="how_counted"),
        path("styleguide/", styleguide, name="styleguide"),
        prefix_default_language=False,
    ),
]
