"""A mail server and a gateway of short messages on this machine, which note everything that arrives.

usage: post.py ARRIVALS [rough | strange]
It prints the mail server's port and the gateway's, and ends with its standard input. `rough`: the first try of every third address is put off.
`strange`: it does not know whoever sends.
"""

import asyncio
import email
import email.policy
import json
import sys
import threading
import zlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

from aiosmtpd.smtp import SMTP

ARRIVALS = sys.argv[1]
ROUGH = "rough" in sys.argv[2:]
STRANGE = "strange" in sys.argv[2:]
LOCK = threading.Lock()
PUT_OFF = set()


def note(**line):
    with LOCK, open(ARRIVALS, "a") as file:
        file.write(json.dumps(line) + "\n")


def put_off(to):
    with LOCK:
        if not ROUGH or to in PUT_OFF or zlib.crc32(to.encode()) % 3:
            return False
        PUT_OFF.add(to)
        return True


class Mail:
    async def handle_MAIL(self, server, session, envelope, address, options):
        if STRANGE:
            return "530 who are you"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("refuse"):
            return "550 nobody of that name"
        if put_off(address):
            return "451 later, please"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        letter = email.message_from_bytes(envelope.content, policy=email.policy.default)
        note(
            way="email", to=envelope.rcpt_tos, head_to=letter["to"], sender=letter["from"], subject=letter["subject"],
            id=letter["message-id"], body=letter.get_content().replace("\r\n", "\n"), bcc=letter["bcc"],
        )
        return "250 kept"


class Gateway(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *args):
        pass

    def do_POST(self):
        length = int(self.headers["content-length"])
        body = self.rfile.read(length)
        if len(body) < length:
            # Whoever sent it was lost in its middle: that is no request.
            self.close_connection = True
            return
        form = {name: values[0] for name, values in parse_qs(body.decode()).items()}
        if STRANGE:
            return self.answer(401, {})
        if put_off(form["To"]):
            return self.answer(429, {})
        note(way="sms", to=[form["To"]], body=form["Body"], sender=form["From"], key=self.headers["authorization"])
        self.answer(201, {"sid": "SM1", "status": "queued"})

    def answer(self, status, body):
        said = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)


async def main():
    gateway = ThreadingHTTPServer(("127.0.0.1", 0), Gateway)
    gateway.daemon_threads = True
    # Whoever is killed while it speaks is no news.
    gateway.handle_error = lambda *args: None
    threading.Thread(target=gateway.serve_forever, daemon=True).start()
    loop = asyncio.get_running_loop()
    mail = await loop.create_server(lambda: SMTP(Mail(), enable_SMTPUTF8=True), "127.0.0.1", 0)
    print(mail.sockets[0].getsockname()[1], gateway.server_address[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


asyncio.run(main())
