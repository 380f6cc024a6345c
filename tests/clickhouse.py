#!/usr/bin/python3
# clickhouse.py
# Loads captures into a ClickHouse server of its own and compares what it answers.
# SPDX-License-Identifier: GPL-2.0-or-later
"""plugin/clickhouse.sh loads some captures, one of them on the next day too, into a server on the
loopback interface that lives in a scratch folder; expected_clickhouse.txt has the answers to
plugin/clickhouse_questions.sql, --update writes it. Loaded again, nothing may be there twice.
"""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import programs

PLUGIN = programs.TESTS.parent / "plugin"
EXPECTED = programs.TESTS / "expected_clickhouse.txt"
CAPTURES = ["failed-500", "fault.burst", "fault.relayed", "early-media.played",
            "early-media.no-rtp", "early-media.forked", "fault.returned",
            "auth.rejected", "tcp-stream", "causes"]
NEXT_DAY = "fault.burst"
CARRIERS = {"10.0.0.1": "First Telecom", "10.0.0.3": "Second Telecom"}
TABLES = ("responses", "findings", "calls")
START_SECONDS = 60

CONFIG = """<?xml version="1.0"?>
<yandex>
    <logger>
        <level>warning</level><log>{folder}/server.log</log><errorlog>{folder}/error.log</errorlog>
    </logger>
    <http_port>{http}</http_port>
    <tcp_port>{tcp}</tcp_port>
    <listen_host>127.0.0.1</listen_host>
    <path>{folder}/data/</path>
    <tmp_path>{folder}/tmp/</tmp_path>
    <users_config>{folder}/users.xml</users_config>
    <default_profile>default</default_profile>
    <default_database>default</default_database>
    <mark_cache_size>67108864</mark_cache_size>
    <timezone>UTC</timezone>
</yandex>
"""
USERS = """<?xml version="1.0"?>
<yandex>
    <profiles><default></default></profiles>
    <users><default>
        <password></password><networks><ip>127.0.0.1</ip></networks>
        <profile>default</profile><quota>default</quota>
    </default></users>
    <quotas><default></default></quotas>
</yandex>
"""


def free_ports(count):
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


class Server:
    """A ClickHouse with nothing in it, on the loopback interface"""

    def __init__(self, folder):
        http, tcp = free_ports(2)
        self.folder = folder
        self.url = f"http://127.0.0.1:{http}/?database=default"
        for name in ("data", "tmp"):
            (folder / name).mkdir()
        (folder / "users.xml").write_text(USERS)
        (folder / "config.xml").write_text(CONFIG.format(folder=folder, http=http, tcp=tcp))

    def __enter__(self):
        program = os.environ.get("CLICKHOUSE_SERVER", "clickhouse-server")
        self.process = programs.start([program, f"--config-file={self.folder / 'config.xml'}"],
                                      stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                      stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                self.ask("SELECT 1")
                return self
            except OSError:
                time.sleep(0.2)
        programs.end(self.process, 0)
        log = self.folder / "error.log"
        raise programs.ProgramError("clickhouse-server does not start: "
                                    + (log.read_text("utf-8")[-500:] if log.exists() else ""))

    def __exit__(self, *_):
        programs.end(self.process, 0)

    def ask(self, query):
        request = urllib.request.Request(self.url, query.encode())
        try:
            with urllib.request.urlopen(request, timeout=programs.SECONDS) as answer:
                return answer.read().decode("utf-8")
        except urllib.error.HTTPError as error:
            raise programs.ProgramError(f"{query}: {error.read().decode('utf-8', 'replace')}")


def questions():
    """(what is asked, the query) of each in the file"""
    text = (PLUGIN / "clickhouse_questions.sql").read_text("utf-8")
    for part in re.split(r";$", text, flags=re.MULTILINE)[:-1]:
        comment = re.findall(r"^-- (.*)$", part, re.MULTILINE)[-1]
        yield comment, re.sub(r"--.*", "", part).strip()


def answers(server):
    return "".join(f"# {comment}\n{server.ask(query + ' FORMAT TSVWithNames')}\n"
                   for comment, query in questions())


def contents(server):
    """The rows of each table, in order"""
    return {table: "".join(sorted(server.ask(f"SELECT * FROM {table} FINAL FORMAT TSV")
                                  .splitlines(keepends=True)))
            for table in TABLES}


def load(plugins, server, paths):
    programs.run(plugins, "env", f"CLICKHOUSE_URL={server.url}", PLUGIN / "clickhouse.sh", *paths)


def compare(server):
    """What is wrong with the answers"""
    found = answers(server)
    if "--update" in sys.argv:
        EXPECTED.write_text(found, "utf-8")
    if found == EXPECTED.read_text("utf-8"):
        return []
    return [f"the answers are not those of {EXPECTED.name}:\n{found}"]


def check(plugins, folder, server):
    paths = [programs.capture(name) for name in CAPTURES]
    next_day = folder / "next-day.pcap"
    programs.run(programs.STOCK, "editcap", "-t", "86400", programs.capture(NEXT_DAY), next_day)
    load(plugins, server, [*paths, next_day])
    server.ask("INSERT INTO carriers VALUES "
               + ", ".join(f"('{host}', '{name}')" for host, name in CARRIERS.items()))
    once = contents(server)
    wrong = [f"{table} is empty" for table in TABLES if not once[table]]
    wrong += compare(server)
    load(plugins, server, paths)
    wrong += [f"{table}: {len(again.splitlines())} rows when loaded again, "
              f"{len(once[table].splitlines())} before"
              for table, again in contents(server).items() if again != once[table]]
    wrong += compare(server)
    print(", ".join(f"{len(once[table].splitlines())} {table}" for table in TABLES))
    return wrong


def main():
    parser = programs.argument_parser(__doc__.splitlines()[0])
    parser.add_argument("--update", action="store_true", help="write the expected answers")
    plugins = parser.parse_args().plugins
    programs.require_plugin(plugins)
    with programs.scratch_folder() as folder:
        try:
            with Server(folder) as server:
                wrong = check(plugins, folder, server)
        except programs.ProgramError as error:
            wrong = [str(error)]
    print(*(f"FAILED {line}" for line in wrong), sep="\n")
    print(f"{len(CAPTURES) + 1} captures, {len(wrong)} faults")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
