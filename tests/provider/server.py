"""An OpenID Connect provider for the tests: Django OAuth Toolkit, as others run it, with two people.

`python -m tests.provider.server PORT FOLDER BACK`: who has signed in is led back to BACK. What it runs on is
apart from what the dashboard runs on, so that nothing of it is there unseen.
"""

import sys
from pathlib import Path
from typing import Any, Final

import waitress
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

# Of a made-up provider.
CLIENT: Final = ("dashboard", "a secret")
PASSWORD: Final = "four words not together"  # noqa: S105 - of made-up people
PEOPLE: Final = {"ann": ("send-data", "all-staff"), "bo": ("all-staff",)}
PREFIX: Final = "o"
_FORM: Final = "<form method='post'>{% csrf_token %}{{ form }}</form>"


def serve(port: int, folder: Path, back: str) -> None:
    """Serve the provider until it is ended."""
    import django  # noqa: PLC0415 - only this process has it
    from django.conf import settings  # noqa: PLC0415

    settings.configure(**_settings(folder))
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 - once it is set up
    from django.core.wsgi import get_wsgi_application  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    _register(back)
    waitress.serve(get_wsgi_application(), host="127.0.0.1", port=port)


def _settings(folder: Path) -> dict[str, Any]:
    key = rsa.generate_private_key(public_exponent=65_537, key_size=2048).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    apps = ("auth", "contenttypes", "sessions")
    middleware = (
        "contrib.sessions.middleware.SessionMiddleware",
        "middleware.csrf.CsrfViewMiddleware",
        "contrib.auth.middleware.AuthenticationMiddleware",
    )
    loader = ("django.template.loaders.locmem.Loader", {"registration/login.html": _FORM})
    return {
        "SECRET_KEY": "of the tests",
        "ALLOWED_HOSTS": ["127.0.0.1"],
        "ROOT_URLCONF": "tests.provider.urls",
        "INSTALLED_APPS": [*(f"django.contrib.{each}" for each in apps), "oauth2_provider"],
        "MIDDLEWARE": [f"django.{each}" for each in middleware],
        "DATABASES": {
            "default": {"ENGINE": "django.db.backends.sqlite3", "NAME": folder / "provider.sqlite3"}
        },
        "TEMPLATES": [
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "OPTIONS": {"loaders": [loader]},
            }
        ],
        "LOGIN_URL": "/login",
        "OAUTH2_PROVIDER": {
            "OIDC_ENABLED": True,
            "OIDC_RSA_PRIVATE_KEY": key.decode(),
            "OAUTH2_VALIDATOR_CLASS": "tests.provider.urls.Claims",
            "SCOPES": dict.fromkeys(("openid", "profile", "email"), ""),
            "PKCE_REQUIRED": True,
        },
    }


def _register(back: str) -> None:
    from django.contrib.auth.models import Group, User  # noqa: PLC0415 - once it is set up
    from oauth2_provider.models import Application  # noqa: PLC0415

    for name, groups in PEOPLE.items():
        user = User.objects.create_user(name, password=PASSWORD, first_name=name.title())
        user.groups.set(Group.objects.get_or_create(name=group)[0] for group in groups)
    Application.objects.create(
        client_id=CLIENT[0],
        client_secret=CLIENT[1],
        client_type=Application.CLIENT_CONFIDENTIAL,
        authorization_grant_type=Application.GRANT_AUTHORIZATION_CODE,
        algorithm=Application.RS256_ALGORITHM,
        redirect_uris=back,
        skip_authorization=True,
    )


if __name__ == "__main__":
    serve(int(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
