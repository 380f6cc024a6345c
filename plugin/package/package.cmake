# package.cmake
# What "cpack -G DEB", RPM and TGZ make: packages for the Wireshark that the plugin is built for.
# SPDX-License-Identifier: GPL-2.0-or-later

math(EXPR next_abi "${Wireshark_MINOR_VERSION} + 1")
string(PREPEND next_abi ${Wireshark_MAJOR_VERSION}.)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME ${SIPEXPLAIN_PACKAGE})
set(CPACK_PACKAGE_VENDOR "The sipexplain maintainers")
set(CPACK_PACKAGE_CONTACT "The sipexplain maintainers <maintainers@sipexplain.invalid>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "Wireshark plugin that explains SIP responses")
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION
    "sipexplain adds to each SIP response in Wireshark and in tshark what its
code means, when it is seen, how to fix it, and what it means in this call:
early media, server failures, authentication, reliability, timing. Every
statement is a field, and every finding is in the Expert Information.")
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION net)
# One for each Wireshark; that for the newer one is the newer.
set(CPACK_DEBIAN_PACKAGE_VERSION ${PROJECT_VERSION}+ws${SIPEXPLAIN_ABI})
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# Wireshark refuses a plugin that was built for another X.Y.
set(CPACK_DEBIAN_PACKAGE_DEPENDS
    "wireshark-common (>= ${SIPEXPLAIN_ABI}), wireshark-common (<< ${next_abi}~)")
# For sipexplain-merge-tables.
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS python3)
set(CPACK_PACKAGING_INSTALL_PREFIX ${Wireshark_INSTALL_PREFIX})
set(CPACK_STRIP_FILES ON)

# What it needs of Wireshark is the libraries', whose names hold the X.Y: rpm finds them by itself,
# and no distribution's name of a package is needed. Folders that others own are not its.
set(CPACK_RPM_FILE_NAME RPM-DEFAULT)
set(CPACK_RPM_PACKAGE_RELEASE 1.ws${SIPEXPLAIN_ABI})
set(CPACK_RPM_PACKAGE_LICENSE GPL-2.0-or-later)
set(CPACK_RPM_PACKAGE_GROUP Applications/Internet)
set(CPACK_RPM_PACKAGE_DESCRIPTION "${CPACK_DEBIAN_PACKAGE_DESCRIPTION}")
set(CPACK_RPM_CHANGELOG_FILE "${CMAKE_CURRENT_BINARY_DIR}/rpm_changelog")
# Links for debuggers, of use with a package of debugging symbols only.
set(CPACK_RPM_SPEC_MORE_DEFINE "%define _build_id_links none")
string(REGEX REPLACE "/epan$" "" folder "${Wireshark_PLUGIN_INSTALL_DIR}")
set(CPACK_RPM_EXCLUDE_FROM_AUTO_FILELIST_ADDITION "${folder}/epan")
while(NOT folder STREQUAL "/" AND NOT folder STREQUAL "")
    list(APPEND CPACK_RPM_EXCLUDE_FROM_AUTO_FILELIST_ADDITION "${folder}")
    get_filename_component(folder "${folder}" DIRECTORY)
endwhile()
foreach(folder bin share share/doc share/man share/man/man1 share/wireshark share/wireshark/profiles)
    list(APPEND CPACK_RPM_EXCLUDE_FROM_AUTO_FILELIST_ADDITION
        "${Wireshark_INSTALL_PREFIX}/${folder}")
endforeach()

# Debian's entries as rpm writes them: "* Mon Nov 23 2026 WHO - VERSION", and a line for each change.
file(STRINGS "${CMAKE_CURRENT_LIST_DIR}/changelog" lines)
set(entries "")
foreach(line IN LISTS lines)
    if(line MATCHES "^[^ ]+ \\(([0-9.]+)\\)")
        set(entry_version ${CMAKE_MATCH_1})
        set(changes "")
    elseif(line MATCHES "^  \\* (.*)")
        string(APPEND changes "- ${CMAKE_MATCH_1}\n")
    elseif(line MATCHES "^    (.*)")
        string(APPEND changes "  ${CMAKE_MATCH_1}\n")
    elseif(line MATCHES "^ -- (.*>)  (...), +([0-9]+) (...) ([0-9]+) ")
        string(APPEND entries "* ${CMAKE_MATCH_2} ${CMAKE_MATCH_4} ${CMAKE_MATCH_3} ${CMAKE_MATCH_5} "
            "${CMAKE_MATCH_1} - ${entry_version}-${CPACK_RPM_PACKAGE_RELEASE}\n${changes}\n")
    endif()
endforeach()
file(WRITE "${CPACK_RPM_CHANGELOG_FILE}" "${entries}")

# For all other systems: to be unpacked below Wireshark's own prefix.
set(CPACK_PACKAGE_FILE_NAME
    ${SIPEXPLAIN_PACKAGE}-${PROJECT_VERSION}-ws${SIPEXPLAIN_ABI}-${CMAKE_SYSTEM_NAME}-${CMAKE_SYSTEM_PROCESSOR})
set(CPACK_INCLUDE_TOPLEVEL_DIRECTORY OFF)
include(CPack)
