# places.cmake
# Decides at install time: to where this user's Wireshark looks, or below a prefix for packagers.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Reads OWN_PREFIX, the prefix that Wireshark itself is installed in. Sets
#   BELOW_PREFIX  true for packagers: another prefix was asked for, or DESTDIR, as by cpack
#   BELOW_GLOBAL  else: true for root, whose Wireshark reads no personal folders

set(BELOW_PREFIX FALSE)
if(NOT "$ENV{DESTDIR}" STREQUAL "" OR NOT CMAKE_INSTALL_PREFIX STREQUAL OWN_PREFIX)
    set(BELOW_PREFIX TRUE)
endif()

execute_process(COMMAND id -u OUTPUT_VARIABLE user OUTPUT_STRIP_TRAILING_WHITESPACE)
set(BELOW_GLOBAL FALSE)
if(user STREQUAL "0")
    set(BELOW_GLOBAL TRUE)
endif()
