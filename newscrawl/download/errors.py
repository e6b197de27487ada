"""Why a connection is refused by this end. None of these is worth a second try."""

from __future__ import annotations

from scrapy.exceptions import IgnoreRequest


class RefusedError(IgnoreRequest):
    """Base of these errors. The text is one clause that says what is wrong and what to do."""


class PrivateAddressError(RefusedError):
    """Raised where a host has an address that is not on the public internet, and nobody said that it may."""

    def __init__(self, host: str, address: str, kind: str) -> None:
        where = "is" if host == address else f"has the address {address},"
        super().__init__(
            f"{host} {where} no public address ({kind}): if it shall be crawled, say -s NEWSCRAWL_PRIVATE_HOSTS={host}"
        )


class HeadTooLargeError(RefusedError):
    """Raised where a server sends headers and no end of them."""

    def __init__(self, largest: int) -> None:
        super().__init__(f"its headers are larger than {largest // 1024} KiB")


class CertificateError(RefusedError):
    """Raised where a server cannot prove that it is the host that was asked for."""

    def __init__(self, host: str, what: str) -> None:
        super().__init__(
            f"{host} has a TLS certificate {what}: anybody may be answering. To crawl it all the same, set "
            "verify_tls=False in its profile, or say -s DOWNLOAD_VERIFY_CERTIFICATES=0"
        )
