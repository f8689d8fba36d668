import { type FormEvent, type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { ActResult, SlackBlock, SlackEntry, SlackSight, SlackViewSight } from '../sight.js'
import { getHeldPlace, goBackTo } from './held-focus.js'
import { CloseIcon, WarningIcon } from './icons.js'
import { keepFocusInside } from './keep-focus.js'
import { SlackBlocks } from './slack-blocks.js'
import type { Touch } from './slack-touch.js'
import type { Theme } from './use-theme.js'

export interface SlackModalProps {
  readonly view: SlackViewSight
  readonly users: SlackSight['users']
  readonly theme: Theme
  onPress(touch: Touch, entered: readonly SlackEntry[]): Promise<ActResult>
  onSubmit(entered: readonly SlackEntry[]): Promise<ActResult>
  onClose(): void
}

/** A modal over the Slack pane alone: the Teams pane beside it stays usable. */
export function SlackModal({ view, users, theme, onPress, onSubmit, onClose }: SlackModalProps) {
  const [result, setResult] = useState<ActResult>({ ok: true })
  const [sending, setSending] = useState(false)
  const entered = useRef(new Map<string, SlackEntry>())
  const dialog = useRef<HTMLDialogElement>(null)
  const keyOf = ({ blockId, actionId }: SlackEntry) => `${blockId}\n${actionId}`
  const entries = () => [...entered.current.values()]
  const before = [...view.entered, ...entries()].toReversed()

  // Read before the feed behind turns inert and lets go of the focus. What opened it may have been drawn anew since.
  useLayoutEffect(() => {
    const opener = getHeldPlace()
    return () => void requestAnimationFrame(() => opener && goBackTo(opener))
  }, [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: focus moves in when a modal opens or the next one replaces it
  useEffect(() => {
    dialog.current?.focus()
    setResult({ ok: true })
  }, [view.id, view.title])

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setSending(true)
    setResult(await onSubmit(entries()))
    setSending(false)
    // The button that was pressed was deaf meanwhile, and let go of the focus.
    requestAnimationFrame(() => {
      if (!dialog.current?.contains(document.activeElement)) dialog.current?.focus()
    })
  }
  const keys = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key === 'Escape') onClose()
    else keepFocusInside(event)
  }
  const errors = result.ok ? {} : (result.errors ?? {})

  return (
    <div className="slack-scrim">
      <dialog
        open
        className="slack-modal"
        ref={dialog}
        tabIndex={-1}
        aria-modal="true"
        aria-labelledby={`${view.id}-title`}
        onKeyDown={keys}
      >
        <form onSubmit={(event) => void submit(event)} noValidate>
          <header>
            <h3 id={`${view.id}-title`}>{view.title}</h3>
            {view.depth > 1 && <span className="slack-depth">{view.depth} of 3 open</span>}
            <button type="button" onClick={onClose} aria-label="Close">
              <CloseIcon />
            </button>
          </header>
          <div className="slack-modal-body" key={`${view.id} ${view.hash}`}>
            {view.blocks.map((block) => (
              <div
                key={block.block_id}
                data-single-line={isSingleLine(block)}
                data-error={block.block_id in errors}
              >
                <SlackBlocks
                  blocks={[block]}
                  scope={`${view.id}-${view.hash}`}
                  users={users}
                  theme={theme}
                  entered={before}
                  label={labelOf(block)}
                  onEnter={(entry) => void entered.current.set(keyOf(entry), entry)}
                  onPress={async (touch) => setResult(await onPress(touch, entries()))}
                />
                {errors[block.block_id] && (
                  <p className="slack-field-error" role="alert">
                    <WarningIcon /> {errors[block.block_id]}
                  </p>
                )}
              </div>
            ))}
          </div>
          {!result.ok && (
            <p className="trouble" role="alert">
              <WarningIcon /> {result.trouble}
            </p>
          )}
          <footer>
            <button type="button" onClick={onClose}>
              {view.close}
            </button>
            {view.submit !== undefined && (
              <button type="submit" className="primary" aria-busy={sending} disabled={sending}>
                {view.submit}
              </button>
            )}
          </footer>
        </form>
      </dialog>
    </div>
  )
}

function labelOf(block: SlackBlock): string {
  const label = block.label as { text?: string } | undefined
  return label?.text ?? 'Choose'
}

function isSingleLine(block: SlackBlock): boolean {
  const element = block.element as { type?: string; multiline?: boolean } | undefined
  return element?.type === 'plain_text_input' && element.multiline !== true
}
