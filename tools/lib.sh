# Shared by the wrappers in tools/bin and tools/solc: which program stands behind them.
# shellcheck shell=sh

# First $1 on PATH that is neither one of our wrappers (of any checkout) nor a shim of the venv.
users_own() {
    _name=$1
    _ifs=$IFS
    IFS=:
    for _dir in $PATH; do
        case "$_dir" in
        "$ROOT"/*) continue ;;
        */tools/bin) [ ! -f "$_dir/../solc/solcjs.js" ] || continue ;;
        esac
        if [ -f "$_dir/$_name" ] && [ -x "$_dir/$_name" ]; then
            IFS=$_ifs
            printf '%s\n' "$_dir/$_name"
            return 0
        fi
    done
    IFS=$_ifs
    return 1
}

# Path of Foundry's program $1: the one locked in package-lock.json, else the user's own.
foundry_program() {
    case "$(uname -s)" in
    Linux) _os=linux ;;
    Darwin) _os=darwin ;;
    *) _os=unknown ;;
    esac
    case "$(uname -m)" in
    x86_64 | amd64) _arch=amd64 ;;
    aarch64 | arm64) _arch=arm64 ;;
    *) _arch=unknown ;;
    esac
    _locked="$ROOT/node_modules/@foundry-rs/$1-$_os-$_arch/bin/$1"
    if [ -x "$_locked" ]; then
        printf '%s\n' "$_locked"
    elif ! users_own "$1"; then
        echo "$1: not found. On Linux x86-64 \`make setup\` installs it; elsewhere ($_os-$_arch)" \
            "install Foundry 1.7 yourself so that $1 is on PATH." >&2
        return 127
    fi
}
