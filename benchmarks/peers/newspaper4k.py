"""newspaper4k's own downloads and parsing, one page after the other."""

import sys

import newspaper
from listing import listed

texts = 0
for url in listed(sys.argv[1:]):
    article = newspaper.Article(url, fetch_images=False)
    article.download()
    article.parse()
    texts += bool(article.text)
print(texts)
