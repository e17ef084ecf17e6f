"""A client of the Language Server Protocol, which has one request under way at a time."""

import json
import subprocess
import threading

# The server's answers after a change during a computation. Clients then ask again.
ASK_AGAIN = {-32801: "content modified", -32802: "server cancelled"}


class Client:
    """Talks to a rust-analyzer that it starts."""

    def __init__(self, command, environment, limit):
        """`limit` is how many seconds the server may run, so that no check waits forever."""
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(
            command, env=environment, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL
        )
        self.watchdog = threading.Timer(limit, self.process.kill)
        self.watchdog.daemon = True
        self.watchdog.start()
        self.last_id = 0
        self.status = {"quiescent": False}

    def close(self):
        """Ends the server."""
        self.watchdog.cancel()
        self.process.kill()
        self.process.communicate()

    def request(self, method, **params):
        """Sends a request, and returns the result."""
        while True:
            self.last_id += 1
            self._send(id=self.last_id, method=method, params=params)
            answer = self._receive()
            while "method" in answer or answer["id"] != self.last_id:
                answer = self._receive()
            if "error" not in answer:
                return answer["result"]
            if answer["error"]["code"] not in ASK_AGAIN:
                raise RuntimeError(f"{method}: {answer['error']['message']}")

    def notify(self, method, **params):
        """Sends a message that has no answer."""
        self._send(method=method, params=params)

    def wait_until_ready(self):
        """Waits until the project is loaded and its macros are built. Returns rust-analyzer's status."""
        while not self.status["quiescent"]:
            self._receive()
        return self.status

    def _send(self, **message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def _receive(self):
        message = self._read()
        if message.get("method") == "experimental/serverStatus":
            self.status = message["params"]
        if "method" in message and "id" in message:  # such as a request to show progress
            self._send(id=message["id"], result=None)
        return message

    def _read(self):
        length = 0
        while (line := self.process.stdout.readline()) != b"\r\n":
            if not line:
                raise RuntimeError("rust-analyzer has ended, or did not answer in time")
            name, _, value = line.decode().partition(":")
            if name.lower() == "content-length":
                length = int(value)
        return json.loads(self.process.stdout.read(length))
