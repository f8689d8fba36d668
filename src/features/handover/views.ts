import type { Words } from '../../domain/said.js'
import type { Tone } from '../words/views.js'

/** What the next shift finds: one incident. */
export interface HandoverRow {
  readonly incidentId: string
  readonly icon: string
  readonly localPart: string
  /** "@contoso.com"; empty for a connector. */
  readonly domainPart: string
  /** "🙋 Maya is on it", "Ines reviewed 07:40 UTC", with the tenant where there are several. */
  readonly text: Words
  readonly pressId: string
  /** "Take", "Approve…", "Give back", "Details" */
  readonly title: string
}

/** All of one person, with one press. */
interface TakeRow {
  /** The key of whoever is on them. */
  readonly from: string
  /** "Take Maya's 2" */
  readonly title: string
}

/** One shift to the next: posted once at each change, and edited in place. */
export interface HandoverView extends Tone {
  /** "Hand-over 08:00 CET" */
  readonly title: string
  /** "3 open, 1 waits for approval, 1 left over" */
  readonly countsText: string
  /** "Contoso and 11 more" */
  readonly tenantsText: string
  /** At most six. */
  readonly rows: readonly HandoverRow[]
  /** "and 4 more, under All open"; empty when all are shown. */
  readonly moreText: string
  /** "🟢 All 12 tenants are watched"; which are not, since when. */
  readonly watchedText: Words
  readonly takes: readonly TakeRow[]
}

export interface HandoverCards {
  readonly handover: HandoverView
}
