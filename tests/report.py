#!/usr/bin/python3
# report.py
# Checks the page that "-z sipexplain,report" prints: nothing that packets bring is markup in it.
# SPDX-License-Identifier: GPL-2.0-or-later
"""The page of a capture whose headers hold tags, quotes and control bytes, and that of all captures
together, must be made of the tags and attributes listed here, closed in order, with one script and
one style, which the page's policy names, and links to RFCs only; the hostile words must stand in it
as words. Where Chromium is installed it opens the hostile page, without network: its scripts must
not have run, and the table must be sorted by a click. --picture FILE takes the README's picture.
"""

import base64
import hashlib
import html
import re
import shutil
import sys
from html.parser import HTMLParser
from pathlib import Path

import pcap_file
import programs
from scapy.layers.inet import IP, UDP
from scapy.layers.l2 import Ether
from scapy.packet import Raw
from scapy.utils import wrpcap

VOID = {"meta", "br"}
FIGURES = {"svg", "g", "line", "path", "circle", "text"}
TAGS = VOID | FIGURES | {
    "html", "head", "title", "style", "body", "h1", "h2", "h3", "p", "b", "i", "span", "code", "a",
    "ul", "li", "dl", "dt", "dd", "div", "section", "table", "thead", "tbody", "tr", "th", "td",
    "button", "script"}
ATTRIBUTES = {"lang", "charset", "name", "content", "http-equiv", "class", "id", "href", "rel",
              "scope", "data-key", "xmlns", "role", "aria-label", "viewbox", "width", "height", "x",
              "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "d"}
LINK = re.compile(r"https://www\.rfc-editor\.org/[\w/.#-]+|#call-\d+")
NUMBERS = re.compile(r"-?[\d .MlvzHVL-]*")
CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")
EVIL = "<script>document.title='owned'</script>"
QUOTES = "\"'><img src=x onerror=document.title='owned'>"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
PICTURE_SIZE = "1180,1010"


class Page(HTMLParser):
    """Reads a page; wrong is what should not be there."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.wrong, self.open, self.words = [], [], []
        self.ids, self.targets = [], []
        self.sources, self.policy = {"script": [], "style": []}, ""
        self.feed(text)
        self.close()
        if self.open:
            self.wrong.append(f"never closed: {self.open}")
        for kind, texts in self.sources.items():
            digests = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
                       for text in texts]
            if len(digests) != 1 or f"{kind}-src 'sha256-{digests[0]}'" not in self.policy:
                self.wrong.append(f"{len(digests)} of {kind}, not one that the policy names")
        if len(self.ids) != len(set(self.ids)) or set(self.targets) - set(self.ids):
            self.wrong.append("two parts have one id, or a link leads nowhere")

    def handle_starttag(self, tag, attrs):
        if tag not in TAGS:
            self.wrong.append(f"tag {tag}")
        for name, value in attrs:
            if name not in ATTRIBUTES or (name == "href" and not LINK.fullmatch(value or "")) or (
                    tag in FIGURES and name in ("d", "x", "y") and not NUMBERS.fullmatch(value)):
                self.wrong.append(f"{tag} {name}={value}")
            if name == "id":
                self.ids.append(value)
            if name == "href" and value.startswith("#"):
                self.targets.append(value[1:])
            if tag == "meta" and name == "content" and "-src" in value:
                self.policy = value
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}> closes another tag")

    def handle_data(self, data):
        if self.open and self.open[-1] in self.sources:
            self.sources[self.open[-1]].append(data)
            return
        self.words.append(data)
        if found := CONTROL.search(data):
            self.wrong.append(f"{found.group()!r} in {data[:80]!r}")

    def handle_comment(self, data):
        self.wrong.append(f"comment {data}")

    def handle_decl(self, decl):
        if decl != "DOCTYPE html":
            self.wrong.append(f"declaration {decl}")


def message(first_line, number, extra=()):
    method = "ACK" if first_line.startswith("ACK") else "INVITE"
    lines = [first_line, f"Via: SIP/2.0/UDP 10.0.0.2;branch=z9hG4bK{number}",
             f'From: "{EVIL}" <sip:a{EVIL}@example.com>;tag=1', f"To: <sip:b{QUOTES}@example.com>"
             + (";tag=2" if first_line.startswith("SIP") else ""),
             f"Call-ID: {EVIL}{QUOTES}{number}\\", f"CSeq: 1 {method}", "Max-Forwards: 70", *extra,
             "Content-Length: 0", "", ""]
    return "\r\n".join(lines).encode("utf-8", "surrogateescape")


def datagram(client, server, payload):
    return (Ether(src="02:00:0a:00:00:02", dst="02:00:0a:00:00:01") / IP(src=client, dst=server) /
            UDP(sport=5060, dport=5060) / Raw(payload))


def write_hostile(path):
    """Two failed calls whose every word wants to be more than a word"""
    odd = "\x1b[2J\u202e\x01" + "\udcff"
    calls = []
    for number in range(2):
        calls += [
            datagram("10.0.0.2", "10.0.0.1", message(
                "INVITE sip:b@example.com SIP/2.0", number,
                [f"User-Agent: {EVIL}", f"Contact: <sip:{QUOTES}@10.0.0.2>"])),
            datagram("10.0.0.1", "10.0.0.2", message(f"SIP/2.0 500 {EVIL}{odd}", number, [
                f"Server: {QUOTES}{odd}", f'Reason: Q.850;cause=41;text="{EVIL}{odd}"',
                f'Warning: 399 {EVIL} "{EVIL}"', f"Retry-After: 5 ({EVIL})"])),
            datagram("10.0.0.2", "10.0.0.1", message("ACK sip:b@example.com SIP/2.0", number))]
    wrpcap(str(path), calls)


def report(plugins, capture, *options):
    return programs.tshark(plugins, "-r", capture, "-q", "-z", "sipexplain,report", *options)


def page_faults(name, text):
    return [f"{name}: {line}" for line in Page(text).wrong[:20]]


def hostile_faults(text):
    said = "".join(Page(text).words)
    return page_faults("hostile", text) + [
        f"hostile: {words!r} is not in the page" for words in (EVIL, "<img src=x") if
        words not in said]


def browse(page, *options):
    """What Chromium makes of a page; None where there is none"""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if not browser:
        return None
    with programs.scratch_folder() as folder:
        command = programs.command_line(programs.STOCK, browser, "--headless", "--no-sandbox",
                                        "--disable-gpu", f"--user-data-dir={folder}",
                                        "--disable-dev-shm-usage",
                                        "--host-resolver-rules=MAP * ~NOTFOUND", *options,
                                        f"file://{page}")
        return programs.finished(command).stdout.decode("utf-8", "replace")


def browser_faults(folder, text):
    """The page as it is after a click on its last column, which our own script sees to"""
    page = folder / "page.html"
    page.write_text(text, encoding="utf-8")
    page.chmod(0o644)
    seen = browse(page, "--dump-dom")
    if seen is None:
        print("Chromium is not installed: the page was read, not opened")
        return []
    wrong = []
    if "<title>SIP calls" not in seen or "owned</title>" in seen:
        wrong.append("browser: a script of the packets ran")
    if seen.count("<script") != 1 or "<img" in seen:
        wrong.append("browser: the packets brought tags")
    return wrong + sorting_faults(folder, text)


def sorting_faults(folder, text):
    """Clicks the heading of the frames, twice. A script that does so is let in for this."""
    page, rows = folder / "sorted.html", re.compile(r"<tr><td[^>]*>(\d+)")
    clicks = "<script>" + "document.querySelector('th button').click();" * 2 + "</script></body>"
    page.write_text(re.sub(r"<meta http-equiv[^>]*>", "", text).replace("</body>", clicks),
                    encoding="utf-8")
    page.chmod(0o644)
    order = rows.findall(browse(page, "--dump-dom"))
    return [] if order == rows.findall(text)[::-1] and len(order) > 1 else [
        f"browser: two clicks sort the frames {order}"]


def check(plugins):
    with programs.scratch_folder() as folder:
        hostile = folder / "hostile.pcap"
        write_hostile(hostile)
        text = report(plugins, hostile)
        wrong = hostile_faults(text) + browser_faults(folder, text)
        captures = [path for path in programs.captures() if not pcap_file.has_cut_frame(path)]
        merged = programs.Merged(captures, folder / "merged.pcapng").path
        everything = report(plugins, merged)
        wrong += page_faults("all captures", everything)
        if everything.count("<section") < 100:
            wrong.append("all captures: too few calls to tell anything")
        narrow = report(plugins, programs.capture("failed-500"), "-z",
                        "sipexplain,report,frame.number == 67")
        rows = [part.count("<tr><td") for part in narrow.split("<!DOCTYPE")[1:]]
        if sorted(rows) != [1, 2]:
            wrong.append(f"a filter: {rows} calls")
        empty = folder / "empty.pcap"
        pcap_file.write_frames(empty, [])
        wrong += page_faults("empty", report(plugins, empty))
        if html.escape(EVIL, quote=True).replace("&#x27;", "&#39;") not in text:
            wrong.append("hostile: not escaped as it should be")
    return wrong


def take_picture(plugins, path):
    with programs.scratch_folder() as folder:
        page, taken = folder / "page.html", folder / "page.png"
        page.write_text(report(plugins, programs.capture("failed-500")), encoding="utf-8")
        page.chmod(0o644)
        browse(page, f"--screenshot={taken}", f"--window-size={PICTURE_SIZE}", "--hide-scrollbars")
        shutil.copyfile(taken, path)


def main():
    parser = programs.argument_parser(__doc__.splitlines()[0])
    parser.add_argument("--picture", type=Path, metavar="FILE")
    options = parser.parse_args()
    programs.require_plugin(options.plugins)
    if options.picture:
        take_picture(options.plugins, options.picture)
        return
    wrong = check(options.plugins)
    print(*(f"FAILED {line}" for line in wrong), sep="\n")
    print(f"{len(wrong)} faults")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
