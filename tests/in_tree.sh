#!/usr/bin/env bash
# in_tree.sh
# Builds the plugin within Wireshark's own sources, and asks the checkers of those about it.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Usage: tests/in_tree.sh
#
# The sources are those of the installed wireshark-dev, as Debian has them; they are kept for the
# next time in ~/.cache/sipexplain-wireshark or in the folder SIPEXPLAIN_WIRESHARK. All optional
# libraries are off, and of all programs and libraries only the plugin is compiled, with
# Wireshark's flags and -Werror, and linked with the installed libwireshark. It must load in tshark
# and explain some captures as ever. Done twice: linked as plugins/epan/sipexplain among Wireshark's
# own plugins, and copied and named in CUSTOM_PLUGIN_SRC_DIR.
#
# Each checker must say nothing of the plugin, and something of a fault that is planted for it.
# What is left out has its reason below and in in_tree/words.txt.

set -u

readonly PACKAGES="tshark wireshark-dev libglib2.0-dev libgcrypt20-dev libc-ares-dev libpcre2-dev
    flex cmake make gcc pkg-config perl python3 wamerican tar bzip2 xz-utils binutils"
readonly CAPTURES="auth.rejected early-media.played failed-500 fault.burst leg.joined tcp-stream"

tests=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd) || exit 1
checkout=$(dirname "$tests")
kept=${SIPEXPLAIN_WIRESHARK:-${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/sipexplain-wireshark}
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"    # as_user.sh reads there as nobody
build=$work/build
readonly tests checkout kept work build
failed=0

fail() {
    echo "in_tree.sh: $*" >&2
    exit 1
}

# quietly NAME COMMAND...: its output is shown only if it fails, or warns.
quietly() {
    local name=$1 log=$work/log
    shift
    if "$@" >"$log" 2>&1 && ! grep -E '(warning|CMake Warning at|error):' "$log"; then
        return 0
    fi
    tail -n 30 "$log"
    fail "$name failed"
}

# ---- Wireshark's sources ------------------------------------------------------------------------

# download VERSION FOLDER: from the first of this system's sources of packages that has it. Lists of
# our own: few systems know the sources of their packages (deb-src).
download() {
    local version=$1 folder=$2 line
    mkdir -p "$work/lists/partial" "$folder" && cd "$folder" || return 1
    while read -r line; do
        echo "$line" >"$work/sources.list"
        own_apt update && own_apt source --download-only "wireshark=$version" && return 0
    done < <(source_lines) >"$work/log" 2>&1
    return 1
}

source_lines() {
    # shellcheck disable=SC2016 # apt-get expands it
    apt-get indextargets --format 'deb-src $(REPO_URI) $(RELEASE) main' 'Created-By: Packages' \
        'Origin: Debian' | sort -u
}

own_apt() {
    apt-get -q -o Dir::Etc::SourceList="$work/sources.list" -o Dir::Etc::SourceParts=/dev/null \
        -o Dir::State::Lists="$work/lists" "$@"
}

# unpack VERSION: into $source, which is complete once it is there. Without captures of its tests.
unpack() {
    local version=$1
    download "$version" "$work/download" || {
        cat "$work/log"
        fail "there is no source package wireshark $version (is there a network?)"
    }
    rm -rf "$kept"
    mkdir -p "$kept" "$work/source" &&
        tar -C "$work/source" --strip-components=1 --exclude='*/test/captures' \
            -xf "$work"/download/wireshark_*.orig.tar.* && mv "$work/source" "$source"
}

# ---- the plugin in it ---------------------------------------------------------------------------

# What an earlier run left goes, then it stands as plugins/epan/sipexplain or private/sipexplain.
place() {
    cd "$source" || return 1
    rm -rf plugins/epan/sipexplain private CMakeListsCustom.txt
    sed -i '/plugins\/epan\/sipexplain/d' CMakeLists.txt
    case $1 in
    plugins/epan/sipexplain)
        ln -s "$checkout/plugin" plugins/epan/sipexplain
        sed -i 's|^\t*plugins/epan/transum$|&\n\t\tplugins/epan/sipexplain|' CMakeLists.txt
        grep -q 'plugins/epan/sipexplain' CMakeLists.txt
        ;;
    private/sipexplain)
        mkdir private
        cp -R "$checkout/plugin" private/sipexplain
        echo "set(CUSTOM_PLUGIN_SRC_DIR private/sipexplain)" >CMakeListsCustom.txt
        ;;
    esac
}

configure() {
    local option options=()
    while read -r option; do
        options+=("-D$option=OFF")
    done < <(grep -ohE '\boption\((BUILD|ENABLE)_\w+' CMakeOptions.txt CMakeLists.txt |
        sed 's/.*(//' | grep -vE '^ENABLE_(PLUGINS|WERROR|DEBUG|ASSERT)$')
    # Unused in this version, on this system: no warning.
    cmake -S "$source" -B "$build" --no-warn-unused-cli "${options[@]}" -DENABLE_WERROR=ON
}

# The names of Wireshark's libraries in its build folder become those that are installed, and the
# folder of plugins is there, that the first library of Wireshark's would make.
use_installed_libraries() {
    local rules=$build/$1/CMakeFiles/sipexplain.dir/build.make module name folder
    folder=$(pkg-config --variable=libdir wireshark)
    module=$(sed -nE 's|^(run/plugins/.*/epan)/sipexplain\.so: .*|\1|p' "$rules" | head -n 1)
    rm -rf "$build/run/plugins"
    mkdir -p "$build/${module:?}"
    while read -r name; do
        ln -sf "$folder/${name%%.*}.so" "$build/run/$name"
    done < <(sed -nE 's|^run/plugins/.*: run/(lib[a-z]+\.so[.0-9]*)$|\1|p' "$rules")
}

# build_in FOLDER: configures, compiles, links, installs, loads, explains.
build_in() {
    local folder=$1 plugins
    place "$folder" || fail "Wireshark's CMakeLists.txt lists its plugins in another way"
    quietly "configuring with $folder" configure
    use_installed_libraries "$folder"
    rm -rf "$work/installed"
    quietly "building $folder" make -C "$build" --no-print-directory -j 2 sipexplain/fast
    quietly "installing $folder" cmake -DCMAKE_INSTALL_PREFIX="$work/installed" \
        -P "$build/$folder/cmake_install.cmake"
    plugins=$(find "$work/installed" -path '*/plugins/*/epan/sipexplain.so')
    plugins=${plugins%/*/epan/sipexplain.so}
    # shellcheck disable=SC2086 # a list of words
    quietly "explaining captures with $folder" /usr/bin/python3 -B "$tests/golden.py" --quick \
        --plugins "${plugins:?no plugin was installed}" $CAPTURES
    echo "Built and loaded as $folder"
}

# ---- Wireshark's checkers -----------------------------------------------------------------------

# The files that belong to the plugin there, as the makefile has them.
plugin_files() {
    sed -nE "s|^plugins/epan/sipexplain/CMakeFiles/sipexplain.dir/(.*)\.o:.*/sipexplain/\1$|\1|p" \
        "$build/plugins/epan/sipexplain/CMakeFiles/sipexplain.dir/build.make" | sort -u
}

# make_stage FOLDER: what the checkers look at, below it. They want a dissector in one file with its
# fields static; and which function is asked for by which other file, they only ask of dissectors.
make_stage() {
    local stage=$1 file objects
    objects=$stage/each-build/epan/dissectors/CMakeFiles/dissectors.dir
    mkdir -p "$stage"/{one,each}/{epan/dissectors,ui/qt,ui/cli,plugins/epan} "$objects" \
        "$stage/licence" && cd "$source/plugins/epan/sipexplain" || return 1
    for file in one each licence; do
        ln -s "$source/tools" "$stage/$file/tools"
    done
    ln -s "$source/epan/tfs.c" "$stage/one/epan/tfs.c"
    plugin_files | xargs cat | sed -E 's/^int hf_/static int hf_/; s/%s([a-z])/%s \1/g' \
        >"$stage/one/epan/dissectors/packet-sipexplain.c"
    while read -r file; do
        ln -s "$PWD/$file" "$stage/each/epan/dissectors/packet-${file//\//-}"
        ln -s "$build/plugins/epan/sipexplain/CMakeFiles/sipexplain.dir/$file.o" \
            "$objects/packet-${file//\//-}.o"
    done < <(plugin_files)
    cp -R . "$stage/licence/sipexplain"
}

# One fault for each checker
plant() {
    local stage=$1
    cat "$tests/in_tree/planted.c.in" >>"$stage/one/epan/dissectors/packet-sipexplain.c"
    echo 'void planted_function(void) {}' >"$stage/each/epan/dissectors/packet-planted.c"
    gcc -c -o "$stage/each-build/epan/dissectors/CMakeFiles/dissectors.dir/packet-planted.c.o" \
        "$stage/each/epan/dissectors/packet-planted.c"
    echo 'int planted;' >"$stage/licence/sipexplain/planted.c"
}

# Each prints what its checker finds; it stands in the folder of the stage.
#
# --nocheck-shadow: it knows local names that hide a function of the C library, "time" and "index",
# for compilers older than the ones Wireshark itself still builds with.
found_api() {
    cd one && perl tools/checkAPIs.pl -p --nocheck-shadow -g dissectors-prohibited \
        -g dissectors-restricted -g abort -g termoutput -g soft-deprecated \
        epan/dissectors/packet-sipexplain.c
}

found_hf() {
    cd one && perl tools/checkhf.pl epan/dissectors/packet-sipexplain.c
}

found_encoding() {
    cd one && perl tools/fix-encoding-args.pl epan/dissectors/packet-sipexplain.c |
        grep -e '-->'
}

found_filter_name() {
    cd one && perl tools/checkfiltername.pl epan/dissectors/packet-sipexplain.c
}

found_allocation() {
    cd one && echo epan/dissectors/packet-sipexplain.c | python3 tools/detect_bad_alloc_patterns.py
}

found_typed_call() {
    cd one && python3 tools/check_typed_item_calls.py --mask --label --consecutive --missing-items |
        grep -E '^(Warning|Error)'
}

found_tfs() {
    cd one && python3 tools/check_tfs.py --common | grep 'could have used'
}

# Not static though no file within Wireshark's sources asks for it: a file asks that they leave out
# (terminal_files.cmake, capture/pass.c and what is for it alone), or a unit test; or Wireshark
# itself, as it does for the two functions that each plugin has.
found_not_static() {
    local name
    cd each || return
    python3 tools/check_static.py --build ../each-build |
        sed -n 's/.* T \(\w*\)) is not ref.*/\1/p' |
        grep -vxE 'plugin_(describe|register)' |
        while read -r name; do
            (($(grep -rlw "$name" "$checkout/plugin" "$tests/unit" --include='*.c' | wc -l) > 1)) ||
                echo "$name"
        done
}

found_spelling() {
    cd one &&
        PYTHONPATH=$tests/in_tree python3 -B tools/check_spelling.py --folder epan/dissectors |
        sed -n 's/^\(\w*\) : [0-9]*$/\1/p' |
        grep -vixf <(grep -v '^#' "$tests/in_tree/words.txt" | tr ' ' '\n')
}

found_licence() {
    cd licence && python3 tools/checklicenses.py --root . sipexplain | grep "is not allowed"
}

check() {
    local what=$1 found planted
    found=$(cd "$work/stage" && "found_$what" 2>&1)
    planted=$(cd "$work/planted" && "found_$what" 2>&1)
    if [[ -n $found ]]; then
        echo "FAILED: $what"
        head -n 20 <<<"$found"
        failed=1
    elif ! grep -qE 'planted|mesage|other\.byte' <<<"$planted"; then
        echo "FAILED: $what does not see the fault that was planted"
        head -n 20 <<<"$planted"
        failed=1
    fi
}

# ---- main ---------------------------------------------------------------------------------------

# shellcheck disable=SC2086 # a list of words
"$checkout/plugin/packages.sh" $PACKAGES || exit 1
# shellcheck disable=SC2016 # dpkg-query expands it
version=$(dpkg-query -W -f '${source:Version}' libwireshark-dev) || exit 1
source=$kept/$version
[[ -d $source ]] || unpack "$version" || fail "could not unpack the sources to $kept"
build_in private/sipexplain
build_in plugins/epan/sipexplain
quietly "Wireshark's own check of API calls" \
    make -C "$build" --no-print-directory checkAPI_sipexplain
make_stage "$work/stage" && make_stage "$work/planted" && plant "$work/planted" || exit 1
checks="api hf encoding filter_name allocation typed_call tfs not_static spelling licence"
for what in $checks; do
    check "$what"
done
((failed == 0)) || exit 1
echo "Wireshark $version: built in 2 ways, $(wc -w <<<"$checks") checkers found nothing"
