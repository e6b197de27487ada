"""Connects to servers: only to addresses that a site may have, and with certificates that hold."""
