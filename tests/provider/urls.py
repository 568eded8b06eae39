"""The addresses of the provider of the tests, and what it says of people."""

from typing import Any

from django.contrib.auth.views import LoginView
from django.urls import include, path
from oauth2_provider import urls
from oauth2_provider.oauth2_validators import OAuth2Validator

urlpatterns = [path("o/", include(urls)), path("login", LoginView.as_view())]


class Claims(OAuth2Validator):
    """What is said of somebody, besides their number."""

    oidc_claim_scope = None

    def get_additional_claims(self, request: Any) -> dict[str, Any]:
        """Return the name and groups of a person."""
        groups = list(request.user.groups.values_list("name", flat=True))
        return {"name": request.user.first_name, "groups": groups}
