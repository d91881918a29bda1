"""Where Rentrée tells what happened."""

import json

from django.conf import settings
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
    if SeenEvent.objects.filter(id=request.headers["webhook-id"]).exists():
        return HttpResponse(status=204)
    if event["type"] in WRITTEN:
        # A small site reads the feed here and now. A bigger one answers at once and leaves it to its own queue: Rentrée waits fifteen seconds.
        rentree.follow()
    # Noted when it is done: killed before, the event comes again, and the feed is read once more, which changes nothing.
    SeenEvent.objects.get_or_create(id=request.headers["webhook-id"], defaults={"kind": event["type"]})
    return HttpResponse(status=204)
