"""Notices by mail, through a real SMTP server with STARTTLS and sign-in."""

import asyncio
import email
import email.policy
import json
import socket
import ssl
import subprocess
import threading

import pytest
from aiosmtpd.smtp import SMTP, AuthResult
from conftest import Program, until
from test_crash import Agent


class Inbox:
    """What the server took, and whom it refuses for now."""

    def __init__(self):
        self.letters = []
        self.refuses = set()
        self.refused = []

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.refuses:
            self.refused.append(address)
            return "451 try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        assert session.ssl is not None and session.authenticated
        letter = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.letters.append((envelope.rcpt_tos, letter))
        return "250 OK"


def sign_in(server, session, envelope, mechanism, data):
    return AuthResult(success=(data.login, data.password) == (b"huihu", b"sesame"))


@pytest.fixture(scope="module")
def mail(tmp_path_factory):
    folder = tmp_path_factory.mktemp("mail")
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
         "-keyout", key, "-out", certificate, "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost"],
        check=True, capture_output=True,
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    inbox = Inbox()
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    listening = loop.create_server(
        lambda: SMTP(
            inbox, tls_context=context, require_starttls=True, authenticator=sign_in,
            auth_required=True, enable_SMTPUTF8=True, loop=loop,
        ),
        host="localhost", port=0, family=socket.AF_INET,
    )
    server = asyncio.run_coroutine_threadsafe(listening, loop).result()
    inbox.port = server.sockets[0].getsockname()[1]
    inbox.settings = folder / "mail.json"
    inbox.settings.write_text(json.dumps({
        "server": "localhost", "port": inbox.port, "security": "starttls", "user": "huihu",
        "password": "sesame", "ca_file": str(certificate), "from": "huihu@bank.example",
        "site": "https://huihu.bank.example", "domains": ["bank.example", "vendor.example"],
    }), encoding="utf-8")
    inbox.settings.chmod(0o600)
    yield inbox
    loop.call_soon_threadsafe(loop.stop)
    thread.join()


@pytest.fixture(scope="module")
def posting(mail, tmp_path_factory):
    program = Program(tmp_path_factory.mktemp("data") / "huihu", "--mail", str(mail.settings))
    program.start()
    yield program
    program.stop()


def write_script(program, name):
    trainer = Agent(program, "trainer")
    body = trainer.ask("GET", "/scripts/new")["values"]["body"]
    return trainer.ask("POST", "/scripts", name=name, body=body)["id"]


def test_a_notice_comes_by_mail_in_the_readers_language_and_only_once(mail, posting):
    bank = Agent(posting, "bank")
    elsewhere = bank.ask("POST", "/notices/mail", address="a@elsewhere.example", kinds="x")
    assert elsewhere["code"] == "input.invalid"
    kinds = bank.ask("GET", "/notices/mail")["kinds"]
    bank.ask(
        "POST", "/notices/mail", address="manager@bank.example", language="en", kinds=kinds
    )
    version = write_script(posting, "邮件话术")
    until(lambda: mail.letters, "the letter")
    (receivers, letter), = mail.letters
    assert receivers == ["manager@bank.example"]
    assert letter["Subject"] == "Huihu: A script waits for approval: 邮件话术 v1"
    assert letter["From"] == "huihu@bank.example" and letter["Message-ID"].endswith("@bank.example>")
    text = letter.get_content()
    assert "https://huihu.bank.example/notices" in text and "待批准" not in text
    # What was decided comes to the one who asked, in Chinese; nothing twice to the manager.
    trainer = Agent(posting, "trainer")
    trainer.ask("POST", "/notices/mail", address="t@vendor.example", language="zh", kinds=kinds)
    bank.ask("POST", f"/script-versions/{version}/approval", version=0)
    until(lambda: len(mail.letters) == 2, "the answer")
    assert mail.letters[1][0] == ["t@vendor.example"]
    assert mail.letters[1][1]["Subject"] == "惠呼：话术已批准：邮件话术 v1"


def test_a_kind_that_is_turned_off_is_not_mailed(mail, posting):
    bank = Agent(posting, "bank")
    kinds = bank.ask("GET", "/notices/mail")["kinds"]
    bank.ask(
        "POST", "/notices/mail", address="manager@bank.example", language="en",
        kinds=[kind for kind in kinds if kind != "script.to_approve"],
    )
    before = len(mail.letters)
    silent = write_script(posting, "不发邮件的话术")
    bank.ask("POST", "/notices/mail", address="manager@bank.example", language="en", kinds=kinds)
    write_script(posting, "发邮件的话术")
    until(lambda: len(mail.letters) == before + 1, "the second letter")
    assert "不发邮件" not in mail.letters[-1][1]["Subject"], silent


def test_a_letter_that_was_not_taken_waits_over_a_kill_and_is_not_doubled(mail, posting):
    mail.refuses.add("manager@bank.example")
    before = len(mail.letters)
    write_script(posting, "稍后再发的话术")
    until(lambda: mail.refused, "the refusal")
    posting.kill()
    mail.refuses.clear()
    posting.start()
    until(lambda: len(mail.letters) > before, "the letter after the wait", seconds=100)
    assert [letter["Subject"] for _, letter in mail.letters[before:]] == [
        "Huihu: A script waits for approval: 稍后再发的话术 v1"
    ]
    jobs = Agent(posting, "admin").ask("GET", "/jobs")["jobs"]
    assert any(job["name"] == "notices.mail" for job in jobs)
