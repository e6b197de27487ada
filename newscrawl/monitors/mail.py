"""Mail by SMTP, in place of Spidermon's SendSmtpEmail, which cannot do without a password and needs a running crawl."""

from __future__ import annotations

import smtplib
import ssl
from email.message import EmailMessage
from email.utils import formatdate, make_msgid, parseaddr
from typing import TYPE_CHECKING, Any

from spidermon.contrib.actions.email import SendEmail
from spidermon.exceptions import NotConfigured

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

SECONDS = 30
"""How long the mail server may take for each answer."""


class SendSmtpEmail(SendEmail):
    """Sends plain text. Settings are those of Spidermon's action; user and password only where the server asks."""

    def __init__(self, *, host: str, port: int, user: str, password: str, tls: bool, ssl: bool, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        for name, value in (("SPIDERMON_SMTP_HOST", host), ("SPIDERMON_EMAIL_SENDER", self.sender)):
            if not value:
                raise NotConfigured(f"You must provide a value for {name} setting.")
        self.host, self.port, self.user, self.password = host, port, user, password
        self.tls, self.ssl = tls, ssl

    @classmethod
    def from_crawler_kwargs(cls, crawler: Crawler) -> dict[str, Any]:
        """Read the settings."""
        settings = crawler.settings
        secure = settings.getbool("SPIDERMON_SMTP_ENFORCE_SSL")
        return {
            **super().from_crawler_kwargs(crawler),
            "host": settings.get("SPIDERMON_SMTP_HOST"),
            "port": settings.getint("SPIDERMON_SMTP_PORT") or (465 if secure else 25),
            "user": settings.get("SPIDERMON_SMTP_USER") or "",
            "password": settings.get("SPIDERMON_SMTP_PASSWORD") or "",
            "tls": settings.getbool("SPIDERMON_SMTP_ENFORCE_TLS"),
            "ssl": secure,
        }

    def get_message(self) -> EmailMessage:
        """Build the mail: Spidermon's own is marked base64 as a whole, and names those in blind copy."""
        message = EmailMessage()
        message["Subject"] = " ".join(self.get_subject().split())
        message["From"] = self.sender
        message["To"] = ", ".join(self.to)
        if self.cc:
            message["Cc"] = ", ".join(self.cc)
        if self.reply_to:
            message["Reply-To"] = self.reply_to
        message["Date"] = formatdate()
        domain = parseaddr(self.sender)[1].rpartition("@")[2]  # by itself it would ask DNS for this machine's
        message["Message-ID"] = make_msgid(domain=domain or "localhost")
        message.set_content(self.get_body_text())
        return message

    def send_message(self, message: EmailMessage, **kwargs: Any) -> None:
        """Hand the mail to the server. Raises OSError, of which smtplib's own errors are a kind."""
        context = ssl.create_default_context()
        everyone = [*self.to, *(self.cc or ()), *(self.bcc or ())]
        if self.ssl:
            server: smtplib.SMTP = smtplib.SMTP_SSL(self.host, self.port, timeout=SECONDS, context=context)
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=SECONDS)
        with server:
            if self.tls:
                server.starttls(context=context)
            if self.user:
                server.login(self.user, self.password)
            server.send_message(message, to_addrs=everyone)
