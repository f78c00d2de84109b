"""Every address. They are stable: pages are cited by them (docs/design.md, "Addresses")."""

from allauth.account import urls as account
from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.shortcuts import redirect
from django.urls import include, path, re_path

from briefs.pages import removals
from briefs.pages.chronicle import views as chronicle
from briefs.pages.desk import picture_views as brief_pictures
from briefs.pages.desk import steps as brief_steps
from briefs.pages.desk import views as desk_briefs
from briefs.pages.editor import views as editor
from briefs.pages.packs import views as packs
from briefs.pages.partners import views as partner_reports
from briefs.pages.public import views as briefs
from briefs.pages.reports import desk as desk_reports
from briefs.pages.reports import desk_chapters as chapters
from briefs.pages.reports import desk_letting_out as letting_out
from briefs.pages.reports import distribution
from briefs.pages.reports import public as reports
from countries.pages.country import views as country
from countries.pages.country_list import views as countries
from countries.pages.theme import views as themes
from indicators.pages.desk import views as desk
from indicators.pages.editions import views as editions
from indicators.pages.entry import views as entry
from indicators.pages.explorer import views as explorer
from indicators.pages.followup import page_check_views, removal_views, reply_views, reported_views, standing_views
from indicators.pages.instruments import views as instruments
from indicators.pages.public import views as public
from indicators.pages.review import history_views as history
from indicators.pages.review import step_views
from indicators.pages.review import views as review
from indicators.pages.rounds import views as rounds
from indicators.pages.tags import views as tag_views
from indicators.pages.updates import milestone_views as milestones
from indicators.pages.updates import review_views as update_steps
from indicators.pages.updates import views as updates
from projects.pages.desk import link_views as links
from projects.pages.desk import partner_views as partners
from projects.pages.desk import views as desk_projects
from projects.pages.imports import views as imports
from projects.pages.portfolio import views as portfolio
from projects.pages.public import views as projects
from rmt.forms import draft_views
from rmt.language_prefix import in_each_language
from rmt.people import views as people_views
from rmt.site import views
from rmt.site.about import views as about
from rmt.site.compare import views as comparing
from rmt.site.follow import views as follow
from rmt.site.practice import views as practice
from rmt.site.sharing import charts
from rmt.site.sharing import views as sharing
from rmt.site.styleguide import styleguide

admin.autodiscover()
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]  # else it bypasses the limits
# There, a new password is noted and its owner told; in the admin it would not be.
admin.site.password_change = lambda request, extra_context=None: redirect("account_change_password")  # type: ignore[method-assign,assignment,return-value]  # as `login` above

# Administrators keep people's addresses: nobody adds one to an account, where it would open that account.
NOT_OFFERED = {"account_email", "account_email_verification_sent", "account_confirm_email", "account_set_password"}
account_patterns = [
    path("email/", views.nothing_here, name="account_email"),  # allauth asks for the name
    *(pattern for pattern in account.urlpatterns if pattern.name not in NOT_OFFERED),
    path("second-step/", include("allauth.mfa.urls")),
]

REPORT, FILE = r"(?P<place>annual|periods|dashboard)/(?P<slug>[-a-z0-9]+)", r"(?P<ending>pdf|docx)"

desk_patterns = [
    path("", desk.desk, name="desk"),
    path("drafts/", draft_views.drafts_of_a_form, name="drafts"),
    path("results/", desk.results, name="desk_results"),
    path("results/new/", entry.new_result, name="new_result"),
    path("results/<uuid:uuid>/", desk.result, name="desk_result"),
    path("results/<uuid:uuid>/edit/", entry.edit_result, name="edit_result"),
    path("results/<uuid:uuid>/evidence/<uuid:evidence>/", desk.evidence, name="desk_evidence"),
    path("results/<uuid:uuid>/submit/", step_views.submit, name="submit_result"),
    path("results/<uuid:uuid>/recall/", step_views.recall, name="recall_result"),
    path("results/<uuid:uuid>/reopen/", step_views.reopen, name="reopen_result"),
    path("results/<uuid:uuid>/discard/", step_views.discard, name="discard_result"),
    path("results/<uuid:uuid>/withdraw/", step_views.withdraw, name="withdraw_result"),
    path("results/<uuid:uuid>/group/", step_views.pool, name="pool_result"),
    path("results/<uuid:uuid>/history/", history.history, name="result_history"),
    path("results/<uuid:uuid>/restore/", history.restore, name="restore_result"),
    path("results/<uuid:uuid>/themes/<slug:slug>/", review.tag, name="tag_result"),
    path("results/<uuid:uuid>/standing/", standing_views.standing_result, name="standing_result"),
    path("results/<uuid:uuid>/reported/", reported_views.reported, name="reported"),
    path("results/<uuid:uuid>/replies/", reply_views.replies, name="replies"),
    path("results/<uuid:uuid>/removals/", removal_views.removals, name="removals"),
    path("results/<uuid:uuid>/projects/", links.projects_of_result, name="result_projects"),
    path("rounds/", rounds.rounds, name="rounds"),
    path("rounds/new/", rounds.plan, name="plan_round"),
    path("rounds/<slug:code>/", rounds.one, name="round"),
    path("rounds/<slug:code>/export.csv", rounds.export, name="round_export"),
    path("rounds/<slug:code>/edit/", rounds.edit, name="edit_round"),
    path("rounds/<slug:code>/remind/", rounds.remind, name="remind_round"),
    path("rounds/<slug:code>/<slug:step>/", rounds.step, name="round_step"),
    path("editions/", editions.editions, name="editions"),
    path("editions/<slug:code>/", editions.edition, name="edition"),
    path("tags/", tag_views.tags, name="tags"),
    path("standing/", standing_views.standing, name="standing"),
    path("checks/", page_check_views.checks, name="checks"),
    path("reported/", reported_views.reported_list, name="reported_list"),
    path("updates/", updates.updates, name="updates"),
    path("updates/<slug:slug>/hand-over/", milestones.hand_over, name="hand_over"),
    path("updates/<slug:code>/<slug:slug>/", updates.update, name="update"),
    path("updates/<slug:code>/<slug:slug>/nothing/", updates.nothing, name="update_nothing"),
    path("updates/<slug:code>/<slug:slug>/copy/", updates.copy, name="update_copy"),
    path("updates/<slug:code>/<slug:slug>/return/", update_steps.return_with_comment, name="return_update"),
    path("updates/<slug:code>/<slug:slug>/validate/", update_steps.validate, name="validate_update"),
    path("updates/<slug:code>/<slug:slug>/clearance/", update_steps.ask_for_clearance, name="ask_clearance"),
    path("milestones/<uuid:uuid>/", milestones.milestone, name="milestone"),
    path("milestones/<slug:slug>/", milestones.milestones, name="milestones"),
    path("imports/", imports.start, name="imports"),
    path("imports/<uuid:uuid>/", imports.preview, name="import_preview"),
    path("imports/<uuid:uuid>/columns/", imports.columns, name="import_columns"),
    path("imports/<uuid:uuid>/remove/", imports.discard, name="discard_import"),
    path("imports/<uuid:uuid>/rows.xlsx", imports.rows, name="import_rows"),
    path("imports/done/<uuid:uuid>/", imports.imported, name="imported_list"),
    path("imports/done/<uuid:uuid>/take-back/", imports.take_back, name="take_back_import"),
    path("review/", review.queue, name="review"),
    path("review/<uuid:uuid>/", step_views.validate, name="validate_result"),
    path("review/<uuid:uuid>/return/", step_views.return_with_comment, name="return_result"),
    path("review/<uuid:uuid>/comment/", step_views.comment, name="comment_result"),
    path("review/<uuid:uuid>/recommend/", step_views.recommend, name="recommend_result"),
    path("instruments/", instruments.instruments, name="instruments"),
    path("instruments/<uuid:uuid>/", instruments.instrument, name="instrument"),
    path("instruments/<uuid:uuid>/edit/", instruments.edit_instrument, name="edit_instrument"),
    path("instruments/<uuid:uuid>/proposals/<uuid:proposal>/", instruments.decide_proposal, name="decide_proposal"),
    path("briefs/", desk_briefs.desk_briefs, name="desk_briefs"),
    path("briefs/new/", desk_briefs.new_brief, name="new_brief"),
    path("briefs/preview/", editor.preview_brief_text, name="preview_brief_text"),
    path("briefs/<uuid:uuid>/", desk_briefs.desk_brief, name="desk_brief"),
    path("briefs/<uuid:uuid>/edit/", desk_briefs.edit_brief, name="edit_brief"),
    path("briefs/<uuid:uuid>/removal/", removals.brief_removal, name="brief_removal"),
    path("briefs/<uuid:uuid>/comment/", desk_briefs.comment, name="comment_brief"),
    path("briefs/<uuid:uuid>/history/", desk_briefs.history, name="brief_history"),
    path("briefs/<uuid:uuid>/edition/", desk_briefs.brief_edition, name="brief_edition"),
    path("briefs/<uuid:uuid>/pictures/", brief_pictures.pictures, name="brief_pictures"),
    path("briefs/<uuid:uuid>/pictures/<uuid:picture>/", brief_pictures.picture, name="desk_brief_picture"),
    path("briefs/<uuid:uuid>/pictures/<uuid:picture>/remove/", brief_pictures.remove, name="remove_brief_picture"),
    path("briefs/<uuid:uuid>/<slug:name>/", brief_steps.brief_step, name="brief_step"),
    path("projects/", desk_projects.projects, name="desk_projects"),
    path("projects/new/", desk_projects.new_project, name="new_project"),
    path("projects/unlinked/", links.unlinked, name="unlinked"),
    path("projects/merge/<slug:what>/", partners.merge, name="merge"),
    path("projects/partners/", partners.partners, name="desk_partners"),
    path("projects/partners/new/", partners.new_partner, name="new_partner"),
    path("projects/partners/<slug:slug>/", partners.edit_partner, name="edit_partner"),
    path("projects/partners/<slug:slug>/names/", partners.new_partner_alias, name="new_partner_alias"),
    path("projects/gaps/", partners.gaps, name="desk_gaps"),
    path("projects/gaps/new/", partners.new_gap, name="new_gap"),
    path("projects/gaps/<int:pk>/close/", partners.close_gap, name="close_gap"),
    path("projects/<slug:slug>/", desk_projects.project, name="desk_project"),
    path("projects/<slug:slug>/edit/", desk_projects.edit_project, name="edit_project"),
    path("projects/<slug:slug>/outputs/new/", desk_projects.new_output, name="new_output"),
    path("projects/<slug:slug>/outputs/<int:pk>/", desk_projects.edit_output, name="edit_output"),
    path("projects/<slug:slug>/money/new/", desk_projects.new_funding, name="new_funding"),
    path("projects/<slug:slug>/money/<int:pk>/", desk_projects.edit_funding, name="edit_funding"),
    path("projects/<slug:slug>/money/<int:pk>/remove/", desk_projects.drop_funding, name="drop_funding"),
    path("projects/<slug:slug>/documents/new/", desk_projects.new_document, name="new_document"),
    path("projects/<slug:slug>/names/new/", desk_projects.new_project_alias, name="new_project_alias"),
    path("projects/<slug:slug>/results/", links.results_of_project, name="project_results"),
    path("projects/<slug:slug>/indicators/", links.indicators, name="project_indicators"),
    path("projects/<slug:slug>/indicators/new/", links.new_project_indicator, name="new_project_indicator"),
    path("projects/<slug:slug>/indicators/<int:pk>/", links.edit_project_indicator, name="edit_project_indicator"),
    path(
        "projects/<slug:slug>/indicators/<int:pk>/remove/", links.drop_project_indicator, name="drop_project_indicator"
    ),
    path("projects/<slug:slug>/logframe.xlsx", links.logframe_of_project, name="project_logframe"),
    path("reports/", desk_reports.desk_reports, name="desk_reports"),
    path("reports/new/", desk_reports.new_report, name="new_report"),
    path("reports/<uuid:uuid>/", desk_reports.desk_report, name="desk_report"),
    path("reports/<uuid:uuid>/removal/", removals.report_removal, name="report_removal"),
    path("reports/<uuid:uuid>/title/", desk_reports.report_title, name="report_title"),
    path("reports/<uuid:uuid>/edition/", desk_reports.report_edition, name="report_edition"),
    path("reports/<uuid:uuid>/build/", desk_reports.build_report, name="build_report"),
    path("reports/<uuid:uuid>/building/", desk_reports.report_building, name="report_building"),
    path("reports/<uuid:uuid>/v<int:number>/", desk_reports.desk_issue, name="desk_issue"),
    path("reports/<uuid:uuid>/v<int:number>.<slug:ending>", desk_reports.desk_issue_file, name="desk_issue_file"),
    path("reports/<uuid:uuid>/v<int:number>/publish/", letting_out.publish_built_report, name="publish_report"),
    path("reports/<uuid:uuid>/previews/", letting_out.report_previews, name="report_previews"),
    path("reports/<uuid:uuid>/previews/<int:pk>/close/", letting_out.close_preview, name="close_preview"),
    path("reports/<uuid:uuid>/send/", letting_out.send_built_report, name="send_report"),
    path("reports/<uuid:uuid>/chapters/<slug:code>/", chapters.report_chapter, name="report_chapter"),
    path(
        "reports/<uuid:uuid>/chapters/<slug:code>/assign/", chapters.assign_report_chapter, name="assign_report_chapter"
    ),
    path(
        "reports/<uuid:uuid>/chapters/<slug:code>/done/", chapters.finish_report_chapter, name="finish_report_chapter"
    ),
    path("reports/<uuid:uuid>/chapters/<slug:code>/<slug:key>/", chapters.report_paragraph, name="report_paragraph"),
    path("distribution/", distribution.distribution, name="distribution"),
    path("distribution/sent/", distribution.sendings, name="sendings"),
    path("distribution/sent.csv", distribution.sendings_csv, name="sendings_csv"),
    path("distribution/groups/<slug:slug>/", distribution.distribution_group, name="distribution_group"),
    path("distribution/groups/<slug:slug>/name/", distribution.rename_group, name="rename_group"),
    path("distribution/groups/<slug:slug>/members/<int:pk>/remove/", distribution.remove_member, name="remove_member"),
    path("people/", people_views.people, name="people"),
    path("people/new/", people_views.new_person, name="new_person"),
    path("people/<int:pk>/", people_views.person, name="person"),
    path("people/<int:pk>/account/", people_views.account, name="person_account"),
    path("people/<int:pk>/roles/<slug:kind>/<int:holding>/", people_views.role, name="person_role"),
    path("me/", people_views.me, name="me"),
    path("me/close/", people_views.close_my_account, name="close_my_account"),
    path("portfolio/", portfolio.portfolio, name="portfolio"),
    path("portfolio/partners/", portfolio.choose, name="portfolio_choose"),
    path("portfolio/export.xlsx", portfolio.export, name="portfolio_export"),
    path("portfolio/digest/", portfolio.digest, name="portfolio_digest"),
    path("portfolio/indicators/new/", portfolio.add_indicator, name="portfolio_indicator_new"),
    path("portfolio/indicators/<int:pk>/", portfolio.edit_indicator, name="portfolio_indicator"),
    re_path(
        r"portfolio/reports/(?P<uuid>[0-9a-f-]{36})\.(?P<ending>pdf|docx)$",
        partner_reports.portfolio_report,
        name="portfolio_report",
    ),
    path("countries/", chronicle.countries, name="said"),
    path("countries/<slug:slug>/said/", chronicle.country, name="country_said"),
    path("countries/<slug:slug>/said.csv", chronicle.export, name="country_said_csv"),
    path("countries/<slug:slug>/said/document/", chronicle.document, name="country_said_document"),
    path("packs/", packs.packs, name="packs"),
    path("packs/new/", packs.new_pack, name="new_pack"),
    path("compare/", comparing.desk_compare, name="desk_compare"),
    path("course/", practice.course, name="course"),
    path("course/sheet/", practice.course_sheet, name="course_sheet"),
    path("practice/as/", practice.practise_as, name="practise_as"),
    path("practice/again/", practice.practice_again, name="practice_again"),
]

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("robots.txt", sharing.robots, name="robots"),
    path("sitemap.xml", sharing.sitemap, name="sitemap"),
    path("accounts/", include(account_patterns)),
    path("admin/", admin.site.urls),
    path("desk/", include(desk_patterns)),
    path("clearance/<str:token>/", update_steps.clearance, name="clearance"),
    path("reply/<str:token>/", reply_views.reply, name="reply"),
    path("preview/<str:token>/", reports.report_preview, name="report_preview"),
    path("preview/<str:token>/report.pdf", reports.report_preview_file, name="report_preview_file"),
    path("follow/", follow.follow, name="follow"),
    path("follow/asked/", follow.asked, name="follow_asked"),
    path("follow/confirm/<str:token>/", follow.confirm, name="follow_confirm"),
    path("follow/stop/<str:token>/", follow.stop, name="follow_stop"),
    *in_each_language(
        path("", views.home, name="home"),
        path("countries/", countries.country_list, name="countries"),
        path("countries/export.csv", countries.country_list_csv, name="countries_csv"),
        path("countries/export.txt", countries.country_list_txt, name="countries_txt"),
        path("countries/<slug:slug>/", country.country, name="country"),
        path("countries/<slug:slug>.pdf", country.country_pdf, name="country_pdf"),
        path("themes/", themes.theme_list, name="themes"),
        path("themes/<slug:slug>/", themes.theme, name="theme"),
        path("indicators/", public.indicators, name="indicators"),
        path("indicators/<slug:code>/", public.indicator, name="indicator"),
        path("results/", explorer.results, name="results"),
        path("results/export.csv", explorer.results_csv, name="results_csv"),
        path("results/export.txt", explorer.results_txt, name="results_txt"),
        path("results/export.xlsx", explorer.results_xlsx, name="results_xlsx"),
        path("results/<int:number>/", public.result, name="result"),
        path("results/<int:number>/v<int:version>/", public.version, name="result_version"),
        path("results/<int:number>/evidence/<uuid:uuid>/", public.evidence, name="published_evidence"),
        path("reports/", reports.reports, name="reports"),
        re_path(r"^reports/(?P<place>annual|periods|dashboard)/$", reports.reports_of_kind, name="reports_of_kind"),
        re_path(rf"^reports/{REPORT}/$", reports.report, name="report"),
        re_path(rf"^reports/{REPORT}/v(?P<number>\d+)/$", reports.report_version, name="report_version"),
        re_path(rf"^reports/{REPORT}\.{FILE}$", reports.report_file, name="report_file"),
        re_path(
            rf"^reports/{REPORT}/v(?P<number>\d+)\.{FILE}$", reports.report_version_file, name="report_version_file"
        ),
        path("projects/", projects.project_list, name="projects"),
        path("projects/<slug:slug>/", projects.project, name="project"),
        path("partners/", projects.partner_list, name="partners"),
        path("partners/<slug:slug>/", projects.partner, name="partner"),
        path("briefs/", briefs.briefs, name="briefs"),
        path("briefs/<slug:slug>/", briefs.brief, name="brief"),
        re_path(r"^briefs/(?P<slug>[-\w]+)\.(?P<ending>pdf|docx)$", briefs.brief_file, name="brief_file"),
        path("briefs/<slug:slug>/v<int:number>/", briefs.brief_version, name="brief_version"),
        re_path(
            r"^briefs/(?P<slug>[-\w]+)/v(?P<number>[0-9]{1,6})\.(?P<ending>pdf|docx)$",
            briefs.brief_version_file,
            name="brief_version_file",
        ),
        path("briefs/<slug:slug>/pictures/<uuid:uuid>.jpg", briefs.brief_picture, name="brief_picture"),
        path("search/", views.search, name="search"),
        path("compare/", comparing.compare, name="compare"),
        path("search/suggestions.json", views.suggestions, name="suggestions"),
        path("claims/", views.claims, name="claims"),
        path("about/", about.about, name="about"),
        path("about/how-results-are-counted/", views.how_counted, name="how_counted"),
        path("about/theory-of-change/", about.theory_of_change, name="theory_of_change"),
        path("about/glossary/", about.glossary, name="glossary"),
        path("about/who-may-see-what/", about.who_sees_what, name="who_sees_what"),
        path("about/corrections/", about.corrections, name="corrections"),
        path("about/record/", about.record, name="record"),
        path("about/data-and-licence/", about.licence, name="licence"),
        path("about/accessibility/", about.accessibility, name="accessibility"),
        path("about/privacy/", about.privacy, name="privacy"),
        path("about/contact/", about.contact, name="contact"),
        path("card.png", sharing.card, {"of": "site"}, name="site_card"),
        path("countries/<slug:slug>/card.png", sharing.card, {"of": "country"}, name="country_card"),
        path("countries/<slug:slug>/embed/", sharing.embed, name="country_embed"),
        path("themes/<slug:slug>/card.png", sharing.card, {"of": "theme"}, name="theme_card"),
        path("partners/<slug:slug>/card.png", sharing.card, {"of": "partner"}, name="partner_card"),
        path("feed.atom", sharing.feed, {"of": "site"}, name="feed"),
        path("countries/<slug:slug>/feed.atom", sharing.feed, {"of": "country"}, name="country_feed"),
        path("themes/<slug:slug>/feed.atom", sharing.feed, {"of": "theme"}, name="theme_feed"),
        path("partners/<slug:slug>/feed.atom", sharing.feed, {"of": "partner"}, name="partner_feed"),
        re_path(
            r"^(?P<page>(?:[\w-]+/)*)charts/(?P<chart>[\w-]+)\.(?P<kind>csv|png|svg|txt)$",
            charts.chart_file,
            name="chart_file",
        ),
        path("styleguide/", styleguide, name="styleguide"),
    ),
]

handler429 = "rmt.errors.too_many_requests"
handler500 = "rmt.errors.server_error"
