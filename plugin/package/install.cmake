# install.cmake
# Installs the plugin; for packagers also its licence and changelog, and the two programs that split
# captures and add up what was found in the parts.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# PLUGIN: the file. SPLITTER: the built sipexplain-shards. PLUGIN_DIR: the folder to use; empty: the one that places.cmake decides on, of
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

# install_built FILE FOLDER [PERMISSIONS]: stripped where that is asked for
function(install_built file folder)
    file(INSTALL "${file}" DESTINATION "${folder}" ${ARGN})
    if(CMAKE_INSTALL_DO_STRIP)
        get_filename_component(name "${file}" NAME)
        execute_process(COMMAND "${STRIP}" --strip-unneeded "$ENV{DESTDIR}${folder}/${name}"
            COMMAND_ERROR_IS_FATAL ANY)
    endif()
endfunction()

# install_compressed FILE PATH: Debian wants it so, and the same bytes each time.
function(install_compressed file path)
    get_filename_component(folder "${path}" DIRECTORY)
    file(MAKE_DIRECTORY "$ENV{DESTDIR}${folder}")
    execute_process(COMMAND gzip -9 -n -c "${file}"
        OUTPUT_FILE "$ENV{DESTDIR}${path}" COMMAND_ERROR_IS_FATAL ANY)
endfunction()

install_built("${PLUGIN}" "${folder}")

if(BELOW_PREFIX)
    set(shards "${CMAKE_CURRENT_LIST_DIR}/../shards")
    install_built("${SPLITTER}" "${CMAKE_INSTALL_PREFIX}/bin" USE_SOURCE_PERMISSIONS)
    file(INSTALL "${shards}/merge_tables.py" DESTINATION "${CMAKE_INSTALL_PREFIX}/bin"
        RENAME sipexplain-merge-tables USE_SOURCE_PERMISSIONS)
    foreach(program sipexplain-shards sipexplain-merge-tables)
        install_compressed("${shards}/${program}.1"
            "${CMAKE_INSTALL_PREFIX}/share/man/man1/${program}.1.gz")
    endforeach()
    set(documents "${CMAKE_INSTALL_PREFIX}/share/doc/${PACKAGE}")
    file(INSTALL "${CMAKE_CURRENT_LIST_DIR}/copyright" DESTINATION "${documents}")
    install_compressed("${CMAKE_CURRENT_LIST_DIR}/changelog" "${documents}/changelog.gz")
endif()
