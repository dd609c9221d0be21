"""Wiring: settings, urls, Celery, the embedded services, the page shell."""

from config.celery import app as celery

__all__ = ["celery"]
