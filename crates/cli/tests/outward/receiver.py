"""A receiver of webhooks as they are met: it fails, hangs, redirects, hangs up and says nothing that is true, and takes each event in the end.

usage: receiver.py SECRETS ARRIVALS MODE
  SECRETS   a file with the endpoint's secrets, one a line, read again for each request
  ARRIVALS  a file that gets a line of JSON for each request
  MODE      good (takes everything), bad (each event ends three tries badly first), hangs (never answers), gone (410)
It prints its port, and ends with its standard input.
"""

import base64
import json
import os
import sys
import threading
import time
import zlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from standardwebhooks.webhooks import Webhook, WebhookVerificationError

SECRETS, ARRIVALS, MODE = sys.argv[1:4]
LOCK = threading.Lock()
TRIES = {}
WAYS = ["error", "hang", "redirect", "close", "garbage", "late"]


def checked(headers, body):
    """By how many of the secrets the request is signed, and whether another body would pass."""
    good = forged = 0
    for secret in open(SECRETS).read().split():
        try:
            Webhook(secret).verify(body, headers)
            good += 1
        except WebhookVerificationError:
            pass
        try:
            Webhook(secret).verify(body + b" ", headers)
            forged += 1
        except WebhookVerificationError:
            pass
    return good, forged


class Receiver(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *args):
        pass

    def do_GET(self):
        # Nobody follows a redirect to here.
        self.note({"followed": self.path})
        self.send(200)

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        headers = {name.lower(): value for name, value in self.headers.items()}
        good, forged = checked(headers, body)
        with LOCK:
            count = TRIES[headers["webhook-id"]] = TRIES.get(headers["webhook-id"], 0) + 1
        way = "take"
        if MODE == "bad" and count <= 3:
            way = WAYS[(zlib.crc32(headers["webhook-id"].encode()) + count) % len(WAYS)]
        elif MODE == "hangs":
            way = "hang"
        elif MODE == "gone":
            way = "gone"
        event = json.loads(body)
        self.note({"id": headers["webhook-id"], "good": good, "forged": forged, "way": way, "type": event["type"], **event["data"]})
        getattr(self, way)()

    def note(self, line):
        with LOCK, open(ARRIVALS, "a") as file:
            file.write(json.dumps(line) + "\n")

    def send(self, status, **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def take(self):
        self.send(204 if MODE == "good" else 200)

    def gone(self):
        self.send(410)

    def error(self):
        self.send(500)

    def hang(self):
        time.sleep(3)
        self.close_connection = True

    def redirect(self):
        self.send(307, Location="/elsewhere")

    def close(self):
        self.close_connection = True
        self.connection.close()

    def garbage(self):
        self.connection.sendall(base64.b64encode(os.urandom(300)))
        self.close_connection = True

    def late(self):
        # Says that it was taken, when nobody listens any more.
        time.sleep(1.2)
        try:
            self.send(200)
        except OSError:
            pass


server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
server.daemon_threads = True
# Whoever is killed while it speaks is no news.
server.handle_error = lambda *args: None
print(server.server_address[1], flush=True)
threading.Thread(target=server.serve_forever, daemon=True).start()
sys.stdin.read()
