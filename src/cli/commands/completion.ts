// reprieve completion bash | zsh | fish
import type { Command } from 'commander'
import { Argument } from 'commander'
import type { Terminal } from '../terminal.js'

const shells = ['bash', 'zsh', 'fish'] as const

export function addCompletion(program: Command, terminal: Terminal): void {
  program
    .command('completion')
    .description('What makes the Tab key of a shell complete commands and options.')
    .addArgument(new Argument('<shell>', 'for which shell').choices([...shells]))
    .addHelpText(
      'after',
      '\nExamples:\n  source <(reprieve completion bash)\n  reprieve completion zsh > ~/.zfunc/_reprieve\n  reprieve completion fish > ~/.config/fish/completions/reprieve.fish',
    )
    .action(async (shell: (typeof shells)[number]) => {
      const { toCompletion } = await import('../completion/index.js')
      await terminal.out(toCompletion(program, shell))
    })
}
