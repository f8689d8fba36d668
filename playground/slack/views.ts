// Open modals: a stack of at most three per person. They live in memory: a restart closes them, as a reload does.
import { randomBytes } from 'node:crypto'
import type { Clock } from '../../src/ports.js'
import type { Changes } from '../changes.js'
import type { PersonKey } from '../people.js'
import type { SlackEntry } from '../sight.js'
import { WORKSPACE } from './channels.js'
import { type ModalView, withIds } from './content.js'
import { type Entered, mergeEntries, toStateValues } from './inputs.js'
import type { StoredBlock } from './saved-workspace.js'

const STACK_LIMIT = 3

export interface OpenView {
  readonly id: string
  readonly owner: PersonKey
  readonly rootId: string
  readonly previousId: string | null
  readonly content: Omit<ModalView, 'blocks'> & { readonly blocks: readonly StoredBlock[] }
  readonly hash: string
  readonly entered: Entered
}

export interface Views {
  find(id: string): OpenView | undefined
  findByExternalId(id: string): OpenView | undefined
  stackOf(owner: PersonKey): readonly OpenView[]
  /** Replaces the person's whole stack. */
  open(owner: PersonKey, view: ModalView): OpenView
  /** Undefined when three are open already. */
  push(owner: PersonKey, view: ModalView): OpenView | undefined
  /** Keeps what was entered wherever block_id and action_id stay the same. */
  update(open: OpenView, view: ModalView): OpenView
  enter(open: OpenView, entries: readonly SlackEntry[]): OpenView
  /** Shows the one below again. */
  close(open: OpenView): void
  clear(owner: PersonKey): void
}

export function createViews(parts: {
  readonly clock: Pick<Clock, 'now'>
  readonly changes: Changes
  nextId(prefix: string): string
}): Views {
  const stacks = new Map<PersonKey, readonly OpenView[]>()
  const everyView = () => [...stacks.values()].flat()
  const stackOf = (owner: PersonKey) => stacks.get(owner) ?? []

  const set = (owner: PersonKey, stack: readonly OpenView[]) => {
    stacks.set(owner, stack)
    parts.changes.publish()
  }
  const newHash = () => `${Math.floor(parts.clock.now() / 1000)}.${randomBytes(4).toString('hex')}`
  const named = (view: ModalView) => ({ ...view, blocks: [...withIds(view.blocks, () => parts.nextId('b'))] })
  const build = (owner: PersonKey, view: ModalView, below: OpenView | undefined): OpenView => {
    const id = parts.nextId('V0')
    const frame = { id, owner, rootId: below?.rootId ?? id, previousId: below?.id ?? null }
    return { ...frame, content: named(view), hash: newHash(), entered: new Map() }
  }
  const replace = (open: OpenView, next: OpenView) => {
    set(
      open.owner,
      stackOf(open.owner).map((each) => (each.id === open.id ? next : each)),
    )
    return next
  }

  return {
    stackOf,
    find: (id) => everyView().find((view) => view.id === id),
    findByExternalId: (id) => everyView().find((view) => view.content.external_id === id),
    open(owner, view) {
      const opened = build(owner, view, undefined)
      set(owner, [opened])
      return opened
    },
    push(owner, view) {
      const stack = stackOf(owner)
      if (stack.length >= STACK_LIMIT) return undefined
      const pushed = build(owner, view, stack.at(-1))
      set(owner, [...stack, pushed])
      return pushed
    },
    update(open, view) {
      const content = named(view)
      return replace(open, {
        ...open,
        content,
        hash: newHash(),
        entered: mergeEntries(content.blocks, open.entered, []),
      })
    },
    enter: (open, entries) =>
      replace(open, { ...open, entered: mergeEntries(open.content.blocks, open.entered, entries) }),
    close(open) {
      set(
        open.owner,
        stackOf(open.owner).filter((each) => each.id !== open.id),
      )
    },
    clear: (owner) => set(owner, []),
  }
}

/** As Slack puts it on the wire. */
export function toWireView(view: OpenView) {
  const { content } = view
  return {
    id: view.id,
    team_id: WORKSPACE.teamId,
    app_id: WORKSPACE.appId,
    app_installed_team_id: WORKSPACE.teamId,
    bot_id: WORKSPACE.botId,
    type: 'modal',
    title: content.title,
    submit: content.submit ?? null,
    close: content.close ?? null,
    blocks: content.blocks,
    private_metadata: content.private_metadata ?? '',
    callback_id: content.callback_id ?? '',
    external_id: content.external_id ?? '',
    clear_on_close: content.clear_on_close ?? false,
    notify_on_close: content.notify_on_close ?? false,
    root_view_id: view.rootId,
    previous_view_id: view.previousId,
    hash: view.hash,
    state: { values: toStateValues(content.blocks, view.entered) },
  }
}
