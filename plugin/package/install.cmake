# install.cmake
# Installs the plugin; for packagers also its licence and changelog.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# PLUGIN: the file. PLUGIN_DIR: the folder to use; empty: the one that places.cmake decides on, of
# GLOBAL_DIR, PERSONAL_DIR and PREFIX_DIR, which is relative to the prefix.

include("${CMAKE_CURRENT_LIST_DIR}/places.cmake")

if(PLUGIN_DIR)
    set(folder "${PLUGIN_DIR}")
elseif(BELOW_PREFIX)
    set(folder "${CMAKE_INSTALL_PREFIX}/${PREFIX_DIR}")
elseif(BELOW_GLOBAL)
    set(folder "${GLOBAL_DIR}")
else()
    set(folder "${PERSONAL_DIR}")
endif()
file(INSTALL "${PLUGIN}" DESTINATION "${folder}")
if(CMAKE_INSTALL_DO_STRIP)
    get_filename_component(name "${PLUGIN}" NAME)
    execute_process(COMMAND "${STRIP}" --strip-unneeded "$ENV{DESTDIR}${folder}/${name}"
        COMMAND_ERROR_IS_FATAL ANY)
endif()

if(BELOW_PREFIX)
    set(documents "${CMAKE_INSTALL_PREFIX}/share/doc/${PACKAGE}")
    file(INSTALL "${CMAKE_CURRENT_LIST_DIR}/copyright" DESTINATION "${documents}")
    # Debian wants it compressed, and the same bytes each time.
    execute_process(COMMAND gzip -9 -n -c "${CMAKE_CURRENT_LIST_DIR}/changelog"
        OUTPUT_FILE "$ENV{DESTDIR}${documents}/changelog.gz" COMMAND_ERROR_IS_FATAL ANY)
endif()
