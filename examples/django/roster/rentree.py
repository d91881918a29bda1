"""Speaks to Rentrée: the feed of changes into the site's own tables, and a list sent to be imported."""

import json
import time
import urllib.error
import urllib.request
import uuid
from datetime import date
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings
from django.db import transaction

from .models import FeedPlace, StudentProfile, User

PAGE = 1000
USER_FIELDS = ["first_name", "last_name", "email", "phone", "is_active"]
PROFILE_FIELDS = [
    "establishment", "full_name", "matricule", "school_year", "level", "department", "date_of_birth", "gender",
    "parent_name", "parent_phone", "sequence",
]


class Refused(Exception):
    """Rentrée said no: its own sentence, and what to do."""


def ask(method, path, body=None, headers=None):
    """One request to the school's part of the API."""
    config = settings.RENTREE
    request = urllib.request.Request(
        f"{config['URL']}/v1/establishments/{config['ESTABLISHMENT']}{path}",
        data=body,
        method=method,
        headers={"Authorization": f"Bearer {config['KEY']}", "Accept": "application/json", **(headers or {})},
    )
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        problem = json.load(error)
        raise Refused(f"{problem.get('title')} {problem.get('detail') or ''}".strip()) from error


def follow():
    """Reads the feed from where it was left, page by page; says how many students were written.

    A page and the place behind it are one transaction: killed anywhere, the same page is read again, and writing it again changes nothing.
    Only one process follows a school at a time: the place is locked while a page is written.
    """
    establishment = settings.RENTREE["ESTABLISHMENT"]
    FeedPlace.objects.get_or_create(establishment=establishment)
    written = 0
    while True:
        with transaction.atomic():
            place = FeedPlace.objects.select_for_update().get(establishment=establishment)
            asked = {"limit": PAGE, "values": "true"}
            if place.cursor:
                asked["cursor"] = place.cursor
            page = ask("GET", f"/changes?{urlencode(asked)}")
            written += write(establishment, page["items"])
            place.cursor = page["next"]
            place.save()
        if not page["more"]:
            return written


def write(establishment, changes):
    """A page into our own tables: a handful of statements, however many students it names."""
    there = [change for change in changes if change["values"]]
    gone = [change["student"] for change in changes if not change["values"]]
    User.objects.bulk_create(
        [user_of(change) for change in there],
        update_conflicts=True,
        unique_fields=["rentree_id"],
        update_fields=USER_FIELDS,
    )
    # The database gave new users their numbers; those who were there have theirs already.
    ids = dict(User.objects.filter(rentree_id__in=[change["student"] for change in there]).values_list("rentree_id", "pk"))
    # A matricule may pass from one student to another, whose own change comes in this page or in a later one: it is let go before it is given.
    given = [change["values"]["matricule"] for change in there if change["values"]["matricule"]]
    StudentProfile.objects.filter(establishment=establishment, matricule__in=given).update(matricule=None)
    StudentProfile.objects.bulk_create(
        [profile_of(establishment, ids[uuid.UUID(change["student"])], change) for change in there],
        update_conflicts=True,
        unique_fields=["user"],
        update_fields=PROFILE_FIELDS,
    )
    # Whoever is gone keeps what they did on this site; they only cannot come in any more.
    User.objects.filter(rentree_id__in=gone).update(is_active=False)
    StudentProfile.objects.filter(user__rentree_id__in=gone).update(matricule=None)
    return len(changes)


def user_of(change):
    values = change["values"]
    user = User(
        rentree_id=change["student"],
        # A name that nobody types; students sign in the way this site wants.
        username=f"rentree-{change['student']}",
        first_name=(values["first_name"] or "")[:150],
        last_name=(values["last_name"] or values["full_name"] or "")[:150],
        email=values["email"] or "",
        phone=(values["phone"] or "") if values["phone_is_own"] else "",
        is_active=values["active"],
    )
    user.set_unusable_password()
    return user


def profile_of(establishment, user_id, change):
    values = change["values"]
    born = values["date_of_birth"]
    return StudentProfile(
        user_id=user_id,
        establishment=establishment,
        full_name=values["full_name"] or "",
        matricule=values["matricule"],
        school_year=values["current_school_year"],
        level=values["level_code"],
        department=values["department_code"],
        date_of_birth=date.fromisoformat(born) if born else None,
        gender=values["gender"],
        parent_name=values["parent_name_1"],
        parent_phone=values["parent_phone_1"],
        sequence=change["sequence"],
    )


def send(path):
    """A list on its way: the batch that was made of it."""
    edge = uuid.uuid4().hex
    head = f'--{edge}\r\ncontent-disposition: form-data; name="file"; filename="{Path(path).name}"\r\n\r\n'
    body = head.encode() + Path(path).read_bytes() + f"\r\n--{edge}--\r\n".encode()
    kind = f"multipart/form-data; boundary={edge}"
    return ask("POST", "/batches", body, {"Content-Type": kind, "Idempotency-Key": uuid.uuid4().hex})


def decide(batch, what):
    """Says yes to the plan that was seen: Rentrée refuses when it is another one by now. Said twice, it is done once."""
    body = json.dumps({"revision": batch["revision"]}).encode()
    headers = {"Content-Type": "application/json", "Idempotency-Key": f"{what}-{batch['id']}-{batch['revision']}"}
    return ask("POST", f"/batches/{batch['id']}/{what}", body, headers)


def wait(batch, *statuses, patience=600):
    """Until the batch stands at one of these, or nothing more will happen to it."""
    until = time.monotonic() + patience
    while True:
        seen = ask("GET", f"/batches/{batch}")
        if seen["status"] in statuses:
            return seen
        if seen["status"] in ("failed", "cancelled", "reverted") or time.monotonic() > until:
            raise Refused(f"{batch}: {seen['status']} {seen.get('failure') or ''}".strip())
        time.sleep(0.2)
