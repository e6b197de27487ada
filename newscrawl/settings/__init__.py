"""Settings of every run. Another environment imports all of these and changes what differs."""

from importlib.util import find_spec

from scrapy.settings import default_settings

import newscrawl
from newscrawl.items import Article, Rejected, Removed, record_fields

BOT_NAME = "newscrawl"
SPIDER_MODULES = ["newscrawl.spiders"]
NEWSPIDER_MODULE = "newscrawl.spiders"
COMMANDS_MODULE = "newscrawl.commands"

# -- newscrawl's own ---------------------------------------------------------------------------------------
# Folder that holds a folder for each site; relative to the project, on the command line to where scrapy is run.
NEWSCRAWL_OUTPUT_DIR = "output"
# Hosts, as a comma list, that may have private or loopback addresses. A site's URL that names an address needs none.
NEWSCRAWL_PRIVATE_HOSTS: list[str] = []
# Mail address or URL at which a site's owner reaches whoever runs the crawl; goes into the user agent.
NEWSCRAWL_CONTACT = None
# Share of the discovered articles, 0 to 1, that may fail before the run's exit status says so.
NEWSCRAWL_MAX_FAILED = 0.1
# Database of what is known of each article, as a SQLAlchemy URL. None: SQLite under .scrapy/, one for each output
# folder. Empty: nothing is remembered, each run fetches everything.
NEWSCRAWL_LEDGER_URL = None
# Days after which a site is listed whole again, not only what changed: what is missing then may have been taken down.
NEWSCRAWL_FULL_LISTING_DAYS = 7
# An article is reported as removed when it was missed so often, over at least so many days, and once more at the end.
NEWSCRAWL_REMOVAL_MISSES = 3
NEWSCRAWL_REMOVAL_DAYS = 3
# Most that a run may take, 0 for no limit: requests of any kind, and seconds by the clock. The next run goes on.
NEWSCRAWL_MAX_REQUESTS = 0
NEWSCRAWL_MAX_SECONDS = 0
# Seconds of CPU time that reading one page may take, in a process of its own; a listing may take ten times as much.
# 0: pages are read within the crawl's process, and nothing ends one that takes for ever.
NEWSCRAWL_PAGE_SECONDS = 10
# Requests that scrapy onboard makes at most, robots.txt, redirects and retries included.
NEWSCRAWL_ONBOARD_REQUESTS = 36
# Longest wait, in seconds, that a host may ask for with Retry-After. It is given up where it asks for more.
NEWSCRAWL_MAX_RETRY_AFTER = 600
# Longest delay, in seconds, that robots.txt may ask for between requests. It gets this one where it asks for more.
NEWSCRAWL_MAX_CRAWL_DELAY = 30
# Refusals in a row (403, 429, 503, challenge pages) after which the run ends as blocked, and requests in a row without
# any answer after which it ends as unreachable; 0 for no limit.
NEWSCRAWL_MAX_REFUSALS = 20

# -- monitors: is the site what it used to be? (docs/monitoring.md) ----------------------------------------
NEWSCRAWL_MONITOR_ENABLED = True
# Classes of Spidermon's actions, run when there is an alarm; its own settings say how. Empty: alarms are told in the
# log and the manifest.
NEWSCRAWL_MONITOR_ACTIONS: list[str] = []
# Where newscrawl.monitors.webhook.SendWebhook posts the alarms.
NEWSCRAWL_MONITOR_WEBHOOK_URL = None
# A run is compared with the last so many of its weekday, or with all of the last RUNS where there are fewer.
NEWSCRAWL_MONITOR_WEEKDAY_RUNS = 3
NEWSCRAWL_MONITOR_RUNS = 8
# Alarm when fewer articles than this share of the median are exported, where that is at least ARTICLES_LEAST.
NEWSCRAWL_MONITOR_ARTICLES_SHARE = 0.5
NEWSCRAWL_MONITOR_ARTICLES_LEAST = 10
# Shares are judged of so many records; runs of fewer are judged together with those before them.
NEWSCRAWL_MONITOR_RECORDS_LEAST = 10
# Alarm when the share of records that hold a field falls by more than this, from 0 to 1; when that of doubtful dates,
# rejected pages or failed ones rises by more.
NEWSCRAWL_MONITOR_COVERAGE_DROP = 0.2
NEWSCRAWL_MONITOR_DATES_RISE = 0.2
NEWSCRAWL_MONITOR_REJECTED_RISE = 0.1
NEWSCRAWL_MONITOR_FAILED_RISE = 0.1
# Alarm when nothing is new for so many times the longest gap of a usual week, and at least so many hours. 0: never.
NEWSCRAWL_MONITOR_STALE_FACTOR = 2
NEWSCRAWL_MONITOR_STALE_HOURS = 24
# What Spidermon's messages say unless told otherwise: its own defaults say nothing.
_ALARMS = "{% for failed in result.monitors_failed_results %}{{ failed.reason }}\n{% endfor %}"
SPIDERMON_EMAIL_SUBJECT = "newscrawl: {{ data.spider.site }}: {{ result.monitors_failed_results|length }} alarms"
SPIDERMON_BODY_TEXT = _ALARMS
SPIDERMON_SLACK_SENDER_NAME = "newscrawl"
SPIDERMON_SLACK_MESSAGE = _ALARMS
SPIDERMON_SLACK_INCLUDE_ATTACHMENTS = False
# Discord takes 2000 characters, Telegram 4096; there are nine monitors.
SPIDERMON_DISCORD_MESSAGE = "{% filter truncate(1900, true, '…', 0) %}" + _ALARMS + "{% endfilter %}"
# Spidermon puts it into a URL as it stands, and has Telegram read it as Markdown.
_ESCAPED = "".join(f"|replace('{sign}', '\\\\{sign}')" for sign in "_*`[")
SPIDERMON_TELEGRAM_MESSAGE = _ALARMS.replace(
    "failed.reason", f"failed.reason|truncate(400, true, '…', 0){_ESCAPED}|urlencode"
)
SPIDERMON_SENTRY_PROJECT_NAME = "newscrawl"

# -- politeness --------------------------------------------------------------------------------------------
USER_AGENT = f"newscrawl/{newscrawl.__version__}"  # NEWSCRAWL_CONTACT is added when the spider is loaded
ROBOTSTXT_OBEY = True
ROBOTSTXT_USER_AGENT = "newscrawl"
ROBOTSTXT_PARSER = "newscrawl.middlewares.robotparser.RobotParser"
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = 1.0
AUTOTHROTTLE_TARGET_CONCURRENCY = 1.0  # about one request under way at a time, however slow the site is
CONCURRENT_REQUESTS_PER_DOMAIN = 8

# -- limits fit for news pages -----------------------------------------------------------------------------
DOWNLOAD_MAXSIZE = 10 * 1024 * 1024
DOWNLOAD_WARNSIZE = 0  # the limit itself is reported, once
DOWNLOAD_TIMEOUT = 60
REDIRECT_MAX_TIMES = 5

# -- safety: Scrapy's defaults are made for trying things out; docs/security.md says why each is as it is ---
DOWNLOAD_VERIFY_CERTIFICATES = True
DOWNLOAD_TLS_MIN_VERSION = "TLSv1.2"
DOWNLOADER_CLIENT_TLS_CIPHERS = None  # Twisted's choice, without the weak ones
DOWNLOAD_HANDLERS = {
    "http": "newscrawl.download.abortable.AbortableDownloadHandler",
    "https": "newscrawl.download.abortable.AbortableDownloadHandler",
    "data": None,
    "file": None,
    "ftp": None,
    "s3": None,
}
REFERRER_POLICY = "same-origin"
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
HTTPCACHE_STORAGE = "newscrawl.httpcache.CacheStorage"  # Scrapy's own read pickles
SCHEDULER_DISK_QUEUE = "scrapy.squeues.MarshalLifoDiskQueue"
SCHEDULER_START_DISK_QUEUE = "scrapy.squeues.MarshalFifoDiskQueue"

# -- what an article crawl does not need, and would pay for with every page --------------------------------
COOKIES_ENABLED = False  # an article is the same for every reader
METAREFRESH_ENABLED = False  # searches each body for a redirect that news pages do not use
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"  # discovery lists each URL once
SCRAPER_SLOT_MAX_ACTIVE_SIZE = 1024 * 1024  # bytes of pages that wait to be read, before the next is asked for
CONCURRENT_ITEMS = 1  # tasks that are started for each response, however few items it gives

# A faster event loop, where it is installed (the extra "speed").
ASYNCIO_EVENT_LOOP = "uvloop.Loop" if find_spec("uvloop") else None

# Scrapy imports each component of its own lists, also one that is switched off. These import whole web servers and
# HTTP clients, a sixth of a crawl's memory: they are taken off the lists.
_NEVER = ("scrapy.extensions.remote_control.", "scrapy.extensions.telnet.", "scrapy.downloadermiddlewares.cookies.")
EXTENSIONS_BASE = {k: v for k, v in default_settings.EXTENSIONS_BASE.items() if not k.startswith(_NEVER)}
DOWNLOADER_MIDDLEWARES_BASE = {
    k: v for k, v in default_settings.DOWNLOADER_MIDDLEWARES_BASE.items() if not k.startswith(_NEVER)
}
DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "newscrawl.middlewares.offsite.OffsiteMiddleware": 50,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "newscrawl.middlewares.robotstxt.RobotsTxtMiddleware": 100,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "newscrawl.middlewares.refusal.RefusalMiddleware": 580,  # sees each answer, also those tried again
    "newscrawl.middlewares.httpcompression.HttpCompressionMiddleware": 590,
    "newscrawl.middlewares.cookies.CookiesMiddleware": 700,
    "newscrawl.middlewares.gate.GateMiddleware": 840,  # what passes is counted as a request right after
}
SPIDER_MIDDLEWARES = {
    "scrapy.spidermiddlewares.start.StartSpiderMiddleware": None,  # marks first requests, for whom it concerns
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,  # nothing is followed from an article
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,  # discovery takes no URL that is longer
    "scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware": None,  # for spiders that are being written
}
EXTENSIONS = {
    "scrapy.extensions.corestats.CoreStats": None,  # Accounting is one
    "scrapy.extensions.spiderstate.SpiderState": None,  # reads a pickle
    "newscrawl.extensions.run_log.RunLog": 1,
    "newscrawl.extensions.feed_check.FeedCheck": 3,
    "newscrawl.extensions.run_lock.RunLock": 5,
    "newscrawl.extensions.accounting.Accounting": 10,
    "newscrawl.extensions.ledger.LedgerKeeper": 20,
    "newscrawl.extensions.page_reader.PageReader": 25,
    "newscrawl.extensions.progress.Progress": 26,
    "newscrawl.extensions.pace.Pace": 27,  # after AutoThrottle
    "newscrawl.extensions.manifest.ManifestWriter": 30,  # judges what all others came to
    "newscrawl.extensions.monitors.RunMonitors": 40,
}
SPIDER_CONTRACTS = {"newscrawl.contracts.DemoContract": 10}
ITEM_PROCESSOR = "newscrawl.pipelines.manager.PipelineManager"
ITEM_PIPELINES = {
    "newscrawl.pipelines.text.TextPipeline": 100,
    "newscrawl.pipelines.number.NumberPipeline": 200,
    "newscrawl.pipelines.category.CategoryPipeline": 300,
    "newscrawl.pipelines.date.DatePipeline": 400,
    "newscrawl.pipelines.validate.ValidatePipeline": 500,
    "newscrawl.pipelines.since.SincePipeline": 600,
    "newscrawl.pipelines.duplicates.DuplicatesPipeline": 700,
    "newscrawl.pipelines.revision.RevisionPipeline": 800,
}

# -- feeds -------------------------------------------------------------------------------------------------
FEED_STORAGES = {
    "": "newscrawl.feeds.AtomicFileStorage",
    "file": "newscrawl.feeds.AtomicFileStorage",
    **dict.fromkeys(("ftp", "ftps", "gs", "s3", "stdout"), "newscrawl.storages.RelayedStorage"),
}
FEED_EXPORTERS = {
    "jsonl": "newscrawl.exporters.RecordLinesExporter",
    "jsonlines": "newscrawl.exporters.RecordLinesExporter",
    "csv": "newscrawl.exporters.RecordTableExporter",
}
FEED_EXPORT_ENCODING = "utf-8"
FEED_EXPORT_FIELDS = record_fields(Article)
FEED_STORE_EMPTY = False
FEED_URI_PARAMS = "newscrawl.feeds.uri_params"
FEEDS = {
    f"%(output_dir)s/%(site)s/{kind}-%(run)s-%(batch_id)05d.jsonl": {
        "format": "jsonlines",
        "item_classes": [f"newscrawl.items.{item_class.__name__}"],
        "fields": record_fields(item_class),
        "batch_item_count": 500,  # what a killed run may have to fetch again
    }
    for kind, item_class in (("articles", Article), ("rejects", Rejected), ("removals", Removed))
}

# -- log: a normal run fits on a screen --------------------------------------------------------------------
LOG_LEVEL = "INFO"
LOG_FORMATTER = "newscrawl.logformatter.LogFormatter"
LOG_VERSIONS: list[str] = []
NEWSCRAWL_LOG_JSON = False  # one JSON object a line; needs the extra "json-logs"
NEWSCRAWL_PROGRESS = True  # a live line on a terminal; elsewhere a line after 1, 2, 4, 8 … minutes
LOGSTATS_INTERVAL = 0  # says less, and every minute
STATS_DUMP = False  # the run's manifest holds the sums
RETRY_GIVE_UP_LOG_LEVEL = "DEBUG"  # the article's own line says that it failed, and why
