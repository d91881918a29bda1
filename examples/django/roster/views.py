"""Where Rentrée tells what happened."""

import json

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from . import rentree
from .models import SeenEvent

# After these there is something new in the feed.
WRITTEN = {"import.committed", "import.undone", "students.changed"}


@csrf_exempt
@require_POST
def webhook(request):
    try:
        Webhook(settings.RENTREE["WEBHOOK_SECRET"]).verify(request.body, dict(request.headers))
    except WebhookVerificationError:
        return HttpResponse("the signature is not right", status=401)
    event = json.loads(request.body)
    seen, new = SeenEvent.objects.get_or_create(
        id=request.headers["webhook-id"], defaults={"kind": event["type"]}
    )
    if new and event["type"] in WRITTEN:
        # A small site reads the feed here and now. A bigger one answers at once and leaves it to its own queue: Rentrée waits fifteen seconds.
        try:
            rentree.follow()
        except Exception:
            # It comes again, and must not count as seen.
            with transaction.atomic():
                seen.delete()
            raise
    return HttpResponse(status=204)
