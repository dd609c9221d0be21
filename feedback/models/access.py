"""Who may come in: people who log in, and programs with keys."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from feedback.models.base import ProjectQuerySet, TimeOrdered
from feedback.models.projects import Project


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(TimeOrdered, AbstractBaseUser, PermissionsMixin):
    """An account, by e-mail address. What it may do follows from its memberships alone."""

    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=150, blank=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)

    USERNAME_FIELD = "email"
    objects = UserManager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_unique")]

    def __str__(self) -> str:
        return self.name or self.email


class Member(TimeOrdered):
    """A user's seat in a project, with a role."""

    class Role(models.TextChoices):
        VIEWER = "viewer", "Viewer"
        TRIAGER = "triager", "Triager"
        MANAGER = "manager", "Manager"
        ADMIN = "admin", "Admin"

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role.choices)
    left_at = models.DateTimeField(null=True, blank=True)
    objects = ProjectQuerySet["Member"].as_manager()

    class Meta:
        ordering = ["user__email"]
        constraints = [
            models.UniqueConstraint(fields=["project", "user"], name="member_once"),
        ]

    def __str__(self) -> str:
        return str(self.user)


class ApiKey(TimeOrdered):
    """A program's way in. Only a hash of the secret is kept; the prefix tells keys apart.

    A signing key is the public half of an Ed25519 pair: the host keeps the private half and
    signs with it who is reading an answer, and nobody who reads this table can sign anything.
    """

    class Kind(models.TextChoices):
        SECRET = "secret", "Secret, for servers"
        PUBLIC = "public", "Public, for browsers"
        SIGNING = "signing", "Signing, for who is voting"

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="keys")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    name = models.CharField(max_length=100)
    prefix = models.CharField(max_length=20)
    secret_hash = models.CharField(max_length=64, blank=True)
    public_half = models.TextField(blank=True)
    origins = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    scopes = ArrayField(
        models.CharField(max_length=30),
        default=list,
        blank=True,
        help_text="What it opens; empty: all that a key of its kind may open",
    )
    replaces = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="successors"
    )
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    objects = ProjectQuerySet["ApiKey"].as_manager()

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.UniqueConstraint(fields=["prefix"], name="key_prefix_unique"),
            models.UniqueConstraint(
                fields=["secret_hash"], condition=~Q(secret_hash=""), name="key_hash_unique"
            ),
            models.CheckConstraint(
                condition=Q(kind="signing") ^ Q(public_half=""), name="key_signing_has_public_half"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"
