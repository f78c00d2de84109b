"""Every address of the site but those of a result, and who may use each: the tables that `tests/permissions` prove."""

from tests.cast import Cast

PEOPLE = ("visitor", *Cast.__dataclass_fields__)
COUNTRY_TEAM = {"focal_togo", "deputy_togo"}
MANAGERS = {"manager", "other_manager"}
LEADS = {"lead_health", "deputy_lead_health"}

OTHER_READERS = {"focal_senegal", "lead_financing", "specialist_africa", "evaluator"}
READ_INSTRUMENTS = COUNTRY_TEAM | MANAGERS | LEADS | OTHER_READERS

EVERYBODY_SIGNED_IN = set(PEOPLE) - {"visitor"}
WRITERS = COUNTRY_TEAM | MANAGERS | {"focal_senegal", "lead_financing", "project_staff"}
PARTS_OF_THE_DESK = WRITERS | LEADS | {"specialist_africa", "partner", "evaluator"}
DESK_ADDRESSES = {
    "desk": EVERYBODY_SIGNED_IN,
    "drafts": EVERYBODY_SIGNED_IN,
    "desk_results": EVERYBODY_SIGNED_IN,
    "new_result": WRITERS,
    "updates": COUNTRY_TEAM | MANAGERS | {"focal_senegal", "specialist_africa", "evaluator"},
    "desk_compare": EVERYBODY_SIGNED_IN,
    "course": EVERYBODY_SIGNED_IN,
    "course_sheet": EVERYBODY_SIGNED_IN,
    "review": MANAGERS | LEADS | {"lead_financing", "specialist_africa", "evaluator"},
    "rounds": MANAGERS | {"specialist_africa", "evaluator"},
    "plan_round": MANAGERS,
    "editions": MANAGERS | {"evaluator"},
    "people": MANAGERS,
    "new_person": MANAGERS,
    "me": EVERYBODY_SIGNED_IN,
    "close_my_account": EVERYBODY_SIGNED_IN,
    "tags": MANAGERS | LEADS | {"lead_financing"},
    "instruments": READ_INSTRUMENTS,
    "standing": COUNTRY_TEAM | MANAGERS | LEADS | {"focal_senegal", "lead_financing"},
    "checks": COUNTRY_TEAM | LEADS | {"focal_senegal", "lead_financing"},
    "reported_list": COUNTRY_TEAM | MANAGERS | LEADS | {"focal_senegal", "lead_financing", "evaluator"},
    "desk_briefs": READ_INSTRUMENTS,
    "new_brief": COUNTRY_TEAM | MANAGERS | LEADS | {"focal_senegal", "lead_financing"},
    "desk_projects": MANAGERS | {"project_staff", "evaluator"},
    "new_project": MANAGERS,
    "unlinked": MANAGERS,
    "desk_partners": MANAGERS,
    "new_partner": MANAGERS,
    "desk_gaps": MANAGERS,
    "new_gap": MANAGERS,
    "imports": MANAGERS,
    "desk_reports": MANAGERS | {"evaluator"},
    "said": COUNTRY_TEAM | MANAGERS | {"focal_senegal", "evaluator"},
    "packs": PARTS_OF_THE_DESK,
    "new_pack": PARTS_OF_THE_DESK,
    "new_report": MANAGERS,
    "distribution": MANAGERS,
    "sendings": MANAGERS,
    "sendings_csv": MANAGERS,
}

# Addresses of a report that was built, in which a chapter is `lead_health`'s: 404 for whoever has no part in it.
KNOW_THE_REPORT = MANAGERS | {"evaluator", "lead_health"}
REPORT_ADDRESSES = {
    "desk_report": ("get", KNOW_THE_REPORT),
    "report_title": ("get", MANAGERS),
    "report_edition": ("post", MANAGERS),
    "report_removal": ("get", MANAGERS),
    "build_report": ("post", MANAGERS),
    "report_building": ("get", KNOW_THE_REPORT),
    "desk_issue": ("get", KNOW_THE_REPORT),
    "desk_issue_file": ("get", KNOW_THE_REPORT),
    "publish_report": ("get", MANAGERS),
    "report_previews": ("get", MANAGERS),
    "close_preview": ("post", MANAGERS),
    "send_report": ("get", MANAGERS),
    "report_chapter": ("get", KNOW_THE_REPORT),
    "assign_report_chapter": ("post", MANAGERS),
    "finish_report_chapter": ("post", MANAGERS | {"lead_health"}),
    "report_paragraph": ("get", MANAGERS | {"lead_health"}),
}

# Addresses of a distribution group, which managers keep.
GROUP_ADDRESSES = {"distribution_group": "get", "rename_group": "post", "remove_member": "post"}

# Addresses of a round that is open, and of an edition: that there are rounds and editions is no secret.
READ_ROUNDS = MANAGERS | {"specialist_africa", "evaluator"}
ROUND_ADDRESSES = {
    "round": ("get", READ_ROUNDS, ["2026-2"]),
    "round_export": ("get", READ_ROUNDS, ["2026-2"]),
    "edit_round": ("get", MANAGERS, ["2027-1"]),
    "remind_round": ("post", MANAGERS, ["2026-2"]),
    "round_step": ("get", MANAGERS, ["2026-2", "close"]),
    "edition": ("get", MANAGERS | {"evaluator"}, ["2026-1"]),
}

# Addresses of a law of Togo that a published result of the health theme rests on: what the public reads, everybody who
# has a part in instruments knows of; `focal_senegal` reads it, and proposes nothing.
INSTRUMENT_ADDRESSES = {
    "instrument": ("get", READ_INSTRUMENTS),
    "edit_instrument": ("get", COUNTRY_TEAM | MANAGERS | LEADS),
    "decide_proposal": ("post", MANAGERS),
}

# Addresses of a brief on Togo, in draft: 404 for whoever may not know of it.
KNOW_THE_BRIEF = COUNTRY_TEAM | MANAGERS | {"specialist_africa", "evaluator"}
BRIEF_ADDRESSES = {
    "desk_brief": ("get", KNOW_THE_BRIEF),
    "edit_brief": ("get", COUNTRY_TEAM | MANAGERS),
    "comment_brief": ("post", COUNTRY_TEAM | MANAGERS | {"specialist_africa"}),
    "brief_history": ("get", KNOW_THE_BRIEF),
    "brief_edition": ("get", COUNTRY_TEAM | MANAGERS),
    "brief_removal": ("get", MANAGERS),
    "brief_pictures": ("get", KNOW_THE_BRIEF),
    "desk_brief_picture": ("get", KNOW_THE_BRIEF),
    "remove_brief_picture": ("post", COUNTRY_TEAM | MANAGERS),
    "brief_step": ("get", COUNTRY_TEAM | MANAGERS),
}

# What is only sent to, and writes nothing.
ASKED_BY_POST = {"preview_brief_text": COUNTRY_TEAM | MANAGERS | LEADS | {"focal_senegal", "lead_financing"}}

# What readers get of a brief once it is published (tests/briefs): before that it is 404, as what does not exist.
OF_A_PUBLISHED_BRIEF = {"brief", "brief_version", "brief_file", "brief_version_file", "brief_picture"}

# Addresses of a project, a partner, a gap: projects are public, so who may not use the desk's page of one gets 403.
OF_STAFF, READ_PROJECTS = MANAGERS | {"project_staff"}, MANAGERS | {"project_staff", "evaluator"}
PROJECT_ADDRESSES = {
    "desk_project": ("get", READ_PROJECTS),
    "edit_project": ("get", MANAGERS),
    "new_output": ("post", OF_STAFF),
    "edit_output": ("get", OF_STAFF),
    "new_funding": ("post", MANAGERS),
    "edit_funding": ("get", MANAGERS),
    "drop_funding": ("post", MANAGERS),
    "new_document": ("post", MANAGERS),
    "new_project_alias": ("post", MANAGERS),
    "project_results": ("get", READ_PROJECTS),
    "project_indicators": ("get", READ_PROJECTS),
    "new_project_indicator": ("post", OF_STAFF),
    "edit_project_indicator": ("get", OF_STAFF),
    "drop_project_indicator": ("post", OF_STAFF),
    "project_logframe": ("get", READ_PROJECTS),
    "merge": ("post", MANAGERS),
    "edit_partner": ("get", MANAGERS),
    "new_partner_alias": ("post", MANAGERS),
    "close_gap": ("post", MANAGERS),
}

# Addresses of Togo's update, sent by its focal point: who may know of it, and who may use each; 404 for all others.
KNOW_THE_UPDATE = COUNTRY_TEAM | MANAGERS | {"specialist_africa", "evaluator"}
UPDATE_ADDRESSES = {
    "update": ("get", KNOW_THE_UPDATE),
    "update_nothing": ("get", COUNTRY_TEAM),
    "update_copy": ("get", KNOW_THE_UPDATE),
    "return_update": ("get", MANAGERS),
    "validate_update": ("post", MANAGERS),
    "ask_clearance": ("get", COUNTRY_TEAM),
    "hand_over": ("get", KNOW_THE_UPDATE),
    "milestones": ("get", KNOW_THE_UPDATE),
    "milestone": ("get", COUNTRY_TEAM),
}
OF_A_SIGNED_LINK = {"clearance", "reply", "follow_confirm", "follow_stop", "report_preview", "report_preview_file"}

# Everybody may, signed in or not; the answer is made for its reader and stored nowhere (tests/following).
FOR_ONE_READER = {"follow", "follow_asked"}

# Only practice has these (tests/practising): on the real site there is no such page.
PRACTICE_ADDRESSES = {"practise_as": "post", "practice_again": "get"}

# Addresses of a person: managers know and keep everybody.
PEOPLE_ADDRESSES = {"person": "get", "person_account": "post", "person_role": "get"}

# Addresses of a list that `manager` sent: 404 for other managers, 403 for everybody else.
IMPORT_ADDRESSES = {"import_columns": "get", "import_preview": "get", "import_rows": "get", "discard_import": "post"}

# Addresses of a list that was imported: every manager's.
IMPORTED_ADDRESSES = {"imported_list": "get", "take_back_import": "post"}

# address → (method, who may); everybody else is refused. A manager's preview subscribes to nothing.
REPRESENTATIVES = {"partner"}
PORTFOLIO_ADDRESSES = {
    "portfolio": ("get", REPRESENTATIVES | MANAGERS),
    "portfolio_choose": ("get", REPRESENTATIVES | MANAGERS),
    "portfolio_export": ("get", REPRESENTATIVES | MANAGERS),
    "portfolio_digest": ("post", REPRESENTATIVES),
    "portfolio_indicator_new": ("post", REPRESENTATIVES | MANAGERS),
    "portfolio_indicator": ("post", REPRESENTATIVES | MANAGERS),
}

# Of all that was said on Togo: countries are no secret, so whoever may not read it gets 403.
READ_ALL_THAT_WAS_SAID = COUNTRY_TEAM | MANAGERS | {"evaluator"}
SAID_ADDRESSES = {
    "country_said": ("get", READ_ALL_THAT_WAS_SAID),
    "country_said_csv": ("get", READ_ALL_THAT_WAS_SAID),
    "country_said_document": ("post", READ_ALL_THAT_WAS_SAID),
}

# The report for a partner is its own: 404 for everybody else (tests/reports).
OF_A_PARTNER_REPORT = {"portfolio_report"}

PUBLIC_ADDRESSES = {
    "home": {},
    "countries": {},
    "countries_csv": {},
    "countries_txt": {},
    "country": {"slug": "togo"},
    "country_pdf": {"slug": "togo"},
    "themes": {},
    "theme": {"slug": "old-age-pensions"},
    "indicators": {},
    "indicator": {"code": "i3"},
    "results": {},
    "result": {"number": 1},
    "result_version": {"number": 1, "version": 1},
    "reports": {},
    "projects": {},
    "project": {"slug": "irish-aid-inclusive-growth"},
    "partners": {},
    "partner": {"slug": "ireland"},
    "briefs": {},
    "search": {},
    "compare": {},
    "suggestions": {},
    "claims": {},
    "about": {},
    "how_counted": {},
    "theory_of_change": {},
    "glossary": {},
    "who_sees_what": {},
    "corrections": {},
    "record": {},
    "licence": {},
    "accessibility": {},
    "privacy": {},
    "contact": {},
    "site_card": {},
    "country_card": {"slug": "togo"},
    "theme_card": {"slug": "old-age-pensions"},
    "partner_card": {"slug": "ireland"},
    "country_embed": {"slug": "togo"},
    "feed": {},
    "country_feed": {"slug": "togo"},
    "theme_feed": {"slug": "old-age-pensions"},
    "partner_feed": {"slug": "ireland"},
    "robots": {},
    "sitemap": {},
    "chart_file": {"page": "countries/", "chart": "world", "kind": "svg"},
    "styleguide": {},
    "healthz": {},
    "readyz": {},
}
OF_A_PUBLISHED_FILE = {"published_evidence", "results_csv", "results_txt", "results_xlsx"}

# Of a report once it is public, the same for everyone (tests/reports).
OF_A_PUBLIC_REPORT = {"report", "report_version", "report_file", "report_version_file"}
LEADS_TO_REPORTS = {"reports_of_kind"}
