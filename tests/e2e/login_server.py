# SPDX-License-Identifier: ISC
"""A login server over HTTPS that gives out access tokens, well or badly.

    with LoginServer(mail.ca, mail.tokens, login) as server:
        server.url, server.asked (the forms posted), server.given (the tokens)
        server.refuse = (401, {"error": "invalid_client", "error_codes": [7000222]})
        server.raw = b"HTTP/1.1 200 OK\\r\\n..."      what is sent instead of any answer
"""
import contextlib
import http.server
import json
import ssl
import threading
import time
import urllib.parse


class LoginServer:
    def __init__(self, ca, tokens, login, certificate="good"):
        self.tokens, self.login = tokens, login
        self.asked, self.given = [], []
        self.refuse = self.raw = None
        self.life = 3599
        self.rotate = False
        self.headers = {}
        self.drip = False
        self.secret = "client-secret+&= value"
        self.refresh = "first-refresh"
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
                form = dict(urllib.parse.parse_qsl(body))
                outer.asked.append({**form, "path": self.path})
                with contextlib.suppress(OSError):
                    outer.answer(self, form)

            def do_GET(self):
                outer.asked.append({"method": "GET"})
                self.send_error(405)

            def log_message(self, *args):
                pass

        self.http = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        self.http.handle_error = lambda *_: None
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*ca.certificate(certificate))
        self.http.socket = context.wrap_socket(self.http.socket, server_side=True)
        self.port = self.http.server_address[1]
        self.url = "https://localhost:%d/tenant-1/oauth2/v2.0/token" % self.port
        threading.Thread(target=self.http.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        self.http.shutdown()
        self.http.server_close()

    def answer(self, handler, form):
        if self.drip:
            handler.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
            for _ in range(600):
                handler.wfile.write(b"X")
                time.sleep(0.1)
            return
        if self.raw is not None:
            handler.wfile.write(self.raw)
            handler.close_connection = True
            return
        status, said = self.refuse or self.judge(form)
        body = json.dumps(said).encode() if not isinstance(said, bytes) else said
        handler.send_response(status)
        for name, value in {"Content-Type": "application/json", **self.headers, "Content-Length": str(len(body))}.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)

    def judge(self, form):
        if form.get("client_id") != "client-1" or form.get("client_secret") != self.secret:
            return 401, {"error": "invalid_client", "error_description": "AADSTS7000215: Invalid client secret provided for someone@council.example."}
        if form.get("grant_type") == "refresh_token" and form.get("refresh_token") != self.refresh:
            return 400, {"error": "invalid_grant", "error_description": "Token has been expired or revoked."}
        token = "eyJ0.access-%d_%s" % (len(self.given), "x" * 2000)
        self.given.append(token)
        self.tokens[token] = self.login
        said = {"token_type": "Bearer", "expires_in": self.life, "access_token": token}
        if form.get("grant_type") == "refresh_token" and self.rotate:
            self.refresh = "refresh-%d" % len(self.given)
            said["refresh_token"] = self.refresh
        return 200, said
