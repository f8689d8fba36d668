import type { SenderEvidence } from '../../../../domain/evidence.js'

/** What a fact about a sender says when it is known. */
export type SenderValue<Name extends keyof SenderEvidence> = Extract<
  SenderEvidence[Name],
  { readonly known: true }
>['value']
