"""The right that each route takes; a route that is not listed here answers nobody."""

from typing import Final

from dashboard.model.rights import Right

_OPEN: Final = (
    "_dash_assets.static",
    "/_dash-component-suites/<string:package_name>/<path:fingerprinted_path>",
    "/_favicon.ico",
    "enter",
    "healthz",
    # It asks for a token of its own.
    "metrics",
    "pages_css",
    "pages_js",
    "readyz",
    "sign_in",
    "sign_in_by_name",
    "sign_in_from_provider",
    "sign_in_password",
    "sign_in_set_password",
    "sign_in_with_provider",
    "speculation",
    "static",
)
_READ: Final = (
    "/",
    "/<path:path>",
    "/_dash-dependencies",
    "/_dash-layout",
    "/_dash-update-component",
    "/_reload-hash",
    "deck",
    "deck_backup",
    "deck_notes",
    "deck_slide",
    "download_about_series",
    "download_minutes",
    "download_overview",
    "download_picture",
    "download_profile",
    "download_profile_template",
    "download_questions",
    "download_recommendations",
    "download_rows",
    "download_series",
    "download_signals",
    "download_template",
    "former_signals",
    "intake_extract",
    "intake_state",
    "live_dash-dependencies",
    "live_dash-layout",
    "live_dash-update-component",
    "newest_report",
    "present",
    "report",
    "report_html",
    "report_pdf",
    "report_pptx",
    "report_xlsx",
)
_WRITE: Final = (
    "exceptions",
    "headline",
    "remarks",
    "scrutiny_add_question",
    "scrutiny_add_recommendation",
    "scrutiny_update_question",
    "scrutiny_update_recommendation",
)
_LOAD: Final = (
    "intake_check",
    "intake_drop",
    "intake_issues",
    "intake_load",
    "intake_receive_file",
    "intake_undo",
)
_OWN_ACCOUNT: Final = ("account", "end_session", "own_password", "sign_out", "sign_out_everywhere")
ROUTE_RIGHTS: Final = {
    **dict.fromkeys(_OPEN, Right.OPEN),
    **dict.fromkeys(_OWN_ACCOUNT, Right.HAVE_ACCOUNT),
    **dict.fromkeys(_READ, Right.READ),
    **dict.fromkeys(_WRITE, Right.WRITE),
    **dict.fromkeys(_LOAD, Right.LOAD),
    "pack_packs": Right.MAKE_PACKS,
    "pack_slides": Right.MAKE_PACKS,
    "pack_step": Right.APPROVE,
    "accounts": Right.ADMINISTER,
    "audit": Right.ADMINISTER,
    "audit_csv": Right.ADMINISTER,
}
