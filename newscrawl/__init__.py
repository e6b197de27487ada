"""newscrawl: crawls a WordPress news site into JSON Lines."""


def __getattr__(name: str) -> str:
    """Look the version up when it is asked for: the process that reads pages never does."""
    if name != "__version__":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("newscrawl")
    except PackageNotFoundError:  # a checkout that was not installed
        return "0+unknown"
