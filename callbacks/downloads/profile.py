"""The files of a profile: every figure of it, and a template of those that are not loaded."""

from flask import Flask, Response

from callbacks.downloads.tables import csv_response, data_words, file_name, open_requested
from dashboard.model.urls import Urls
from dashboard.profile.rows import PROFILE_COLUMNS, TEMPLATE_COLUMNS, profile_rows, template_rows
from data.queries.profile import load_profile
from data.store.databases.engine import Engine


def register_profile_files(server: Flask, engine: Engine) -> None:
    """Add the addresses of the files; one that names nothing known answers 404."""

    def profile() -> Response:
        with open_requested(engine, "profile") as snapshot:
            figures = load_profile(snapshot)
        day = snapshot.selection.as_of or snapshot.today
        name = file_name(f"{figures.area.name}-profile-as-at-{day}", figures.area)
        mark = data_words(figures.area)
        rows = ((*row, mark) for row in profile_rows(figures))
        return csv_response(name, (*PROFILE_COLUMNS, "data"), rows)

    def template() -> Response:
        with open_requested(engine, "profile") as snapshot:
            figures, chosen = load_profile(snapshot), snapshot.selection
        name = f"{figures.area.name}-{chosen.section or 'profile'}-template"
        rows = template_rows(figures, chosen.section, snapshot.today)
        return csv_response(file_name(name, figures.area), TEMPLATE_COLUMNS, rows)

    server.add_url_rule(Urls.PROFILE_CSV, "download_profile", profile)
    server.add_url_rule(Urls.PROFILE_TEMPLATE_CSV, "download_profile_template", template)
