"""The demo site, asked over HTTP as any site is."""
