# rtp_send.py
# Sends RTP (PCMA, 20 ms a packet) from a local port to HOST PORT for SECONDS, as an announcer does.
# SPDX-License-Identifier: GPL-2.0-or-later

import socket
import struct
import sys
import time

LOCAL_PORT = 40000
SSRC = 0x5EED0031
SAMPLES = 160


def main():
    host, port, seconds = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
    sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sender.bind(("", LOCAL_PORT))
    start = time.monotonic()
    for number in range(int(seconds * 50)):
        header = struct.pack("!BBHII", 0x80, 8, number, number * SAMPLES, SSRC)
        sender.sendto(header + b"\xd5" * SAMPLES, (host, port))
        time.sleep(max(0.0, start + (number + 1) * 0.02 - time.monotonic()))


main()
