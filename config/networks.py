"""Networks as a setting names them."""

import ipaddress

from django.core.exceptions import ImproperlyConfigured

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def networks_in(text: str) -> list[Network]:
    """ "10.1.0.0/16, fd00::/8". ImproperlyConfigured for what is no network."""
    try:
        return [ipaddress.ip_network(part.strip()) for part in text.split(",") if part.strip()]
    except ValueError as error:
        raise ImproperlyConfigured(f"ERRATA_PRIVATE_NETWORKS: {error}") from error
