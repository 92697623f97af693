"""Mail: one message with a text and an HTML part, through a server that speaks TLS unless the settings say otherwise."""

import smtplib
import ssl
from collections.abc import Mapping
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate, make_msgid

from scanner.fleet.alerts import secret
from scanner.fleet.alerts.errors import NotSentError
from scanner.fleet.alerts.recipients import AlertSettings, Recipient, Smtp
from scanner.model.errors import UsageError
from scanner.model.notice import Message

_TIMEOUT = 30.0
_LONGEST_ANSWER = 300


def send(recipient: Recipient, message: Message, settings: AlertSettings, environment: Mapping[str, str]) -> None:
    """Send to all addresses of the recipient at once. Raises NotSentError if the server refuses or cannot be reached."""
    server = settings.smtp
    if server is None:
        raise UsageError(f"Alerts to “{recipient.name}” need a mail server: give [smtp] with host and sender.")
    password = secret.reveal(server.password, environment) if server.password else ""
    mail = compose(recipient, message, server)
    try:
        with _connected(server) as connection:
            if server.user:
                connection.login(server.user, password)
            refused = connection.send_message(mail, server.sender, recipient.addresses)
    except (smtplib.SMTPException, OSError) as error:
        raise NotSentError(f"Mail to “{recipient.name}” through {server.host} was not sent: {_told(error)}.") from error
    if refused:
        raise NotSentError(f"Mail to “{recipient.name}”: {server.host} refused {', '.join(sorted(refused))}.")


def compose(recipient: Recipient, message: Message, server: Smtp) -> EmailMessage:
    """The mail. The same notices have the same Message-ID, so that a mail sent again after a crash can be told."""
    mail = EmailMessage(policy=SMTP)
    domain = server.sender.rpartition("@")[2].strip(" >") or "privacydiff.invalid"
    mail["From"] = server.sender
    mail["To"] = ", ".join(recipient.addresses)
    mail["Subject"] = " ".join(message.subject.split())
    mail["Date"] = formatdate(localtime=False)
    mail["Message-ID"] = f"<{message.identity}@{domain}>" if message.identity else make_msgid(domain=domain)
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office answers, please
    mail.set_content(message.text)
    mail.add_alternative(message.html, subtype="html")
    return mail


def _connected(server: Smtp) -> smtplib.SMTP:
    if server.security == "none":
        return smtplib.SMTP(server.host, server.port, timeout=_TIMEOUT)
    trust = ssl.create_default_context()
    if server.ca_file:
        trust.load_verify_locations(server.ca_file)
    if server.security == "tls":
        return smtplib.SMTP_SSL(server.host, server.port, timeout=_TIMEOUT, context=trust)
    connection = smtplib.SMTP(server.host, server.port, timeout=_TIMEOUT)
    try:
        connection.starttls(context=trust)  # raises where the server offers none: nothing goes out in the clear
    except BaseException:
        connection.close()
        raise
    return connection


def _told(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        answers = {answer.decode("utf-8", "replace") for _, answer in error.recipients.values()}
        return " ".join(f"the recipients were refused ({'; '.join(sorted(answers))})".split())[:_LONGEST_ANSWER]
    if isinstance(error, smtplib.SMTPResponseException):
        answer = error.smtp_error
        words = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else str(answer)
        return " ".join(f"it answered {error.smtp_code} {words}".split())[:_LONGEST_ANSWER]
    return " ".join(str(error).split())[:_LONGEST_ANSWER] or type(error).__name__
