"""The site's own users and students. What comes from Rentrée carries its id; everything else is the site's."""

from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    # Null for everybody whom Rentrée does not know: teachers, parents, administrators.
    rentree_id = models.UUIDField(null=True, unique=True, editable=False)
    phone = models.CharField(max_length=20, blank=True)


class StudentProfile(models.Model):
    user = models.OneToOneField(User, on_delete=models.CASCADE, primary_key=True, related_name="student")
    establishment = models.SlugField(max_length=100)
    full_name = models.CharField(max_length=300)
    matricule = models.CharField(max_length=100, null=True)
    school_year = models.CharField(max_length=9, null=True)
    level = models.CharField(max_length=100, null=True)
    department = models.CharField(max_length=100, null=True)
    date_of_birth = models.DateField(null=True)
    gender = models.CharField(max_length=10, null=True)
    parent_name = models.CharField(max_length=300, null=True)
    parent_phone = models.CharField(max_length=20, null=True)
    # The number of the change that this row shows.
    sequence = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["establishment", "matricule"], name="one_matricule_per_school")]


class FeedPlace(models.Model):
    """How far the feed of a school has been read."""

    establishment = models.SlugField(max_length=100, primary_key=True)
    cursor = models.CharField(max_length=200, blank=True)


class SeenEvent(models.Model):
    """Webhooks arrive at least once: what was seen is not done again."""

    id = models.CharField(max_length=200, primary_key=True)
    kind = models.CharField(max_length=50)
    seen_at = models.DateTimeField(auto_now_add=True)
