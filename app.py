"""Front door: settings, store, app; `server` is what gunicorn serves."""

from callbacks import make_app, register
from callbacks.server.settings import read_settings
from data.store.engine import make_engine

settings = read_settings()
app = make_app(settings)
# An engine connects when it is first asked, so worker processes share no connection.
register(app, make_engine(), settings)
server = app.server

if __name__ == "__main__":
    app.run(host=settings.host, port=settings.port, debug=False)
