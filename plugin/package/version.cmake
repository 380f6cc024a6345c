# version.cmake
# Sets SIPEXPLAIN_VERSION: it stands in one place, the newest entry of the changelog.
# SPDX-License-Identifier: GPL-2.0-or-later

file(STRINGS "${CMAKE_CURRENT_LIST_DIR}/changelog" SIPEXPLAIN_VERSION LIMIT_COUNT 1)
string(REGEX REPLACE ".*\\(([0-9.]+)\\).*" "\\1" SIPEXPLAIN_VERSION "${SIPEXPLAIN_VERSION}")
