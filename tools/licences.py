#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What we are linked with, and under which terms. No GPL library may be among it.

  licences.py link <binary>    every shared library the loader brings in is in the list below
  licences.py check            THIRD_PARTY_LICENSES.md is what this program would write
  licences.py write            writes it

A library that is not in the list is refused until somebody has read its licence and added it: a
guess from a file of copyrights would be wrong in both directions. The web app's packages come from
web/package-lock.json, where npm records what each package declares.
"""
import json
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent

# soname without its version -> (library, licence, Debian package or origin)
LINKED = {
    "libfmt": ("fmt", "MIT", "libfmt9"),
    "libspdlog": ("spdlog", "MIT", "libspdlog1.10"),
    "libboost_json": ("Boost.JSON", "BSL-1.0", "libboost-json1.81.0"),
    "libboost_container": ("Boost.Container", "BSL-1.0", "libboost-container1.81.0"),
    "libtomlplusplus": ("toml++", "MIT", "libtomlplusplus3"),
    "libicuuc": ("ICU", "Unicode-DFS-2016", "libicu72"),
    "libicui18n": ("ICU", "Unicode-DFS-2016", "libicu72"),
    "libicudata": ("ICU", "Unicode-DFS-2016", "libicu72"),
    "libcrypto": ("OpenSSL", "Apache-2.0", "libssl3"),
    "libssl": ("OpenSSL", "Apache-2.0", "libssl3"),
    "libsqlite3": ("SQLite", "public domain", "libsqlite3-0"),
    "libzip": ("libzip", "BSD-3-Clause", "libzip4"),
    "libbz2": ("bzip2", "bzip2-1.0.6", "libbz2-1.0"),
    "libpugixml": ("pugixml", "MIT", "libpugixml1v5"),
    "libxlsxwriter": ("libxlsxwriter", "BSD-2-Clause", "libxlsxwriter4"),
    "libminizip": ("minizip", "Zlib", "libminizip1"),
    "libz": ("zlib", "Zlib", "zlib1g"),
    "libpq": ("libpq", "PostgreSQL", "libpq5"),
    "libduckdb": ("DuckDB", "MIT", "npm @duckdb/node-bindings-linux-x64"),
    "libstdc++": ("GCC runtime", "GPL-3.0-or-later WITH GCC-exception-3.1", "libstdc++6"),
    "libgcc_s": ("GCC runtime", "GPL-3.0-or-later WITH GCC-exception-3.1", "libgcc-s1"),
    "libc": ("GNU C library", "LGPL-2.1-or-later", "libc6"),
    "libm": ("GNU C library", "LGPL-2.1-or-later", "libc6"),
    "libresolv": ("GNU C library", "LGPL-2.1-or-later", "libc6"),
    "libdl": ("GNU C library", "LGPL-2.1-or-later", "libc6"),
    "libpthread": ("GNU C library", "LGPL-2.1-or-later", "libc6"),
    "librt": ("GNU C library", "LGPL-2.1-or-later", "libc6"),
    "ld-linux-x86-64": ("GNU C library", "LGPL-2.1-or-later", "libc6"),
}
# What Debian's libpq brings along to log in by Kerberos or LDAP. The files of com_err carry MIT's
# own notice; the rest of the package that it comes in (e2fsprogs) is GPL and not linked.
LINKED |= {
    "libgssapi_krb5": ("MIT Kerberos", "MIT", "libgssapi-krb5-2"),
    "libkrb5": ("MIT Kerberos", "MIT", "libkrb5-3"),
    "libk5crypto": ("MIT Kerberos", "MIT", "libk5crypto3"),
    "libkrb5support": ("MIT Kerberos", "MIT", "libkrb5support0"),
    "libcom_err": ("com_err", "MIT", "libcom-err2"),
    "libkeyutils": ("keyutils (the library)", "LGPL-2.0-or-later", "libkeyutils1"),
    "libldap-2.5": ("OpenLDAP", "OLDAP-2.8", "libldap-2.5-0"),
    "liblber-2.5": ("OpenLDAP", "OLDAP-2.8", "libldap-2.5-0"),
    "libsasl2": ("Cyrus SASL", "BSD-4-Clause", "libsasl2-2"),
    "libgnutls": ("GnuTLS", "LGPL-2.1-or-later", "libgnutls30"),
    "libp11-kit": ("p11-kit", "BSD-3-Clause", "libp11-kit0"),
    "libtasn1": ("GNU Libtasn1", "LGPL-2.1-or-later", "libtasn1-6"),
    "libidn2": ("GNU Libidn2", "LGPL-3.0-or-later OR GPL-2.0-or-later", "libidn2-0"),
    "libunistring": ("GNU libunistring", "LGPL-3.0-or-later OR GPL-2.0-or-later",
                     "libunistring2"),
    "libnettle": ("Nettle", "LGPL-3.0-or-later OR GPL-2.0-or-later", "libnettle8"),
    "libhogweed": ("Nettle", "LGPL-3.0-or-later OR GPL-2.0-or-later", "libhogweed6"),
    "libgmp": ("GNU MP", "LGPL-3.0-or-later OR GPL-2.0-or-later", "libgmp10"),
    "libffi": ("libffi", "MIT", "libffi8"),
}
HEADERS = [  # Compiled into the binary from headers alone.
    ("Boost (Asio, Beast and what they need)", "BSL-1.0", "libboost1.81-dev"),
    ("CLI11", "BSD-3-Clause", "libcli11-dev"),
]
PROVIDED_BY_THE_KERNEL = {"linux-vdso"}


def is_refused(licence):
    """GPL and AGPL, unless the GCC runtime exception lifts it or another licence may be chosen."""
    if "GCC-exception" in licence:
        return False
    choices = re.split(r"\s+OR\s+", licence.strip("() "))
    return all(re.search(r"(?<!L)A?GPL", choice) for choice in choices)


def loaded_libraries(binary):
    """Names of all shared libraries, also indirect ones; fails loudly when one is not found."""
    listing = subprocess.run(["ldd", str(binary)], capture_output=True, text=True, check=True)
    names = []
    for line in listing.stdout.splitlines():
        name = line.split()[0].rsplit("/", 1)[-1]
        if "not found" in line:
            raise SystemExit(f"{binary}: {name} is not found by the loader")
        names.append(re.sub(r"\.so(\.[\d.]+)?$", "", name))
    return sorted(set(names) - PROVIDED_BY_THE_KERNEL)


def link(binary):
    faults = []
    names = loaded_libraries(binary)
    for name in names:
        if name not in LINKED:
            faults.append(f"{name}: not in tools/licences.py; read its licence, then add it there")
        elif is_refused(LINKED[name][1]):
            faults.append(f"{name}: {LINKED[name][1]} is refused")
    for fault in faults:
        print(fault)
    print(f"{binary.name}: {len(names)} shared libraries, {len(faults)} refused")
    return 1 if faults or not names else 0


def web_packages():
    lock = ROOT / "web/package-lock.json"
    if not lock.exists():
        return []
    found = set()
    for path, entry in json.loads(lock.read_text())["packages"].items():
        if path:
            name = path.rsplit("node_modules/", 1)[-1]
            found.add((name, entry["version"], entry.get("license", "not declared")))
    return sorted(found)


def document():
    lines = ["# Third-party licences", "",
             "Written by `make licences`; a test compares it. Meguri itself is Apache-2.0.", "",
             "## Linked into the program", "",
             "The licence text of a Debian package is installed as "
             "`/usr/share/doc/<package>/copyright`.", "",
             "| library | licence | from |", "|---|---|---|"]
    rows = sorted({*LINKED.values(), *HEADERS}, key=lambda row: (row[0].lower(), row[2]))
    lines += [f"| {library} | {licence} | {origin} |" for library, licence, origin in rows]
    lines += ["", "The DuckDB library carries parts of others under MIT, BSD, Apache-2.0 and "
              "similar terms, as its own repository lists.", "",
              "## The web app and the tools that build and test it", "",
              "Only a part of these reaches the browser; the rest builds and tests.", "",
              "| package | version | licence |", "|---|---|---|"]
    lines += [f"| {name} | {version} | {licence} |" for name, version, licence in web_packages()]
    return "\n".join(lines) + "\n"


def check():
    file = ROOT / "THIRD_PARTY_LICENSES.md"
    faults = [f"{name} {version}: {licence} is refused"
              for name, version, licence in web_packages() if is_refused(licence)]
    if not file.exists() or file.read_text() != document():
        faults.append("THIRD_PARTY_LICENSES.md is not up to date: run `make licences`")
    for fault in faults:
        print(fault)
    return 1 if faults else 0


def main(arguments):
    if arguments[:1] == ["link"] and len(arguments) == 2:
        return link(pathlib.Path(arguments[1]))
    if arguments == ["check"]:
        return check()
    if arguments == ["write"]:
        (ROOT / "THIRD_PARTY_LICENSES.md").write_text(document())
        return 0
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
