# package.cmake
# What "cpack -G DEB" makes: a Debian package for the Wireshark that the plugin is built for.
# SPDX-License-Identifier: GPL-2.0-or-later

math(EXPR next_abi "${Wireshark_MINOR_VERSION} + 1")
string(PREPEND next_abi ${Wireshark_MAJOR_VERSION}.)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME ${SIPEXPLAIN_PACKAGE})
set(CPACK_PACKAGE_CONTACT "The sipexplain maintainers <maintainers@sipexplain.invalid>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "Wireshark plugin that explains SIP responses")
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION
    "sipexplain adds to each SIP response in Wireshark and in tshark what its code means, when it is
seen, how to fix it, and what it means in this call: early media, server failures, authentication,
reliability, timing. Every statement is a field, and every finding is in the Expert Information.")
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# Wireshark refuses a plugin that was built for another X.Y.
set(CPACK_DEBIAN_PACKAGE_DEPENDS
    "wireshark-common (>= ${SIPEXPLAIN_ABI}), wireshark-common (<< ${next_abi}~)")
set(CPACK_PACKAGING_INSTALL_PREFIX ${Wireshark_INSTALL_PREFIX})
set(CPACK_STRIP_FILES ON)
include(CPack)
