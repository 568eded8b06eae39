"""What answers a reader: routes and callbacks, each of which loads, builds and renders."""

import logging

from callbacks.access.metrics import may_read_metrics
from callbacks.access.register import register_access
from callbacks.downloads.audit import register_audit
from callbacks.downloads.profile import register_profile_files
from callbacks.downloads.scrutiny import register_scrutiny_files
from callbacks.downloads.series import register_series_downloads
from callbacks.downloads.tables import register_downloads
from callbacks.forms.commentary import register_commentary
from callbacks.forms.headlines import register_headlines
from callbacks.forms.pack_slides import register_pack_slides
from callbacks.forms.packs import register_packs
from callbacks.forms.plain_forms import Forms
from callbacks.forms.scrutiny import register_scrutiny
from callbacks.live.calls import register_calls
from callbacks.live.future import register_future
from callbacks.live.measure import register_measure
from callbacks.live.priority import register_priority
from callbacks.monitoring.logs import register_request_log, set_up_logs
from callbacks.monitoring.metrics import register_metrics
from callbacks.packs.draw import apart
from callbacks.packs.file_cache import PackFiles
from callbacks.packs.report import register_report
from callbacks.packs.slides import register_slides
from callbacks.pages.document import register_pages
from callbacks.server.headers import serve
from callbacks.server.index_page import SendDash, make_dash
from callbacks.server.settings import Settings
from callbacks.uploads.routes import register_uploads
from callbacks.uploads.upload_pages import register_upload_pages
from data.store.databases.engine import Engine
from data.store.published import read_published_only

__all__ = ["make_app", "register"]


def make_app(settings: Settings) -> SendDash:
    """Return the one Dash app of this process, without pages yet."""
    set_up_logs(settings.log_level, settings.log_format)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    return make_dash(settings)


def register(app: SendDash, engine: Engine, settings: Settings) -> None:
    """Add the pages and routes to the app, without reading the store yet."""
    if settings.is_read_only:
        read_published_only(engine)
    register_request_log(app.server)
    serve(app, engine, settings)
    register_metrics(app.server, engine, lambda: may_read_metrics(settings))
    register_access(app.server, engine, settings)
    uploads = register_uploads(app.server, engine, settings)
    forms = Forms(app, engine)
    register_upload_pages(forms, uploads)
    register_headlines(forms)
    register_commentary(forms)
    register_scrutiny(forms)
    register_scrutiny_files(app.server, engine)
    register_slides(app.server, engine, settings)
    register_report(app.server, engine, PackFiles(), apart(engine))
    register_packs(forms)
    register_pack_slides(forms)
    register_downloads(app.server, engine)
    register_audit(app.server, engine)
    register_profile_files(app.server, engine)
    register_series_downloads(app.server, engine)
    register_pages(app, engine)
    register_calls(app)
    register_measure(app, engine)
    register_priority(app, engine)
    register_future(app, engine)
