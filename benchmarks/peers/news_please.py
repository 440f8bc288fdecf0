"""news-please's own downloads and extraction, as a library, in its pool of threads."""

import sys

from listing import listed
from newsplease import NewsPlease

found = NewsPlease.from_urls(
    list(listed(sys.argv[1:])), request_args={"timeout": 30}, fetch_images=False
)
print(sum(bool(article and article.maintext) for article in found.values()))
