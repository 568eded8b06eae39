"""Front door: settings, store, app; `server` is what gunicorn serves."""

from callbacks import make_app, register
from callbacks.server.settings import read_settings
from data.store.databases.engine import make_engine
from data.store.databases.replica import with_replica

settings = read_settings()
app = make_app(settings)
# An engine connects when it is first asked, so worker processes share no connection.
register(app, with_replica(make_engine()), settings)
server = app.server

if __name__ == "__main__":
    app.run(host=settings.host, port=settings.port, debug=False)
