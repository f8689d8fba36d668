import { type Action, AdaptiveCard, ExecuteAction, OpenUrlAction, SubmitAction } from 'adaptivecards'
import { useEffect, useRef, useState } from 'react'
import type { ActResult, TeamsCardSight } from '../sight.js'
import { focusFirstHeading, getHeldPlace, goBackTo, holdsFocus } from './held-focus.js'
import { EyeIcon, WarningIcon } from './icons.js'
import { toCardHtml } from './markdown.js'
import { createHostConfig } from './teams-host-config.js'
import type { Theme } from './use-theme.js'

/** The action as the server sends it on; inputs are merged into `data` by adaptivecards. */
export interface TeamsPressed {
  readonly type: 'Action.Execute' | 'Action.Submit'
  readonly verb?: string
  readonly id?: string
  readonly title?: string
  readonly data: object
  readonly trigger?: 'manual' | 'automatic'
}

interface TeamsCardProps {
  readonly sight: TeamsCardSight
  /** The viewer's id in Teams: a card's `refresh` may name it. */
  readonly viewerId: string
  readonly theme: Theme
  onPress(pressed: TeamsPressed): Promise<ActResult>
}

export function TeamsCard({ sight, viewerId, theme, onPress }: TeamsCardProps) {
  const place = useRef<HTMLDivElement>(null)
  const [busy, setBusy] = useState(false)
  const [result, setResult] = useState<ActResult>({ ok: true })
  // Redrawing loses what was typed into inputs, so only a different card is drawn.
  const content = JSON.stringify(sight.card)
  // Whoever pressed is taken to the page that comes of it; nobody is by an edit.
  const left = useRef<string>(undefined)
  const press = async (pressed: TeamsPressed) => {
    if (pressed.trigger !== 'automatic') left.current = content
    setBusy(true)
    const answer = await onPress(pressed)
    // What comes of it is elsewhere.
    if (answer.ok && answer.toast !== undefined) left.current = undefined
    setResult(answer)
    setBusy(false)
  }
  const latest = useRef(press)
  latest.current = press

  useEffect(() => {
    setResult({ ok: true })
    const drawn = drawCard(content, theme, (pressed) => void latest.current(pressed))
    if (drawn && place.current) replace(place.current, drawn)
  }, [content, theme])

  // Not before the body listens again.
  useEffect(() => {
    if (busy || left.current === undefined || left.current === content) return
    left.current = undefined
    // The button that was pressed is gone with its page: the focus would fall to the top of everything.
    if (place.current && holdsFocus(place.current)) focusFirstHeading(place.current)
  }, [busy, content])

  useEffect(() => {
    const pressed = sight.onlyForYou ? undefined : findRefresh(content, viewerId)
    if (pressed) void latest.current(pressed)
  }, [content, sight.onlyForYou, viewerId])

  return (
    <div className="teams-card" data-private={sight.onlyForYou} aria-busy={busy}>
      {sight.onlyForYou && (
        <p className="teams-private">
          <EyeIcon /> Only you can see this
        </p>
      )}
      <div className="teams-card-body" ref={place} inert={busy} />
      {result.ok && result.toast !== undefined && (
        <p className="teams-toast" role="status">
          <EyeIcon />
          <span>
            <small>Only you can see this</small>
            {result.toast}
          </span>
        </p>
      )}
      {!result.ok && (
        <p className="trouble" role="alert">
          <WarningIcon /> {result.trouble}
        </p>
      )}
    </div>
  )
}

/** Whoever is in it is still there afterwards. */
function replace(place: HTMLElement, drawn: HTMLElement): void {
  const held = holdsFocus(place) ? getHeldPlace() : undefined
  place.replaceChildren(drawn)
  if (held) goBackTo(held)
}

function drawCard(
  content: string,
  theme: Theme,
  onPress: (pressed: TeamsPressed) => void,
): HTMLElement | undefined {
  const card = new AdaptiveCard()
  card.hostConfig = createHostConfig(theme)
  card.onExecuteAction = (action) => {
    if (action instanceof OpenUrlAction) openSafely(action.url)
    else onPress(toPressed(action))
  }
  card.onAnchorClicked = (_, anchor) => {
    openSafely(anchor.href)
    return true
  }
  // A card may be drawn before this page's own handler is set on any other: the hook is the library's, not the card's.
  AdaptiveCard.onProcessMarkdown = (text, processed) => {
    processed.outputHtml = toCardHtml(text)
    processed.didProcess = true
  }
  card.parse(JSON.parse(content))
  return card.render()
}

function toPressed(action: Action): TeamsPressed {
  const named = { ...(action.id ? { id: action.id } : {}), ...(action.title ? { title: action.title } : {}) }
  if (action instanceof ExecuteAction) {
    return { type: 'Action.Execute', verb: action.verb ?? '', data: action.data ?? {}, ...named }
  }
  return {
    type: 'Action.Submit',
    data: (action instanceof SubmitAction ? action.data : undefined) ?? {},
    ...named,
  }
}

function openSafely(url = ''): void {
  if (/^(https?|mailto):/i.test(url)) window.open(url, '_blank', 'noopener,noreferrer')
}

/** A card with `refresh` asks for a version of its own as soon as one of its users sees it; without a list, everybody. */
function findRefresh(content: string, viewerId: string): TeamsPressed | undefined {
  const { refresh } = JSON.parse(content) as {
    refresh?: { userIds?: readonly string[]; action?: { verb?: string; data?: object } }
  }
  if (!refresh?.action || (refresh.userIds && !refresh.userIds.includes(viewerId))) return undefined
  return {
    type: 'Action.Execute',
    verb: refresh.action.verb ?? '',
    data: refresh.action.data ?? {},
    trigger: 'automatic',
  }
}
