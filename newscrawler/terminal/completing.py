"""What does a shell read so that it completes our commands? Text from values."""

import shlex
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

SHELLS = ("bash", "zsh", "fish")


@dataclass(frozen=True, slots=True)
class Option:
    """An option by its names, what it does, and what may follow it, if that is known."""

    names: tuple[str, ...]
    words: str
    choices: tuple[str, ...]
    takes_value: bool = False


@dataclass(frozen=True, slots=True)
class Completed:
    """A command, what it does, what may come first after it, and its options."""

    name: str
    words: str
    first: tuple[str, ...]
    options: tuple[Option, ...]


def script(shell: str, commands: Sequence[Completed]) -> str:
    """Return the script of a shell, one of ``SHELLS``."""
    lines = {"bash": _bash, "zsh": _zsh, "fish": _fish}[shell](commands)
    return "\n".join(lines) + "\n"


def _words(words: Iterable[str]) -> str:
    return shlex.quote(" ".join(words))


def _all_names(command: Completed) -> list[str]:
    return [name for option in command.options for name in option.names]


def _bash(commands: Sequence[Completed]) -> Iterator[str]:
    """Yield a function: what comes after an option, else options, else words, files."""
    yield "_newscrawler() {"
    yield '    local here="${COMP_WORDS[COMP_CWORD]}" before="${COMP_WORDS[COMP_CWORD-1]}"'
    yield "    local options= first= choices= is_value="
    yield "    COMPREPLY=()"
    yield "    if ((COMP_CWORD == 1)); then"
    names = _words((*(one.name for one in commands), "--help", "--version"))
    yield f'        COMPREPLY=($(compgen -W {names} -- "$here"))'
    yield "        return"
    yield "    fi"
    yield '    case "${COMP_WORDS[1]}" in'
    for one in commands:
        yield f"    {one.name})"
        yield f"        options={_words(_all_names(one))} first={_words(one.first)}"
        yield from _bash_values(one)
        yield "        ;;"
    yield "    esac"
    yield "    if [[ $choices ]]; then"
    yield '        COMPREPLY=($(compgen -W "$choices" -- "$here"))'
    yield "    elif [[ ! $is_value && $here == -* ]]; then"
    yield '        COMPREPLY=($(compgen -W "$options" -- "$here"))'
    yield "    elif [[ ! $is_value && $first && $COMP_CWORD == 2 ]]; then"
    yield '        COMPREPLY=($(compgen -W "$first" -- "$here"))'
    yield "    else"
    yield '        COMPREPLY=($(compgen -f -- "$here"))'
    yield "    fi"
    yield "}"
    yield "complete -o filenames -F _newscrawler newscrawler"


def _bash_values(command: Completed) -> Iterator[str]:
    """Yield what is done where the word before is an option that takes a value."""
    taking = [one for one in command.options if one.takes_value and one.names]
    if not taking:
        return
    yield '        case "$before" in'
    for one in taking:
        choices = f" choices={_words(one.choices)}" if one.choices else ""
        yield f"        {'|'.join(one.names)}) is_value=1{choices} ;;"
    yield "        esac"


def _zsh(commands: Sequence[Completed]) -> Iterator[str]:
    """Yield a function that describes arguments to zsh's own ``_arguments``."""
    yield "#compdef newscrawler"
    yield "_newscrawler() {"
    yield "    local -a commands=("
    for one in commands:
        yield f"        {shlex.quote(f'{one.name}:{one.words}')}"
    yield "    )"
    yield "    if ((CURRENT == 2)); then _describe command commands; return; fi"
    yield '    case "${words[2]}" in'
    for one in commands:
        yield f"    {one.name})"
        yield "        shift words; ((CURRENT--))"
        specs = [
            _zsh_option(option, name) for option in one.options for name in option.names
        ]
        first = f"1:what:({' '.join(one.first)})" if one.first else "1:what:_files"
        quoted = " ".join(
            shlex.quote(spec) for spec in (*specs, first, "*:file:_files")
        )
        yield f"        _arguments {quoted} ;;"
    yield "    esac"
    yield "}"
    yield '_newscrawler "$@"'


def _zsh_option(option: Option, name: str) -> str:
    words = "".join(f"\\{one}" if one in "[]:\\" else one for one in option.words)
    spec = f"{name}[{words}]"
    if not option.takes_value:
        return spec
    return (
        f"{spec}:value:({' '.join(option.choices)})"
        if option.choices
        else f"{spec}:value:_files"
    )


def _fish(commands: Sequence[Completed]) -> Iterator[str]:
    """Yield a line for each command, each word and each option."""
    for one in commands:
        start = "complete -c newscrawler -n __fish_use_subcommand -f"
        yield f"{start} -a {one.name} -d {_fish_text(one.words)}"
        where = f"complete -c newscrawler -n '__fish_seen_subcommand_from {one.name}'"
        if one.first:
            yield f"{where} -f -a {_words(one.first)}"
        for option in one.options:
            yield f"{where} {_fish_option(option)}"


def _fish_option(option: Option) -> str:
    names = [
        f"-l {name[2:]}" if name.startswith("--") else f"-s {name[1:]}"
        for name in option.names
    ]
    value = ["-r"] if option.takes_value else []
    choices = [f"-f -a {_words(option.choices)}"] if option.choices else []
    return " ".join((*names, *value, *choices, f"-d {_fish_text(option.words)}"))


def _fish_text(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"
