"""A customer behind a trunk of SIP over TLS with encrypted voice: answers every call and echoes what
it hears. Debian's sipp speaks neither.
"""

import base64
import os
import re
import socket
import ssl
import subprocess
import threading

import pylibsrtp

KEY_BYTES = 30  # AES_CM_128: a key of 16 bytes and a salt of 14


class SecureCustomer:
    """Listens until it is closed; what came in is in `invites`, voice packets in `echoed`."""

    def __init__(self, folder, port):
        # What Janus wants in its folder: its own certificate with the key, and whom it trusts.
        self.certificates = folder
        own, trusted = folder / "agent.pem", folder / "cafile.pem"
        command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
        command += ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
        command += ["-keyout", str(folder / "key.pem"), "-out", str(trusted)]
        subprocess.run(command, check=True, capture_output=True)
        own.write_text((folder / "key.pem").read_text() + trusted.read_text())
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(own)
        self.invites = []
        self.echoed = 0
        self.port = port
        self.listening = socket.create_server(("127.0.0.1", port))
        self.secure = context.wrap_socket(self.listening, server_side=True)
        self.voice = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.voice.bind(("127.0.0.1", 0))
        threading.Thread(target=self.accept, daemon=True).start()

    def close(self):
        self.secure.close()
        self.voice.close()

    def accept(self):
        while True:
            try:
                line, _ = self.secure.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(line,), daemon=True).start()

    def serve(self, line):
        received = b""
        while True:
            head, end, rest = received.partition(b"\r\n\r\n")
            length = re.search(rb"(?im)^(?:content-length|l)\s*:\s*(\d+)", head)
            size = int(length[1]) if length else 0
            if end and len(rest) >= size:
                received = rest[size:]
                self.answer(line, head.decode(), rest[:size].decode())
                continue
            more = line.recv(65536)
            if not more:
                return
            received += more

    def answer(self, line, head, body):
        method = head.split(" ", 1)[0]
        if method == "INVITE":
            self.invites.append(head + "\r\n\r\n" + body)
            description = self.accept_voice(body)
            self.reply(line, head, "180 Ringing", "")
            self.reply(line, head, "200 OK", description)
        elif method in ("BYE", "CANCEL", "OPTIONS", "INFO"):
            self.reply(line, head, "200 OK", "")

    def reply(self, line, head, status, body):
        lines = [f"SIP/2.0 {status}"]
        for field in head.split("\r\n")[1:]:
            name = field.split(":", 1)[0].strip().lower()
            if name in ("via", "v", "from", "f", "call-id", "i", "cseq", "record-route"):
                lines.append(field)
            elif name in ("to", "t"):
                lines.append(field if "tag=" in field else f"{field};tag=secure")
        lines.append(f"Contact: <sip:customer@127.0.0.1:{self.port};transport=tls>")
        if body:
            lines.append("Content-Type: application/sdp")
        lines += [f"Content-Length: {len(body)}", "", body]
        line.sendall("\r\n".join(lines).encode())

    def accept_voice(self, offer):
        """Our half of the description, and an echo under the keys of both."""
        assert "RTP/SAVP" in offer, "the voice is offered in the clear"
        crypto = re.search(r"a=crypto:(\d+) AES_CM_128_HMAC_SHA1_80 inline:([\w+/=]+)", offer)
        theirs = base64.b64decode(crypto[2])
        ours = os.urandom(KEY_BYTES)
        profile = pylibsrtp.Policy.SRTP_PROFILE_AES128_CM_SHA1_80
        inbound = pylibsrtp.Session(
            pylibsrtp.Policy(theirs, pylibsrtp.Policy.SSRC_ANY_INBOUND, 0, profile)
        )
        outbound = pylibsrtp.Session(
            pylibsrtp.Policy(ours, pylibsrtp.Policy.SSRC_ANY_OUTBOUND, 0, profile)
        )
        threading.Thread(target=self.echo, args=(inbound, outbound), daemon=True).start()
        port = self.voice.getsockname()[1]
        return "\r\n".join([
            "v=0", "o=- 1 1 IN IP4 127.0.0.1", "s=-", "c=IN IP4 127.0.0.1", "t=0 0",
            f"m=audio {port} RTP/SAVP 8", "a=rtpmap:8 PCMA/8000",
            f"a=crypto:{crypto[1]} AES_CM_128_HMAC_SHA1_80 "
            f"inline:{base64.b64encode(ours).decode()}",
            "a=sendrecv", "",
        ])

    def echo(self, inbound, outbound):
        while True:
            try:
                packet, sender = self.voice.recvfrom(2048)
            except OSError:
                return
            if 192 <= packet[1] <= 223:  # RTCP on the same port
                continue
            self.voice.sendto(outbound.protect(inbound.unprotect(packet)), sender)
            self.echoed += 1
