/* report_page.c
 * The frame of the report's page: its head with style and script, and its end.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "report_page.h"

#include "html.h"

/* Light, dark where the reader's desktop is, and always light on paper. */
static const char style[] =
    ":root{color-scheme:light dark;--ink:#1b1b1b;--paper:#fff;--soft:#5f6368;--line:#d5d7da;"
    "--band:#f4f5f7;--error:#b3261e;--warn:#9a5b00;--note:#6a5d00;--chat:#1e6b34;--link:#0b57d0}\n"
    "@media (prefers-color-scheme:dark){:root{--ink:#e6e6e6;--paper:#16181c;--soft:#a4a8ae;"
    "--line:#3a3e45;--band:#1f2228;--error:#ff8a80;--warn:#ffb95c;--note:#e6d36a;--chat:#7fd694;"
    "--link:#8ab4f8}}\n"
    "body{font:15px/1.45 system-ui,sans-serif;color:var(--ink);background:var(--paper);"
    "margin:0 auto;padding:1.5em;max-width:88em}\n"
    "h1{font-size:1.5em;margin:0 0 .2em}h2{font-size:1.2em;margin:2em 0 .5em}"
    "h3{font-size:1.05em;margin:0 0 .4em}\n"
    "p{margin:.3em 0}a{color:var(--link)}.soft{color:var(--soft)}\n"
    "table{border-collapse:collapse;width:100%}.wide{overflow-x:auto}"
    "th,td{text-align:left;padding:.3em .6em;border-bottom:1px solid var(--line);"
    "vertical-align:top}th{white-space:nowrap;position:sticky;top:0;background:var(--band)}"
    "td.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}"
    "table.sortable{font-size:.87em}table.sortable th,table.sortable td{padding:.3em .35em}"
    "td.verdict{min-width:15em}td.look{white-space:nowrap}\n"
    "th button{font:inherit;font-weight:600;color:inherit;background:none;border:0;padding:0;"
    "cursor:pointer}th[aria-sort=ascending] button::after{content:\" \\2191\"}"
    "th[aria-sort=descending] button::after{content:\" \\2193\"}\n"
    ".error{color:var(--error)}.warn{color:var(--warn)}.note{color:var(--note)}"
    ".chat{color:var(--chat)}b.error,b.warn,b.note,b.chat{white-space:nowrap}\n"
    "section.call{border:1px solid var(--line);border-radius:6px;padding:1em 1.2em;"
    "margin:1.2em 0}section.call dt{font-weight:600;margin-top:.5em}"
    "section.call dd{margin:.1em 0 .1em 1.2em}\n"
    "code{font:13px/1.4 ui-monospace,monospace;background:var(--band);padding:.1em .35em;"
    "border-radius:3px;overflow-wrap:anywhere;user-select:all}\n"
    "ul.findings{padding-left:1.2em}ul.findings li{margin:.5em 0}\n"
    "svg.ladder{display:block;margin:1em 0;font:12px system-ui,sans-serif;fill:var(--ink)}"
    "svg.ladder .host{text-anchor:middle;font-weight:600}svg.ladder .label{text-anchor:middle}"
    "svg.ladder .at{text-anchor:end;fill:var(--soft)}svg.ladder .life{stroke:var(--line)}"
    "svg.ladder .left{fill:var(--soft)}"
    "svg.ladder g line{stroke:var(--ink);stroke-width:1.4}svg.ladder g.media line{stroke-width:4;"
    "opacity:.45}svg.ladder g.error line{stroke:var(--error)}svg.ladder g.warn line"
    "{stroke:var(--warn)}svg.ladder g.error{fill:var(--error)}svg.ladder g.warn{fill:var(--warn)}"
    "svg.ladder g.note{fill:var(--note)}svg.ladder g.chat{fill:var(--ink)}\n"
    "@media print{:root{--ink:#000;--paper:#fff;--soft:#444;--line:#bbb;--band:#eee;"
    "--error:#8c1d18;--warn:#6d4000;--note:#4d4400;--chat:#14491f;--link:#000}"
    "body{padding:0;max-width:none;font-size:10pt}section.call{break-inside:avoid-page}"
    "svg.ladder{width:100%;height:auto}th{position:static}.wide{overflow:visible}}\n";

/* Sorts a table by the column whose heading is clicked: by data-key where a cell has one. */
static const char script[] =
    "document.querySelectorAll('table.sortable th button').forEach(function(button){\n"
    "  button.addEventListener('click',function(){\n"
    "    var head=button.parentNode,column=head.cellIndex,body=head.closest('table').tBodies[0];\n"
    "    var down=head.getAttribute('aria-sort')==='ascending';\n"
    "    head.parentNode.querySelectorAll('th').forEach(function(other){\n"
    "      other.removeAttribute('aria-sort')});\n"
    "    head.setAttribute('aria-sort',down?'descending':'ascending');\n"
    "    function key(row){var cell=row.cells[column];\n"
    "      return cell.hasAttribute('data-key')?Number(cell.getAttribute('data-key')):\n"
    "        cell.textContent}\n"
    "    Array.from(body.rows).map(function(row){return [key(row),row]}).sort(function(a,b){\n"
    "      var order=typeof a[0]==='number'?a[0]-b[0]:a[0].localeCompare(b[0]);\n"
    "      return down?-order:order}).forEach(function(pair){body.appendChild(pair[1])})\n"
    "  })\n"
    "});\n";

/* "sha256-..." of a style or script, as a policy names it. */
static void append_source(GString *to, const char *text)
{
    GChecksum *checksum = g_checksum_new(G_CHECKSUM_SHA256);
    guint8 digest[32];
    gsize length = sizeof digest;
    char *encoded;

    g_checksum_update(checksum, (const guchar *)text, -1);
    g_checksum_get_digest(checksum, digest, &length);
    encoded = g_base64_encode(digest, length);
    g_string_append_printf(to, "'sha256-%s'", encoded);
    g_free(encoded);
    g_checksum_free(checksum);
}

void report_page_begin(GString *to, const char *title)
{
    g_string_append(to, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src "
                        "'none'; base-uri 'none'; form-action 'none'; style-src ");
    append_source(to, style);
    g_string_append(to, "; script-src ");
    append_source(to, script);
    html_append_format(to, "\">\n<title>%s</title>\n", title);
    g_string_append_printf(to, "<style>%s</style>\n</head>\n<body>\n", style);
    html_append_format(to, "<h1>%s</h1>\n", title);
}

void report_page_end(GString *to)
{
    g_string_append_printf(to, "<script>%s</script>\n</body>\n</html>\n", script);
}
