"""The settings of the project; docs.scrapy.org has Scrapy's own."""

from newscrawler import __version__

BOT_NAME = "newscrawler"
SPIDER_MODULES = ["newscrawler.spiders"]
NEWSPIDER_MODULE = "newscrawler.spiders"
COMMANDS_MODULE = "newscrawler.commands"

# The gate. Scrapy's own robots middleware, which fails open, is replaced by it; the
# setting below stays so that readers and linters see what holds.
ADDONS = {"newscrawler.addon.PolicyAddon": 300}
ROBOTSTXT_OBEY = True

ITEM_PIPELINES = {
    "newscrawler.pipelines.ExtractPipeline": 100,
    "newscrawler.pipelines.ValidatePipeline": 500,
    "newscrawler.pipelines.StorePipeline": 800,
}

# Articles to be asked for are in the store: a crawl that was killed goes on from there.
SCHEDULER = "newscrawler.crawl.scheduler.FrontierScheduler"

# What may be crawled, for what, and where it goes.
NEWSCRAWLER_SOURCES = "sources"
NEWSCRAWLER_OBJECTIONS = "objections"  # who objects; a missing folder is nobody
NEWSCRAWLER_STORE = "sqlite:///newscrawler.db"
NEWSCRAWLER_LEASE = 30  # seconds for which a host is one crawl's: a dead one's too
NEWSCRAWLER_WARC = ""  # a folder: kept pages as WARC files; newscrawler[warc]
NEWSCRAWLER_LEDGER_KEY = ""  # a PEM file: the Ed25519 key that signs checkpoints
NEWSCRAWLER_PURPOSES: list[str] = []  # none declared: everything but tdm-research
NEWSCRAWLER_PROFILE = "strict"
NEWSCRAWLER_WHEN_SILENT = "allow"
NEWSCRAWLER_MEETS = ["leave-out"]  # our article leaves data-nosnippet out
NEWSCRAWLER_PROXY = "1"  # AI crawlers turned away that make a reservation
NEWSCRAWLER_OPERATOR = ""  # country=DE,type=education,commercial=false
NEWSCRAWLER_IMAGE_METADATA = False  # True: ask each picture's file; newscrawler[images]
NEWSCRAWLER_TOKEN = "newscrawler"  # noqa: S105  a product token, RFC 9309
NEWSCRAWLER_CONTACT = ""  # a URL or mail address; without it no network crawl
NEWSCRAWLER_BOT_KEY = ""  # a PEM file: requests are signed; newscrawler[bot-auth]
NEWSCRAWLER_BOT_DIRECTORY = ""  # the https origin that serves its public half
NEWSCRAWLER_PRIVATE_HOSTS: list[str] = []

# Politeness.
USER_AGENT = f"newscrawler/{__version__}"  # the add-on adds the contact
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = 1
COOKIES_ENABLED = False
REDIRECT_MAX_TIMES = 8

# Bounds and costs: a page is one item, and each task that waits for more costs; small.
CONCURRENT_ITEMS = 2
DOWNLOAD_MAXSIZE = 10 * 1024 * 1024
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_TIMEOUT = 60

WARN_ON_GENERATOR_RETURN_VALUE = False  # it reads our source to warn whoever wrote it

FEED_EXPORT_ENCODING = "utf-8"
LOG_LEVEL = "WARNING"
NEWSCRAWLER_LOG_JSON = False  # True: one JSON object a line
NEWSCRAWLER_METRICS = ""  # a port, ADDRESS:PORT or FILE.prom; newscrawler[metrics]
STATS_DUMP = False
DEFAULT_DROPITEM_LOG_LEVEL = "DEBUG"
