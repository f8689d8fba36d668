// A rendered card has one of two shapes. From here on Slack's own types hold.
import type { AnyBlock, HomeView, MessageAttachment, ModalView } from '@slack/types'
import type { Card } from '../../ports.js'
import type { Novelty } from '../novelties.js'

type Rendered = Readonly<Record<string, unknown>>
export type Render = (card: Card, without?: readonly Novelty[]) => Rendered

export interface SlackMessage {
  readonly text: string
  readonly blocks: AnyBlock[]
  readonly attachments?: MessageAttachment[]
}

export type Surface =
  | { readonly kind: 'message'; readonly message: SlackMessage }
  | { readonly kind: 'modal'; readonly view: ModalView }
  | { readonly kind: 'home'; readonly view: HomeView }

const maximumModalBlocks = 100

export function toSurface(rendered: Rendered): Surface {
  if (isModal(rendered)) return { kind: 'modal', view: rendered }
  if (isHome(rendered)) return { kind: 'home', view: rendered }
  if (isMessage(rendered)) return { kind: 'message', message: rendered }
  throw new Error('A template rendered neither a Slack message nor a modal.')
}

/** Message-shaped cards are wrapped: inside a modal there is no other place for an answer. */
export function toModal(surface: Surface): ModalView {
  if (surface.kind === 'modal') return surface.view
  if (surface.kind === 'home') throw new Error('A Home tab is no window.')
  const { text, blocks, attachments } = surface.message
  const all = [...blocks, ...(attachments ?? []).flatMap((attachment) => attachment.blocks ?? [])]
  const fallback: AnyBlock = { type: 'section', text: { type: 'plain_text', text: text || 'Reprieve' } }
  return {
    type: 'modal',
    title: { type: 'plain_text', text: 'Reprieve' },
    close: { type: 'plain_text', text: 'Close' },
    blocks: all.length === 0 ? [fallback] : all.slice(0, maximumModalBlocks),
  }
}

/** The `home` card. @throws Error when its template is something else. */
export function toHome(surface: Surface): HomeView {
  if (surface.kind === 'home') return surface.view
  throw new Error('The template of the home card rendered no Home tab.')
}

function isHome(rendered: Rendered): rendered is Rendered & HomeView {
  return rendered.type === 'home' && Array.isArray(rendered.blocks)
}

function isModal(rendered: Rendered): rendered is Rendered & ModalView {
  return rendered.type === 'modal' && Array.isArray(rendered.blocks)
}

function isMessage(rendered: Rendered): rendered is Rendered & SlackMessage {
  return rendered.type === undefined && typeof rendered.text === 'string' && Array.isArray(rendered.blocks)
}
