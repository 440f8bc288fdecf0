"""Can a publisher reach the contact that every request names?"""

from email.utils import parseaddr

from newscrawler.address import ascii_host, host_of, is_private
from newscrawler.configuring.withheld import without_credentials


def contact_fault(contact: str) -> str | None:
    """Return why nobody can be reached there, with the mend; None where somebody can.

    >>> contact_fault("desk@newsroom.test"), contact_fault("https://newsroom.test/bot")
    (None, None)
    """
    if without_credentials(contact) != contact:
        return "holds a password that every site would read; write the URL without it"
    if _is_page(contact) or mail_address(contact) is not None:
        return None
    return (
        f"{contact!r} is nobody that a publisher can write to;"
        " write a URL or a mail address"
    )


def mail_address(contact: str) -> str | None:
    """Return the mail address of a contact, its name left out; None where it has none.

    >>> mail_address("The desk <desk@newsroom.test>"), mail_address("desk@localhost")
    ('desk@newsroom.test', None)
    """
    found = parseaddr(contact)[1]
    name, _, host = found.rpartition("@")
    is_one = found in contact and not {"@", " ", "/"} & set(name)
    return found if name and is_one and _is_public(contact, host) else None


def _is_page(contact: str) -> bool:
    is_url = contact.startswith(("http://", "https://")) and " " not in contact
    return is_url and _is_public(contact, host_of(contact))


def _is_public(contact: str, host: str) -> bool:
    """Tell whether the host is one that others know too, and no example's."""
    known = ascii_host(host)
    is_meant = contact.isprintable() and "example." not in contact
    return known is not None and not is_private(known) and is_meant
