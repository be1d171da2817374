"""C2.2: trunks of other kinds: one that challenges, TCP, TLS with encrypted voice."""

import json
import pathlib

from conftest import ELSEWHERE, until
from secure_customer import SecureCustomer
from test_calls import HEARD


def talk(seat):
    """A call with voice from the customer, ended by the agent."""
    seat.dial()
    seat.state("talking")
    until(lambda: seat.page.evaluate(HEARD) > 20, "voice from the customer")
    seat.hang_up()
    call, _ = seat.call
    assert (call["end_cause"], call["ended_by"]) == ("normal", "agent")
    seat.save("w")


def test_challenge(station):
    """The trunk asks who calls, and takes the secret of the settings."""
    telephone, seat = station(reaction="09", TRUNK_SECRET="sesame")
    talk(seat)
    assert "Authorization: Digest username=\"95500\"" in telephone.wire()
    settings = pathlib.Path(telephone.settings)
    assert "sesame" in settings.read_text()
    assert "sesame" not in telephone.wire()


def test_wrong_secret(station):
    """A wrong secret is a fault of the line, never a word about the customer (C6.3)."""
    _, seat = station(reaction="09", TRUNK_SECRET="wrong")
    seat.dial()
    # No customer was reached: there is nothing to record, and the call counts as none (C5.1).
    seat.state("ready")
    call, events = seat.call
    assert call["answered_at"] is None
    assert call["is_counted"] == 0
    assert (call["end_cause"], call["ended_by"]) == ("network_failure", "network")
    assert 403 in [event["sip_status"] for event in events]


def test_tcp(station):
    telephone, seat = station(SIP_TRANSPORT="tcp")
    talk(seat)
    assert "Via: SIP/2.0/TCP" in telephone.wire()


def test_tls_with_encrypted_voice(station, tmp_path):
    """C4.4: neither the number nor the voice goes over the trunk in the clear."""
    customer = SecureCustomer(tmp_path, int(ELSEWHERE["SIP_PORT"]) + 1)

    def to_the_secure_trunk(telephone):
        path = pathlib.Path(telephone.settings)
        settings = json.loads(path.read_text())
        settings["trunk"] |= {"port": customer.port, "transport": "tls", "srtp": "required"}
        path.write_text(json.dumps(settings))

    _, seat = station(
        prepare=to_the_secure_trunk, TRUNK_CERTIFICATES=str(customer.certificates)
    )
    talk(seat)
    assert customer.echoed > 20
    assert len(customer.invites) == 1
    customer.close()
