"""What is in an export, for a machine that loads data sets? Croissant 1.0, JSON-LD.

https://docs.mlcommons.org/croissant/docs/croissant-spec.html
"""

from newscrawler import __version__
from newscrawler.how_many import counted
from newscrawler.policy.record import Value, iso_time
from newscrawler.purpose import Purpose
from newscrawler.report.export_facts import Facts
from newscrawler.report.export_run import Written
from newscrawler.storage.export.columns import COLUMNS, USES, Type
from newscrawler.storage.export.files import csv_names

MEDIA_TYPES = {
    "jsonl": "application/jsonlines",
    "csv": "text/csv",
    "parquet": "application/x-parquet",
}

CONTEXT: dict[str, Value] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
"""As the specification's appendix has it, word for word."""

LICENSE = (
    "None as a whole. Each article keeps its own rights: fields license, permission,"
    " usage, conditions and notice; allowed for the purpose of the export alone."
)

_TYPES = {
    Type.NUMBER: "sc:Integer",
    Type.TRUTH: "sc:Boolean",
    Type.TIME: "sc:DateTime",
}


def croissant(facts: Facts, written: Written, creator: str | None) -> dict[str, Value]:
    """Return the JSON-LD of an export; ``creator``: a URL or mail address."""
    form = written.file.suffix[1:]
    named = {"@type": "Organization", "name": creator or "the operator of newscrawler"}
    url = creator if creator and creator.startswith("http") else None
    found: dict[str, Value] = {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": written.file.stem,
        "description": description(facts),
        "creator": dict[str, Value](named),
        "datePublished": iso_time(facts.at)[:10],
        "version": f"{iso_time(facts.at)[:10].replace('-', '.')}",
        "license": LICENSE,
        "citeAs": f"newscrawler {__version__}, export of {iso_time(facts.at)}",
        "isLiveDataset": False,
        "distribution": [
            {
                "@type": "cr:FileObject",
                "@id": "articles-file",
                "name": written.file.name,
                "contentUrl": written.file.name,
                "contentSize": f"{written.size} B",
                "encodingFormat": MEDIA_TYPES[form],
                "sha256": written.sha256,
            }
        ],
        "recordSet": [
            {
                "@type": "cr:RecordSet",
                "@id": "articles",
                "name": "articles",
                "description": "One article with the rights that it had at the export.",
                "key": {"@id": "articles/url"},
                "field": [_field(name, form) for name in _names(form)],
            }
        ],
    }
    return found | ({"url": url} if url else {})


def description(facts: Facts) -> str:
    """Return what an export is, in a sentence for people."""
    return (
        f"{counted(facts.items, 'news article')} that the publishers' reservations, as"
        f" they were heard last, leave open for {facts.purpose.value};"
        f" {counted(facts.excluded, 'kept article was', 'kept articles were')} left out."
    )


def _names(form: str) -> list[str]:
    """Return the columns of a form that a loader can take one by one."""
    return csv_names() if form == "csv" else list(COLUMNS)


def _field(name: str, form: str) -> Value:
    of = COLUMNS.get(name, Type.TEXT)
    kind = of if form == "parquet" or of in (Type.NUMBER, Type.TRUTH) else Type.TEXT
    found: dict[str, Value] = {
        "@type": "cr:Field",
        "@id": f"articles/{name}",
        "name": name,
        "description": _WORDS.get(name, f"{name}, as schema.org/NewsArticle has it"),
        "dataType": _TYPES.get(kind, "sc:Text"),
        "source": {"fileObject": {"@id": "articles-file"}, "extract": {"column": name}},
    }
    if of is Type.TEXTS and form != "csv":
        found["repeated"] = True
    return found


_WORDS = {
    "usage": f"the preference for each use ({', '.join(USES)})",
    "permission": "the id of the written permission that allows it, if one does",
    "decision": "the id of the decision that let the crawler keep it",
    "purpose": f"what it was exported for, one of {', '.join(one.value for one in Purpose)}",
    "conditions": "what whoever uses it has to meet",
    "notice": "the publisher's own words that travel with the text",
    "source": "the crawler's id of its source",
    "keptAt": "when it was kept",
    "heardAt": "when its site was asked last what it reserves",
}
