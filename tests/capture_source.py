# capture_source.py
# Reads the sources of the hand-made captures; make_captures.py describes their format.
# SPDX-License-Identifier: GPL-2.0-or-later
"""From the text of a source to its frames, each with the payload that it puts on the wire."""

import re
import shlex
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from ipaddress import ip_address

TRANSPORTS = {"udp", "tcp", "segment", "rtp", "data", "icmp"}
FLAGS = {"join", "lf", "raw", "hex", "noend"}
VALUES = {"name", "copies", "gap", "mirror", "cut", "ttl", "split", "quotes", "quote", "flags",
          "code",
          "pt", "count", "every", "ssrc", "seq", "size"}
COPIED = {"via": "Via", "v": "Via", "from": "From", "f": "From", "to": "To", "t": "To",
          "call-id": "Call-ID", "i": "Call-ID", "cseq": "CSeq"}
DIRECTIONS = {"sendrecv", "sendonly", "recvonly", "inactive"}
RTPMAPS = {0: "PCMU/8000", 3: "GSM/8000", 4: "G723/8000", 8: "PCMA/8000", 9: "G722/8000",
           13: "CN/8000", 18: "G729/8000", 101: "telephone-event/8000"}


class SourceError(Exception):
    """A mistake in a source: line number and what is wrong."""

    def __init__(self, line, text):
        super().__init__(text)
        self.line = line


@dataclass
class Block:
    """One frame of a source as it is written."""

    line: int
    time_us: int
    transport: str
    source: tuple  # address, port
    target: tuple
    options: dict
    lines: list = field(default_factory=list)  # (line number, text)


def microseconds(text, line):
    """Seconds in decimal, exactly."""
    try:
        return int(Decimal(text) * 1000000)
    except InvalidOperation:
        raise SourceError(line, f"not a number of seconds: {text}") from None


def read_host(text, line):
    match = re.fullmatch(r"\[(.+)\]:(\d+)|([\d.]+):(\d+)|(\S+)", text)
    try:
        address, port = match[1] or match[3] or match[5], int(match[2] or match[4] or 0)
        return str(ip_address(address)), port
    except (ValueError, TypeError):
        raise SourceError(line, f"not an address: {text}") from None


def read_frame_line(number, text):
    words = text[1:].split()
    if len(words) < 5 or words[3] != ">" or words[1] not in TRANSPORTS:
        raise SourceError(number, "expected: @ <seconds> <transport> <from> > <to> [options]")
    options = {}
    for word in words[5:]:
        key, equals, value = word.partition("=")
        if key not in (VALUES if equals else FLAGS):
            raise SourceError(number, f"unknown option: {word}")
        options[key] = value if equals else True
    return Block(number, microseconds(words[0], number), words[1], read_host(words[2], number),
                 read_host(words[4], number), options)


def read_blocks(text):
    blocks = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.startswith("@"):
            blocks.append(read_frame_line(number, line))
        elif line.startswith("#"):
            continue
        elif blocks:
            blocks[-1].lines.append((number, line))
        elif line.strip():
            raise SourceError(number, "text before the first frame")
    for block in blocks:
        for end in (-1, 0):
            while block.lines and not block.lines[end][1].strip():
                block.lines.pop(end)
    return blocks


def shorthand_words(text, number):
    try:
        return shlex.split(text[1:-1])[1:]
    except ValueError as error:
        raise SourceError(number, f"{error}: {text}") from None


def identity_rows(lines):
    """The rows of a message's headers that a response repeats."""
    rows = []
    for line in lines:
        if not line:
            break
        name, _, value = line.partition(":")
        if name.strip().lower() in COPIED:
            rows.append((COPIED[name.strip().lower()], value.strip()))
    return rows


def expand_copy(text, number, names):
    words = shorthand_words(text, number)
    values = dict(word.split("=", 1) for word in words if "=" in word)
    unknown = set(values) - {"tag", "method", "cseq", "branch", "via"}
    if unknown or not words or words[0] not in names:
        raise SourceError(number, f"cannot copy: {text}")
    rows = [row for row in names[words[0]] if not ("newvia" in words and row[0] == "Via")]
    if "via" in values:
        rows.insert(0, ("Via", values["via"]))
    first_via = next((index for index, row in enumerate(rows) if row[0] == "Via"), None)
    lines = []
    for index, (name, value) in enumerate(rows):
        if name == "To" and "tag" in values and ";tag=" not in value:
            value += f";tag={values['tag']}"
        if name == "CSeq":
            sequence, _, method = value.partition(" ")
            value = f"{values.get('cseq', sequence)} {values.get('method', method)}"
        if index == first_via and "branch" in values:
            value = re.sub(r";branch=[^;]*", f";branch={values['branch']}", value)
        lines.append(f"{name}: {value}")
    return lines


def media_lines(port, words, number):
    """One m= line and its attributes, from the words of <sdp ...> behind the port."""
    formats = [int(word) for word in words if word.isdigit()]
    settings = dict(word.split("=", 1) for word in words if "=" in word)
    media, profile = settings.get("media", "audio"), settings.get("profile", "RTP/AVP")
    lines = [f"m={media} {port} {profile} {' '.join(map(str, formats))}"]
    lines += [word for word in words if re.match(r"[bc]=", word)]
    for payload_type in formats:
        other = "H264/90000" if media == "video" else "opus/48000/2"
        lines.append(f"a=rtpmap:{payload_type} {RTPMAPS.get(payload_type, other)}")
        if payload_type == 101:
            lines.append("a=fmtp:101 0-15")
    for word in words:
        if word in DIRECTIONS:
            lines.append(f"a={word}")
        elif word.startswith("a="):
            lines.append(word)
        elif not word.isdigit() and not re.match(r"([bc]|media|profile|version)=", word):
            raise SourceError(number, f"unknown word in <sdp>: {word}")
    return lines


def expand_sdp(text, number):
    words = [word for word in shorthand_words(text, number) if word != "nolength"]
    if len(words) < 3:
        raise SourceError(number, "expected: <sdp ADDRESS PORT PAYLOAD-TYPES...>")
    family = "IP6" if ":" in words[0] else "IP4"
    version = next((word[8:] for word in words if word.startswith("version=")), "1")
    lines = ["v=0", f"o=- 1767225600 {version} IN {family} {words[0]}", "s=-",
             f"c=IN {family} {words[0]}", "t=0 0"]
    words = words[1:]
    while words:
        end = words.index("and") if "and" in words else len(words)
        lines += media_lines(words[0], words[1:end], number)
        words = words[end + 1:]
    return lines


def expand_lines(block, names):
    """The message's lines with <copy> and <sdp> replaced, split at the end of the headers."""
    headers, body, in_body = [], [], False
    for number, line in block.lines:
        if line.startswith("<copy "):
            headers += expand_copy(line, number, names)
        elif line.startswith("<sdp ") and in_body:
            body += expand_sdp(line, number)
        elif line.startswith("<sdp "):
            body, in_body = expand_sdp(line, number), True
            headers.append("Content-Type: application/sdp")
            has_length = any(re.match(r"(content-length|l)\s*:", row, re.I) for row in headers)
            if not has_length and "nolength" not in shorthand_words(line, number):
                headers.append("Content-Length: auto")
        elif not in_body and not line:
            in_body = True
        else:
            (body if in_body else headers).append(line)
    return headers, body


def joined_lines(lines, block):
    """The lines as bytes, each with its line end."""
    end = b"\n" if "lf" in block.options else b"\r\n"
    rows = [line.encode() for line in lines]
    if "raw" in block.options:
        try:
            rows = [row.decode("unicode_escape").encode("latin-1") for row in rows]
        except UnicodeError as error:
            raise SourceError(block.line, f"bad escape: {error}") from None
    return b"".join(row + end for row in rows)


def message_bytes(block, names):
    """The payload that a block describes; remembers its rows when it has a name."""
    if "hex" in block.options or block.transport == "data":
        try:
            return bytes.fromhex("".join(line for _, line in block.lines))
        except ValueError as error:
            raise SourceError(block.line, f"not hex: {error}") from None
    if not block.lines:
        raise SourceError(block.line, "the frame has no message")
    headers, body = expand_lines(block, names)
    if "name" in block.options:
        names[block.options["name"]] = identity_rows(headers)
    content = joined_lines(body, block)
    headers = [re.sub(r"(?i)^(content-length|l)(\s*:\s*)auto$", rf"\g<1>\g<2>{len(content)}", line)
               for line in headers]
    return joined_lines(headers + ([] if "noend" in block.options else [""]), block) + content


def joined_payloads(blocks):
    """Blocks with their payloads; a `join` block adds its payload to the block above."""
    names, pairs = {}, []
    for block in blocks:
        has_message = block.transport not in ("segment", "rtp", "icmp")
        payload = message_bytes(block, names) if has_message else b""
        if "join" not in block.options:
            pairs.append([block, payload])
        elif pairs and block.transport == pairs[-1][0].transport == "tcp":
            pairs[-1][1] += payload
        else:
            raise SourceError(block.line, "join needs a tcp frame above")
    return pairs


def read_source(path):
    """Pairs of Block and payload, in the order of the source. Raises SourceError."""
    data = path.read_bytes()
    try:
        return joined_payloads(read_blocks(data.decode()))
    except UnicodeDecodeError as error:
        raise SourceError(data.count(b"\n", 0, error.start) + 1, "not UTF-8") from None
