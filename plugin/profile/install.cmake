# install.cmake
# Installs the profile "SIP Explain" where Wireshark looks for profiles.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# GLOBAL_PROFILES: Wireshark's own folder of profiles. PROFILES: the folder to use instead; empty:
# one below the prefix for packagers, the global one for root, the personal one for everybody else.
# places.cmake tells which.
#
# Wireshark copies a global profile to the personal folder when it is first used, and from then on
# looks at the copy only. So a personal copy is renewed too, but not files that somebody changed:
# .shipped notes what was installed, by which an unchanged file is known.

include("${CMAKE_CURRENT_LIST_DIR}/../package/places.cmake")

set(name "SIP Explain")
set(files colorfilters dfilter_buttons preferences recent)
get_filename_component(source "${CMAKE_CURRENT_LIST_DIR}" ABSOLUTE)

# The personal folder of profiles, by Wireshark's own rule.
function(find_personal_profiles result)
    set(configuration "$ENV{XDG_CONFIG_HOME}")
    if(NOT configuration)
        set(configuration "$ENV{HOME}/.config")
    endif()
    if(NOT EXISTS "${configuration}/wireshark" AND EXISTS "$ENV{HOME}/.wireshark")
        set(${result} "$ENV{HOME}/.wireshark/profiles" PARENT_SCOPE)
    else()
        set(${result} "${configuration}/wireshark/profiles" PARENT_SCOPE)
    endif()
endfunction()

# Installs what is new or unchanged in a folder of profiles, and notes it.
function(install_profile profiles)
    set(folder "$ENV{DESTDIR}${profiles}/${name}")
    set(shipped "")
    set(note "")
    if(EXISTS "${folder}/.shipped")
        file(READ "${folder}/.shipped" shipped)
    endif()
    foreach(file IN LISTS files)
        file(SHA256 "${source}/${file}" ours)
        if(EXISTS "${folder}/${file}")
            file(SHA256 "${folder}/${file}" theirs)
            string(FIND "${shipped}" "${theirs}  ${file}\n" place)
            if(place EQUAL -1 AND NOT theirs STREQUAL ours)
                message(STATUS "Kept: ${folder}/${file} (changed since it was installed)")
                continue()
            endif()
        endif()
        message(STATUS "Installing: ${folder}/${file}")
        file(COPY "${source}/${file}" DESTINATION "${folder}"
             FILE_PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ)
        string(APPEND note "${ours}  ${file}\n")
    endforeach()
    file(WRITE "${folder}/.shipped" "${note}")
endfunction()

find_personal_profiles(personal)
if(PROFILES)
    install_profile("${PROFILES}")
elseif(BELOW_PREFIX)
    install_profile("${CMAKE_INSTALL_PREFIX}/share/wireshark/profiles")
elseif(BELOW_GLOBAL)
    # What is global is the package's: nobody changes it there.
    file(REMOVE_RECURSE "${GLOBAL_PROFILES}/${name}")
    install_profile("${GLOBAL_PROFILES}")
    if(EXISTS "${personal}/${name}")
        install_profile("${personal}")
    endif()
else()
    install_profile("${personal}")
endif()
