"""By whom torch was installed, and whether its files are as they were installed."""

from .conda_record import claim_of_conda
from .dpkg_record import claim_of_dpkg
from .pip_record import claim_of_pip


def find_installer(package):
    """By whom torch was installed; doubts where its own record does not fit the files."""
    claims = [claim for claim in (claim_of_conda(package), claim_of_pip(package), claim_of_dpkg(package)) if claim]
    if not claims:
        return {"installedBy": None, "build": None, "doubts": ["no installer knows this torch"]}
    sound = [claim for claim in claims if not claim["doubts"]]
    chosen = (sound or claims)[0]
    if len(claims) > 1:
        chosen["alsoInstalledBy"] = [claim["installedBy"] for claim in claims if claim is not chosen]
    return chosen
