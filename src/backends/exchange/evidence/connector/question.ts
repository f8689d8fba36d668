import type { Connector } from '../../../../domain/entity.js'
import type { ConnectorEvidence } from '../../../../domain/evidence.js'
import type { Instant } from '../../../../domain/instant.js'
import type { Asking } from '../asking.js'
import type { TenantWide } from '../tenant-wide.js'
import type { Definition } from './definition.js'

/** What is asked about one connector. */
export interface ConnectorQuestion {
  readonly connector: Connector
  readonly now: Instant
  readonly signal: AbortSignal
  readonly asking: Asking
  readonly tenantWide: TenantWide
  /** Asked once, however often it is wanted. */
  getDefinition(): Promise<Definition>
}

/** What a fact about a connector says when it is known. */
export type ConnectorValue<Name extends keyof ConnectorEvidence> = Extract<
  ConnectorEvidence[Name],
  { readonly known: true }
>['value']
