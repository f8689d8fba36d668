import {
  type KeyboardEvent,
  type MouseEvent,
  type SyntheticEvent,
  useContext,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import { Message } from 'slack-blocks-to-jsx'
import type { SlackBlock, SlackEntry, SlackSight } from '../sight.js'
import { draw } from './slack-drawing.js'
import { nameSelects, steerSelect } from './slack-select-keys.js'
import { SlackTable } from './slack-table.js'
import { findChange, findClick, findConfirmation, nameControls, type Touch } from './slack-touch.js'
import { BotTime } from './time.js'
import type { Theme } from './use-theme.js'

export interface SlackBlocksProps {
  readonly blocks: readonly SlackBlock[]
  /** Unique on the page: a message, an attachment, or a state of a modal. */
  readonly scope: string
  readonly users: SlackSight['users']
  readonly theme: Theme
  readonly entered?: readonly SlackEntry[]
  readonly label?: string
  /** A button was pressed, or something that tells the bot at once was chosen. */
  onPress(touch: Touch): Promise<void>
  /** An input was changed. */
  onEnter?(entry: SlackEntry): void
}

/** Blocks as slack-blocks-to-jsx draws them, made to work from outside: see slack-drawing.ts and slack-touch.ts. */
export function SlackBlocks(props: SlackBlocksProps) {
  const { blocks, scope, users, theme, entered, label, onPress, onEnter } = props
  const root = useRef<HTMLDivElement>(null)
  const asked = useRef<Touch>(undefined)
  const content = JSON.stringify(blocks)
  const now = useContext(BotTime)
  const [picked, setPicked] = useState<readonly SlackEntry[]>([])
  // biome-ignore lint/correctness/useExhaustiveDependencies: entered values seed a drawing, time is read when it is made
  const drawing = useMemo(
    () => draw(JSON.parse(content) as SlackBlock[], scope, { entered: [...picked, ...(entered ?? [])], now }),
    [content, scope, picked],
  )
  const data = useMemo(() => {
    const named = users.map(({ id, name }) => ({ id, name, avatar: '' }))
    return { users: named, user_groups: named }
  }, [users])
  useLayoutEffect(() => {
    const blocksRoot = root.current
    if (!blocksRoot) return undefined
    if (label !== undefined) nameControls(blocksRoot, label)
    nameSelects(blocksRoot, label)
    // A list of options comes and goes without this component.
    const watch = new MutationObserver(() => nameSelects(blocksRoot, label))
    watch.observe(blocksRoot, { childList: true, subtree: true })
    return () => watch.disconnect()
  }, [label])

  const run = async (touch: Touch) => {
    touch.control.setAttribute('aria-busy', 'true')
    await onPress(touch)
    touch.control.removeAttribute('aria-busy')
  }
  const settle = (touch: Touch) => {
    const { blockId, actionId, type } = touch.element
    const entry = { blockId, actionId, value: touch.value }
    onEnter?.(entry)
    if (type === 'static_select') setPicked([entry])
    if (!touch.element.dispatches) return
    if (touch.element.asksFirst) asked.current = touch
    else void run(touch)
  }
  const click = (event: MouseEvent) => {
    const target = event.target as Element
    const answer = findConfirmation(target)
    if (answer === 'yes' && asked.current) void run(asked.current)
    if (answer) return
    const touch = findClick(target, drawing)
    if (touch) settle(touch)
  }
  const change = (event: SyntheticEvent) => {
    const touch = findChange(event.target as Element, drawing)
    if (!touch) return
    if (isTyped(touch.element.type)) onEnter?.({ ...touch.element, value: touch.value })
    else settle(touch)
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the controls inside are native; this only hears them
    <div
      ref={root}
      className="blocks"
      onClick={click}
      onChange={change}
      onMouseDown={keepPopupOpen}
      onKeyDown={pressByKey}
    >
      {toRuns(blocks).map(({ from, to, table }) =>
        table ? (
          <SlackTable key={table.block_id} block={table} />
        ) : (
          <Message
            key={`${from}-${to}`}
            name=""
            logo=""
            blocks={drawing.blocks.slice(from, to)}
            withoutWrapper
            theme={theme}
            data={data}
            hooks={hooks}
          />
        ),
      )}
    </div>
  )
}

interface Run {
  readonly from: number
  readonly to: number
  readonly table?: SlackBlock
}

/** The library draws no tables: they stand between what it does draw. */
function toRuns(blocks: readonly SlackBlock[]): readonly Run[] {
  const runs: Run[] = []
  let from = 0
  for (const [at, block] of blocks.entries()) {
    if (block.type !== 'data_table') continue
    if (at > from) runs.push({ from, to: at })
    runs.push({ from: at, to: at + 1, table: block })
    from = at + 1
  }
  return from < blocks.length ? [...runs, { from, to: blocks.length }] : runs
}

/** What is still being filled in tells nobody yet. */
const isTyped = (type: string) => type === 'plain_text_input' || type === 'datepicker'

/** The library closes a menu on any mousedown below its first level, before the click on an option arrives. */
function keepPopupOpen(event: MouseEvent): void {
  if ((event.target as Element).closest('#static_select_popup, [id^="overflow_menu_popup_"]'))
    event.stopPropagation()
}

/** The options of its menus are focusable but deaf to the keyboard. */
function pressByKey(event: KeyboardEvent): void {
  if (steerSelect(event)) return
  const target = event.target as HTMLElement
  const isOption = target.matches('[id^="overflow_menu_popup_"] [tabindex="0"]')
  if (!isOption || (event.key !== 'Enter' && event.key !== ' ')) return
  event.preventDefault()
  target.click()
}

/** The library makes every address a link; Slack does so only where the text says it. */
const hooks = {
  link: ({ href, children, className }: { href: string; children: React.ReactNode; className: string }) =>
    /^https?:/i.test(href) ? (
      <a href={href} className={className} target="_blank" rel="noopener noreferrer">
        {children}
      </a>
    ) : (
      <span>{children}</span>
    ),
}
