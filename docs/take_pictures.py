"""Takes the pictures in docs/pictures from a running `make run`: `.venv/bin/python docs/take_pictures.py`."""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
SITE = "http://localhost:8000"
# By role and name of the picture: the address, and the link to follow from there.
PAGES = {
    "director": {
        "overview": ("/figures/2017-18/", ""),
        "month": ("/figures/2017-18/month/2017-12/", ""),
        "section": ("/figures/2017-18/contacts-timeliness/", ""),
        "assessments": ("/figures/2017-18/assessments-timeliness/", ""),
        "flow": ("/figures/2017-18/conversion/", ""),
        "report": ("/reports/", "main a[href^='/reports/']"),
    },
    "analyst": {
        "import": ("/imports/1/", ""),
        "builds": ("/figures/builds/", ""),
        "data_quality": ("/data-quality/", ""),
    },
    "administrator": {"users": ("/users/", "")},
    "service.manager": {
        "home": ("/", ""),
        "trackers": ("/trackers/", ""),
        "tracker": ("/trackers/cp_visit/", ""),
        "child": ("/trackers/cp_visit/", "main td a[href^='/children/']"),
    },
    "auditor": {"audit": ("/audits/mine/", "main td a[href^='/audits/']")},
    "moderator": {"programme": ("/audits/programmes/", "main td a[href^='/audits/programmes/']")},
}


def sign_in(page: Page, role: str, password: str) -> None:
    """Sign in as the demonstration user of a role."""
    page.goto(SITE)
    page.get_by_label("Email address").fill(f"{role}@council.example")
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_load_state()


def main() -> None:
    """Every page of PAGES, at the width of a laptop, cut to what fits on one screen and a half."""
    program = shutil.which("chromium") or sys.exit("Chromium is needed: apt-get install chromium")
    password = (ROOT / "var" / "demonstration_password").read_text()
    PICTURES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        for role, pages in PAGES.items():
            page = browser.new_context(viewport={"width": 1280, "height": 1300}).new_page()
            sign_in(page, role, password)
            for name, (address, link) in pages.items():
                page.goto(SITE + address)
                if link:
                    page.locator(link).first.click()
                    page.wait_for_load_state()
                page.screenshot(path=PICTURES / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    main()
