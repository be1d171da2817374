# What the programs in bin/ share; each reads it first. Its help is the comment at its own head.
program="bin/$(basename "$0")"

say() { printf '%s\n' "$*"; }
fail() {
    printf '%s: %s\n' "$program" "$*" >&2
    exit 1
}

# What was asked is not understood: nothing was done.
refuse() {
    printf '%s: %s; %s --help\n' "$program" "$*" "$program" >&2
    exit 2
}

show_help() {
    sed -n '2,/^[^#]/s/^# \{0,1\}//p' "$0"
    exit 0
}

# takes_nothing "$@": for a program that has no options.
takes_nothing() {
    case "${1-}" in
        --help | -h) show_help ;;
    esac
    if [ $# -gt 0 ]; then refuse "it takes no argument, and got '$1'"; fi
}
