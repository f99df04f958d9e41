# Sourced by ./start and ./check: finds Python, fetches uv, fills .venv from uv.lock.
# Everything lands inside this folder, in .uv and .venv; only Debian packages go to the system.

UV_VERSION=0.13.9
STAMP=.venv/.installed

say() { printf 'stormdesk: %s\n' "$*" >&2; }

fail() {
    say "$@"
    exit 1
}

can_install() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; }

install_debian() {
    say "installing Debian packages: $*"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq </dev/null || fail "apt-get update did not work."
    apt-get install -y -qq --no-install-recommends "$@" </dev/null >/dev/null || fail "apt-get could not install $*."
}

is_new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

find_python() {
    for name in python3 python3.11 python3.12 python3.13 python3.14; do
        if command -v "$name" >/dev/null 2>&1 && is_new_enough "$name"; then
            PYTHON=$(command -v "$name")
            return
        fi
    done
    can_install || fail "Python 3.11 or newer is needed and was not found."
    install_debian python3 python3-venv
    PYTHON=$(command -v python3)
    is_new_enough "$PYTHON" || fail "Python 3.11 or newer is needed; this system has an older one."
}

has_chinese_font() {
    [ -e /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc ] || fc-list :lang=zh 2>/dev/null | grep -q .
}

# Only pictures in papers need it: without it everything else runs.
prepare_font() {
    has_chinese_font && return
    if can_install && (install_debian fonts-noto-cjk); then
        return
    fi
    say "no Chinese font on this machine: papers are made without pictures until fonts-noto-cjk is installed."
}

make_uv() {
    if [ -x .uv/bin/uv ] && .uv/bin/uv --version 2>/dev/null | grep -q "^uv $UV_VERSION"; then
        return
    fi
    rm -rf .uv
    if ! "$PYTHON" -m venv .uv >/dev/null 2>&1; then
        can_install || fail "python3 -m venv does not work: ask an administrator for the package python3-venv."
        install_debian python3-venv ca-certificates
        rm -rf .uv
        "$PYTHON" -m venv .uv || fail "python3 -m venv does not work."
    fi
    .uv/bin/python -m pip install --quiet --disable-pip-version-check "uv==$UV_VERSION" ||
        fail "pip could not install uv."
}

# fill_venv all|run: everything, or only what the dashboard needs. A second call needs no network.
fill_venv() {
    wanted="$(cat uv.lock pyproject.toml | cksum)"
    if [ -x .venv/bin/python ] && grep -qxF -e "all $wanted" -e "$1 $wanted" "$STAMP" 2>/dev/null; then
        return
    fi
    find_python
    make_uv
    say "installing Python packages into .venv"
    options=""
    [ "$1" = all ] || options="--no-dev --inexact"
    # shellcheck disable=SC2086
    UV_PYTHON_DOWNLOADS=never VIRTUAL_ENV='' .uv/bin/uv sync --locked --quiet --python "$PYTHON" $options </dev/null ||
        fail "the packages of uv.lock could not be installed."
    echo "$1 $wanted" >"$STAMP"
}
